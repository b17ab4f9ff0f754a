import type { RequestHandler, Response } from 'express'
import type { Logger } from 'pino'
import { pinoHttp } from 'pino-http'
import { withoutKeys } from '../telemetry/log.ts'

/**
 * Method, path, status and time, and the workflow that the request began: by its id the worker's log goes on. Neither
 * headers nor bodies nor query strings: they may hold secrets.
 */
export function requestLog(log: Logger): RequestHandler {
  return pinoHttp({
    logger: log,
    customAttributeKeys: { responseTime: 'duration_ms' },
    genReqId: (_request, response) => withoutKeys(String(response.getHeader('x-request-id'))),
    customProps: (_request, response) => {
      const { workflow_id } = (response as Response).locals
      return workflow_id ? { workflow_id } : {}
    },
    serializers: {
      req: ({ id, method, url }) => ({ id, method, path: withoutKeys(String(url).split('?')[0] ?? '') }),
      res: ({ statusCode }) => ({ status: statusCode }),
      err: ({ type, message }) => ({ type, message }),
    },
  }) as RequestHandler
}
