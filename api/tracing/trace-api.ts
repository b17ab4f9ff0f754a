import {
  context,
  defaultTextMapGetter,
  propagation,
  ROOT_CONTEXT,
  SpanKind,
  SpanStatusCode,
  trace,
} from '@opentelemetry/api'
import type { WorkflowClientInterceptor } from '@temporalio/client'
import { OpenTelemetryWorkflowClientInterceptor } from '@temporalio/interceptors-opentelemetry/lib/client/index.js'
import type { RequestHandler } from 'express'
import { NO_ROUTE, routeTemplate } from '../metrics/route-template.ts'

/** Probes and scrapes come every few seconds, and tell nothing. */
const UNTRACED = new Set(['/healthz', '/readyz', '/metrics'])

/** Each request is a span, which goes on a trace that the client has begun. Before all routes. */
export const traceRequests: RequestHandler = (request, response, next) => {
  if (UNTRACED.has(request.path)) return next()
  const parent = propagation.extract(ROOT_CONTEXT, request.headers, defaultTextMapGetter)
  const span = trace.getTracer('errand').startSpan(request.method, { kind: SpanKind.SERVER }, parent)
  response.once('close', () => {
    const route = routeTemplate(request)
    if (route !== NO_ROUTE) span.updateName(`${request.method} ${route}`).setAttribute('http.route', route)
    span.setAttributes({
      'http.request.method': request.method,
      'http.response.status_code': response.statusCode,
      'errand.request_id': String(response.getHeader('x-request-id') ?? ''),
    })
    if (response.statusCode >= 500) span.setStatus({ code: SpanStatusCode.ERROR })
    span.end()
  })
  context.with(trace.setSpan(parent, span), () => next())
}

/** What begins or steers a workflow is a span, and passes the trace on. What only asks again and again is not. */
export function traceWorkflowClient(): WorkflowClientInterceptor {
  const all = new OpenTelemetryWorkflowClientInterceptor()
  return {
    startWithDetails: all.startWithDetails.bind(all),
    signal: all.signal.bind(all),
  }
}
