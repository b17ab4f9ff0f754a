import { DateTime } from 'luxon'

/** One change of a time zone's clock. */
export interface ClockChange {
  at: Date
  /** Minutes by which the clock is set forward; negative where it is set back. */
  minutes: number
  /** Wall-clock times between which it is set, such as 2027-03-28T02:00 and 2027-03-28T03:00. */
  from: string
  to: string
}

const HOUR_MS = 3_600_000
const WALL_CLOCK = "yyyy-MM-dd'T'HH:mm"

/** Changes of the zone's clock between two times; daylight saving, mostly. */
export function clockChanges(zone: string, start: Date, end: Date): ClockChange[] {
  const changes: ClockChange[] = []
  const offsetAt = (time: number): number => DateTime.fromMillis(time, { zone }).offset
  for (let time = start.getTime(); time < end.getTime(); time += 24 * HOUR_MS) {
    const next = Math.min(time + 24 * HOUR_MS, end.getTime())
    if (offsetAt(time) === offsetAt(next)) continue
    const at = changeBetween(offsetAt, time, next)
    const minutes = offsetAt(at) - offsetAt(at - 1)
    const after = DateTime.fromMillis(at, { zone })
    const before = DateTime.fromMillis(at, { zone: 'UTC' }).plus({ minutes: offsetAt(at - 1) })
    changes.push({
      at: new Date(at),
      minutes,
      from: before.toFormat(WALL_CLOCK),
      to: after.toFormat(WALL_CLOCK),
    })
  }
  return changes
}

/** The first millisecond with the later offset. */
function changeBetween(offsetAt: (time: number) => number, start: number, end: number): number {
  let [before, after] = [start, end]
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2)
    if (offsetAt(middle) === offsetAt(start)) before = middle
    else after = middle
  }
  return after
}

/** Whether the zone is whole hours away from UTC at that time, and after each of these changes. */
export function hasWholeHours(zone: string, start: Date, changes: ClockChange[]): boolean {
  return [start, ...changes.map(({ at }) => at)].every(
    (time) => DateTime.fromJSDate(time, { zone }).offset % 60 === 0,
  )
}
