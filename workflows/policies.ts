import {
  ActivityCancellationType,
  type ActivityOptions,
  type LocalActivityOptions,
} from '@temporalio/workflow'
import { summaryText } from '../domain/summary-text.ts'
import { LANGUAGE_ATTEMPTS, type PlannedAction, SANDBOX_TASK_QUEUE } from '../domain/workflow-contract.ts'

/** Longer than a worker's restart would be wrong: contact is lost only after this. */
const HEARTBEAT_TIMEOUT = '12s'
/** Beyond the action's own timeout: for loading, claiming, making a sandbox ready, and masking. */
const OVERHEAD_SECONDS = 90
/** How long a Python action waits for a worker with a sandbox; the contract fixes it. */
const SANDBOX_WAIT = '60s'

const execution = (plan: PlannedAction): ActivityOptions => ({
  startToCloseTimeout: (plan.timeout_seconds + OVERHEAD_SECONDS) * 1_000,
  heartbeatTimeout: HEARTBEAT_TIMEOUT,
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  summary: summaryText(plan.name),
})

/** A call that only reads: done again by another worker where its worker is lost. */
export const readPolicy = (plan: PlannedAction): ActivityOptions => ({
  ...execution(plan),
  retry: { maximumAttempts: 5, initialInterval: '500ms', maximumInterval: '5s' },
})

/** May have changed something when its worker is lost: attempted once. */
export const sideEffectPolicy = (plan: PlannedAction): ActivityOptions => ({
  ...execution(plan),
  retry: { maximumAttempts: 1 },
})

export const sandboxPolicy = (plan: PlannedAction): ActivityOptions => ({
  ...sideEffectPolicy(plan),
  taskQueue: SANDBOX_TASK_QUEUE,
  scheduleToStartTimeout: SANDBOX_WAIT,
})

/** Receivers are down for hours at times. An attempt itself ends after 15 s; the rest is for reading the secrets. */
export const deliveryPolicy = (summary: string): ActivityOptions => ({
  scheduleToCloseTimeout: '24h',
  startToCloseTimeout: '30s',
  retry: { initialInterval: '5s', backoffCoefficient: 3, maximumInterval: '1h' },
  summary,
})

/** Reading and wording with a model: repeatable, and slow enough to be lost with a worker. */
export const languagePolicy: ActivityOptions = {
  startToCloseTimeout: '130s',
  heartbeatTimeout: HEARTBEAT_TIMEOUT,
  cancellationType: ActivityCancellationType.WAIT_CANCELLATION_COMPLETED,
  retry: { maximumAttempts: LANGUAGE_ATTEMPTS, initialInterval: '500ms', maximumInterval: '5s' },
}

/** The same without a network: a few milliseconds inside the workflow's own worker, retried until it works. */
export const localPolicy: LocalActivityOptions = {
  startToCloseTimeout: '15s',
  retry: { initialInterval: '200ms', maximumInterval: '5s' },
}
