import { createHash } from 'node:crypto'
import type { WorkflowExecutionInfo } from '@temporalio/client'
import { executionInfoFromRaw } from '@temporalio/client/lib/helpers.js'
import { Problem } from '../../domain/problems.ts'
import type { Run } from '../../domain/run.ts'
import { unreadableHistoryIn } from '../../encryption/unreadable-history.ts'
import type { TemporalClient } from './connection.ts'
import { type HistoryOf, recordOf, runView } from './run-view.ts'
import { type RunFilter, visibilityQuery } from './visibility-query.ts'

export interface RunPage {
  runs: Run[]
  next_cursor: string | null
}

/** A page of a guru's runs, running ones first, then the latest finished: the order that visibility has itself. */
export async function listRuns(
  { client, namespace, soon }: TemporalClient,
  history: HistoryOf,
  { limit, cursor, ...filter }: RunFilter,
  uiUrl: string | null,
): Promise<RunPage> {
  const query = visibilityQuery(history, filter)
  const { executions, nextPageToken } = await soon(() =>
    client.workflowService.listWorkflowExecutions({
      namespace,
      query,
      pageSize: limit,
      nextPageToken: cursor ? tokenOf(cursor, query) : null,
    }),
  )
  const { loadedDataConverter } = client.options
  const read = (raw: RawExecution) => executionInfoFromRaw(raw, loadedDataConverter, raw, namespace)
  return {
    runs: await Promise.all(
      executions.map(async (raw) => {
        const { info, warnings } = await readOrWarn(raw, read)
        return runView(info, { ...recordOf(info), warnings }, history.guru, uiUrl)
      }),
    ),
    next_cursor: nextPageToken?.length ? cursorOf(nextPageToken, query) : null,
  }
}

type RawExecution = Parameters<typeof executionInfoFromRaw>[0]

/** One run whose key is missing must not take the list with it: it says so, and has what Temporal itself knows. */
async function readOrWarn(
  raw: RawExecution,
  read: (raw: RawExecution) => Promise<WorkflowExecutionInfo>,
): Promise<{ info: WorkflowExecutionInfo; warnings: string[] }> {
  try {
    return { info: await read(raw), warnings: [] }
  } catch (error) {
    const unreadable = unreadableHistoryIn(error)
    if (!unreadable) throw error
    return { info: await read({ ...raw, memo: null }), warnings: [unreadable.message] }
  }
}

/** Temporal's page token under a checksum that binds it to its list: with another token Temporal only fails. */
const CHECKSUM_BYTES = 8

const checksum = (token: Uint8Array, query: string): Buffer =>
  createHash('sha256').update(query).update(token).digest().subarray(0, CHECKSUM_BYTES)

const cursorOf = (token: Uint8Array, query: string): string =>
  Buffer.concat([checksum(token, query), token]).toString('base64url')

function tokenOf(cursor: string, query: string): Uint8Array {
  const bytes = Buffer.from(cursor, 'base64url')
  const token = bytes.subarray(CHECKSUM_BYTES)
  if (token.length > 0 && checksum(token, query).equals(bytes.subarray(0, CHECKSUM_BYTES))) return token
  throw new Problem('validation_failed', 'The cursor belongs to another list. Start again without it.', {
    errors: [{ path: 'cursor', message: 'is not a cursor of this list' }],
  })
}
