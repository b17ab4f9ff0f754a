import { CronExpressionParser } from 'cron-parser'

const MACROS = ['@hourly', '@daily', '@weekly', '@monthly']

/** What is wrong with a cron expression, or null. Exactly five fields, or one of four macros. */
export function cronProblem(cron: string): string | null {
  if (MACROS.includes(cron)) return null
  if (cron.startsWith('@')) return `must be five fields or one of ${MACROS.join(', ')}`
  const fields = cron.trim().split(/\s+/)
  if (fields.length !== 5 || !/^[\w*/,\- ]+$/.test(cron))
    return 'must have exactly five fields: minute hour day-of-month month day-of-week'
  const [, , dayOfMonth = '*', , dayOfWeek = '*'] = fields
  // Temporal reads two restricted days as "and", cron as "or".
  if (dayOfMonth !== '*' && dayOfWeek !== '*')
    return 'must not restrict both day of month and day of week: use two actions'
  try {
    CronExpressionParser.parse(fields.join(' '))
    return null
  } catch (error) {
    return `is not a valid cron expression: ${error instanceof Error ? error.message : 'unreadable'}`
  }
}
