import { Router } from 'express'
import { adminOnly, authenticate } from '../auth.ts'
import type { ApiDependencies } from '../dependencies.ts'
import type { ApiMetrics } from '../metrics/create-metrics.ts'

/** For Prometheus, with the admin key: in `x-api-key`, or as the bearer token of its `authorization` section. */
export function metricsRoutes(deps: ApiDependencies, metrics: ApiMetrics): Router {
  const router = Router()
  router.get('/metrics', authenticate(deps), adminOnly, async (request, response) => {
    const { contentType, body } = await metrics.expose(request.get('accept'))
    response.set('content-type', contentType).set('cache-control', 'no-store').end(body)
  })
  return router
}
