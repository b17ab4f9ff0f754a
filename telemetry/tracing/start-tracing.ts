import { AsyncLocalStorageContextManager } from '@opentelemetry/context-async-hooks'
import { W3CTraceContextPropagator } from '@opentelemetry/core'
import { OTLPTraceExporter as JsonExporter } from '@opentelemetry/exporter-trace-otlp-http'
import { OTLPTraceExporter as ProtobufExporter } from '@opentelemetry/exporter-trace-otlp-proto'
import { detectResourcesSync, envDetectorSync, type IResource, Resource } from '@opentelemetry/resources'
import { BasicTracerProvider, BatchSpanProcessor, type SpanProcessor } from '@opentelemetry/sdk-trace-base'
import type { Logger } from 'pino'
import { cleanSpans } from './clean-spans.ts'

export interface Tracing {
  /** For spans that workflows make. */
  processor: SpanProcessor
  resource: IResource
  /** Sends what has not been sent. Never rejects. */
  close(): Promise<void>
}

/**
 * Starts OpenTelemetry's SDK by its standard variables, for the whole process. What crosses processes is W3C's trace
 * context and no baggage: that is whatever a client wants, and would end up in Temporal's history.
 */
export function startTracing(
  environment: Record<string, string | undefined>,
  service: string,
  log: Logger,
): Tracing {
  const protocol = environment.OTEL_EXPORTER_OTLP_TRACES_PROTOCOL || environment.OTEL_EXPORTER_OTLP_PROTOCOL
  const exporter = protocol === 'http/json' ? new JsonExporter() : new ProtobufExporter()
  const processor = new BatchSpanProcessor(
    // Whatever the reason says may name the address, with what it holds.
    cleanSpans(exporter, (count) => log.warn({ spans: count }, 'traces could not be sent, and are lost')),
  )
  const resource = new Resource({ 'service.name': service }).merge(
    detectResourcesSync({ detectors: [envDetectorSync] }),
  )
  const provider = new BasicTracerProvider({ resource, spanProcessors: [processor] })
  provider.register({
    contextManager: new AsyncLocalStorageContextManager(),
    propagator: new W3CTraceContextPropagator(),
  })
  return {
    processor,
    resource,
    close: () => provider.shutdown().catch(() => {}),
  }
}
