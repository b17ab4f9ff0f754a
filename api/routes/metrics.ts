import { contract } from '../contract/index.ts'
import type { ApiMetrics } from '../metrics/create-metrics.ts'
import { type Served, serve } from '../serve.ts'

/** For Prometheus, with the admin key: in `x-api-key`, or as the bearer token of its `authorization` section. */
export const metricsRoutes = (metrics: ApiMetrics): Served[] => [
  serve(contract.readMetrics, async ({ request, response }) => {
    const { contentType, body } = await metrics.expose(request.get('accept'))
    response.set('content-type', contentType).set('cache-control', 'no-store').end(body)
    return undefined
  }),
]
