import type { Run, RunRecord } from '../../domain/run.ts'
import type { GuruDocument } from '../../storage/models.ts'
import type { TemporalClient } from './connection.ts'
import { readRun } from './read-run.ts'
import { historyOf, runView } from './run-view.ts'
import type { Started } from './start.ts'
import { waitForResult } from './wait.ts'

/**
 * The run once it has ended; as it stands after 120 s, where it waits for an approval, or where it was enough.
 * @param mayAwaitApproval whether to look for that meanwhile
 * @param enough aborted where nobody waits any more
 */
export async function waitForRun(
  temporal: TemporalClient,
  guru: GuruDocument,
  { workflowId, runId }: Started,
  uiUrl: string | null,
  mayAwaitApproval: boolean,
  enough?: AbortSignal,
): Promise<{ finished: boolean; run: Run }> {
  const waited = await waitForResult<RunRecord>(temporal, workflowId, mayAwaitApproval, enough)
  const record = waited.finished ? waited.result : null
  if (waited.finished && runId !== null && record?.started_at) {
    // All that a description would tell is known.
    const times = { startTime: new Date(record.started_at), closeTime: waited.closedAt }
    return { finished: true, run: runView({ workflowId, runId, ...times }, record, guru._id, uiUrl) }
  }
  const run = await readRun(temporal, historyOf(guru), workflowId, uiUrl, record)
  return { finished: waited.finished, run }
}
