import type { RequestHandler } from 'express'
import { Gauge } from 'prom-client'
import { type Exposition, expose, withLabel } from '../../telemetry/metrics/exposition.ts'
import { createRegistry } from '../../telemetry/metrics/registry.ts'
import type { ApiDependencies } from '../dependencies.ts'
import type { ApiReadiness } from '../readiness.ts'
import { observeRequests } from './http-metrics.ts'
import { exposeQueues } from './queue-metrics.ts'
import { exposeRuns } from './run-metrics.ts'

export interface ApiMetrics {
  /** Before all routes. */
  observe: RequestHandler
  /** All that there is to scrape. */
  expose(accept: string | undefined): Promise<Exposition>
}

const WORKER_ANSWERS_WITHIN_MS = 2_000

type Deps = Pick<ApiDependencies, 'configuration' | 'temporal' | 'streams' | 'runCounter'>

/** What this process tells of itself, of the whole installation, and of workers that it was told of. */
export function createApiMetrics(deps: Deps, readiness: ApiReadiness): ApiMetrics {
  const { configuration, temporal, streams, runCounter } = deps
  const registry = createRegistry('api')
  exposeRuns(registry, temporal, runCounter)
  exposeQueues(registry, temporal)
  new Gauge({
    name: 'errand_open_streams',
    help: 'Answers that this process streams at the moment',
    registers: [registry],
    collect() {
      this.set(streams.count())
    },
  })
  new Gauge({
    name: 'errand_check_ok',
    help: 'What GET /readyz says of each part: 1 where it is ok',
    labelNames: ['check'],
    registers: [registry],
    async collect() {
      const { checks } = await readiness()
      for (const [check, word] of Object.entries(checks)) this.set({ check }, isWell(word) ? 1 : 0)
    },
  })
  return {
    observe: observeRequests(registry),
    async expose(accept) {
      const workers = configuration.ERRAND_METRICS_WORKERS.map(readWorker)
      return expose(await Promise.all([registry.metrics(), ...workers]), accept)
    },
  }
}

/** A model that is not there, or not asked yet, is no reason to worry. */
const isWell = (word: string): boolean => ['ok', 'built_in', 'not_asked'].includes(word)

/** Several workers have the same metrics: each is labelled with its address. A worker that is away has no samples; `errand_task_queue_pollers` says that it is. */
async function readWorker(address: string): Promise<string> {
  try {
    const response = await fetch(`http://${address}/metrics`, {
      signal: AbortSignal.timeout(WORKER_ANSWERS_WITHIN_MS),
      redirect: 'error',
    })
    return response.ok ? withLabel(await response.text(), 'worker', address) : ''
  } catch {
    return ''
  }
}
