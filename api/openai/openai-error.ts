import type { ErrorRequestHandler, RequestHandler } from 'express'
import type { Logger } from 'pino'
import type { ProblemCode } from '../../domain/problems.ts'
import { problemOf } from '../errors.ts'

/** An error as clients of OpenAI's API read it. */
export interface OpenAiError {
  error: { message: string; type: string; param: string | null; code: string | null }
}

/** A request that is refused with a status and a code of OpenAI's own. */
export class OpenAiRefusal extends Error {
  readonly status: number
  readonly param: string | null
  readonly code: string | null

  constructor(message: string, { status = 400, param = null, code = null }: Partial<OpenAiRefusal> = {}) {
    super(message)
    this.name = 'OpenAiRefusal'
    this.status = status
    this.param = param
    this.code = code
  }
}

const SERVER_ERROR = { type: 'server_error' }
const INVALID = { type: 'invalid_request_error' }

/**
 * How our problems are told. Clients of OpenAI's repeat a 409 by themselves, which for a key that was used before is of
 * no use: it is a 400.
 */
const TOLD: Record<ProblemCode, { type: string; code?: string; status?: number }> = {
  unreadable_json: INVALID,
  unauthorized: { ...INVALID, code: 'invalid_api_key' },
  forbidden: { type: 'permission_error', code: 'permission_denied' },
  not_found: { ...INVALID, code: 'not_found' },
  method_not_allowed: INVALID,
  precondition_failed: INVALID,
  request_timeout: INVALID,
  headers_too_large: INVALID,
  conflict: { ...INVALID, code: 'conflict', status: 400 },
  body_too_large: { ...INVALID, code: 'request_too_large' },
  unsupported_media_type: INVALID,
  validation_failed: { ...INVALID, status: 400 },
  throttled: { type: 'requests', code: 'rate_limit_exceeded' },
  history_unreadable: SERVER_ERROR,
  internal_error: SERVER_ERROR,
  unavailable: { ...SERVER_ERROR, code: 'unavailable' },
}

/** Any error with the status that it is answered with. */
export function openAiErrorOf(error: unknown): { status: number; retryAfter?: number; body: OpenAiError } {
  if (error instanceof OpenAiRefusal) {
    const { message, status, param, code } = error
    const type = status >= 500 ? SERVER_ERROR.type : INVALID.type
    return { status, body: { error: { message, type, param, code } } }
  }
  const problem = problemOf(error)
  const { type, code = null, status = problem.status } = TOLD[problem.code]
  const param = problem.errors[0]?.path || null
  const body = { error: { message: problem.message, type, param, code } }
  return { status, body, ...(problem.retryAfter !== undefined && { retryAfter: problem.retryAfter }) }
}

/** Every error of these routes ends here. */
export function openAiErrors(log: Logger): ErrorRequestHandler {
  return (error, _request, response, next) => {
    if (response.headersSent) {
      next(error)
      return
    }
    const { status, retryAfter, body } = openAiErrorOf(error)
    if (status >= 500)
      log.error(
        { request_id: response.locals.request_id, error_name: error?.name, error_message: error?.message },
        'request failed',
      )
    if (status === 401) response.set('WWW-Authenticate', 'Bearer realm="errand"')
    if (retryAfter !== undefined) response.set('Retry-After', String(retryAfter))
    response.status(status).json(body)
  }
}

export const unknownUrl: RequestHandler = ({ method, baseUrl, path }) => {
  throw new OpenAiRefusal(`Unknown request URL: ${method} ${baseUrl}${path.slice(0, 200)}.`, {
    status: 404,
    code: 'unknown_url',
  })
}
