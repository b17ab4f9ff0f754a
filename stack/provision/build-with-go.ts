import { runCommand } from '../process/run-command.ts'
import { findOnPath } from './find-program.ts'

/** How often the user hears that a build goes on. */
const PROGRESS_EVERY_MS = 10_000

export interface GoBuild {
  args: string[]
  cwd?: string
  env?: NodeJS.ProcessEnv
  /** How long it takes on a machine with two cores, for the progress: "about 3 minutes". */
  usual: string
}

/** Runs the Go tool, with a line of progress every few seconds. */
export async function buildWithGo(
  { args, cwd, env, usual }: GoBuild,
  { signal, progress }: { signal: AbortSignal; progress: (line: string) => void },
): Promise<void> {
  if (!findOnPath('go', process.env)) throw new Error('Go is not installed')
  const begin = Date.now()
  let packages = 0
  const ticker = setInterval(() => {
    const seconds = Math.round((Date.now() - begin) / 1000)
    progress(`building with Go, ${packages} packages so far, ${seconds} s (${usual} when nothing is cached)`)
  }, PROGRESS_EVERY_MS)
  try {
    await runCommand('go', args, {
      cwd,
      // Without a C compiler, and the same file wherever it is built.
      env: { ...process.env, CGO_ENABLED: '0', GOFLAGS: '-trimpath', ...env },
      signal,
      // `go build -v` names each package as it is compiled.
      onLine: (line) => {
        if (!line.startsWith('go: ')) packages += 1
      },
    })
  } finally {
    clearInterval(ticker)
  }
}
