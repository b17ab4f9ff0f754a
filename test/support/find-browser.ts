import { canInstallEngine } from '../../stack/engine/install-engine.ts'
import { runCommand } from '../../stack/process/run-command.ts'
import { findOnPath } from '../../stack/provision/find-program.ts'

const PROGRAMS = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
]
/** Debian's: without a window, and what that takes. */
const PACKAGE = 'chromium-headless-shell'

/** Chromium or Chrome of this machine; on Debian as root it is installed where it's missing, like the rest. */
export async function findBrowser(): Promise<string> {
  const installed = () => PROGRAMS.map((name) => findOnPath(name, process.env)).find((path) => path !== null)
  const found = installed()
  if (found) return found
  if (canInstallEngine()) await install()
  const now = installed()
  if (now) return now
  throw new Error(`This test needs Chromium on PATH. On Debian: apt-get install ${PACKAGE}`)
}

async function install(): Promise<void> {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  const apt = (...args: string[]) =>
    runCommand('apt-get', ['-qq', '-o', 'DPkg::Lock::Timeout=300', ...args], { env })
  await apt('update')
  await apt('install', '-y', '--no-install-recommends', PACKAGE)
}
