import { type ReadResourceResult, ResourceNotFoundError } from '@modelcontextprotocol/server'
import { safeType } from '../../domain/content-type.ts'
import { Problem } from '../../domain/problems.ts'
import { readArtifact } from '../../storage/artifacts.ts'
import { readRun } from '../temporal/read-run.ts'
import { historyOf } from '../temporal/run-view.ts'
import type { McpCall } from './mcp-call.ts'
import { FILE_TEMPLATE, RUN_TEMPLATE, readUri } from './resource-uris.ts'

/** What can be read beside the tools. */
export const resourceTemplates = [
  {
    uriTemplate: RUN_TEMPLATE,
    name: 'run',
    title: 'A run',
    description: 'How a run stands: status, output, error and steps. The id is in the result of each call.',
    mimeType: 'application/json',
  },
  {
    uriTemplate: FILE_TEMPLATE,
    name: 'file',
    title: 'A file of a run',
    description: 'A file that a run left, such as a chart or a table.',
  },
]

/** A run of this guru, or a file that one left. @throws {ResourceNotFoundError} */
export async function readResource(call: McpCall, uri: string): Promise<ReadResourceResult> {
  const { deps, guru } = call
  const asked = readUri(uri)
  if (!asked) throw new ResourceNotFoundError(uri)
  const run = await readRun(deps.temporal, historyOf(guru), asked.id, null).catch((error: unknown) => {
    if (error instanceof Problem && error.code === 'not_found') throw new ResourceNotFoundError(uri)
    throw error
  })
  if (asked.file === null)
    return { contents: [{ uri, mimeType: 'application/json', text: JSON.stringify(run) }] }
  const found = await readArtifact(deps.storage, run.id, asked.file.normalize('NFC'))
  if (!found) throw new ResourceNotFoundError(uri)
  const mimeType = safeType(found.content_type)
  return { contents: [{ uri, mimeType, blob: found.bytes.toString('base64') }] }
}
