import type { Response } from 'express'
import type { RunRecord } from '../domain/run.ts'
import type { ApiDependencies } from './dependencies.ts'
import { readRun } from './temporal/read-run.ts'
import { historyOf } from './temporal/run-view.ts'
import { uiUrlOf } from './temporal/ui-url.ts'
import { waitForResult } from './temporal/wait.ts'

export interface RespondOptions {
  /** Answer 200 with the finished run, if it finishes within 120 s. */
  wait: boolean
  /** A run that waits for an approval is answered at once. */
  mayAwaitApproval: boolean
}

/** 200 and the finished run, or 202 and the run as it stands. */
export async function respondWithRun(
  { temporal, configuration }: ApiDependencies,
  response: Response,
  id: string,
  { wait, mayAwaitApproval }: RespondOptions,
): Promise<void> {
  const waited = wait
    ? await waitForResult<RunRecord>(temporal, id, mayAwaitApproval)
    : ({ finished: false } as const)
  const result = waited.finished ? waited.result : null
  const run = await readRun(
    temporal,
    historyOf(response.locals.guru),
    id,
    uiUrlOf(configuration, temporal),
    result,
  )
  response.status(waited.finished ? 200 : 202).json(run)
}
