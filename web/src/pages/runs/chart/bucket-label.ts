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

const lengthOf = ({ from, to }: Bucket): number => Date.parse(to) - Date.parse(from)
const isShort = (bucket: Bucket) => lengthOf(bucket) < DAY_HOURS * HOUR_MS - NEARLY_MS

/** A part of a chart's range below its bar: an hour, or the day that it begins with. */
export const shortLabel = (bucket: Bucket): string =>
  (isShort(bucket) ? hour : day).format(new Date(bucket.from))

/** The same in full: an hour with its end, a day, or the first and last of several. */
export function fullLabel(bucket: Bucket): string {
  const [from, to] = [new Date(bucket.from), new Date(bucket.to)]
  if (isShort(bucket)) return hour.formatRange(from, to)
  // Where it ends belongs to the next.
  const last = new Date(to.getTime() - NEARLY_MS)
  return lengthOf(bucket) < DAY_HOURS * HOUR_MS + NEARLY_MS
    ? whole.format(from)
    : whole.formatRange(from, last)
}
