import { texts } from '../texts/en/index.ts'
import { LOCALE } from './locale.ts'
import { useNow } from './use-now.ts'

const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
  ['second', 1],
]
const relative = new Intl.RelativeTimeFormat(LOCALE, { numeric: 'auto' })
const whole = new Intl.DateTimeFormat(LOCALE, { dateStyle: 'medium', timeStyle: 'medium' })
const RELATIVE_WITHIN_DAYS = 7
const MINUTE_MS = 60_000
/** How often "5 seconds ago" is put right. */
const RECENT_EVERY_MS = 5_000

/** A time as people say it: "5 minutes ago", a date beyond a week; whole, in the browser's time zone, on hover. */
export function Time({ at }: { at: string }) {
  const date = new Date(at)
  const isRecent = Math.abs(Date.now() - date.getTime()) < MINUTE_MS
  useNow(isRecent ? RECENT_EVERY_MS : MINUTE_MS)
  return (
    <time dateTime={at} title={whole.format(date)}>
      {inWords(date)}
    </time>
  )
}

function inWords(date: Date): string {
  const seconds = Math.round((date.getTime() - Date.now()) / 1000)
  if (Math.abs(seconds) > RELATIVE_WITHIN_DAYS * 86_400) return whole.format(date)
  const [unit, size] = UNITS.find(([, length]) => Math.abs(seconds) >= length) ?? (['second', 1] as const)
  return relative.format(Math.trunc(seconds / size), unit)
}

/** A duration in ms as people say it: "61 ms", "4.2 s", "2 min 5 s". */
export function duration(ms: number): string {
  const words = texts.common.duration
  if (ms < 1_000) return words.milliseconds(Math.round(ms))
  if (ms < 60_000) return words.seconds((ms / 1_000).toFixed(1))
  return words.minutes(Math.floor(ms / 60_000), Math.round((ms % 60_000) / 1_000))
}
