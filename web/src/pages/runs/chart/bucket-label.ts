import { LOCALE } from '../../../components/locale.ts'

const HOUR_MS = 3_600_000
const DAY_HOURS = 24
/** A day may have an hour more or less. */
const NEARLY_MS = 1.5 * HOUR_MS

const hour = new Intl.DateTimeFormat(LOCALE, { hour: 'numeric', minute: '2-digit' })
const day = new Intl.DateTimeFormat(LOCALE, { month: 'short', day: 'numeric' })
const whole = new Intl.DateTimeFormat(LOCALE, { weekday: 'short', month: 'short', day: 'numeric' })

interface Bucket {
  from: string
  to: string
}

const DAY_MS = DAY_HOURS * HOUR_MS

const lengthOf = ({ from, to }: Bucket): number => Date.parse(to) - Date.parse(from)
const isShort = (bucket: Bucket) => lengthOf(bucket) < DAY_MS - NEARLY_MS
const isDay = (bucket: Bucket) => lengthOf(bucket) < DAY_MS + NEARLY_MS

/*
 * Parts are of one length, so where the clocks change between them they begin and end beside midnight. Half a day from
 * there it is the day that is meant.
 */
const firstDay = ({ from }: Bucket) => new Date(Date.parse(from) + DAY_MS / 2)
const lastDay = ({ to }: Bucket) => new Date(Date.parse(to) - DAY_MS / 2)

/** A part of a chart's range below its bar: an hour, or the day that it begins with. */
export const shortLabel = (bucket: Bucket): string =>
  isShort(bucket) ? hour.format(new Date(bucket.from)) : day.format(firstDay(bucket))

/** The same in full: an hour with its end, a day, or the first and last of several. */
export function fullLabel(bucket: Bucket): string {
  if (isShort(bucket)) return hour.formatRange(new Date(bucket.from), new Date(bucket.to))
  return isDay(bucket) ? whole.format(firstDay(bucket)) : whole.formatRange(firstDay(bucket), lastDay(bucket))
}
