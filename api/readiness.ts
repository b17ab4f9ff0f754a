import { SANDBOX_TASK_QUEUE, TASK_QUEUE } from '../domain/workflow-contract.ts'
import { type WorkerReport, workerReports } from '../storage/worker-reports.ts'
import { createReadiness } from '../telemetry/readiness.ts'
import type { ApiDependencies } from './dependencies.ts'

/** gRPC's enum of task queue kinds. */
const WORKFLOW_QUEUE = 1
const ACTIVITY_QUEUE = 2
/** A poller that was not heard of for this long is gone: each poll lasts at most a minute. */
const POLLER_FRESH_MS = 70_000

type Health = 'ok' | 'missing'
export type ApiReadiness = ReturnType<typeof apiReadiness>

type Deps = Pick<ApiDependencies, 'storage' | 'temporal'>

/**
 * Whether requests can be served. Without a container engine API Calls work, and without its model the built-in engine
 * answers, so these are told and decide nothing.
 */
export function apiReadiness({ storage, temporal }: Deps) {
  const { client, namespace, soon } = temporal
  const pollers = async (name: string, taskQueueType: number): Promise<Health> => {
    const answer = await soon(() =>
      client.workflowService.describeTaskQueue({ namespace, taskQueue: { name }, taskQueueType }),
    )
    const fresh = answer.pollers?.some(
      ({ lastAccessTime }) => Date.now() - Number(lastAccessTime?.seconds ?? 0) * 1_000 < POLLER_FRESH_MS,
    )
    return fresh ? 'ok' : 'missing'
  }
  const told = async <Word>(of: (reports: WorkerReport[]) => Word): Promise<Word> =>
    of(await workerReports(storage))

  return createReadiness({
    database: {
      isNeeded: true,
      async run(): Promise<Health> {
        await storage.probeWrite()
        return 'ok'
      },
    },
    temporal: {
      isNeeded: true,
      async run(): Promise<Health> {
        await soon(() => client.workflowService.describeNamespace({ namespace }))
        return 'ok'
      },
    },
    worker: { isNeeded: true, run: () => pollers(TASK_QUEUE, WORKFLOW_QUEUE) },
    sandbox_worker: { isNeeded: true, run: () => pollers(SANDBOX_TASK_QUEUE, ACTIVITY_QUEUE) },
    sandbox_engine: { isNeeded: false, run: () => told(engineOf) },
    model: { isNeeded: false, run: () => told(modelOf) },
  })
}

/** One worker with an engine is enough to run Python. */
const engineOf = (reports: WorkerReport[]): Health =>
  reports.some(({ engine }) => engine === 'ok') ? 'ok' : 'missing'

/** By the workers that were asked for it: one that failed last is worth a look. */
function modelOf(reports: WorkerReport[]): WorkerReport['model'] | 'unknown' {
  const told = reports.map(({ model }) => model)
  return (
    (['failing', 'ok', 'not_asked', 'built_in'] as const).find((word) => told.includes(word)) ?? 'unknown'
  )
}
