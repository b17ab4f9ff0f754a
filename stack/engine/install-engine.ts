import { existsSync, readFileSync } from 'node:fs'
import { delimiter } from 'node:path'
import { runCommand } from '../process/run-command.ts'
import { findOnPath } from '../provision/find-program.ts'

const PROGRESS_EVERY_MS = 10_000

/** Debian and what is made from it, as root: the only place where the stack installs a system package. */
export function canInstallEngine(): boolean {
  return process.getuid?.() === 0 && isDebian() && findOnPath('apt-get', process.env) !== null
}

/** Also where PATH lacks the folders of system programs, as after a plain `su`. */
export function findDockerd(environment: NodeJS.ProcessEnv): string | null {
  const PATH = [environment.PATH, '/usr/local/sbin', '/usr/sbin', '/sbin'].join(delimiter)
  return findOnPath('dockerd', { PATH })
}

/** Installs Docker from the distribution; nothing is recommended along with it but what it needs to run. */
export async function installEngine(report: (line: string) => void, signal: AbortSignal): Promise<void> {
  report('Container engine: installing docker.io with apt-get (about a minute)')
  const begin = Date.now()
  const ticker = setInterval(
    () => report(`Container engine: still installing, ${Math.round((Date.now() - begin) / 1000)} s`),
    PROGRESS_EVERY_MS,
  )
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  try {
    await runCommand('apt-get', ['update', '-qq'], { env, signal })
    const packages = ['docker.io', 'iptables']
    await runCommand('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], {
      env,
      signal,
    })
  } finally {
    clearInterval(ticker)
  }
}

/** One line for those who have to see to it themselves. */
export function engineAdvice(): string {
  if (process.platform !== 'linux') return 'Install and start Docker Desktop, or set DOCKER_HOST.'
  const who = process.getuid?.() === 0 ? '' : 'sudo '
  if (isDebian())
    return `Run: ${who}apt-get install --no-install-recommends docker.io iptables, and start dockerd; or set DOCKER_HOST.`
  return 'Install Docker from your distribution and start it, or set DOCKER_HOST.'
}

function isDebian(): boolean {
  if (!existsSync('/etc/os-release')) return false
  return /^ID(_LIKE)?=.*\b(debian|ubuntu)\b/m.test(readFileSync('/etc/os-release', 'utf8'))
}
