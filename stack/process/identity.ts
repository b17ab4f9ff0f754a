import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** A process as a file can remember it: its number alone would be given to another one some day. */
export interface ProcessIdentity {
  pid: number
  /** When it started, in the words of the system. */
  started: string
}

/** @returns what tells the running process `pid` from all others, null where there is none (or a zombie) */
export function identify(pid: number): ProcessIdentity | null {
  const started = process.platform === 'linux' ? startedOnLinux(pid) : startedElsewhere(pid)
  return started === null ? null : { pid, started }
}

export function isRunning(identity: ProcessIdentity): boolean {
  return identify(identity.pid)?.started === identity.started
}

/** Boot and clock ticks since it: proc(5), fields 3 (state) and 22 (starttime) of /proc/PID/stat. */
function startedOnLinux(pid: number): string | null {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    // The second field is the name in parentheses, and may itself hold spaces and parentheses.
    const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
    if (state === 'Z' || state === 'X') return null
    return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()}/${fields[18]}`
  } catch {
    return null
  }
}

function startedElsewhere(pid: number): string | null {
  try {
    const said = execFileSync('ps', ['-o', 'lstart=', '-p', String(pid)], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    return said.trim() || null
  } catch {
    return null
  }
}
