import type { IntervalSpecDescription } from '@temporalio/client'
import type { CalendarSpecDescription } from '@temporalio/client/lib/schedule-types.js'
import { LRUCache } from 'lru-cache'
import { DateTime } from 'luxon'
import { type ClockChange, clockChanges, hasWholeHours } from '../../domain/clock-changes.ts'
import { type CronFields, cronFields, isHourly } from '../../domain/cron.ts'
import { type Schedule, timeZoneName } from '../../domain/schedule.ts'
import { ALWAYS, calendarOf, onlyYear } from './calendars.ts'
import { doubledNights } from './doubled-hours.ts'

/*
 * A schedule as Temporal's calendars, with every value written out: Temporal's own reading of cron expressions differs
 * in details from what users know, and takes forms that we refuse. Some calendars are there for the days on which the
 * clock changes, which Temporal gets wrong (seen with 1.29; test/api/schedule-times.test.ts):
 * - In the night in which an hour comes twice, times right before, in and after it may come an hour late, or twice: east
 *   of Greenwich other ones than west of it. So that hour is left out of that night, and its times are given one by one.
 * - A day whose midnight is skipped has the weekday of the day before.
 * - A time that a change by half an hour skips comes half an hour late.
 */

/** In the form in which Temporal describes it, so that the two can be compared. */
export interface ScheduleTiming {
  calendars: CalendarSpecDescription[]
  skip: CalendarSpecDescription[]
  intervals: IntervalSpecDescription[]
  timezone: string
  /** Milliseconds. */
  jitter: number
}

/** How far the clock's changes are looked at. */
const YEARS = 3

/** @param now decides which clock changes are looked at: those of its year and the next ones */
export function scheduleTiming(
  { cron, timezone, jitter_seconds }: Pick<Schedule, 'cron' | 'timezone' | 'jitter_seconds'>,
  now = new Date(),
): ScheduleTiming {
  const fields = cronFields(cron)
  const zone = timeZoneName(timezone)
  const { changes: all, wholeHours } = clockOf(zone, now.getUTCFullYear())
  // Whole hours make no difference to what runs each hour. With its zone Temporal would leave out runs in the night in
  // which an hour comes twice.
  const anywhere = isHourly(fields) && wholeHours
  const changes = anywhere ? [] : all
  const nights = doubledNights(fields, changes)
  const midnightless = fields.dayOfWeek.length < 7 ? changes.flatMap(dayWithoutMidnight) : []
  const wanted = (day: DateTime): boolean => fields.dayOfWeek.includes(day.weekday % 7)
  return {
    calendars: [
      ...nights.calendars.map((calendar) => ({ ...calendar, comment: cron })),
      ...midnightless.filter(wanted).map((day) => onDay(day, fields)),
    ],
    skip: [
      ...(changes.length > 0 ? otherTimes(fields, wholeHours) : []),
      ...midnightless.filter((day) => !wanted(day)).map((day) => onDay(day, ALWAYS)),
    ],
    intervals: nights.intervals,
    timezone: anywhere ? 'UTC' : zone,
    jitter: jitter_seconds * 1_000,
  }
}

interface Clock {
  changes: ClockChange[]
  /** Away from UTC. */
  wholeHours: boolean
}

/** Every schedule is compared every few minutes, and a thousand days are looked at for each zone. */
const clocks = new LRUCache<string, Clock>({ max: 100 })

function clockOf(zone: string, year: number): Clock {
  const key = `${zone} ${year}`
  const known = clocks.get(key)
  if (known) return known
  const start = new Date(Date.UTC(year, 0))
  const changes = clockChanges(zone, start, new Date(Date.UTC(year + YEARS, 0)))
  const clock = { changes, wholeHours: hasWholeHours(zone, start, changes) }
  clocks.set(key, clock)
  return clock
}

function otherTimes({ minute, hour }: CronFields, wholeHours: boolean): CalendarSpecDescription[] {
  const hours = ALWAYS.hour.filter((other) => !hour.includes(other))
  const minutes = wholeHours ? [] : ALWAYS.minute.filter((other) => !minute.includes(other))
  return [
    ...(hours.length > 0 ? [{ ...calendarOf({ ...ALWAYS, hour: hours }), comment: 'other hours' }] : []),
    ...(minutes.length > 0
      ? [{ ...calendarOf({ ...ALWAYS, minute: minutes }), comment: 'other minutes' }]
      : []),
  ]
}

/** The day whose midnight the change skips, if it does. */
function dayWithoutMidnight({ from, to }: ClockChange): DateTime[] {
  const day = DateTime.fromISO(to, { zone: 'UTC' }).startOf('day')
  const midnight = day.toFormat("yyyy-MM-dd'T'HH:mm")
  return from <= midnight && midnight < to ? [day] : []
}

/** The times of `fields` on one day, whatever Temporal believes its weekday to be. */
const onDay = (day: DateTime, { minute, hour }: CronFields): CalendarSpecDescription => ({
  ...calendarOf({ ...ALWAYS, minute, hour, dayOfMonth: [day.day], month: [day.month] }),
  year: onlyYear(day.year),
  comment: 'a day without midnight',
})
