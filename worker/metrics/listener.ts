import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import type { Registry } from 'prom-client'
import { expose } from '../../telemetry/metrics/exposition.ts'
import type { Readiness } from '../../telemetry/readiness.ts'

export interface ListenerOptions {
  host: string
  port: number
  registry: Registry
  /** In Prometheus's text format. */
  sdkMetrics: () => Promise<string>
  readiness: () => Promise<Readiness>
}

/**
 * What a worker tells to whoever looks after it: `/healthz`, `/readyz` and `/metrics`, without a key. It names no guru, no
 * action and no user.
 * @throws {Error} where the port is taken
 */
export async function listen(options: ListenerOptions): Promise<{ close(): void }> {
  const server = createServer((request, response) => {
    answer(options, request, response).catch(() => response.destroy())
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, options.host, resolve)
  })
  server.unref()
  return {
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}

async function answer(
  { registry, sdkMetrics, readiness }: ListenerOptions,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  const path = request.url?.split('?')[0]
  if (request.method !== 'GET' && request.method !== 'HEAD') send(response, 405, { status: 'only GET' })
  else if (path === '/healthz') send(response, 200, { status: 'ok' })
  else if (path === '/readyz') {
    const { ready, checks } = await readiness()
    send(response, ready ? 200 : 503, { status: ready ? 'ready' : 'not ready', checks })
  } else if (path === '/metrics') {
    const { contentType, body } = expose(
      await Promise.all([registry.metrics(), sdkMetrics()]),
      request.headers.accept,
    )
    response.writeHead(200, { 'content-type': contentType }).end(body)
  } else send(response, 404, { status: 'not found' })
}

function send(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
