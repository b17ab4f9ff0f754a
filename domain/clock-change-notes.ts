import { DateTime } from 'luxon'
import { clockChanges } from './clock-changes.ts'
import { type CronFields, cronFields, firesOn, isHourly } from './cron.ts'
import type { Schedule } from './schedule.ts'

type Timing = Pick<Schedule, 'cron' | 'timezone'>

const YEAR_DAYS = 366

/** What the coming year's clock changes do to it, a sentence each. */
export function clockChangeNotes({ cron, timezone }: Timing, now: Date): string[] {
  const fields = cronFields(cron)
  if (isHourly(fields)) return []
  const end = new Date(now.getTime() + YEAR_DAYS * 86_400_000)
  return clockChanges(timezone, now, end).flatMap(({ minutes, from, to }) => {
    const times = timesBetween(fields, minutes > 0 ? from : to, minutes > 0 ? to : from)
    if (times.length === 0) return []
    const when = shown(times)
    return minutes > 0
      ? [`On ${from.slice(0, 10)} the clock goes from ${hour(from)} to ${hour(to)}: ${when} is skipped.`]
      : [
          `On ${from.slice(0, 10)} the clock goes back from ${hour(from)} to ${hour(to)}: ${when} comes twice, and runs the first time.`,
        ]
  })
}

const hour = (wallClock: string): string => wallClock.slice(11)

const MAX_SHOWN = 3

function shown(times: string[]): string {
  const first = times.slice(0, MAX_SHOWN).join(', ')
  return times.length > MAX_SHOWN ? `${first} and ${times.length - MAX_SHOWN} more` : first
}

/** The wall-clock times at which it fires in a span of some hours; the end is not part of it. */
function timesBetween(fields: CronFields, from: string, to: string): string[] {
  const times: string[] = []
  const end = DateTime.fromISO(to, { zone: 'UTC' })
  for (let time = DateTime.fromISO(from, { zone: 'UTC' }); time < end; time = time.plus({ minutes: 1 }))
    if (firesOn(fields, time)) times.push(time.toFormat('HH:mm'))
  return times
}
