import type { ServerResponse } from 'node:http'
import type { ExecutionContext } from 'ava'
import { type SeenRequest, startTlsServer } from '../../sandbox/support/servers.ts'

export interface Call {
  method: string
  host: string
  path: string
  query: URLSearchParams
  headers: SeenRequest['headers']
  body: string
}

export interface Reply {
  status?: number
  headers?: Record<string, string>
  /** Sent as JSON, but for text, which goes as it is. */
  body?: unknown
  /** Breaks the connection instead. */
  broken?: boolean
}

/** What a service answers. */
export type Protocol = (call: Call) => Reply

export interface TestService {
  port: number
  ca: string
  names: string[]
  /** All that was asked, in order. */
  calls: Call[]
  /** These replies come first, one for each call, before the protocol's own. */
  first(...replies: Reply[]): void
}

/** A service over TLS on loopback, under the names that it has in the world. */
export async function startService(
  t: ExecutionContext,
  names: string[],
  protocol: Protocol,
): Promise<TestService> {
  const calls: Call[] = []
  const queue: Reply[] = []
  const { port, ca } = await startTlsServer(t, names, (request, response) => {
    const { pathname, searchParams } = new URL(request.url, `https://${request.host}`)
    const { method, host, headers, body } = request
    const call = { method, host, path: pathname, query: searchParams, headers, body }
    calls.push(call)
    send(response, queue.shift() ?? protocol(call))
  })
  return { port, ca, names, calls, first: (...replies) => void queue.push(...replies) }
}

function send(
  response: ServerResponse,
  { status = 200, headers = {}, body = '', broken = false }: Reply,
): void {
  if (broken) return void response.destroy()
  const text = typeof body === 'string' ? body : JSON.stringify(body)
  const type = typeof body === 'string' ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8'
  response.writeHead(status, { 'content-type': type, ...headers }).end(text)
}

/** What most services say of a request too many; `seconds` is their Retry-After. */
export const tooMany = (seconds: number | string, body: unknown = ''): Reply => ({
  status: 429,
  headers: { 'retry-after': String(seconds) },
  body,
})

/** The user name and password of a request with Basic authentication. */
export function basic({ headers }: Call): string {
  const [, encoded = ''] = /^Basic (\S+)$/.exec(headers.authorization ?? '') ?? []
  return Buffer.from(encoded, 'base64').toString()
}
