import type { DataConverter } from '@temporalio/common'
import {
  type InjectedSinks,
  NativeConnection,
  type NativeConnectionOptions,
  Worker,
  type WorkerInterceptors,
} from '@temporalio/worker'
import type { Sinks } from '@temporalio/workflow'
import type { Activities } from '../domain/activity-contract.ts'
import { CHECK_TASK_QUEUE, SANDBOX_TASK_QUEUE, TASK_QUEUE } from '../domain/workflow-contract.ts'
import { arePolling } from './are-polling.ts'

/** How long running activities may go on once the worker is told to stop. */
const SHUTDOWN_GRACE = '8s'
const SHUTDOWN_FORCE = '12s'
const CHECKS_AT_ONCE = 20

export interface WorkerOptions {
  connectionOptions: NativeConnectionOptions
  namespace: string
  workflowBundle: { code: string }
  dataConverter: DataConverter
  activities: Activities
  /** Python actions at once. */
  sandboxes: number
  /** What these workers do: workflows and light activities, the sandbox, or both. */
  role?: 'all' | 'light' | 'sandbox'
  interceptors?: WorkerInterceptors
  sinks?: InjectedSinks<Sinks>
}

/** Workers for workflows and light activities, the sandbox, and checks: a queue of slow code delays nothing else. */
export async function createWorkers({
  connectionOptions,
  namespace,
  workflowBundle,
  dataConverter,
  activities,
  sandboxes,
  role = 'all',
  interceptors,
  sinks,
}: WorkerOptions): Promise<{
  run(): Promise<void>
  shutdown(): void
  /** Whether Temporal has heard of all of them lately. Rejects where it can't be reached. */
  arePolling(): Promise<boolean>
}> {
  const connection = await NativeConnection.connect(connectionOptions)
  const common = {
    connection,
    namespace,
    dataConverter,
    shutdownGraceTime: SHUTDOWN_GRACE,
    shutdownForceTime: SHUTDOWN_FORCE,
    // With the default of 30 s a cancellation would reach a running activity that much later.
    maxHeartbeatThrottleInterval: '1s',
    defaultHeartbeatThrottleInterval: '1s',
    ...(interceptors && { interceptors }),
  } as const
  const { runPython, checkCode, ...light } = activities
  const createLight = () =>
    Worker.create({
      ...common,
      taskQueue: TASK_QUEUE,
      workflowBundle,
      ...(sinks && { sinks }),
      activities: light,
      maxConcurrentActivityTaskExecutions: 100,
      maxConcurrentLocalActivityExecutions: 100,
    })
  const createSandbox = () =>
    Worker.create({
      ...common,
      taskQueue: SANDBOX_TASK_QUEUE,
      activities: { runPython },
      maxConcurrentActivityTaskExecutions: sandboxes,
    })
  const createChecks = () =>
    Worker.create({
      ...common,
      taskQueue: CHECK_TASK_QUEUE,
      activities: { checkCode },
      maxConcurrentActivityTaskExecutions: CHECKS_AT_ONCE,
    })
  const workers = await Promise.all([
    ...(role === 'sandbox' ? [] : [createLight()]),
    ...(role === 'light' ? [] : [createSandbox(), createChecks()]),
  ])
  return {
    async run() {
      try {
        await Promise.all(workers.map((worker) => worker.run()))
      } finally {
        await connection.close()
      }
    },
    arePolling: () => arePolling(connection, namespace, role),
    shutdown() {
      for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown()
    },
  }
}
