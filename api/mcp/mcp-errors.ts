import { ProtocolErrorCode } from '@modelcontextprotocol/server'
import type { ErrorRequestHandler } from 'express'
import type { Logger } from 'pino'
import { problemOf } from '../errors.ts'

/** JSON-RPC's own range for what a server defines. */
const SERVER_ERROR = -32_000

/** What is refused before the protocol has a say: with the HTTP status of the API, as an error of JSON-RPC. */
export function mcpErrors(log: Logger): ErrorRequestHandler {
  return (error, request, response, next) => {
    if (response.headersSent) {
      next(error)
      return
    }
    const problem = problemOf(error)
    if (problem.status >= 500)
      log.error(
        { request_id: response.locals.request_id, error_name: error?.name, error_message: error?.message },
        'request failed',
      )
    if (problem.status === 401) response.set('WWW-Authenticate', challenge(request.get('authorization')))
    if (problem.retryAfter !== undefined) response.set('Retry-After', String(problem.retryAfter))
    const code = problem.code === 'unreadable_json' ? ProtocolErrorCode.ParseError : SERVER_ERROR
    response.status(problem.status).json({
      jsonrpc: '2.0',
      id: null,
      error: { code, message: problem.message, data: { code: problem.code } },
    })
  }
}

/** RFC 6750: says more where a key was sent. */
const challenge = (authorization: string | undefined): string =>
  `Bearer realm="errand"${authorization === undefined ? '' : ', error="invalid_token"'}`
