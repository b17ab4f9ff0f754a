import { APICallError, RetryError } from 'ai'
import { RunFailure } from '../../../domain/run-errors.ts'
import { isTooMuch } from './guarded-fetch.ts'
import { retryOf } from './retry.ts'

export interface FailureContext {
  host: string
  model: string
}

/** Another try may help, and nothing says when. */
const SOON = { afterMs: null }

/**
 * Any failure of a model call in words a user can act on. Names the host and status only: what an endpoint answers
 * may repeat the key.
 */
export function modelFailure(error: unknown, { host, model }: FailureContext): RunFailure {
  const fail = (message: string, retry: RunFailure['retry'] = null): RunFailure =>
    new RunFailure('model_failed', `The language model at ${host} ${message}`, { cause: error, retry })
  if (error instanceof RunFailure) return error
  if (isTooMuch(error)) return fail('gave an answer without end.')
  if (error instanceof BrokenOff) return fail('broke off in the middle of its answer.', SOON)
  const cause = RetryError.isInstance(error) ? error.lastError : error
  if (!APICallError.isInstance(cause)) return fail("gave an answer that can't be read.")
  const { statusCode: status, responseHeaders, responseBody = '' } = cause
  if (status === undefined) return fail("can't be reached. Check ERRAND_MODEL_URL, and that it is up.", SOON)
  if (status >= 300 && status < 400)
    return fail(
      `answered with status ${status}: it sends elsewhere, which is not followed, so that no other host is sent the key. Set ERRAND_MODEL_URL to where it really is.`,
    )
  if (status < 400) {
    // The connection was lost while the answer came.
    if (cause.isRetryable) return fail('broke off in the middle of its answer.', SOON)
    return fail(
      `answered with status ${status}, but not with a chat completion. Check that ERRAND_MODEL_URL is the base of an OpenAI-compatible API (it often ends with /v1).`,
    )
  }
  return fail(
    `answered with status ${status}. ${adviceFor(status, model, responseBody)}`,
    retryOf(status, responseHeaders, responseBody),
  )
}

/** A stream that ended before the model said that it was done. */
export class BrokenOff extends Error {}

function adviceFor(status: number, model: string, body: string): string {
  if (status === 401 || status === 403) return 'Check ERRAND_MODEL_KEY.'
  if (status === 404) return `Check ERRAND_MODEL_URL, and that it offers the model '${model}' (ERRAND_MODEL).`
  if (status === 413 || /context.{0,20}(?:length|size|window)/i.test(body))
    return 'The request was too large for it. Give it a longer context, or take a model that has one.'
  if (status === 429) return 'Its rate limit or quota is used up. Try again later.'
  if (status >= 500) return 'Its server has a problem. Try again later.'
  return `It refused the request. Check that it offers the model '${model}' (ERRAND_MODEL).`
}
