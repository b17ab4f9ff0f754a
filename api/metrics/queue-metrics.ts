import { Gauge, type Registry } from 'prom-client'
import { CHECK_TASK_QUEUE, SANDBOX_TASK_QUEUE, TASK_QUEUE } from '../../domain/workflow-contract.ts'
import type { TemporalClient } from '../temporal/connection.ts'

/** Where tasks wait for workers; the numbers are gRPC's enum of task queue kinds. */
const QUEUES = [
  { queue: TASK_QUEUE, kind: 'workflow', taskQueueType: 1 },
  { queue: TASK_QUEUE, kind: 'activity', taskQueueType: 2 },
  { queue: SANDBOX_TASK_QUEUE, kind: 'activity', taskQueueType: 2 },
  { queue: CHECK_TASK_QUEUE, kind: 'activity', taskQueueType: 2 },
] as const
/** A poller that was not heard of for this long is gone: each poll lasts at most a minute. */
const POLLER_FRESH_MS = 70_000

/** How far the workers are behind. A queue that Temporal tells nothing of has no sample. */
export function exposeQueues(registry: Registry, { client, namespace, soon }: TemporalClient): void {
  const labels = { labelNames: ['queue', 'kind'], registers: [registry] }
  const age = new Gauge({
    name: 'errand_task_queue_backlog_age_seconds',
    help: 'How long the oldest task of the queue has waited, as far as Temporal knows',
    ...labels,
  })
  const pollers = new Gauge({
    name: 'errand_task_queue_pollers',
    help: 'Worker processes that have asked the queue for tasks lately',
    ...labels,
  })
  new Gauge({
    name: 'errand_task_queue_backlog',
    help: 'Tasks that wait in the queue, as far as Temporal knows',
    ...labels,
    async collect() {
      for (const gauge of [this, age, pollers]) gauge.reset()
      await Promise.all(
        QUEUES.map(async ({ queue, kind, taskQueueType }) => {
          const answer = await soon(() =>
            client.workflowService.describeTaskQueue({
              namespace,
              taskQueue: { name: queue },
              taskQueueType,
              reportStats: true,
            }),
          ).catch(() => null)
          if (!answer) return
          const { stats } = answer
          const waited = stats?.approximateBacklogAge
          if (stats) this.set({ queue, kind }, Number(stats.approximateBacklogCount ?? 0))
          if (stats) age.set({ queue, kind }, Number(waited?.seconds ?? 0) + Number(waited?.nanos ?? 0) / 1e9)
          pollers.set({ queue, kind }, freshPollers(answer.pollers ?? []))
        }),
      )
    },
  })
}

const freshPollers = (
  pollers: { identity?: string | null; lastAccessTime?: { seconds?: unknown } | null }[],
): number =>
  new Set(
    pollers
      .filter(
        ({ lastAccessTime }) => Date.now() - Number(lastAccessTime?.seconds ?? 0) * 1_000 < POLLER_FRESH_MS,
      )
      .map(({ identity }) => identity),
  ).size
