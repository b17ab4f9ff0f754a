import type { Response } from 'express'
import { RateLimiterRes } from 'rate-limiter-flexible'
import type { Configuration } from '../../domain/configuration.ts'
import type { Storage } from '../../storage/connection.ts'
import { isNoted, note } from '../../storage/limits.ts'
import type { Idempotency } from '../temporal/workflow-ids.ts'
import { StoredLimiter } from './stored-limiter.ts'
import { throttled } from './throttled.ts'

const WINDOW_SECONDS = 60
/** A repeated request is free for as long. Shorter than any history: its run must still be known by then. */
const REPEATED_FOR_MS = 3_600_000

/** How many answers each holder of a key may have in a minute, on behalf of each external user. */
export interface AnswerLimit {
  limiter: StoredLimiter
  storage: Pick<Storage, 'limits'>
}

export const createAnswerLimit = (
  storage: Pick<Storage, 'limits'>,
  { ERRAND_RATE_LIMIT }: Pick<Configuration, 'ERRAND_RATE_LIMIT'>,
): AnswerLimit => ({
  storage,
  limiter: new StoredLimiter(storage, 'answers', ERRAND_RATE_LIMIT, WINDOW_SECONDS),
})

export interface TakeOptions {
  /** The same request again gets the answer that it had, and counts once. */
  idempotency?: Idempotency | null
  /** Is told what is left, in the headers `RateLimit` and `RateLimit-Policy`. */
  response?: Pick<Response, 'set' | 'headersSent'>
}

/**
 * Takes one answer, or one call of a tool, of what the holder of a key has in this minute, in whichever process it
 * asks. To be called once what was asked is known to be valid, and before anything is begun.
 * @param holder as the identity of a request has it
 * @param externalUserId for whom the holder asks; each has a minute's answers
 * @throws {Problem} 429 with the seconds to wait. Where the database is away its error: nothing is begun uncounted
 */
export async function takeAnswer(
  { answerLimit: { limiter, storage } }: { answerLimit: AnswerLimit },
  holder: string,
  externalUserId: string | null | undefined,
  { idempotency, response }: TakeOptions = {},
): Promise<void> {
  const repeated =
    idempotency &&
    JSON.stringify(['repeated answer', idempotency.holder, idempotency.key, idempotency.fingerprint])
  if (repeated && (await isNoted(storage, repeated))) return
  try {
    const taken = await limiter.consume(JSON.stringify([holder, externalUserId ?? null]))
    tell(response, limiter.points, taken)
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused
    tell(response, limiter.points, refused)
    throw throttled(refused.msBeforeNext)
  }
  if (repeated) await note(storage, repeated, new Date(Date.now() + REPEATED_FOR_MS))
}

/** As the IETF's draft on RateLimit header fields has them. */
function tell(response: TakeOptions['response'], limit: number, state: RateLimiterRes): void {
  if (!response || response.headersSent) return
  response.set({
    'RateLimit-Policy': `"answers";q=${limit};w=${WINDOW_SECONDS}`,
    RateLimit: `"answers";r=${state.remainingPoints};t=${Math.ceil(state.msBeforeNext / 1_000)}`,
  })
}
