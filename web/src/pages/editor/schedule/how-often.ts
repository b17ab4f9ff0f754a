import { own } from '../../../components/own.ts'

/** The schedules that have a form of their own: `minute` and `hour` are always there, the rest where it counts. */
export interface HowOften {
  every: 'hour' | 'day' | 'weekday' | 'week' | 'month'
  minute: number
  hour: number
  /** Of the week, Sunday is 0. */
  weekday: number
  dayOfMonth: number
}

const MACROS: Record<string, string> = {
  '@hourly': '0 * * * *',
  '@daily': '0 0 * * *',
  '@weekly': '0 0 * * 0',
  '@monthly': '0 0 1 * *',
}
const CRON = /^(\d{1,2}) (\*|\d{1,2}) (\*|\d{1,2}) \* (\*|[0-6]|1-5)$/
const USUAL = { minute: 0, hour: 9, weekday: 1, dayOfMonth: 1 }

/** How often a cron expression fires, where it is one that the form has words for; else null. */
export function howOften(cron: string): HowOften | null {
  const [, minute, hour, dayOfMonth, weekday] = CRON.exec((own(MACROS, cron) ?? cron).trim()) ?? []
  if (minute === undefined || hour === undefined || Number(minute) > 59) return null
  const found = { ...USUAL, minute: Number(minute) }
  if (hour === '*') return dayOfMonth === '*' && weekday === '*' ? { ...found, every: 'hour' } : null
  found.hour = Number(hour)
  if (found.hour > 23) return null
  if (dayOfMonth !== '*') {
    const day = Number(dayOfMonth)
    return weekday === '*' && day >= 1 && day <= 31 ? { ...found, every: 'month', dayOfMonth: day } : null
  }
  if (weekday === '*') return { ...found, every: 'day' }
  if (weekday === '1-5') return { ...found, every: 'weekday' }
  return { ...found, every: 'week', weekday: Number(weekday) }
}

/** The cron expression that fires that often. */
export function cronOf({ every, minute, hour, weekday, dayOfMonth }: HowOften): string {
  switch (every) {
    case 'hour':
      return `${minute} * * * *`
    case 'day':
      return `${minute} ${hour} * * *`
    case 'weekday':
      return `${minute} ${hour} * * 1-5`
    case 'week':
      return `${minute} ${hour} * * ${weekday}`
    case 'month':
      return `${minute} ${hour} ${dayOfMonth} * *`
  }
}

/** What another frequency keeps of a cron expression: the time of day, where it has one. */
export const asOften = (cron: string, every: HowOften['every']): HowOften => ({
  ...(howOften(cron) ?? USUAL),
  every,
})
