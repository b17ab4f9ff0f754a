import { SANDBOX_TASK_QUEUE, TASK_QUEUE } from '../../domain/workflow-contract.ts'
import { contract } from '../contract/index.ts'
import type { ApiDependencies } from '../dependencies.ts'
import { type Served, serve } from '../serve.ts'

/** gRPC's enum of task queue kinds. */
const WORKFLOW_QUEUE = 1
const ACTIVITY_QUEUE = 2
/** A poller that was not heard of for this long is gone: each poll lasts at most a minute. */
const POLLER_FRESH_MS = 70_000

type Health = 'ok' | 'missing' | 'unreachable'
type Check = () => Promise<Health>

/** Open: whether the process lives, and whether everything it needs is there. */
export function healthRoutes({ storage, temporal }: Pick<ApiDependencies, 'storage' | 'temporal'>): Served[] {
  const pollers = async (name: string, taskQueueType: number): Promise<Health> => {
    const { client, namespace, soon } = temporal
    const answer = await soon(() =>
      client.workflowService.describeTaskQueue({ namespace, taskQueue: { name }, taskQueueType }),
    )
    const fresh = answer.pollers?.some(
      ({ lastAccessTime }) => Date.now() - Number(lastAccessTime?.seconds ?? 0) * 1_000 < POLLER_FRESH_MS,
    )
    return fresh ? 'ok' : 'missing'
  }

  const database: Check = async () => {
    await storage.ping()
    return 'ok'
  }
  const orchestrator: Check = async () => {
    const { client, namespace, soon } = temporal
    await soon(() => client.workflowService.describeNamespace({ namespace }))
    return 'ok'
  }
  const check = (part: Check): Promise<Health> => part().catch(() => 'unreachable')

  return [
    serve(contract.readLiveness, () => ({ status: 'ok' as const })),

    serve(contract.readReadiness, async ({ response }) => {
      const [data, server, worker, sandbox] = await Promise.all([
        check(database),
        check(orchestrator),
        check(() => pollers(TASK_QUEUE, WORKFLOW_QUEUE)),
        check(() => pollers(SANDBOX_TASK_QUEUE, ACTIVITY_QUEUE)),
      ])
      const checks = { database: data, temporal: server, worker, sandbox_worker: sandbox }
      if (Object.values(checks).every((state) => state === 'ok')) return { status: 'ready' as const, checks }
      response.status(503)
      return { status: 'not ready' as const, checks }
    }),
  ]
}
