import { executionInfoFromRaw } from '@temporalio/client/lib/helpers.js'
import { ANSWER_WORKFLOW, INVOKE_WORKFLOW } from '../../domain/workflow-contract.ts'
import type { RunTotals, RunWindow } from '../../storage/run-totals.ts'
import type { TemporalClient } from '../temporal/connection.ts'
import { attributeOf, recordOf } from '../temporal/run-view.ts'

const WINDOW_MS = 15_000
/** Lists lag: what has ended lately is looked at again each time. */
const LAG_MS = 30_000
/** Of what ended before that only the number is looked at; it is settled when nothing can come any more. */
const SETTLED_AFTER_MS = 3_600_000
/** What is looked at in one go, should nobody have looked for long. */
const STRIDE_MS = 600_000
const MOST_STRIDES = 6
const PAGE_SIZE = 1_000

/**
 * Counts the runs that have ended since `totals` was made, each once, from Temporal's own records: whatever ended them,
 * and whichever worker had them. Stretches of time are counted anew rather than added to, so looking twice, or late,
 * changes nothing.
 * @param now milliseconds since the epoch
 */
export async function countEnded(
  temporal: TemporalClient,
  totals: RunTotals,
  now: number,
): Promise<RunTotals> {
  let counted = totals
  for (let stride = 0; stride < MOST_STRIDES && counted.until < now; stride++)
    counted = await countStride(temporal, counted, now)
  return counted
}

async function countStride(temporal: TemporalClient, totals: RunTotals, now: number): Promise<RunTotals> {
  const since = totals.since ?? totals.windows[0]?.at ?? totals.until
  const usual = Math.max(since, windowOf(totals.until - LAG_MS))
  // Not the first stretch that has any: the very first runs may be listed late too.
  const first = Math.max(since, windowOf(totals.until - SETTLED_AFTER_MS + WINDOW_MS - 1))
  const from = (await hasLate(temporal, totals.windows, { first, usual })) ? first : usual
  const until = Math.min(now, totals.until + STRIDE_MS)
  // Their clock may be ahead of ours.
  const end = until === now ? Number.POSITIVE_INFINITY : windowOf(until)
  const seen = await listWindows(temporal, from, end)
  const windows = mergeWindows(totals.windows, seen)
  const settledBefore = until - SETTLED_AFTER_MS
  return {
    since,
    until,
    settled: sumRuns(
      totals.settled,
      windows.filter(({ at }) => at < settledBefore),
    ),
    windows: windows.filter(({ at }) => at >= settledBefore),
  }
}

/** All together. */
export const allEnded = ({ settled, windows }: RunTotals): Record<string, number> => sumRuns(settled, windows)

const windowOf = (time: number): number => Math.floor(time / WINDOW_MS) * WINDOW_MS

async function hasLate(
  temporal: TemporalClient,
  windows: RunWindow[],
  { first, usual }: { first: number; usual: number },
): Promise<boolean> {
  if (first >= usual) return false
  const known = windows.filter(({ at }) => at < usual).reduce((sum, { workflows }) => sum + workflows, 0)
  const { count } = await temporal.soon(() => temporal.client.workflow.count(endedBetween(first, usual)))
  return count > known
}

async function listWindows(temporal: TemporalClient, from: number, end: number): Promise<RunWindow[]> {
  const { client, namespace, soon } = temporal
  const windows = new Map<number, RunWindow>()
  let nextPageToken: Uint8Array | null = null
  do {
    const page: Awaited<ReturnType<typeof client.workflowService.listWorkflowExecutions>> = await soon(() =>
      client.workflowService.listWorkflowExecutions({
        namespace,
        query: endedBetween(from, end),
        pageSize: PAGE_SIZE,
        nextPageToken,
      }),
    )
    for (const raw of page.executions) {
      const info = await executionInfoFromRaw(
        { ...raw, memo: null },
        client.options.loadedDataConverter,
        undefined,
        namespace,
      )
      const at = windowOf(info.closeTime?.getTime() ?? from)
      const window = windows.get(at) ?? { at, workflows: 0, runs: {} }
      windows.set(at, window)
      window.workflows += 1
      if (attributeOf(info, 'action') === undefined) continue
      const { trigger, status } = recordOf(info)
      const key = `${trigger} ${status}`
      window.runs[key] = (window.runs[key] ?? 0) + 1
    }
    nextPageToken = page.nextPageToken?.length ? page.nextPageToken : null
  } while (nextPageToken)
  return [...windows.values()]
}

/** Only these workflows hold runs. */
function endedBetween(from: number, end: number): string {
  const iso = (time: number) => new Date(time).toISOString()
  return [
    `CloseTime >= '${iso(from)}'`,
    ...(Number.isFinite(end) ? [`CloseTime < '${iso(end)}'`] : []),
    `WorkflowType IN ('${ANSWER_WORKFLOW}', '${INVOKE_WORKFLOW}')`,
  ].join(' AND ')
}

/** A stretch never loses what was once counted in it, so that a counter never goes back. */
function mergeWindows(known: RunWindow[], seen: RunWindow[]): RunWindow[] {
  const merged = new Map(known.map((window) => [window.at, window]))
  for (const window of seen) {
    const before = merged.get(window.at)
    merged.set(window.at, before ? largest(before, window) : window)
  }
  return [...merged.values()].sort((a, b) => a.at - b.at)
}

function largest(a: RunWindow, b: RunWindow): RunWindow {
  const runs = { ...a.runs }
  for (const [key, count] of Object.entries(b.runs)) runs[key] = Math.max(count, runs[key] ?? 0)
  return { at: a.at, workflows: Math.max(a.workflows, b.workflows), runs }
}

function sumRuns(start: Record<string, number>, windows: RunWindow[]): Record<string, number> {
  const sum = { ...start }
  for (const { runs } of windows)
    for (const [key, count] of Object.entries(runs)) sum[key] = (sum[key] ?? 0) + count
  return sum
}
