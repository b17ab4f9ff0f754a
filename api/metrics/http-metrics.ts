import type { RequestHandler } from 'express'
import { Counter, Histogram, type Registry } from 'prom-client'
import { DURATION_BUCKETS } from '../../telemetry/metrics/registry.ts'
import { routeTemplate } from './route-template.ts'

/** Others are anybody's words. */
const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'])
const REFUSED: Record<number, string> = { 401: 'unauthorized', 403: 'forbidden', 429: 'throttled' }

/** Counts and times each request as it ends, by its route's template. Before all routes. */
export function observeRequests(registry: Registry): RequestHandler {
  const requests = new Counter({
    name: 'errand_http_requests_total',
    help: 'Requests that this process has answered, by route and class of status; aborted: the client left before',
    labelNames: ['method', 'route', 'status'],
    registers: [registry],
  })
  const durations = new Histogram({
    name: 'errand_http_request_duration_seconds',
    help: 'How long requests took until the last byte was sent; streams and waiting for runs included',
    labelNames: ['method', 'route'],
    buckets: DURATION_BUCKETS,
    registers: [registry],
  })
  const refused = new Counter({
    name: 'errand_http_refused_total',
    help: 'Requests that were refused for who sent them (unauthorized, forbidden), or for how many (throttled)',
    labelNames: ['reason'],
    registers: [registry],
  })
  for (const reason of Object.values(REFUSED)) refused.inc({ reason }, 0)

  return (request, response, next) => {
    const startedAt = performance.now()
    response.once('close', () => {
      const method = METHODS.has(request.method) ? request.method : 'other'
      const route = routeTemplate(request)
      const status = response.writableFinished ? `${Math.floor(response.statusCode / 100)}xx` : 'aborted'
      requests.inc({ method, route, status })
      durations.observe({ method, route }, (performance.now() - startedAt) / 1_000)
      const reason = REFUSED[response.statusCode]
      if (reason) refused.inc({ reason })
    })
    next()
  }
}
