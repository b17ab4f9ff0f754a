import { tsToMs } from '@temporalio/common/lib/time.js'
import type { TemporalClient } from './connection.ts'
import type { HistoryOf } from './run-view.ts'
import { type RunMatch, visibilityQuery } from './visibility-query.ts'

/** How many runs the percentiles are of; the product fixes it. */
const RUNS = 1_000
/** Lists carry each run's memo, up to some 15 KB. */
const PAGE_SIZE = 250

/** Of runs that have ended, from start to end in milliseconds; null where there are none. */
export interface Latency {
  count: number
  p50_ms: number | null
  p90_ms: number | null
  p99_ms: number | null
}

/** Percentiles over the latest 1,000 matching runs that have ended. Decodes nothing: no key is needed. */
export async function latencyOf(
  { client, namespace }: Pick<TemporalClient, 'client' | 'namespace'>,
  history: HistoryOf,
  match: RunMatch,
): Promise<Latency> {
  const query = visibilityQuery(history, { ...match, ended: true })
  const durations: number[] = []
  let nextPageToken: Uint8Array | null = null
  do {
    const page: ListResponse = await client.workflowService.listWorkflowExecutions({
      namespace,
      query,
      pageSize: PAGE_SIZE,
      nextPageToken,
    })
    for (const { startTime, closeTime } of page.executions)
      durations.push(Math.max(0, tsToMs(closeTime) - tsToMs(startTime)))
    nextPageToken = page.nextPageToken ?? null
  } while (nextPageToken?.length && durations.length < RUNS)
  return percentiles(durations.slice(0, RUNS))
}

type ListResponse = Awaited<ReturnType<TemporalClient['client']['workflowService']['listWorkflowExecutions']>>

/** By nearest rank: each is a duration that some run really had. */
export function percentiles(durations: number[]): Latency {
  const sorted = durations.toSorted((a, b) => a - b)
  const at = (share: number): number | null => sorted[Math.ceil(share * sorted.length) - 1] ?? null
  return { count: sorted.length, p50_ms: at(0.5), p90_ms: at(0.9), p99_ms: at(0.99) }
}
