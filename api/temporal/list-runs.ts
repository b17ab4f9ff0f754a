import type { WorkflowExecutionInfo } from '@temporalio/client'
import { executionInfoFromRaw } from '@temporalio/client/lib/helpers.js'
import { tsToMs } from '@temporalio/common/lib/time.js'
import type { Run } from '../../domain/run.ts'
import { unreadableHistoryIn } from '../../encryption/unreadable-history.ts'
import type { TemporalClient } from './connection.ts'
import { readCursor, writeCursor } from './run-cursor.ts'
import { type HistoryOf, recordOf, runView } from './run-view.ts'
import { type RunFilter, startedBy, visibilityQuery } from './visibility-query.ts'

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
  const after = cursor ? readCursor(cursor, query) : null
  const { executions, nextPageToken } = await soon(() =>
    client.workflowService.listWorkflowExecutions({
      namespace,
      query: after?.endedAt ? query + startedBy(after.endedAt) : query,
      pageSize: limit,
      nextPageToken: after?.token ?? null,
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
    next_cursor: nextPageToken?.length
      ? writeCursor({ token: nextPageToken, endedAt: endOf(executions.at(-1)) }, query)
      : null,
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

/** When it ended, in milliseconds since the epoch, not too early; 0 where it has not. */
const endOf = (raw: RawExecution | undefined): number => (raw?.closeTime ? tsToMs(raw.closeTime) + 1 : 0)
