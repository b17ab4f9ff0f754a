// For the engine's health checks: ends with 0 where this container does what it is there for, else with 1 and the reason.
//   node stack/production/healthcheck.ts api|worker
import { hostname } from 'node:os'
import { SANDBOX_TASK_QUEUE, TASK_QUEUE } from '../../domain/workflow-contract.ts'

const ANSWER_WITHIN_MS = 5_000
/** Each poll lasts a minute at most. */
const POLL_FRESH_MS = 90_000
/** Temporal's enum of task queue kinds. */
const [WORKFLOW_QUEUE, ACTIVITY_QUEUE] = [1, 2]

try {
  await (process.argv[2] === 'worker' ? workerPolls() : apiAnswers())
  process.exit(0)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
}

/** That the process answers; whether all it needs is there, says `/readyz`. A restart would not help with that. */
async function apiAnswers(): Promise<void> {
  const url = `http://127.0.0.1:${process.env.ERRAND_PORT || 8080}/healthz`
  const { status } = await fetch(url, { signal: AbortSignal.timeout(ANSWER_WITHIN_MS) })
  if (status !== 200) throw new Error(`${url} answered ${status}`)
}

/** That this container's worker asks Temporal for work: a worker that hangs does not. */
async function workerPolls(): Promise<void> {
  const [{ Connection }, { loadClientConnectConfig }] = await Promise.all([
    import('@temporalio/client'),
    import('@temporalio/envconfig'),
  ])
  const { connectionOptions, namespace = 'default' } = loadClientConnectConfig()
  const connection = await Connection.connect({ ...connectionOptions, connectTimeout: ANSWER_WITHIN_MS })
  const sandboxOnly = process.env.ERRAND_WORKER_ROLE === 'sandbox'
  const name = sandboxOnly ? SANDBOX_TASK_QUEUE : TASK_QUEUE
  const { pollers } = await connection.withDeadline(Date.now() + ANSWER_WITHIN_MS, () =>
    connection.workflowService.describeTaskQueue({
      namespace,
      taskQueue: { name },
      taskQueueType: sandboxOnly ? ACTIVITY_QUEUE : WORKFLOW_QUEUE,
    }),
  )
  const polls = pollers?.some(
    ({ identity, lastAccessTime }) =>
      identity?.endsWith(`@${hostname()}`) &&
      Date.now() - Number(lastAccessTime?.seconds ?? 0) * 1_000 < POLL_FRESH_MS,
  )
  if (!polls) throw new Error(`nothing on ${hostname()} asks the task queue ${name} for work`)
}
