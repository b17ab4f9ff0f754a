import type { Duplex } from 'node:stream'
import { type ClientHello, createClientHelloReader } from './client-hello.ts'

/** How long a client may take to begin its TLS handshake. */
const HELLO_TIMEOUT_MS = 10_000

export interface FirstHello {
  /** All that the client has sent so far. */
  bytes: Buffer
  /** 'incomplete' where it ended, or took too long. */
  hello: ClientHello
}

/** The client's first bytes up to the end of its ClientHello, or to where they are none. The client is paused then. */
export function firstHello(client: Duplex, head: Buffer, signal: AbortSignal): Promise<FirstHello> {
  return new Promise((resolve) => {
    const read = createClientHelloReader()
    const pieces: Buffer[] = []
    const settle = (hello: ClientHello) => {
      clearTimeout(timer)
      signal.removeEventListener('abort', giveUp)
      client.off('data', take)
      client.off('end', giveUp)
      client.pause()
      resolve({ bytes: Buffer.concat(pieces), hello })
    }
    const giveUp = () => settle('incomplete')
    const timer = setTimeout(giveUp, HELLO_TIMEOUT_MS)
    const take = (bytes: Buffer) => {
      pieces.push(bytes)
      const hello = read(bytes)
      if (hello !== 'incomplete') settle(hello)
    }
    if (signal.aborted) return giveUp()
    signal.addEventListener('abort', giveUp, { once: true })
    client.on('end', giveUp)
    client.on('data', take)
    if (head.length > 0) take(head)
  })
}
