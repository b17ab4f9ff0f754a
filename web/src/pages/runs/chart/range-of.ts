import { type RunFilters, startOf } from '../list/filters.ts'

/** What the chart is of where no days are asked for. */
export const DEFAULT_DAYS = 7
const DAY_MS = 86_400_000
const HOUR_MS = 3_600_000
/** The API draws no more bars. */
const MOST_BARS = 48

export interface ChartRange {
  from: string
  to: string
  /** How many bars are wanted: one for each day, or each hour of a single one. */
  buckets: number
  days: number
}

/** The days that a chart shows, from the start of the first to the end of the last; null where they are none. */
export function rangeOf({ from, to }: RunFilters, today: string): ChartRange | null {
  const end = startOf(to ?? today, 1)
  const start = from
    ? startOf(from)
    : end && new Date(end.getFullYear(), end.getMonth(), end.getDate() - DEFAULT_DAYS)
  if (!start || !end || start >= end) return null
  const length = end.getTime() - start.getTime()
  // A day on which the clocks change has an hour more or less.
  const days = Math.round(length / DAY_MS)
  const buckets = days === 1 ? Math.round(length / HOUR_MS) : Math.ceil(days / Math.ceil(days / MOST_BARS))
  return { from: start.toISOString(), to: end.toISOString(), buckets, days }
}

/** Today in the browser's calendar, `2026-11-29`. */
export function dayOfToday(now = new Date()): string {
  const [month, date] = [now.getMonth() + 1, now.getDate()].map((part) => String(part).padStart(2, '0'))
  return `${now.getFullYear()}-${month}-${date}`
}
