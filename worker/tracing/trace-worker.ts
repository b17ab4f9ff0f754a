import { SpanKind, SpanStatusCode, trace } from '@opentelemetry/api'
import {
  makeWorkflowExporter,
  OpenTelemetryActivityInboundInterceptor,
} from '@temporalio/interceptors-opentelemetry/lib/worker/index.js'
import type { ActivityInterceptorsFactory, InjectedSinks } from '@temporalio/worker'
import type { Sinks } from '@temporalio/workflow'
import type { TraceCall } from '../../activities/dependencies.ts'
import type { Tracing } from '../../telemetry/tracing/open-tracing.ts'

export interface WorkerTracing {
  activity: ActivityInterceptorsFactory
  /** Where spans leave the workflows' own world. Not while one is replayed. */
  sinks: InjectedSinks<Sinks>
  traceCall: TraceCall
}

/** Joins what workflows and activities do to the trace of the request that began it. */
export function traceWorker({ processor, resource }: Tracing): WorkerTracing {
  return {
    activity: (context) => ({ inbound: new OpenTelemetryActivityInboundInterceptor(context) }),
    sinks: { exporter: makeWorkflowExporter(processor, resource) } as unknown as InjectedSinks<Sinks>,
    traceCall,
  }
}

/** The receiver is told nothing of the trace: it is not ours. */
const traceCall: TraceCall = ({ method, host }, call) =>
  trace.getTracer('errand').startActiveSpan(
    method,
    {
      kind: SpanKind.CLIENT,
      attributes: { 'http.request.method': method, ...(host && { 'server.address': host }) },
    },
    async (span) => {
      try {
        const answer = await call()
        span.setAttribute('http.response.status_code', answer.status)
        if (answer.status >= 400) span.setStatus({ code: SpanStatusCode.ERROR })
        return answer
      } catch (error) {
        span.setStatus({ code: SpanStatusCode.ERROR })
        throw error
      } finally {
        span.end()
      }
    },
  )
