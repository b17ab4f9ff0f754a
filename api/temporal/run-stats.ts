import pLimit from 'p-limit'
import { z } from 'zod'
import { RUN_STATUSES, type RunStatus } from '../../domain/run.ts'
import { invalid } from '../parse.ts'
import type { TemporalClient } from './connection.ts'
import { type Latency, latencyOf } from './run-latency.ts'
import type { HistoryOf } from './run-view.ts'
import { inOrder, matchFields, OUT_OF_ORDER, visibilityQuery } from './visibility-query.ts'

/** Count queries for one answer; the product fixes it. Temporal counts by status of the workflow, not of the run. */
export const MAX_QUERIES = 60
/** Each bucket takes a query for every status that occurs, and one query for each status finds out which do. */
export const MAX_BUCKETS = 48
/** Temporal lets a namespace make ten such calls a second unless told otherwise: more at once would only wait. */
const AT_ONCE = 4
const TIMEOUT_MS = 25_000
const DEFAULT_RANGE_MS = 86_400_000

export const runStatsSchema = z
  .strictObject({
    ...matchFields,
    buckets: z.coerce
      .number<number>()
      .int()
      .min(1)
      .max(MAX_BUCKETS)
      .default(24)
      .meta({ description: 'How many parts of the range are wanted' }),
  })
  .refine(inOrder, OUT_OF_ORDER)
export type RunStatsInput = z.infer<typeof runStatsSchema>

export type StatusCounts = Record<RunStatus, number>

export interface RunStats {
  from: string
  to: string
  /** How many runs started in the range, by what has become of them. */
  totals: StatusCounts
  /** The same for parts of the range, all of one length, the oldest first. */
  buckets: { from: string; to: string; counts: StatusCounts }[]
  latency: Latency
}

/** Counts runs by status over time, with at most 60 count queries however many runs there are. */
export function runStats(
  temporal: TemporalClient,
  history: HistoryOf,
  { from, to, buckets: wanted, ...match }: RunStatsInput,
): Promise<RunStats> {
  const { client } = temporal
  const end = to ? Date.parse(to) : Date.now()
  const start = from ? Date.parse(from) : end - DEFAULT_RANGE_MS
  if (start >= end) throw invalid([{ path: 'from', message: 'must be in the past' }])
  const limit = pLimit(AT_ONCE)
  const countIn = (since: number, until: number, statuses: readonly RunStatus[]): Promise<StatusCounts> =>
    countStatuses(statuses, (status) =>
      limit(async () => {
        const range = { from: iso(since), to: iso(until) }
        const { count } = await client.workflow.count(
          visibilityQuery(history, { ...match, ...range, status }),
        )
        return count
      }),
    )
  return client.withDeadline(Date.now() + TIMEOUT_MS, async () => {
    const [totals, latency] = await Promise.all([
      countIn(start, end, RUN_STATUSES),
      latencyOf(temporal, history, { ...match, from: iso(start), to: iso(end) }),
    ])
    const occurring = RUN_STATUSES.filter((status) => totals[status] > 0)
    const edges = edgesOf(start, end, affordable(Math.min(wanted, end - start), occurring.length))
    const buckets = await Promise.all(
      edges.slice(1).map(async (until, at) => {
        const since = edges[at] ?? start
        return { from: iso(since), to: iso(until), counts: await countIn(since, until, occurring) }
      }),
    )
    return { from: iso(start), to: iso(end), totals, buckets, latency }
  })
}

const iso = (time: number): string => new Date(time).toISOString()

/** Halved until they can be paid: bars of a round length stay bars of a round length. */
export function affordable(wanted: number, statuses: number): number {
  const budget = MAX_QUERIES - RUN_STATUSES.length
  return wanted * statuses <= budget ? wanted : affordable(Math.ceil(wanted / 2), statuses)
}

/** Whole milliseconds, as Temporal is asked for. */
const edgesOf = (start: number, end: number, parts: number): number[] =>
  Array.from({ length: parts + 1 }, (_, at) => start + Math.round(((end - start) * at) / parts))

async function countStatuses(
  statuses: readonly RunStatus[],
  count: (status: RunStatus) => Promise<number>,
): Promise<StatusCounts> {
  const counts = Object.fromEntries(RUN_STATUSES.map((status) => [status, 0])) as StatusCounts
  await Promise.all(
    statuses.map(async (status) => {
      counts[status] = await count(status)
    }),
  )
  return counts
}
