import { collectDefaultMetrics, Registry } from 'prom-client'

/** Which of Errand's processes a metric of a process is about. */
export type ProcessName = 'api' | 'worker'

/** Of interest to whoever debugs Node, and many samples at each scrape. */
const LEFT_OUT = /^nodejs_(active_|heap_space_)/

/** A registry of this process's own, with what Node tells about the process: CPU, memory, event loop. */
export function createRegistry(name: ProcessName): Registry {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry, labels: { process: name } })
  for (const { name: metric } of registry.getMetricsAsArray())
    if (LEFT_OUT.test(metric)) registry.removeSingleMetric(metric)
  return registry
}

/** Upper bounds of a histogram's buckets, in seconds: from a look-up in memory to the longest that a step may take. */
export const DURATION_BUCKETS = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120]
