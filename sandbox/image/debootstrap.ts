import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import type { Report } from './progress.ts'

/** The Debian release that has Python 3.13. */
const SUITE = 'trixie'
const REPORT_EVERY_MS = 5_000

/**
 * Makes a Debian with Python and `packages` in a temporary folder, and hands it over as a tar stream.
 * @throws {Error} saying what is missing: root, Debian, or the mirror
 */
export async function withDebian<T>(
  packages: string[],
  report: Report,
  use: (tar: Readable) => Promise<T>,
): Promise<T> {
  if (process.getuid?.() !== 0)
    throw new Error(
      'making a base image from Debian packages needs root. Run Errand as root once, or let the engine reach an image registry.',
    )
  await ensureDebootstrap(report)
  const folder = await mkdtemp(join(tmpdir(), 'errand-debian-'))
  try {
    report(`Making a Debian ${SUITE} from packages`)
    const include = ['python3', 'python3-venv', ...packages].join(',')
    const mirror = await ownMirror()
    await run('debootstrap', ['--variant=minbase', `--include=${include}`, SUITE, folder, ...mirror], report)
    return await use(tarOf(folder))
  } finally {
    await rm(folder, { recursive: true, force: true, maxRetries: 3 })
  }
}

async function ensureDebootstrap(report: Report): Promise<void> {
  if (existsSync('/usr/sbin/debootstrap')) return
  if (!existsSync('/usr/bin/apt-get'))
    throw new Error(
      'making a base image needs debootstrap, which this machine has not. Install it, or let the engine reach an image registry.',
    )
  report('Installing debootstrap')
  await run('apt-get', ['update'], report)
  await run('apt-get', ['install', '--yes', '--no-install-recommends', 'debootstrap'], report)
}

/** The mirror that this machine's own apt uses, where it is a Debian; else debootstrap's default. */
async function ownMirror(): Promise<string[]> {
  const lines: string[] = []
  const format = [
    '--format',
    '$(REPO_URI) $(CODENAME)',
    'Created-By: Packages',
    'Component: main',
    'Origin: Debian',
  ]
  await run('apt-get', ['indextargets', ...format], (line) => lines.push(line), true).catch(() => {})
  const main = lines.map((line) => line.split(' ')).find(([, suite]) => suite && !suite.includes('-'))
  return main?.[0] ? [main[0]] : []
}

/** Documentation and package lists are left out: nobody reads them in a sandbox. */
function tarOf(folder: string): Readable {
  const excluded = [
    './var/cache/apt/*',
    './var/lib/apt/lists/*',
    './usr/share/doc/*',
    './usr/share/man/*',
    './usr/share/locale/*',
    './dev/*',
    './proc/*',
    './sys/*',
  ]
  const child = spawn(
    'tar',
    ['-C', folder, '--numeric-owner', ...excluded.map((path) => `--exclude=${path}`), '-c', '.'],
    {
      stdio: ['ignore', 'pipe', 'ignore'],
    },
  )
  // A tar that broke off must not be imported as if it were whole.
  child.once('close', (code) => {
    if (code !== 0) child.stdout.destroy(new Error(`tar ended with ${code}`))
  })
  child.once('error', (error) => child.stdout.destroy(error))
  return child.stdout
}

/** Runs a program, reporting its latest line now and then (or every line). */
function run(program: string, args: string[], report: Report, everyLine = false): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8' },
    })
    const latest: string[] = []
    for (const stream of [child.stdout, child.stderr])
      createInterface(stream).on('line', (line) => {
        if (everyLine) report(line)
        latest.push(line.slice(0, 160))
        if (latest.length > 8) latest.shift()
      })
    const beat = setInterval(
      () => !everyLine && latest.length > 0 && report(latest.at(-1) ?? ''),
      REPORT_EVERY_MS,
    )
    const done = (error?: Error) => {
      clearInterval(beat)
      if (error) reject(error)
      else resolve()
    }
    child.once('error', (error) => done(new Error(`${program} could not be started: ${error.message}`)))
    child.once('close', (code) =>
      done(code === 0 ? undefined : new Error([`${program} ended with ${code}:`, ...latest].join('\n'))),
    )
  })
}
