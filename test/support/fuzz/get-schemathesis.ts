// The fuzzer, in a Python environment of its own in the cache folder.
import { readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { lock, unlock } from '../../../stack/process/lock-file.ts'
import { runCommand } from '../../../stack/process/run-command.ts'
import { cacheFolder } from '../../../stack/provision/cache-folder.ts'
import { findOnPath } from '../../../stack/provision/find-program.ts'

type Report = (line: string) => void

const REQUIREMENTS = fileURLToPath(new URL('requirements.txt', import.meta.url))
/** `python3` first: that of the machine, or the one that a user has chosen. */
const PYTHONS = ['python3', 'python3.14', 'python3.13', 'python3.12', 'python3.11', 'python3.10']
/** What schemathesis needs, and the modules that a Debian keeps in a package of their own. */
const FITS = 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 10))'
const PROGRESS_EVERY_MS = 5_000

/**
 * Finds schemathesis in the cache, or gets it with pip: two at once get it once.
 * @returns the program's path
 * @throws with what was tried and what helps, where there is no Python for it or pip can't
 */
export async function getSchemathesis(report: Report): Promise<string> {
  const cache = cacheFolder(process.env)
  const folder = join(cache, 'schemathesis')
  const program = join(folder, 'bin', 'schemathesis')
  const complete = join(folder, 'requirements.txt')
  const lockPath = `${folder}.lock`
  await lock(lockPath, {
    onWait: ({ pid }) => report(`Schemathesis: process ${pid} is getting it, waiting`),
  })
  try {
    if (textOf(complete) === textOf(REQUIREMENTS)) return program
    rmSync(folder, { recursive: true, force: true })
    await install(folder, report)
    writeFileSync(complete, textOf(REQUIREMENTS) ?? '')
    return program
  } finally {
    unlock(lockPath)
  }
}

async function install(folder: string, report: Report): Promise<void> {
  const python = (await findPython()) ?? (await installPython(report))
  const begin = Date.now()
  let doing = 'making a Python environment'
  const tell = () => report(`Schemathesis: ${doing}, ${Math.round((Date.now() - begin) / 1000)} s`)
  tell()
  const ticker = setInterval(tell, PROGRESS_EVERY_MS)
  try {
    await runCommand(python, ['-m', 'venv', folder])
    doing = 'installing it with pip (half a minute)'
    const options = ['--quiet', '--disable-pip-version-check', '--no-input']
    await runCommand(join(folder, 'bin', 'python'), ['-m', 'pip', 'install', ...options, '-r', REQUIREMENTS])
  } catch (error) {
    throw new Error(
      `The API is fuzzed with schemathesis from PyPI, and it can't be installed into ${folder}. What pip needs is a package index that it can reach: see 'pip config'.\n${(error as Error).message}`,
    )
  } finally {
    clearInterval(ticker)
  }
  report(`Schemathesis: kept in ${folder}`)
}

async function findPython(): Promise<string | null> {
  for (const name of PYTHONS) {
    const path = findOnPath(name, process.env)
    if (path && (await fits(path))) return path
  }
  return null
}

const fits = (python: string): Promise<boolean> =>
  runCommand(python, ['-c', FITS]).then(
    () => true,
    () => false,
  )

async function installPython(report: Report): Promise<string> {
  if (process.getuid?.() === 0 && findOnPath('apt-get', process.env)) {
    report('Schemathesis: installing python3-venv with apt-get')
    const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
    await runCommand('apt-get', ['update', '-qq'], { env })
    await runCommand('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'python3-venv'], { env })
  }
  const python = await findPython()
  if (python) return python
  throw new Error(
    'The API is fuzzed with schemathesis, which needs Python 3.10 or newer with its modules venv and ensurepip: install python3 and python3-venv.',
  )
}

function textOf(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return null
  }
}
