const LONGEST_MS = 60_000

/** Whether a status may be another one at the next try: a limit, or trouble on the server. */
const PASSING = (status: number): boolean =>
  status === 408 || status === 425 || status === 429 || (status >= 500 && status !== 501 && status !== 505)

/** A quota that is used up is not there again in a minute. */
const USED_UP = /insufficient_quota|billing/i

/** What a failed answer says of trying again; null where that would not help. */
export function retryOf(
  status: number,
  headers: Record<string, string> = {},
  body = '',
): { afterMs: number | null } | null {
  if (!PASSING(status) || USED_UP.test(body)) return null
  return { afterMs: afterMs(headers, Date.now()) }
}

/** How long to wait, in milliseconds, by `retry-after-ms` or `retry-after` (seconds or a date), a minute at most. */
export function afterMs(headers: Record<string, string>, now: number): number | null {
  const milliseconds = numberIn(headers['retry-after-ms'])
  if (milliseconds !== null) return Math.min(milliseconds, LONGEST_MS)
  const after = headers['retry-after']?.trim()
  if (!after) return null
  const seconds = numberIn(after)
  if (seconds !== null) return Math.min(Math.ceil(seconds * 1_000), LONGEST_MS)
  const date = Date.parse(after)
  return Number.isNaN(date) ? null : Math.min(Math.max(date - now, 0), LONGEST_MS)
}

const numberIn = (text: string | undefined): number | null =>
  text !== undefined && /^\s*\d+(?:\.\d+)?\s*$/.test(text) ? Number(text) : null
