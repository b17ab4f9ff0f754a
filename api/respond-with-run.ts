import type { Response } from 'express'
import type { Run } from '../domain/run.ts'
import type { ApiDependencies } from './dependencies.ts'
import { readRun } from './temporal/read-run.ts'
import { historyOf } from './temporal/run-view.ts'
import type { Started } from './temporal/start.ts'
import { uiUrlOf } from './temporal/ui-url.ts'
import { waitForRun } from './temporal/wait-for-run.ts'

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
    ? await waitForRun(temporal, guru, { workflowId, runId }, uiUrl, mayAwaitApproval)
    : { finished: false, run: await readRun(temporal, historyOf(guru), workflowId, uiUrl) }
  response.status(waited.finished ? 200 : 202)
  return waited.run
}
