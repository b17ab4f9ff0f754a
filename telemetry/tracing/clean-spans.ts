import type { Attributes } from '@opentelemetry/api'
import { ExportResultCode } from '@opentelemetry/core'
import type { ReadableSpan, SpanExporter } from '@opentelemetry/sdk-trace-base'

/**
 * What may leave in a span. Libraries put in what they know: all of a workflow's memo, the message of an error. Of these
 * any may hold a question, a parameter, or what a service has answered.
 */
const ALLOWED = new Set([
  'http.request.method',
  'http.response.status_code',
  'http.route',
  'server.address',
  'errand.request_id',
  'temporalWorkflowId',
  'temporalActivityId',
  'run_id',
  'workflowType',
  'taskQueue',
])
/** Of an exception's event. */
const ALLOWED_OF_EVENTS = new Set(['exception.type'])

/** An exporter that sends what is allowed, and drops the rest. `onLoss` is told how many spans did not arrive. */
export const cleanSpans = (exporter: SpanExporter, onLoss: (count: number) => void): SpanExporter => ({
  export: (spans, done) =>
    exporter.export(spans.map(clean), (result) => {
      if (result.code !== ExportResultCode.SUCCESS) onLoss(spans.length)
      done(result)
    }),
  shutdown: () => exporter.shutdown(),
  forceFlush: async () => exporter.forceFlush?.(),
})

/** The same span, seen through what is allowed. */
function clean(span: ReadableSpan): ReadableSpan {
  const { code } = span.status
  return {
    name: span.name,
    kind: span.kind,
    spanContext: () => span.spanContext(),
    parentSpanId: span.parentSpanId,
    startTime: span.startTime,
    endTime: span.endTime,
    duration: span.duration,
    ended: span.ended,
    resource: span.resource,
    instrumentationLibrary: span.instrumentationLibrary,
    status: { code },
    attributes: pick(span.attributes, ALLOWED),
    events: span.events.map(({ name, time, attributes = {} }) => ({
      name,
      time,
      attributes: pick(attributes, ALLOWED_OF_EVENTS),
    })),
    links: [],
    droppedAttributesCount: 0,
    droppedEventsCount: 0,
    droppedLinksCount: 0,
  }
}

const pick = (attributes: Attributes, allowed: Set<string>): Attributes =>
  Object.fromEntries(Object.entries(attributes).filter(([name]) => allowed.has(name)))
