import { type CalendarSpecDescription, DAYS_OF_WEEK, MONTHS } from '@temporalio/client/lib/schedule-types.js'
import { clockChanges, hasWholeHours } from '../../domain/clock-changes.ts'
import { type CronFields, cronFields, isHourly } from '../../domain/cron.ts'
import { type Schedule, timeZoneName } from '../../domain/schedule.ts'

/*
 * A schedule as Temporal's calendars, with every value written out: Temporal's own reading of cron expressions differs
 * in details from what users know, and takes forms that we refuse.
 */

/** Far enough to see which clock changes a zone has. */
const YEARS_MS = 3 * 366 * 86_400_000

/** In the form in which Temporal describes it, so that the two can be compared. */
export interface ScheduleTiming {
  calendars: CalendarSpecDescription[]
  skip: CalendarSpecDescription[]
  timezone: string
  /** Milliseconds. */
  jitter: number
}

/** @param now only decides which clock changes are looked at */
export function scheduleTiming(
  { cron, timezone, jitter_seconds }: Pick<Schedule, 'cron' | 'timezone' | 'jitter_seconds'>,
  now = new Date(),
): ScheduleTiming {
  const fields = cronFields(cron)
  const zone = timeZoneName(timezone)
  const end = new Date(now.getTime() + YEARS_MS)
  // Whole hours make no difference to what runs each hour. With its zone Temporal would leave out runs in the night in
  // which an hour comes twice.
  const anywhere = isHourly(fields) && hasWholeHours(zone, now, end)
  const changes = !anywhere && clockChanges(zone, now, end).length > 0
  return {
    calendars: [{ ...calendarOf(fields), comment: cron }],
    skip: changes && fields.minute.length > 1 ? otherHours(fields) : [],
    timezone: anywhere ? 'UTC' : zone,
    jitter: jitter_seconds * 1_000,
  }
}

const calendarOf = ({ minute, hour, dayOfMonth, month, dayOfWeek }: CronFields): CalendarSpecDescription => ({
  second: ranges([0]),
  minute: ranges(minute),
  hour: ranges(hour),
  dayOfMonth: ranges(dayOfMonth),
  month: named(ranges(month), (number) => MONTHS[number - 1] ?? 'JANUARY'),
  year: [],
  dayOfWeek: named(ranges(dayOfWeek), (number) => DAYS_OF_WEEK[number] ?? 'SUNDAY'),
})

const named = <Name>(found: Range[], nameOf: (number: number) => Name) =>
  found.map(({ start, end, step }) => ({ start: nameOf(start), end: nameOf(end), step }))

/**
 * In the night in which an hour comes twice, Temporal adds an hour to times that follow the second one: such runs would
 * come at hours that nobody asked for.
 */
function otherHours({ hour }: CronFields): CalendarSpecDescription[] {
  const others = upTo(23).filter((other) => !hour.includes(other))
  if (others.length === 0) return []
  const always = {
    minute: upTo(59),
    dayOfMonth: upTo(31).slice(1),
    month: upTo(12).slice(1),
    dayOfWeek: upTo(6),
  }
  return [{ ...calendarOf({ ...always, hour: others }), comment: 'other hours' }]
}

const upTo = (last: number): number[] => Array.from({ length: last + 1 }, (_, index) => index)

interface Range {
  start: number
  end: number
  step: number
}

/** The values as few ranges, so that Temporal UI stays readable. */
function ranges(values: number[]): Range[] {
  const [first = 0, second = first] = values
  const last = values.at(-1) ?? first
  const step = Math.max(second - first, 1)
  if (values.length > 2 && values.every((value, index) => value === first + index * step))
    return [{ start: first, end: last, step }]
  const found: Range[] = []
  for (const value of values) {
    const previous = found.at(-1)
    if (previous && value === previous.end + 1) previous.end = value
    else found.push({ start: value, end: value, step: 1 })
  }
  return found
}
