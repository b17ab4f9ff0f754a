import type { InjectedSinks, WorkerInterceptors } from '@temporalio/worker'
import type { Sinks } from '@temporalio/workflow'
import type { Logger } from 'pino'
import type { Registry } from 'prom-client'
import type { TraceCall } from '../../activities/dependencies.ts'
import type { Configuration } from '../../domain/configuration.ts'
import type { SandboxObserver } from '../../sandbox/sandbox.ts'
import { createRegistry } from '../../telemetry/metrics/registry.ts'
import { openTracing } from '../../telemetry/tracing/open-tracing.ts'
import { TRACED_WORKFLOWS } from '../tracing/workflow-module.ts'
import type { BundledModule } from '../workflow-bundle.ts'
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
  /** What the workflows' bundle has to have; nothing where nothing is traced, as with the following. */
  workflowModules: BundledModule[]
  sinks?: InjectedSinks<Sinks>
  traceCall?: TraceCall
  /** Sends what has not been sent. */
  close(): Promise<void>
}

export async function openTelemetry(
  { ERRAND_METRICS_PORT }: Pick<Configuration, 'ERRAND_METRICS_PORT'>,
  log: Logger,
): Promise<WorkerTelemetry> {
  const registry = createRegistry('worker')
  const { interceptor, model } = observeActivities(registry)
  const tracing = await openTracing(process.env, 'errand-worker', log)
  const traced = tracing && (await import('../tracing/trace-worker.ts')).traceWorker(tracing)
  return {
    registry,
    interceptors: { activity: [interceptor, ...(traced ? [traced.activity] : [])] },
    workflowModules: traced ? [TRACED_WORKFLOWS] : [],
    ...(traced && { sinks: traced.sinks, traceCall: traced.traceCall }),
    close: async () => tracing?.close(),
    sandboxObserver: observeSandbox(registry),
    model,
    sdk: ERRAND_METRICS_PORT === undefined ? null : await sdkMetrics(),
  }
}
