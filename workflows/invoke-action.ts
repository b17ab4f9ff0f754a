import { CancellationScope, CancelledFailure, setHandler } from '@temporalio/workflow'
import type { RunRecord } from '../domain/run.ts'
import type { InvokeInput } from '../domain/workflow-contract.ts'
import { runQuery } from './messages.ts'
import { newRun, type RunInput, runAction } from './run-action.ts'
import { startDelivery } from './start-delivery.ts'

/** One run of one action: by hand, under test, on a schedule, or as a further action of a question. */
export async function invokeAction(invocation: InvokeInput): Promise<RunRecord> {
  const input: RunInput = { ...invocation, session_id: null, steps: [] }
  const run = newRun(input)
  setHandler(runQuery, () => run)
  await runAction(input, run)
  await startDelivery(invocation, run)
  if (CancellationScope.current().consideredCancelled) throw new CancelledFailure('The run was cancelled.')
  return run
}
