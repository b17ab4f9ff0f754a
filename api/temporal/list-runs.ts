import { createHash } from 'node:crypto'
import { executionInfoFromRaw } from '@temporalio/client/lib/helpers.js'
import { Problem } from '../../domain/problems.ts'
import type { Run } from '../../domain/run.ts'
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
  const infos = await Promise.all(
    executions.map((raw) => executionInfoFromRaw(raw, client.options.loadedDataConverter, raw, namespace)),
  )
  return {
    runs: infos.map((info) => runView(info, recordOf(info), history.guru, uiUrl)),
    next_cursor: nextPageToken?.length ? cursorOf(nextPageToken, query) : null,
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
