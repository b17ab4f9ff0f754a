import { setTimeout as delay } from 'node:timers/promises'
import { RunFailure } from '../../domain/run-errors.ts'

/** Pauses before a reading call is tried again, in milliseconds. */
const PAUSES_MS = [250, 1_000, 3_000]
/** Answers that may be another one a moment later. */
export const RETRIED_STATUS = new Set([429, 500, 502, 503, 504])

export interface Attempt {
  status: number
  headers: Record<string, string | undefined>
}

/**
 * Repeats `attempt` on connection errors, 429 and 5xx, with growing pauses or as `Retry-After` says, as long as
 * `deadline` (milliseconds since the epoch) leaves room. The last result or error stands.
 */
export async function withRetries<T extends Attempt>(
  attempt: () => Promise<T>,
  { deadline, signal }: { deadline: number; signal: AbortSignal },
): Promise<T> {
  for (let count = 0; ; count++) {
    const pause = PAUSES_MS[count]
    try {
      const result = await attempt()
      if (pause === undefined || !RETRIED_STATUS.has(result.status)) return result
      const wait = Math.max(pause, retryAfterMs(result.headers['retry-after']))
      if (Date.now() + wait >= deadline) return result
      await delay(wait, undefined, { signal })
    } catch (error) {
      const mayPass = error instanceof RunFailure && error.code === 'connection_failed'
      if (!mayPass || pause === undefined || signal.aborted || Date.now() + pause >= deadline) throw error
      await delay(pause, undefined, { signal })
    }
  }
}

/** RFC 9110, 10.2.3: seconds or a date. */
function retryAfterMs(value: string | undefined): number {
  if (!value) return 0
  const seconds = Number(value)
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1_000)
  const date = Date.parse(value)
  return Number.isNaN(date) ? 0 : Math.max(0, date - Date.now())
}
