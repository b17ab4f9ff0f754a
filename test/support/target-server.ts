import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http'
import { createServer as createTlsServer } from 'node:https'
import type { AddressInfo } from 'node:net'

export interface ReceivedCall {
  method: string
  path: string
  headers: IncomingMessage['headers']
  body: string
}

export interface TargetServer {
  url: string
  /** `127.0.0.1:PORT`, for ERRAND_EGRESS_ALLOW. */
  address: string
  calls: ReceivedCall[]
  /** Resolves as soon as `count` calls have come in all. */
  received(count: number): Promise<void>
  close(): Promise<void>
}

export type Handler = (call: ReceivedCall, response: ServerResponse) => void | Promise<void>

/**
 * The service that an action calls: a real HTTP server on loopback that counts what reaches it.
 * @param certificate in PEM, for one over TLS
 */
export async function startTarget(
  handler: Handler,
  certificate?: { cert: string; key: string },
): Promise<TargetServer> {
  const calls: ReceivedCall[] = []
  const waiting: { count: number; resolve: () => void }[] = []
  const answer: RequestListener = async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const { method = '', url: path = '', headers } = request
    const call = { method, path, headers, body: Buffer.concat(chunks).toString() }
    calls.push(call)
    for (const { count, resolve } of waiting) if (calls.length >= count) resolve()
    await handler(call, response)
  }
  const server = certificate ? createTlsServer(certificate, answer) : createServer(answer)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `${certificate ? 'https' : 'http'}://127.0.0.1:${port}`,
    address: `127.0.0.1:${port}`,
    calls,
    received: (count) =>
      new Promise((resolve) => {
        if (calls.length >= count) resolve()
        else waiting.push({ count, resolve })
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** Answers with JSON. */
export function sendJson(response: ServerResponse, body: unknown, status = 200): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}
