import { setTimeout as sleep } from 'node:timers/promises'

/** Requests that are answered "later" are sent again so often, and waited for so long in all. */
const MAX_TRIES = 5
const MAX_WAIT_SECONDS = 120
/** Where the answer doesn't say. */
const DEFAULT_WAIT_SECONDS = 2

const LATER = [429, 503]

export interface RetryOptions {
  /** Whether it does no harm when the request arrives twice: a 503 may come from the middle of it. */
  repeatable: boolean
  /** Told before each wait. */
  onWait: (seconds: number, status: number) => void
  signal: AbortSignal
}

/** Sends again what is answered with 429 or 503, after the time that `Retry-After` names, within bounds. */
export async function withRetries(
  send: () => Promise<Response>,
  { repeatable, onWait, signal }: RetryOptions,
): Promise<Response> {
  let waited = 0
  for (let tries = 1; ; tries++) {
    const response = await send()
    const seconds = retryAfterSeconds(response.headers.get('retry-after'), Date.now()) ?? DEFAULT_WAIT_SECONDS
    const later = LATER.includes(response.status) && (repeatable || response.status === 429)
    if (!later || tries === MAX_TRIES || waited + seconds > MAX_WAIT_SECONDS) return response
    await response.body?.cancel()
    onWait(seconds, response.status)
    waited += seconds
    await sleep(seconds * 1_000, undefined, { signal })
  }
}

/**
 * The header as seconds from now, a number or a date; null where it is neither.
 * @param now epoch milliseconds
 */
export function retryAfterSeconds(header: string | null, now: number): number | null {
  if (header === null) return null
  if (/^\d+$/.test(header)) return Number(header)
  const at = Date.parse(header)
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - now) / 1_000))
}
