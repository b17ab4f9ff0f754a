import * as chrono from 'chrono-node'

export interface FoundDate {
  start: number
  end: number
  text: string
  date: CalendarDate
}

export interface CalendarDate {
  year: number
  month: number
  day: number
  hour: number
  minute: number
  hasTime: boolean
  hasDay: boolean
  /** Whether day and month were said in so many words. */
  certain: boolean
}

/** What finds dates in texts of one language. */
export type Parser = Pick<typeof chrono, 'parse'>

/** What has been: a day without a year is the last one then, not the next. */
const PAST = /\b(?:was|were|did|had|ago|last|yesterday|happened|ended)\b/i

/** "Today is Monday 2026-03-02": what relative dates count from. */
const TODAY_IS =
  /\btoday(?:'s date)? is (?:\w+day,? )?(\d{4}-\d{1,2}-\d{1,2}|\d{1,2} \w+ \d{4}|\w+ \d{1,2}(?:st|nd|rd|th)?,? \d{4})/i

/** The dates and times of a text, relative ones counted from `now`. */
export function datesIn(text: string, now: Date, parser: Parser = chrono): FoundDate[] {
  const readable = text.replace(
    /\b(\d{4})\.(\d{1,2})\.(\d{1,2})\b/g,
    (_, year, month, day) => `${year}-${month}-${day}`,
  )
  const stated = TODAY_IS.exec(readable)
  const today = stated ? (chrono.parseDate(stated[1] ?? '', now) ?? now) : now
  const rest = stated ? readable.replace(stated[0], (part) => ' '.repeat(part.length)) : readable
  const found = parser.parse(rest, today, { forwardDate: !PAST.test(rest) })
  shareYear(found)
  shareDay(found)
  return found.flatMap(({ index, text: found, start, end }) => {
    const stop = index + found.length
    if (!end) return [{ start: index, end: stop, text: found, date: read(start, found) }]
    // Of a range, both ends get their own part of the text.
    const joint = found.search(/\s(?:to|until|till|through|and|bis|und|au|al|hasta)\s|[-–—](?!\d{1,2}[-/])/i)
    const middle = index + (joint > 0 ? joint : Math.ceil(found.length / 2))
    return [
      { start: index, end: middle, text: text.slice(index, middle).trim(), date: read(start, found) },
      {
        start: middle + 1,
        end: stop,
        text: text
          .slice(middle + 1, stop)
          .replace(/^(?:to|until|till|through|and|bis|und|au|al|hasta)\s/i, ''),
        date: read(end, found),
      },
    ]
  })
}

/** "Between 13:00 and 13:20 on Feb 25th": the one day that is named is meant for all times. */
function shareDay(results: chrono.ParsedResult[]): void {
  const parts = results.flatMap(({ start, end }) => (end ? [start, end] : [start]))
  const dated = parts.filter((part) => part.isCertain('day') && part.isCertain('month'))
  const [day] = dated
  if (!day || new Set(dated.map((part) => `${part.get('month')}-${part.get('day')}`)).size !== 1) return
  for (const part of parts)
    if (part.isCertain('hour') && !part.isCertain('day') && !part.isCertain('weekday'))
      for (const unit of ['year', 'month', 'day'] as const)
        (part as chrono.ParsingComponents).assign(unit, day.get(unit) ?? 0)
}

/** "From April 15th to April 22nd 2023": the one year that is named is meant for all of them. */
function shareYear(results: chrono.ParsedResult[]): void {
  const parts = results.flatMap(({ start, end }) => (end ? [start, end] : [start]))
  const years = new Set(parts.filter((part) => part.isCertain('year')).map((part) => part.get('year')))
  const [year] = years
  if (years.size !== 1 || !year) return
  for (const part of parts)
    if (!part.isCertain('year') && part.isCertain('month') && part.isCertain('day'))
      (part as chrono.ParsingComponents).assign('year', year)
}

function read(components: chrono.ParsedComponents, text: string): CalendarDate {
  const get = (part: 'year' | 'month' | 'day' | 'hour' | 'minute'): number => components.get(part) ?? 0
  const said = (part: 'month' | 'day' | 'weekday' | 'hour'): boolean => components.isCertain(part)
  return {
    year: get('year'),
    month: get('month'),
    day: get('day'),
    hour: get('hour'),
    minute: get('minute'),
    hasTime: said('hour'),
    hasDay: said('day') || said('weekday') || said('month'),
    certain: said('day') && said('month') && /\d/.test(text),
  }
}

const pad = (value: number, length = 2): string => String(value).padStart(length, '0')

/** A date in the form that a parameter's description names (YYYY-MM-DD where it names none). */
export function formatDate({ date }: FoundDate, description: string): string {
  const pattern = /(?:YYYY|DD|MM)(?:[-/. ](?:YYYY|DD|MM))+/i.exec(description)?.[0] ?? 'YYYY-MM-DD'
  const day = pattern
    .replace(/yyyy/i, pad(date.year, 4))
    .replace(/mm/i, pad(date.month))
    .replace(/dd/i, pad(date.day))
  const example = /\d{4}-\d\d-\d\d([T ])\d\d:\d\d(:\d\d)?(Z)?/.exec(description)
  if (example) {
    const [, separator, seconds, zone] = example
    return `${day}${separator}${pad(date.hour)}:${pad(date.minute)}${seconds ? ':00' : ''}${zone ?? ''}`
  }
  if (!date.hasTime || !/hh:mm|datetime|date and time|date-time|timestamp/i.test(description)) return day
  const separator = /(?:dd|yyyy) hh:mm/i.test(description) ? ' ' : 'T'
  return `${day}${separator}${formatTime(date, description)}`
}

export function formatTime({ hour, minute }: CalendarDate, description: string): string {
  return /hh:mm:ss/i.test(description) ? `${pad(hour)}:${pad(minute)}:00` : `${pad(hour)}:${pad(minute)}`
}
