import { type Duplex, duplexPair } from 'node:stream'
import type { ReadyContainer } from '../../../sandbox/container-source.ts'
import { encodeFrame, FRAME } from '../../../sandbox/frames.ts'
import { createHarnessLink } from '../../../sandbox/harness-link.ts'

export interface ForgedContainer {
  container: ReadyContainer
  /** Sends bytes as the container's standard output. */
  print(bytes: Buffer): void
  send(kind: number, channel?: number, payload?: Buffer): void
  /** All that the worker has sent. */
  received: Buffer[]
  /** The container's end of the stream. */
  inside: Duplex
}

/** A container that says whatever a test wants: the link to it is the real one, no engine is behind it. */
export function forgeContainer({ ready = true } = {}): ForgedContainer {
  const [outside, inside] = duplexPair()
  const received: Buffer[] = []
  inside.on('data', (bytes: Buffer) => received.push(bytes))
  inside.on('error', () => {})
  const link = createHarnessLink(outside)
  const container: ReadyContainer = {
    link,
    ranOutOfMemory: async () => false,
    dispose: async () => link.destroy(),
  }
  const print = (bytes: Buffer) => {
    const header = Buffer.from([1, 0, 0, 0, 0, 0, 0, 0])
    header.writeUInt32BE(bytes.length, 4)
    if (inside.writable) inside.write(Buffer.concat([header, bytes]))
  }
  if (ready) print(encodeFrame(FRAME.ready))
  return {
    container,
    print,
    send: (kind, channel, payload) => print(encodeFrame(kind, channel, payload)),
    received,
    inside,
  }
}
