import type { CallToolResult } from '@modelcontextprotocol/server'
import type { Logger } from 'pino'
import { problemOf } from '../errors.ts'

/** Why a call began no run, or could not be followed: in words that a model can act on. */
export function problemResult(log: Logger, error: unknown): CallToolResult {
  const problem = problemOf(error)
  if (problem.status >= 500)
    log.error({ error_name: problem.code, error_message: String(error) }, 'call of a tool failed')
  const fields = problem.errors.map(({ path, message }) => `- ${path}: ${message}`)
  const text =
    fields.length > 0
      ? `Nothing was run. These arguments are not right:\n${fields.join('\n')}`
      : problem.message
  return { content: [{ type: 'text', text }], isError: true }
}
