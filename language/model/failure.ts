import { APICallError, RetryError } from 'ai'
import { RunFailure } from '../../domain/run-errors.ts'

export interface FailureContext {
  host: string
  model: string
  limitSeconds: number
}

/**
 * Any failure of a model call in words a user can act on. Names the host and status only: what an endpoint answers
 * may repeat the key.
 */
export function modelFailure(error: unknown, { host, model, limitSeconds }: FailureContext): RunFailure {
  const fail = (message: string): RunFailure => new RunFailure('model_failed', message, { cause: error })
  if (error instanceof RunFailure) return error
  if (isTimeout(error)) return fail(`The language model at ${host} did not answer within ${limitSeconds} s.`)
  const cause = RetryError.isInstance(error) ? error.lastError : error
  if (!APICallError.isInstance(cause))
    return fail(`The language model at ${host} gave an answer that can't be read.`)
  const { statusCode: status } = cause
  if (status === undefined)
    return fail(`The language model at ${host} can't be reached. Check ERRAND_MODEL_URL, and that it is up.`)
  if (status < 400)
    return fail(
      `The language model at ${host} answered with status ${status}, but not with a chat completion. Check that ERRAND_MODEL_URL is the base of an OpenAI-compatible API (it often ends with /v1).`,
    )
  return fail(`The language model at ${host} answered with status ${status}. ${adviceFor(status, model)}`)
}

function adviceFor(status: number, model: string): string {
  if (status === 401 || status === 403) return 'Check ERRAND_MODEL_KEY.'
  if (status === 404) return `Check ERRAND_MODEL_URL, and that it offers the model '${model}' (ERRAND_MODEL).`
  if (status === 413) return 'The request was too large for it.'
  if (status === 429) return 'Its rate limit or quota is used up. Try again later.'
  if (status >= 500) return 'Its server has a problem. Try again later.'
  return `It refused the request. Check that the model '${model}' (ERRAND_MODEL) supports tool calls.`
}

const isTimeout = (error: unknown): boolean => error instanceof Error && error.name === 'TimeoutError'
