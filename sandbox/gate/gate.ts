import http from 'node:http'
import type { Duplex } from 'node:stream'
import { finished } from 'node:stream/promises'
import { RunFailure } from '../../domain/run-errors.ts'
import type { EgressPolicy } from '../../egress/policy.ts'
import { SANDBOX_LIMITS } from '../limits.ts'
import { forward } from './forward.ts'
import type { Permit } from './permit.ts'
import { answerOf } from './refusal.ts'
import { tunnel } from './tunnel.ts'

const LIMITS = SANDBOX_LIMITS.network

/** The only way out of the containers: an HTTP proxy that never listens, and is handed its connections. */
export interface Gate {
  /** Serves one connection out of a container. */
  serve(connection: Duplex, permit: Permit): void
}

/** One connection out of a container, and what it is being served. */
interface Client {
  permit: Permit
  /** Responses that are owed, the first of them under way. */
  owed: http.ServerResponse[]
  /** Resolves when the last of them is done. */
  done: Promise<void>
}

/** Speaks HTTP proxy (CONNECT, and requests in absolute form, each judged by itself) under the egress policy. */
export function createGate(egress: EgressPolicy): Gate {
  const clients = new WeakMap<Duplex, Client>()
  const server = http.createServer({
    maxHeaderSize: LIMITS.headerBytes,
    requireHostHeader: false,
    keepAlive: false,
  })
  server.on('request', (request, response) => {
    const client = clients.get(request.socket)
    // Sent ahead without end, requests would be held in memory without end.
    if (!client || client.owed.length >= LIMITS.pipelined) return void request.socket.destroy()
    client.owed.push(response)
    // Pipelines and whoever waits for its end come to a dozen.
    response.setMaxListeners(24)
    client.done = client.done.then(async () => {
      if (request.socket.destroyed) return
      const over = finished(response).catch(() => {})
      await forward(request, response, egress, client.permit)
      await over
      client.owed.shift()
    })
  })
  server.on('connect', (request, connection: Duplex, head: Buffer) => {
    const client = clients.get(connection)
    if (client && client.owed.length === 0)
      void tunnel(request.url ?? '', connection, head, egress, client.permit)
    else connection.destroy()
  })
  server.on('clientError', (error: NodeJS.ErrnoException, connection) => {
    const client = clients.get(connection)
    if (!connection.writable || !client || client.owed[0]?.headersSent) return void connection.destroy()
    client.permit.account.line(null).refused('invalid_request')
    connection.end(answerOf(new RunFailure('invalid_request', problemOf(error))))
  })
  return {
    serve(connection, permit) {
      clients.set(connection, { permit, owed: [], done: Promise.resolve() })
      server.emit('connection', connection)
    },
  }
}

function problemOf({ code = '' }: NodeJS.ErrnoException): string {
  if (code === 'HPE_HEADER_OVERFLOW') return 'The headers are larger than 64 KB.'
  if (code === 'HPE_CHUNK_EXTENSIONS_OVERFLOW') return 'The chunk extensions are too large.'
  return `The gate can't read this as HTTP/1.1 (${code}).`
}
