import { SANDBOX_TASK_QUEUE, TASK_QUEUE } from '../domain/workflow-contract.ts'
import { type WorkerReport, workerReports } from '../storage/worker-reports.ts'
import { createReadiness, type Readiness } from '../telemetry/readiness.ts'
import type { ApiDependencies } from './dependencies.ts'

/** gRPC's enum of task queue kinds. */
const WORKFLOW_QUEUE = 1
const ACTIVITY_QUEUE = 2
/** A poller that was not heard of for this long is gone: each poll lasts at most a minute. */
const POLLER_FRESH_MS = 70_000

type Deps = Pick<ApiDependencies, 'storage' | 'temporal'>

/**
 * Whether requests can be served. Without a container engine API Calls work, and without its model the built-in engine
 * answers, so these are told and decide nothing.
 */
export function apiReadiness({ storage, temporal }: Deps): () => Promise<Readiness> {
  const { client, namespace, soon } = temporal
  const pollers = async (name: string, taskQueueType: number): Promise<string> => {
    const answer = await soon(() =>
      client.workflowService.describeTaskQueue({ namespace, taskQueue: { name }, taskQueueType }),
    )
    const fresh = answer.pollers?.some(
      ({ lastAccessTime }) => Date.now() - Number(lastAccessTime?.seconds ?? 0) * 1_000 < POLLER_FRESH_MS,
    )
    return fresh ? 'ok' : 'missing'
  }
  const told = async (of: (reports: WorkerReport[]) => string): Promise<string> =>
    of(await workerReports(storage))

  return createReadiness({
    database: { isNeeded: true, run: () => storage.probeWrite().then(() => 'ok') },
    temporal: {
      isNeeded: true,
      async run() {
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
const engineOf = (reports: WorkerReport[]): string =>
  reports.some(({ engine }) => engine === 'ok') ? 'ok' : 'missing'

/** By the workers that were asked for it: one that failed last is worth a look. */
function modelOf(reports: WorkerReport[]): string {
  const told = reports.map(({ model }) => model)
  return (
    (['failing', 'ok', 'not_asked', 'built_in'] as const).find((word) => told.includes(word)) ?? 'unknown'
  )
}
