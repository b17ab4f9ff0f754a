import type { IntervalSpecDescription } from '@temporalio/client'
import type { CalendarSpecDescription } from '@temporalio/client/lib/schedule-types.js'
import { DateTime } from 'luxon'
import type { ClockChange } from '../../domain/clock-changes.ts'
import { type CronFields, firesOn } from '../../domain/cron.ts'
import { ALWAYS, calendarOf, onlyYear, yearsOtherThan } from './calendars.ts'

/** So long that an interval of this length, begun this long before, is a single time for anybody. */
const ONCE_MS = 40 * 365 * 86_400_000

/** One night in which hours come twice, with the times that are wanted of them: each at its first coming. */
interface DoubledNight {
  day: DateTime
  hours: number[]
  times: Date[]
}

/** A schedule's calendars without such hours, and the times in them one by one. */
export function doubledNights(
  fields: CronFields,
  changes: ClockChange[],
): { calendars: CalendarSpecDescription[]; intervals: IntervalSpecDescription[] } {
  const nights = changes.flatMap((change) => doubledNight(fields, change))
  const years = [...new Set(nights.map(({ day }) => day.year))]
  return {
    calendars: [
      { ...calendarOf(fields), year: yearsOtherThan(years) },
      ...years.flatMap((year) =>
        withoutHours(
          fields,
          year,
          nights.filter(({ day }) => day.year === year),
        ),
      ),
    ],
    intervals: nights.flatMap(({ times }) =>
      times.map((time) => ({ every: ONCE_MS, offset: time.getTime() - ONCE_MS })),
    ),
  }
}

function doubledNight(fields: CronFields, { at, minutes, from, to }: ClockChange): DoubledNight[] {
  if (minutes >= 0) return []
  const first = DateTime.fromISO(to, { zone: 'UTC' })
  const last = DateTime.fromISO(from, { zone: 'UTC' }).minus({ minutes: 1 })
  const hours = ALWAYS.hour.filter((hour) => hour >= first.hour && hour <= last.hour)
  const day = first.startOf('day')
  const walls = hours.flatMap((hour) =>
    fields.minute.map((minute) => day.set({ hour, minute })).filter((wall) => firesOn(fields, wall)),
  )
  // The clock of before the change showed `from` when it was changed.
  const ahead = DateTime.fromISO(from, { zone: 'UTC' }).toMillis() - at.getTime()
  const times = walls.map((wall) => new Date(wall.toMillis() - ahead))
  return times.length > 0 ? [{ day, hours, times }] : []
}

/** One year without those hours. */
function withoutHours(fields: CronFields, year: number, nights: DoubledNight[]): CalendarSpecDescription[] {
  const months = nights.map(({ day }) => day.month)
  const others = fields.month.filter((month) => !months.includes(month))
  const calendars = [
    { ...fields, month: others },
    ...[...new Set(months)].flatMap((month) => {
      const ofMonth = nights.filter(({ day }) => day.month === month)
      const days = ofMonth.map(({ day }) => day.day)
      return [
        { ...fields, month: [month], dayOfMonth: fields.dayOfMonth.filter((day) => !days.includes(day)) },
        ...ofMonth.map(({ day, hours }) => ({
          ...fields,
          month: [month],
          dayOfMonth: [day.day],
          hour: fields.hour.filter((hour) => !hours.includes(hour)),
        })),
      ]
    }),
  ]
  return calendars
    .filter(({ month, dayOfMonth, hour }) => month.length > 0 && dayOfMonth.length > 0 && hour.length > 0)
    .map((calendar) => ({ ...calendarOf(calendar), year: onlyYear(year) }))
}
