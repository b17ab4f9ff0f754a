import http from 'node:http'
import { pipeline } from 'node:stream'
import { RunFailure } from '../../domain/run-errors.ts'
import type { EgressPolicy } from '../../egress/policy.ts'
import { SANDBOX_LIMITS } from '../limits.ts'
import { NetworkLimit } from './account.ts'
import { framing, passedOn } from './headers.ts'
import type { Permit } from './permit.ts'
import { type Reached, reach, type Target } from './reach.ts'
import { refusalOf } from './refusal.ts'

/** What a client may still send of a request that was refused, before it is cut off. */
const UNREAD_BYTES = 32 * 1024 * 1024

/** A target with the path and query that it is asked for. */
interface HttpTarget extends Target {
  path: string
}

/** Passes one request in absolute form on, over a connection of its own, and its answer back. */
export async function forward(
  request: http.IncomingMessage,
  response: http.ServerResponse,
  egress: EgressPolicy,
  permit: Permit,
): Promise<void> {
  try {
    const target = targetOf(request)
    if (target instanceof RunFailure) {
      permit.account.line(null).refused(target.code)
      throw target
    }
    const abandoned = new AbortController()
    response.once('close', () => abandoned.abort())
    const signal = AbortSignal.any([permit.signal, abandoned.signal])
    exchange(request, response, target, await reach(target, egress, permit, signal))
  } catch (error) {
    refuse(request, response, error)
  }
}

function exchange(
  request: http.IncomingMessage,
  response: http.ServerResponse,
  { port, path }: HttpTarget,
  { name, socket, count }: Reached,
): void {
  if (response.destroyed) return void socket.destroy()
  const host = name.includes(':') ? `[${name}]` : name
  const upstream = http.request({
    createConnection: () => socket,
    method: request.method,
    path,
    headers: [
      // The name that was judged: no other host is asked for behind it.
      'Host',
      port === 80 ? host : `${host}:${port}`,
      ...passedOn(request.rawHeaders, true),
      ...framing(request),
      'Connection',
      'close',
    ],
    setHost: false,
    maxHeaderSize: SANDBOX_LIMITS.network.headerBytes,
  })
  const fail = (why: string) => {
    socket.destroy()
    refuse(request, response, new RunFailure('connection_failed', `${name}:${port} ${why}.`))
  }
  upstream.once('socket', () => count(socket))
  let isComplete = () => false
  upstream.once('response', (answer) => {
    isComplete = () => answer.complete
    try {
      response.writeHead(answer.statusCode ?? 502, answer.statusMessage, passedOn(answer.rawHeaders, false))
    } catch {
      // A status below 100, or a character that may not stand there.
      answer.destroy()
      return fail('gave an answer that is no HTTP')
    }
    pipeline(answer, response, () => socket.destroy())
  })
  upstream.on('error', (error: NodeJS.ErrnoException) => {
    // Bytes after the end of the answer are no harm.
    if (isComplete()) return
    if (error instanceof NetworkLimit) refuse(request, response, error)
    else if (error.code === 'HPE_HEADER_OVERFLOW') fail('sent more than 64 KB of headers')
    else fail('broke the connection off')
  })
  // Also where it wants to speak something other than HTTP, which is no error to Node.
  upstream.once('close', () => {
    if (!response.headersSent) fail('gave no answer')
  })
  response.once('close', () => {
    upstream.destroy()
    socket.destroy()
  })
  count(request)
  // No pipeline: it would leave the client waiting when the server breaks off while a body is on its way.
  request.on('error', () => upstream.destroy())
  request.pipe(upstream)
}

/** The target of a request for `http://host[:port]/…` without userinfo, or why it is none. */
function targetOf({ url = '', headers }: http.IncomingMessage): HttpTarget | RunFailure {
  const [, authority = '', rest = ''] = /^http:\/\/([^/?#]*)([^#]*)/i.exec(url) ?? []
  const [, host, port = '80'] = /^(\[[^\]]*\]|[^:@[\]]+)(?::(\d{1,5}))?$/.exec(authority) ?? []
  if (!host)
    return new RunFailure(
      'invalid_request',
      'This is a proxy: it takes http:// addresses without user and password, and CONNECT.',
    )
  if (/\bwebsocket\b/i.test(headers.upgrade ?? ''))
    return new RunFailure(
      'invalid_request',
      'WebSockets go through the sandbox over TLS only. Use wss:// instead of ws://.',
    )
  return { host, port: Number(port), path: rest.startsWith('/') ? rest : `/${rest}` }
}

function refuse(request: http.IncomingMessage, response: http.ServerResponse, error: unknown): void {
  if (response.headersSent || response.destroyed) return void response.destroy()
  const { status, reason, body } = refusalOf(error)
  // The connection stays: a client that is still sending would otherwise not get to read this.
  const headers = { 'content-type': 'text/plain; charset=utf-8', 'content-length': Buffer.byteLength(body) }
  response.writeHead(status, reason, headers).end(body)
  const { socket } = request
  let left = UNREAD_BYTES
  request.on('data', ({ length }: Buffer) => {
    left -= length
    if (left < 0) socket.destroy()
  })
  request.unpipe()
  request.resume()
}
