import { existsSync } from 'node:fs'

/**
 * Makes the kernel end a foreign program when the stack is killed in a way that leaves it no time
 * (PR_SET_PDEATHSIG, through util-linux's setpriv; the process number stays the same). Where there is no
 * setpriv, the next start stops what was left behind.
 */
export function endedWithParent(command: string, args: string[]): { command: string; args: string[] } {
  const setpriv = ['/usr/bin/setpriv', '/bin/setpriv'].find((path) => existsSync(path))
  return setpriv
    ? { command: setpriv, args: ['--pdeathsig', 'TERM', '--', command, ...args] }
    : { command, args }
}
