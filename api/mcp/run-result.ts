import type { CallToolResult, ContentBlock } from '@modelcontextprotocol/server'
import type { Run } from '../../domain/run.ts'
import { RUN_ERRORS } from '../../domain/run-errors.ts'
import { shorten } from '../../domain/shorten.ts'
import { readOutput } from './read-output.ts'
import { artifactUri } from './resource-uris.ts'

/** Characters; what a model can make use of. The whole is kept with the run. */
const LONGEST_OUTPUT = 32_000
const LONGEST_MESSAGE = 4_000

/**
 * A run as the result of a tool's call: as text for the model, and as data.
 * @param link where people find the run
 * @param mayRead whether whoever called may read runs, and so the files of this one
 */
export function resultOf(run: Run, link: string, mayRead: boolean): CallToolResult {
  const { output, isCut } = outputOf(run)
  const { id, status, error, warnings, artifacts } = run
  return {
    content: [{ type: 'text', text: textOf(run, output, isCut, link) }, ...(mayRead ? filesOf(run) : [])],
    structuredContent: {
      id,
      status,
      ...(output !== null && { output: isCut ? output : readOutput(output) }),
      output_truncated: isCut,
      ...(error && { error: { code: error.code, message: shorten(error.message, LONGEST_MESSAGE) } }),
      ...(warnings.length > 0 && { warnings }),
      ...(artifacts.length > 0 && { files: artifacts }),
      link,
    },
    ...(error && { isError: true }),
  }
}

function outputOf({ output, output_truncated }: Run): { output: string | null; isCut: boolean } {
  if (output === null) return { output, isCut: output_truncated }
  return {
    output: shorten(output, LONGEST_OUTPUT),
    isCut: output_truncated || output.length > LONGEST_OUTPUT,
  }
}

function textOf(run: Run, output: string | null, isCut: boolean, link: string): string {
  const { action, error, warnings } = run
  if (run.status === 'awaiting_approval')
    return `'${action.name}' waits for a person to approve it. Nothing was done yet. Whoever may approve it finds it at ${link}`
  if (run.status === 'running')
    return `'${action.name}' is still running, and goes on by itself. Do not call it again for the same purpose: its result will be at ${link}`
  const parts = [
    error && `${shorten(error.message, LONGEST_MESSAGE)} ${RUN_ERRORS[error.code].hint} (${error.code})`,
    output && (error ? `What there was until then:\n${output}` : output),
    !error && !output && 'Done, without any output.',
    isCut && `Something of the output is left out here; the run has more: ${link}`,
    ...warnings,
  ]
  return parts.filter(Boolean).join('\n\n')
}

const filesOf = ({ id, artifacts }: Run): ContentBlock[] =>
  artifacts.map(({ name, content_type, size_bytes }) => ({
    type: 'resource_link',
    uri: artifactUri(id, name),
    name,
    mimeType: content_type,
    size: size_bytes,
  }))
