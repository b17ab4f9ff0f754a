import type { Response } from 'express'
import type { Run, RunRecord } from '../domain/run.ts'
import type { ApiDependencies } from './dependencies.ts'
import { readRun } from './temporal/read-run.ts'
import { historyOf, runView } from './temporal/run-view.ts'
import type { Started } from './temporal/start.ts'
import { uiUrlOf } from './temporal/ui-url.ts'
import { waitForResult } from './temporal/wait.ts'

export interface RespondOptions {
  /** Answer 200 with the finished run, if it finishes within 120 s. */
  wait: boolean
  /** A run that waits for an approval is answered at once. */
  mayAwaitApproval: boolean
}

/** Sets the status: 200 where it answers the finished run, 202 where it answers the run as it stands. */
export async function respondWithRun(
  { temporal, configuration }: ApiDependencies,
  response: Response,
  { workflowId, runId }: Started,
  { wait, mayAwaitApproval }: RespondOptions,
): Promise<Run> {
  response.locals.workflow_id = workflowId
  const { guru } = response.locals
  const uiUrl = uiUrlOf(configuration, temporal)
  const waited = wait
    ? await waitForResult<RunRecord>(temporal, workflowId, mayAwaitApproval)
    : ({ finished: false } as const)
  response.status(waited.finished ? 200 : 202)
  const record = waited.finished ? waited.result : null
  if (waited.finished && runId !== null && record?.started_at) {
    // All that a description would tell is known.
    const times = { startTime: new Date(record.started_at), closeTime: waited.closedAt }
    return runView({ workflowId, runId, ...times }, record, guru._id, uiUrl)
  }
  return readRun(temporal, historyOf(guru), workflowId, uiUrl, record)
}
