import type { RequestHandler } from 'express'
import type { ApiDependencies } from './dependencies.ts'
import { createApiMetrics } from './metrics/create-metrics.ts'
import { apiReadiness } from './readiness.ts'
import { healthRoutes } from './routes/health.ts'
import { metricsRoutes } from './routes/metrics.ts'
import type { Served } from './serve.ts'

export interface Observability {
  /** Before all routes. */
  observe: RequestHandler[]
  health: Served[]
  metrics: Served[]
}

/** What tells operators how this process, and all of Errand, is. */
export function observability(deps: ApiDependencies): Observability {
  const readiness = apiReadiness(deps)
  const metrics = createApiMetrics(deps, readiness)
  const observe = deps.traceRequests ? [deps.traceRequests, metrics.observe] : [metrics.observe]
  return { observe, health: healthRoutes(readiness), metrics: metricsRoutes(metrics) }
}
