import type { Duplex } from 'node:stream'
import { pipeline } from 'node:stream'
import { parseAddress } from '../../domain/address.ts'
import { RunFailure } from '../../domain/run-errors.ts'
import type { EgressPolicy } from '../../egress/policy.ts'
import { type FirstHello, firstHello } from './first-hello.ts'
import type { Permit } from './permit.ts'
import { reach, type Target } from './reach.ts'
import { answerOf } from './refusal.ts'

/** Fatal, unrecognized_name (RFC 6066, 3): what a TLS client understands, and names in its exception. */
const UNRECOGNIZED_NAME = Buffer.from([21, 3, 3, 0, 2, 2, 112])
const TLS_HANDSHAKE = 22

/**
 * Serves one CONNECT: checks and connects, and lets bytes through once the client has begun a TLS handshake for
 * the host that it asked the gate for. Whatever is no TLS goes nowhere.
 */
export async function tunnel(
  request: string,
  client: Duplex,
  head: Buffer,
  egress: EgressPolicy,
  permit: Permit,
): Promise<void> {
  const abandoned = new AbortController()
  const abandon = () => abandoned.abort()
  client.once('close', abandon)
  try {
    const target = targetOf(request)
    if (!target) {
      permit.account.line(null).refused('invalid_request')
      throw new RunFailure('invalid_request', 'CONNECT needs host:port.')
    }
    const signal = AbortSignal.any([permit.signal, abandoned.signal])
    const { name, socket, line, count } = await reach(target, egress, permit, signal)
    socket.on('error', () => client.destroy())
    client.once('close', () => socket.destroy())
    client.write('HTTP/1.1 200 Connection established\r\n\r\n')
    const first = await firstHello(client, head, signal)
    const problem = problemOf(first, name)
    if (problem) {
      socket.destroy()
      if (signal.aborted) return void client.destroy()
      const why = `${problem}, so nothing was sent to ${name}:${target.port}.`
      line.refused('invalid_request')
      permit.account.explain(why)
      client.end(saysTls(first) ? UNRECOGNIZED_NAME : answerOf(new RunFailure('invalid_request', why)))
      return
    }
    count(socket)
    count(client)
    socket.write(first.bytes)
    pipeline(client, socket, client, () => {})
  } catch (error) {
    client.end(answerOf(error))
  } finally {
    client.off('close', abandon)
  }
}

/** Null where it is not `host:port`. */
function targetOf(request: string): Target | null {
  const [, host, port] = /^(\[[^\]]*\]|[^:@/?#[\]]+):(\d{1,5})$/.exec(request) ?? []
  return host ? { host, port: Number(port) } : null
}

const saysTls = ({ bytes }: FirstHello): boolean => bytes[0] === TLS_HANDSHAKE

/** Why the client's first bytes may not pass, or null. */
function problemOf(first: FirstHello, host: string): string | null {
  const { hello } = first
  if (hello === 'encrypted') return 'The TLS client hides the name of its server (Encrypted Client Hello)'
  if (hello === 'incomplete') return 'The client did not begin a TLS handshake within 10 s'
  if (hello === 'invalid')
    return saysTls(first)
      ? 'The TLS handshake can not be read'
      : 'CONNECT is for TLS only, and the client did not begin with a TLS handshake (http:// requests go to the proxy itself, ws:// and raw TCP do not go through)'
  return nameProblem(hello.serverName, host)
}

/** A client that connects to an address names no server; any other names the one that it asked for. */
function nameProblem(serverName: string | null, host: string): string | null {
  const expected = parseAddress(host) ? null : host
  if (serverName === null && expected === null) return null
  if (serverName === null) return 'The TLS client names no server (SNI)'
  const name = serverName.toLowerCase().replace(/\.$/, '')
  if (name === host) return null
  // Not cut off: half of a secret could not be masked any more.
  const shown =
    serverName.length > 253 ? 'a longer name than there are' : `'${serverName.replace(/[^\x21-\x7e]/g, '?')}'`
  return `The TLS client asks for ${shown} (SNI) instead of '${host}'`
}
