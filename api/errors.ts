import { isGrpcDeadlineError, isGrpcServiceError } from '@temporalio/client'
import type { ErrorRequestHandler, RequestHandler } from 'express'
import type { Logger } from 'pino'
import { Problem } from '../domain/problems.ts'
import { unreadableHistoryIn } from '../encryption/unreadable-history.ts'
import { isUnreachable } from '../storage/connection.ts'
import { tooLarge } from './json/too-large.ts'

/** Seconds after which a client may try again while a part is away. */
const RETRY_AFTER = 5
/** gRPC's UNAVAILABLE and DEADLINE_EXCEEDED. */
const AWAY = [14, 4]

export const noSuchRoute: RequestHandler = (request) => {
  throw new Problem('not_found', `There is no ${request.method} ${request.path}.`)
}

/** Every error of every route ends here: as a problem document, without a stack trace. */
export function createErrorHandler(log: Logger): ErrorRequestHandler {
  return (error, _request, response, _next) => {
    const problem = problemOf(error)
    if (problem.status >= 500)
      log.error(
        { request_id: response.locals.request_id, error_name: error?.name, error_message: error?.message },
        'request failed',
      )
    if (response.headersSent) {
      response.destroy()
      return
    }
    if (problem.retryAfter !== undefined) response.set('Retry-After', String(problem.retryAfter))
    response.status(problem.status).type('application/problem+json').send(JSON.stringify(problem))
  }
}

/** What a client is told of any error. */
export function problemOf(error: unknown): Problem {
  if (error instanceof Problem) return error
  if (isUnreachable(error)) return away('The database')
  if (isTemporalAway(error)) return away('Temporal')
  const unreadable = unreadableHistoryIn(error)
  if (unreadable) return new Problem('history_unreadable', unreadable.message)
  const type = error instanceof Error && 'type' in error ? error.type : ''
  if (type === 'entity.too.large') return tooLarge(limitOf(error))
  const status = error instanceof Error && 'status' in error ? error.status : 500
  if (typeof status === 'number' && status >= 400 && status < 500)
    return new Problem('unreadable_json', 'The request could not be read.')
  return new Problem(
    'internal_error',
    'Something went wrong inside Errand. The log has more under this request id.',
  )
}

/** Routes have limits of their own; what reads the body says which it was. */
const limitOf = (error: unknown): number =>
  error instanceof Error && 'limit' in error ? Number(error.limit) : 0

const away = (part: string): Problem =>
  new Problem(
    'unavailable',
    `${part} can't be reached at the moment. Nothing was lost; try again in ${RETRY_AFTER} s.`,
    {
      retryAfter: RETRY_AFTER,
    },
  )

function isTemporalAway(error: unknown): boolean {
  if (isGrpcDeadlineError(error)) return true
  if (isGrpcServiceError(error)) return AWAY.includes((error as { code: number }).code)
  return error instanceof Error && isTemporalAway(error.cause)
}
