import { WorkflowExecutionAlreadyStartedError } from '@temporalio/common'
import { CancellationScope, ParentClosePolicy, startChild, workflowInfo } from '@temporalio/workflow'
import { isDeliveryDue } from '../domain/delivery-due.ts'
import type { RunRecord } from '../domain/run.ts'
import { runView } from '../domain/run-view.ts'
import {
  DELIVERY_WORKFLOW,
  type DeliverInput,
  type InvokeInput,
  SEARCH_ATTRIBUTES,
} from '../domain/workflow-contract.ts'
import { deliverySummary } from './deliver-run.ts'

/**
 * Has a scheduled run delivered where it is to be, by a workflow that outlives it: a run ends at once, however long
 * its receiver is away. What is delivered has no action of its own, so it is no run.
 */
export async function startDelivery({ guru, trigger, delivery }: InvokeInput, run: RunRecord): Promise<void> {
  if (!delivery || trigger !== 'schedule') return
  const { workflowId, runId, startTime, lastResult } = workflowInfo()
  if (!isDeliveryDue(delivery.when, run, lastResult)) return
  const { url, secret } = delivery
  const input: DeliverInput = {
    guru,
    delivery: { url, secret },
    // Where Temporal's UI is, is nothing for receivers.
    run: runView({ workflowId, runId, startTime, closeTime: new Date() }, run, guru, null),
  }
  try {
    // A run that was cancelled in Temporal is told of like any other.
    await CancellationScope.nonCancellable(() =>
      startChild(DELIVERY_WORKFLOW, {
        args: [input],
        workflowId: `${guru}.delivery.${workflowId.startsWith(`${guru}.`) ? workflowId.slice(guru.length + 1) : workflowId}`,
        parentClosePolicy: ParentClosePolicy.ABANDON,
        searchAttributes: { [SEARCH_ATTRIBUTES.guru]: [guru] },
        staticSummary: deliverySummary(input),
      }),
    )
  } catch (error) {
    // The run was reset in Temporal, and its first delivery is still under way.
    if (!(error instanceof WorkflowExecutionAlreadyStartedError)) throw error
  }
}
