#!/usr/bin/env node
import { ApiFailure, CliError, EXIT } from './failure.ts'
import { createProgram } from './program.ts'
import { safeLine, safeText } from './terminal/safe-text.ts'

// Whoever read along has seen enough: `errand runs tail acme | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) =>
  process.exit(error.code === 'EPIPE' ? 0 : EXIT.failed),
)

/** Ctrl-C at a prompt, as `read` says it. */
const CANCELED = 'canceled'

try {
  await createProgram().parseAsync()
} catch (error) {
  process.exitCode = tell(error)
}

function tell(error: unknown): number {
  if (error instanceof Error && (error.name === 'AbortError' || error.message === CANCELED)) {
    process.stderr.write('\n')
    return EXIT.interrupted
  }
  const known = error instanceof CliError
  const message = known
    ? error.message
    : `Something unforeseen: ${error instanceof Error ? error.message : String(error)}`
  const fields = error instanceof ApiFailure ? error.errors : []
  const lines = [
    `Error: ${safeText(message)}`,
    ...fields.map(({ path, message }) => `  ${path ? `${safeLine(path)}: ` : ''}${safeLine(message)}`),
  ]
  process.stderr.write(`${lines.join('\n')}\n`)
  return EXIT.failed
}
