import http from 'node:http'
import type { Duplex } from 'node:stream'
import type { EgressPolicy } from '../../egress/policy.ts'
import { forward } from './forward.ts'
import type { Permit } from './permit.ts'
import { tunnel } from './tunnel.ts'

/** The only way out of the containers: an HTTP proxy that never listens, and is handed its connections. */
export interface Gate {
  /** Serves one connection out of a container. */
  serve(connection: Duplex, permit: Permit): void
}

/** Speaks HTTP proxy (CONNECT, and requests in absolute form, each judged by itself) under the egress policy. */
export function createGate(egress: EgressPolicy): Gate {
  const permits = new WeakMap<Duplex, Permit>()
  const server = http.createServer({ maxHeaderSize: 64 * 1024, requireHostHeader: false, keepAlive: false })
  server.on('request', (request, response) => {
    const permit = permits.get(request.socket)
    if (permit) void forward(request, response, egress, permit)
    else response.destroy()
  })
  server.on('connect', (request, client: Duplex, head: Buffer) => {
    const permit = permits.get(client)
    if (permit) void tunnel(request.url ?? '', client, head, egress, permit)
    else client.destroy()
  })
  server.on('clientError', (_error, client) => {
    if (client.writable) client.end('HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n')
    else client.destroy()
  })
  return {
    serve(connection, permit) {
      permits.set(connection, permit)
      server.emit('connection', connection)
    },
  }
}
