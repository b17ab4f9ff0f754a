import { Router } from 'express'
import { SANDBOX_TASK_QUEUE, TASK_QUEUE } from '../../domain/workflow-contract.ts'
import type { ApiDependencies } from '../dependencies.ts'

/** gRPC's enum of task queue kinds. */
const WORKFLOW_QUEUE = 1
const ACTIVITY_QUEUE = 2
/** A poller that was not heard of for this long is gone: each poll lasts at most a minute. */
const POLLER_FRESH_MS = 70_000

type Check = () => Promise<string>

/** Open: whether the process lives, and whether everything it needs is there. */
export function healthRoutes({ storage, temporal }: Pick<ApiDependencies, 'storage' | 'temporal'>): Router {
  const router = Router()

  router.get('/healthz', (_request, response) => {
    response.json({ status: 'ok' })
  })

  const pollers = async (name: string, taskQueueType: number): Promise<string> => {
    const { client, namespace, soon } = temporal
    const answer = await soon(() =>
      client.workflowService.describeTaskQueue({ namespace, taskQueue: { name }, taskQueueType }),
    )
    const fresh = answer.pollers?.some(
      ({ lastAccessTime }) => Date.now() - Number(lastAccessTime?.seconds ?? 0) * 1_000 < POLLER_FRESH_MS,
    )
    return fresh ? 'ok' : 'missing'
  }

  const checks: Record<string, Check> = {
    database: async () => {
      await storage.ping()
      return 'ok'
    },
    temporal: async () => {
      const { client, namespace, soon } = temporal
      await soon(() => client.workflowService.describeNamespace({ namespace }))
      return 'ok'
    },
    worker: () => pollers(TASK_QUEUE, WORKFLOW_QUEUE),
    sandbox_worker: () => pollers(SANDBOX_TASK_QUEUE, ACTIVITY_QUEUE),
  }

  router.get('/readyz', async (_request, response) => {
    const names = Object.keys(checks)
    const results = await Promise.all(names.map((name) => checks[name]?.().catch(() => 'unreachable')))
    const ready = results.every((result) => result === 'ok')
    response.status(ready ? 200 : 503).json({
      status: ready ? 'ready' : 'not ready',
      checks: Object.fromEntries(names.map((name, index) => [name, results[index]])),
    })
  })

  return router
}
