import type { WorkerInterceptors } from '@temporalio/worker'
import type { Registry } from 'prom-client'
import type { Configuration } from '../../domain/configuration.ts'
import type { SandboxObserver } from '../../sandbox/sandbox.ts'
import { createRegistry } from '../../telemetry/metrics/registry.ts'
import { type ObservedActivities, observeActivities } from './activity-metrics.ts'
import { observeSandbox } from './sandbox-metrics.ts'
import { type SdkMetrics, sdkMetrics } from './sdk-metrics.ts'

/** What watches a worker's parts, made before they are. */
export interface WorkerTelemetry {
  registry: Registry
  interceptors: WorkerInterceptors
  sandboxObserver: SandboxObserver
  model: ObservedActivities['model']
  /** Null where nobody could read it. */
  sdk: SdkMetrics | null
}

export async function openTelemetry({
  ERRAND_METRICS_PORT,
}: Pick<Configuration, 'ERRAND_METRICS_PORT'>): Promise<WorkerTelemetry> {
  const registry = createRegistry('worker')
  const { interceptor, model } = observeActivities(registry)
  return {
    registry,
    interceptors: { activity: [interceptor] },
    sandboxObserver: observeSandbox(registry),
    model,
    sdk: ERRAND_METRICS_PORT === undefined ? null : await sdkMetrics(),
  }
}
