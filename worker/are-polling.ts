import { hostname } from 'node:os'
import type { NativeConnection } from '@temporalio/worker'
import { SANDBOX_TASK_QUEUE, TASK_QUEUE } from '../domain/workflow-contract.ts'

/** gRPC's enum of task queue kinds. */
const WORKFLOW_QUEUE = 1
const ACTIVITY_QUEUE = 2
/** Each poll lasts at most a minute. */
const POLLER_FRESH_MS = 70_000
const ANSWER_WITHIN_MS = 2_000

/** As the SDK names a worker, unless it is told otherwise. */
export const workerIdentity = (): string => `${process.pid}@${hostname()}`

/** Whether Temporal has heard of this very process lately, in each queue of its role. */
export async function arePolling(
  connection: NativeConnection,
  namespace: string,
  role: 'all' | 'light' | 'sandbox',
): Promise<boolean> {
  const polls = async (name: string, taskQueueType: number): Promise<boolean> => {
    const { pollers } = await connection.withDeadline(Date.now() + ANSWER_WITHIN_MS, () =>
      connection.workflowService.describeTaskQueue({ namespace, taskQueue: { name }, taskQueueType }),
    )
    return (pollers ?? []).some(
      ({ identity, lastAccessTime }) =>
        identity === workerIdentity() &&
        Date.now() - Number(lastAccessTime?.seconds ?? 0) * 1_000 < POLLER_FRESH_MS,
    )
  }
  const answers = await Promise.all([
    ...(role === 'sandbox' ? [] : [polls(TASK_QUEUE, WORKFLOW_QUEUE)]),
    ...(role === 'light' ? [] : [polls(SANDBOX_TASK_QUEUE, ACTIVITY_QUEUE)]),
  ])
  return answers.every(Boolean)
}
