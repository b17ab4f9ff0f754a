import type { Logger } from 'pino'
import type { Tracing } from './start-tracing.ts'

export type { Tracing } from './start-tracing.ts'

type Environment = Record<string, string | undefined>

/** Whether OpenTelemetry's own variables ask for traces. */
export const isTracingOn = (environment: Environment): boolean =>
  environment.OTEL_SDK_DISABLED?.toLowerCase() !== 'true' &&
  environment.OTEL_TRACES_EXPORTER !== 'none' &&
  Boolean(environment.OTEL_EXPORTER_OTLP_ENDPOINT || environment.OTEL_EXPORTER_OTLP_TRACES_ENDPOINT)

/**
 * Sends traces where the environment says. Null where it says nothing: then nothing of OpenTelemetry's SDK is loaded.
 * @param service the service's name, unless OTEL_SERVICE_NAME gives another
 */
export async function openTracing(
  environment: Environment,
  service: string,
  log: Logger,
): Promise<Tracing | null> {
  if (!isTracingOn(environment)) return null
  const { startTracing } = await import('./start-tracing.ts')
  return startTracing(environment, service, log)
}
