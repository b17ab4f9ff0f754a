import { CronExpressionParser } from 'cron-parser'

/** Names are for months and days of the week; L, H, # and ? are extensions that Temporal does not know. */
const NAMES = {
  month: /^(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)$/i,
  dayOfWeek: /^(sun|mon|tue|wed|thu|fri|sat)$/i,
}
const MACROS = ['@hourly', '@daily', '@weekly', '@monthly']

/** What is wrong with a cron expression, or null. Exactly five fields, or one of four macros. */
export function cronProblem(cron: string): string | null {
  if (MACROS.includes(cron)) return null
  if (cron.startsWith('@')) return `must be five fields or one of ${MACROS.join(', ')}`
  const fields = cron.trim().split(/\s+/)
  if (fields.length !== 5 || !/^[\w*/,\- ]+$/.test(cron))
    return 'must have exactly five fields: minute hour day-of-month month day-of-week'
  const [minute = '*', hour = '*', dayOfMonth = '*', month = '*', dayOfWeek = '*'] = fields
  const words = (field: string) => field.match(/[A-Za-z_]\w*/g) ?? []
  const unknown = [
    ...[minute, hour, dayOfMonth].flatMap(words),
    ...words(month).filter((word) => !NAMES.month.test(word)),
    ...words(dayOfWeek).filter((word) => !NAMES.dayOfWeek.test(word)),
  ]
  if (unknown.length > 0) return `is not a valid cron expression: ${unknown[0]} is not known there`
  // Temporal reads two restricted days as "and", cron as "or".
  if (dayOfMonth !== '*' && dayOfWeek !== '*')
    return 'must not restrict both day of month and day of week: use two actions'
  try {
    cronFields(fields.join(' '))
    return null
  } catch (error) {
    return `is not a valid cron expression: ${error instanceof Error ? error.message : 'unreadable'}`
  }
}

/** When a cron expression fires: every value of each field, ascending. Sunday is 0. */
export interface CronFields {
  minute: number[]
  hour: number[]
  dayOfMonth: number[]
  month: number[]
  dayOfWeek: number[]
}

/** @param cron one in which `cronProblem` finds nothing wrong */
export function cronFields(cron: string): CronFields {
  const { fields } = CronExpressionParser.parse(cron)
  const numbers = ({ values }: { values: readonly unknown[] }): number[] => values.map(Number)
  return {
    minute: numbers(fields.minute),
    hour: numbers(fields.hour),
    dayOfMonth: numbers(fields.dayOfMonth),
    month: numbers(fields.month),
    dayOfWeek: numbers(fields.dayOfWeek).filter((day) => day < 7),
  }
}

/** Whether it fires at a wall-clock time. */
export const firesOn = (
  fields: CronFields,
  { minute, hour, day, month, weekday }: Record<'minute' | 'hour' | 'day' | 'month' | 'weekday', number>,
): boolean =>
  fields.minute.includes(minute) &&
  fields.hour.includes(hour) &&
  fields.dayOfMonth.includes(day) &&
  fields.month.includes(month) &&
  fields.dayOfWeek.includes(weekday % 7)

/** Whether only the minute is restricted: it fires each hour of each day. */
export const isHourly = ({ hour, dayOfMonth, month, dayOfWeek }: CronFields): boolean =>
  hour.length === 24 && dayOfMonth.length === 31 && month.length === 12 && dayOfWeek.length === 7
