import type { Duplex } from 'node:stream'
import { pipeline } from 'node:stream'
import { parseAddress } from '../../domain/address.ts'
import { RunFailure } from '../../domain/run-errors.ts'
import type { EgressPolicy } from '../../egress/policy.ts'
import { readClientHello } from './client-hello.ts'
import { type Permit, permittedHost } from './permit.ts'
import { refusalOf } from './refusal.ts'

/** How long a client may take to begin its TLS handshake. */
const HELLO_TIMEOUT_MS = 10_000

/**
 * Serves one CONNECT: checks and connects, and lets bytes through once the client has begun a TLS handshake for
 * the host that it asked the gate for. Whatever is no TLS goes nowhere.
 */
export async function tunnel(
  target: string,
  client: Duplex,
  head: Buffer,
  egress: EgressPolicy,
  permit: Permit,
): Promise<void> {
  const abandoned = new AbortController()
  const abandon = () => abandoned.abort()
  client.once('close', abandon)
  try {
    const { host, port } = targetOf(target)
    const name = permittedHost(permit, host)
    const signal = AbortSignal.any([permit.signal, abandoned.signal])
    const upstream = await egress.connect({ host: name, port }, { signal })
    upstream.on('error', () => client.destroy())
    client.once('close', () => upstream.destroy())
    client.write('HTTP/1.1 200 Connection established\r\n\r\n')
    const hello = await firstHello(client, head, signal)
    if (!hello || !isFor(hello.serverName, name)) {
      upstream.destroy()
      client.destroy()
      return
    }
    upstream.write(hello.bytes)
    pipeline(client, upstream, client, () => {})
  } catch (error) {
    const { status, reason, body } = refusalOf(error)
    const headers = `Content-Type: text/plain; charset=utf-8\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close`
    client.end(`HTTP/1.1 ${status} ${reason}\r\n${headers}\r\n\r\n${body}`)
  } finally {
    client.off('close', abandon)
  }
}

/** @throws {RunFailure} `invalid_request` where it is not `host:port` */
function targetOf(target: string): { host: string; port: number } {
  const [, host, port] = /^(\[[^\]]*\]|[^:@/?#[\]]+):(\d{1,5})$/.exec(target) ?? []
  if (!host) throw new RunFailure('invalid_request', 'CONNECT needs host:port.')
  return { host, port: Number(port) }
}

/** A client that connects to an address names no server; any other names the one that it asked for. */
function isFor(serverName: string | null, host: string): boolean {
  if (parseAddress(host)) return serverName === null || serverName === host
  return serverName !== null && serverName.toLowerCase().replace(/\.$/, '') === host
}

/** The client's first bytes up to the end of its ClientHello, or null where they are none. */
function firstHello(
  client: Duplex,
  head: Buffer,
  signal: AbortSignal,
): Promise<{ bytes: Buffer; serverName: string | null } | null> {
  return new Promise((resolve) => {
    let bytes: Buffer = head
    const settle = (result: { bytes: Buffer; serverName: string | null } | null) => {
      clearTimeout(timer)
      signal.removeEventListener('abort', abort)
      client.off('data', take)
      client.off('end', abort)
      client.pause()
      resolve(result)
    }
    const abort = () => settle(null)
    const timer = setTimeout(abort, HELLO_TIMEOUT_MS)
    const take = (more: Buffer) => {
      bytes = bytes.length > 0 ? Buffer.concat([bytes, more]) : more
      const hello = readClientHello(bytes)
      if (hello === 'invalid') settle(null)
      else if (hello !== 'incomplete') settle({ bytes, serverName: hello.serverName })
    }
    if (signal.aborted) return abort()
    signal.addEventListener('abort', abort, { once: true })
    client.on('end', abort)
    client.on('data', take)
    if (head.length > 0) take(Buffer.alloc(0))
  })
}
