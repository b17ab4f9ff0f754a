import { proxyActivities } from '@temporalio/workflow'
import type { Activities } from '../domain/activity-contract.ts'
import { CHECK_TASK_QUEUE, type CodeProblem } from '../domain/workflow-contract.ts'

/** Somebody waits for it while saving: no answer is better than a late one. */
const { checkCode: check } = proxyActivities<Activities>({
  taskQueue: CHECK_TASK_QUEUE,
  scheduleToCloseTimeout: '10s',
  startToCloseTimeout: '8s',
  retry: { maximumAttempts: 2, initialInterval: '100ms' },
  summary: 'parse the code',
})

/** Has Python look at an action's code before it is saved. */
export async function checkCode(code: string): Promise<CodeProblem[]> {
  return check(code)
}
