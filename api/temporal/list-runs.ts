import { executionInfoFromRaw } from '@temporalio/client/lib/helpers.js'
import { Problem } from '../../domain/problems.ts'
import type { Run } from '../../domain/run.ts'
import type { TemporalClient } from './connection.ts'
import { recordOf, runView } from './run-view.ts'
import { type RunFilter, visibilityQuery } from './visibility-query.ts'

/** gRPC's INVALID_ARGUMENT. */
const INVALID_ARGUMENT = 3

export interface RunPage {
  runs: Run[]
  next_cursor: string | null
}

/** A page of a guru's runs, running ones first, then the latest finished: the order that visibility has itself. */
export async function listRuns(
  { client, namespace, soon }: TemporalClient,
  guru: string,
  { limit, cursor, ...filter }: RunFilter,
  uiUrl: string | null,
): Promise<RunPage> {
  const request = {
    namespace,
    query: visibilityQuery(guru, filter),
    pageSize: limit,
    nextPageToken: cursor ? Buffer.from(cursor, 'base64url') : null,
  }
  try {
    const { executions, nextPageToken } = await soon(() =>
      client.workflowService.listWorkflowExecutions(request),
    )
    const infos = await Promise.all(
      executions.map((raw) => executionInfoFromRaw(raw, client.options.loadedDataConverter, raw, namespace)),
    )
    return {
      runs: infos.map((info) => runView(info, recordOf(info), guru, uiUrl)),
      next_cursor: nextPageToken?.length ? Buffer.from(nextPageToken).toString('base64url') : null,
    }
  } catch (error) {
    if (cursor && error instanceof Error && 'code' in error && error.code === INVALID_ARGUMENT)
      throw new Problem('validation_failed', 'The cursor is not one of this list. Start again without it.', {
        errors: [{ path: 'cursor', message: 'is not a cursor of this list' }],
      })
    throw error
  }
}
