import { type CalendarSpecDescription, DAYS_OF_WEEK, MONTHS } from '@temporalio/client/lib/schedule-types.js'
import type { CronFields } from '../../domain/cron.ts'

const upTo = (last: number): number[] => Array.from({ length: last + 1 }, (_, index) => index)

export const ALWAYS: CronFields = {
  minute: upTo(59),
  hour: upTo(23),
  dayOfMonth: upTo(31).slice(1),
  month: upTo(12).slice(1),
  dayOfWeek: upTo(6),
}

/** Every year, in the form in which Temporal describes calendars. */
export const calendarOf = ({
  minute,
  hour,
  dayOfMonth,
  month,
  dayOfWeek,
}: CronFields): CalendarSpecDescription => ({
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

export const onlyYear = (year: number): CalendarSpecDescription['year'] => ranges([year])

/** What Temporal takes for years. */
const YEARS = { first: 2000, last: 2100 }

/** @param years ascending */
export function yearsOtherThan(years: number[]): CalendarSpecDescription['year'] {
  const all = Array.from({ length: YEARS.last - YEARS.first + 1 }, (_, index) => YEARS.first + index)
  return years.length === 0 ? [] : ranges(all.filter((year) => !years.includes(year)))
}

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
