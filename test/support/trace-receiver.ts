/* A receiver of traces: speaks OTLP over HTTP, in JSON, and keeps every byte. */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface ReceivedSpan {
  name: string
  kind: number
  traceId: string
  spanId: string
  parentSpanId?: string
  attributes: Record<string, unknown>
  events: { name: string; attributes: Record<string, unknown> }[]
  /** Of the process that made it. */
  service: string
}

interface OtlpAttribute {
  key: string
  value: Record<string, unknown>
}
type OtlpSpan = Omit<ReceivedSpan, 'attributes' | 'events' | 'service'> & {
  attributes?: OtlpAttribute[]
  events?: { name: string; attributes?: OtlpAttribute[] }[]
}
interface OtlpTraces {
  resourceSpans: {
    resource: { attributes: OtlpAttribute[] }
    scopeSpans: { spans: OtlpSpan[] }[]
  }[]
}

export interface TraceReceiver {
  url: string
  spans(): ReceivedSpan[]
  /** All that has arrived, headers included. */
  bytes(): string
  close(): Promise<void>
}

export async function startTraceReceiver(): Promise<TraceReceiver> {
  const spans: ReceivedSpan[] = []
  let bytes = ''
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    bytes += `${request.url}\n${JSON.stringify(request.headers)}\n${body}\n`
    spans.push(...readSpans(JSON.parse(body)))
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    spans: () => [...spans],
    bytes: () => bytes,
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}

const readSpans = ({ resourceSpans }: OtlpTraces): ReceivedSpan[] =>
  resourceSpans.flatMap(({ resource, scopeSpans }) =>
    scopeSpans
      .flatMap(({ spans }) => spans)
      .map((span) => ({
        ...span,
        attributes: read(span.attributes),
        events: (span.events ?? []).map(({ name, attributes }) => ({ name, attributes: read(attributes) })),
        service: String(read(resource.attributes)['service.name']),
      })),
  )

const read = (attributes: OtlpAttribute[] = []): Record<string, unknown> =>
  Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]))
