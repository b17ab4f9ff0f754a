import http from 'node:http'
import { pipeline } from 'node:stream'
import { RunFailure } from '../../domain/run-errors.ts'
import type { EgressPolicy } from '../../egress/policy.ts'
import { type Permit, permittedHost } from './permit.ts'
import { refusalOf } from './refusal.ts'

/** Headers between two neighbours, which a proxy does not pass on (RFC 9110, 7.6.1). */
const HOP_BY_HOP = new Set([
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-authorization',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
])

/** Passes one request in absolute form on, over a connection of its own, and its answer back. */
export async function forward(
  request: http.IncomingMessage,
  response: http.ServerResponse,
  egress: EgressPolicy,
  permit: Permit,
): Promise<void> {
  try {
    const { host, port, authority, path } = targetOf(request.url ?? '')
    const name = permittedHost(permit, host)
    const socket = await egress.connect({ host: name, port }, { signal: permit.signal })
    if (response.destroyed) return void socket.destroy()
    const upstream = http.request({
      createConnection: () => socket,
      method: request.method,
      path,
      headers: [
        'Host',
        authority,
        ...passedOn(request.rawHeaders, true),
        ...framing(request),
        'Connection',
        'close',
      ],
      setHost: false,
    })
    upstream.once('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.statusMessage, passedOn(answer.rawHeaders, false))
      pipeline(answer, response, () => socket.destroy())
    })
    upstream.once('error', () =>
      refuse(response, new RunFailure('connection_failed', `${name}:${port} broke the connection off.`)),
    )
    response.once('close', () => upstream.destroy())
    pipeline(request, upstream, () => {})
  } catch (error) {
    refuse(response, error)
  }
}

/** @throws {RunFailure} `invalid_request` where it is not `http://host[:port]/…` without userinfo */
function targetOf(target: string): { host: string; port: number; authority: string; path: string } {
  const [, authority = '', rest = ''] = /^http:\/\/([^/?#]*)([^#]*)/i.exec(target) ?? []
  const [, host, port = '80'] = /^(\[[^\]]*\]|[^:@[\]]+)(?::(\d{1,5}))?$/.exec(authority) ?? []
  if (!host)
    throw new RunFailure(
      'invalid_request',
      'This is a proxy: it takes http:// addresses without user and password, and CONNECT.',
    )
  return { host, port: Number(port), authority, path: rest.startsWith('/') ? rest : `/${rest}` }
}

/** The headers for the other side, as flat pairs. */
function passedOn(raw: string[], toServer: boolean): string[] {
  const named = new Set(HOP_BY_HOP)
  if (toServer) for (const name of ['host', 'expect', 'content-length']) named.add(name)
  for (let i = 0; i < raw.length; i += 2)
    if (raw[i]?.toLowerCase() === 'connection')
      for (const name of (raw[i + 1] ?? '').split(',')) named.add(name.trim().toLowerCase())
  return raw.filter((_, i) => !named.has((raw[i - (i % 2)] ?? '').toLowerCase()))
}

/** How the body ends, as our own parser understood it: two opinions about that are how requests are smuggled. */
function framing({ headers }: http.IncomingMessage): string[] {
  if (headers['transfer-encoding'] !== undefined) return ['Transfer-Encoding', 'chunked']
  return headers['content-length'] === undefined ? [] : ['Content-Length', headers['content-length']]
}

function refuse(response: http.ServerResponse, error: unknown): void {
  if (response.headersSent || response.destroyed) return void response.destroy()
  const { status, reason, body } = refusalOf(error)
  // The connection stays: a client that is still sending would otherwise not get to read this.
  response.writeHead(status, reason, { 'content-type': 'text/plain; charset=utf-8' }).end(body)
}
