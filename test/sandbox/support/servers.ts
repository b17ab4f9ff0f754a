import { once } from 'node:events'
import http from 'node:http'
import https from 'node:https'
import type { AddressInfo, Server } from 'node:net'
import type { ExecutionContext } from 'ava'
import { makeCertificates } from './certificates.ts'

/** One request as a server saw it. */
export interface SeenRequest {
  method: string
  url: string
  host: string
  headers: http.IncomingHttpHeaders
  body: string
}

export interface TestServer {
  port: number
  seen: SeenRequest[]
}

type Answer = (request: SeenRequest, response: http.ServerResponse) => void

const answerWithPath: Answer = ({ method, url, body }, response) =>
  void response.end(`${method} ${url} ${body.length}`)

/** A web server on loopback that remembers what it was asked. */
export function startServer(t: ExecutionContext, answer = answerWithPath): Promise<TestServer> {
  const seen: SeenRequest[] = []
  return listen(t, http.createServer(handler(seen, answer)), seen)
}

/** The same over TLS, with the PEM of its authority. */
export async function startTlsServer(
  t: ExecutionContext,
  names: string[],
  answer = answerWithPath,
): Promise<TestServer & { ca: string }> {
  const seen: SeenRequest[] = []
  const { ca, cert, key } = makeCertificates(names)
  return { ...(await listen(t, https.createServer({ cert, key }, handler(seen, answer)), seen)), ca }
}

function handler(seen: SeenRequest[], answer: Answer): http.RequestListener {
  return async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const { method = '', url = '', headers } = request
    const body = Buffer.concat(chunks).toString('utf8')
    const one = { method, url, host: headers.host ?? '', headers, body }
    seen.push(one)
    answer(one, response)
  }
}

async function listen(t: ExecutionContext, server: Server, seen: SeenRequest[]): Promise<TestServer> {
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    if (server instanceof http.Server || server instanceof https.Server) server.closeAllConnections()
    server.close()
  })
  return { port: (server.address() as AddressInfo).port, seen }
}
