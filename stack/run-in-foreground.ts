import type { Configuration } from '../domain/configuration.ts'
import { inOneLine, StackError } from './errors.ts'
import { createReport } from './report.ts'
import { createStack, type Stack } from './run-stack.ts'

/**
 * Starts the stack and holds it until the user ends it.
 * @returns the exit code: 0 when asked to stop, 1 when something failed, 130 when told twice
 */
export async function runInForeground(
  settings: Configuration,
  environment: NodeJS.ProcessEnv,
): Promise<number> {
  const abort = new AbortController()
  const report = createReport((text) => process.stdout.write(text))
  const stack = createStack({ settings, environment, report, signal: abort.signal })
  const ended = untilToldToStop(environment, report, () => {
    stack.kill()
    process.exit(130)
  })
  const stopping = ended.then(() => abort.abort())
  try {
    const started = await stack.start()
    process.stdout.write(welcome(started))
    await stopping
    return 0
  } catch (error) {
    if (abort.signal.aborted) return 0
    console.error(
      `\n${error instanceof StackError ? error.message : `Something unforeseen: ${inOneLine(error)}`}`,
    )
    return 1
  } finally {
    abort.abort()
    await stack.stop()
    report('Stopped.')
    // Some library may still hold a socket; everything of ours has ended.
    setTimeout(() => process.exit(), 500).unref()
  }
}

/** Done at the first Ctrl-C, SIGTERM, or hang-up of the terminal; `again` at the second. */
function untilToldToStop(
  environment: NodeJS.ProcessEnv,
  report: (line: string) => void,
  again: () => void,
): Promise<void> {
  return new Promise((resolve) => {
    let told = false
    const tell = () => {
      if (told) return again()
      told = true
      report('Stopping (Ctrl-C again to stop at once)')
      resolve()
    }
    process.on('SIGINT', tell)
    process.on('SIGTERM', tell)
    // Output to a terminal that is gone must not end us half-way.
    process.stdout.on('error', () => {})
    process.stderr.on('error', () => {})
    process.on('SIGHUP', () => told || tell())
    // A SIGTERM to npm ends the shell between it and us, and doesn't arrive here.
    if (environment.npm_lifecycle_event === 'start') whenOrphaned(() => told || tell())
    // Tests hold the other end: a stack does not outlive the test that started it.
    if (environment.ERRAND_INTERNAL_STOP_WITH_STDIN) process.stdin.resume().once('end', () => told || tell())
  })
}

const LOOK_FOR_PARENT_EVERY_MS = 500

function whenOrphaned(then: () => void): void {
  const parent = process.ppid
  const timer = setInterval(() => {
    if (process.ppid === parent) return
    clearInterval(timer)
    then()
  }, LOOK_FOR_PARENT_EVERY_MS)
  timer.unref()
}

function welcome({
  url,
  temporalUiUrl,
  adminKey,
  signInUrl,
  codecSignInUrl,
  withoutSandbox,
  sandboxWarnings,
}: Stack): string {
  const warning = withoutSandbox
    ? `
  !! Python actions do not work and will end in engine_unavailable; API calls do.
  !! ${withoutSandbox}
`
    : ''
  const weak = sandboxWarnings.map(
    (text) => `\n  !! The sandbox is weaker than it should be.\n  !! ${text}\n`,
  )
  return `
  Errand is ready.

  Dashboard     ${url}
${signInUrl ? `  Sign in       ${signInUrl} (once, within 24 hours)\n` : ''}  Temporal UI   ${temporalUiUrl ?? '(not known; TEMPORAL_UI_URL says where it is)'}
  Admin key     ${adminKey}
${codecSignInUrl ? `  Decoding      ${codecSignInUrl} (so that Temporal UI shows encrypted runs)\n` : ''}${warning}${weak.join('')}
  Ctrl-C stops everything.

`
}
