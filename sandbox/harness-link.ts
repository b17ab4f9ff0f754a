import type { Duplex } from 'node:stream'
import { createStdoutReader } from './docker-stream.ts'
import { createFrameDecoder, encodeFrame, FRAME, type Frame, ProtocolViolation } from './frames.ts'

/** The conversation with one container's harness. */
export interface HarnessLink {
  /** Resolves when the harness waits for its request; rejects where the stream ends before. */
  readonly ready: Promise<void>
  /** Resolves when the stream has ended, with the violation that ended it, or null. */
  readonly ended: Promise<ProtocolViolation | null>
  /** Sends bytes made by `encodeFrame`. Nothing happens once the stream has ended. */
  sendRaw(bytes: Buffer): void
  send(kind: number, channel: number, payload?: Buffer): void
  /** Takes every frame after the harness's readiness; may throw {@link ProtocolViolation}. */
  onFrame(handler: (frame: Frame) => void): void
  destroy(): void
}

/** Speaks with the harness over the container's attached stream. */
export function createHarnessLink(stream: Duplex): HarnessLink {
  let handler: (frame: Frame) => void = () => {
    throw new ProtocolViolation('a frame before any request')
  }
  let violation: ProtocolViolation | null = null
  let isReady = false
  const ready = Promise.withResolvers<void>()
  const ended = Promise.withResolvers<ProtocolViolation | null>()
  ready.promise.catch(() => {})
  const decode = createFrameDecoder((frame) => {
    if (isReady) return handler(frame)
    if (frame.kind !== FRAME.ready) throw new ProtocolViolation('a frame before readiness')
    isReady = true
    ready.resolve()
  })
  const read = createStdoutReader(decode)
  stream.on('data', (bytes: Buffer) => {
    if (violation) return
    try {
      read(bytes)
    } catch (error) {
      if (!(error instanceof ProtocolViolation)) throw error
      violation = error
      stream.destroy()
    }
  })
  const finish = () => {
    ready.reject(violation ?? new Error('the container ended before it was ready'))
    ended.resolve(violation)
  }
  stream.on('error', finish)
  stream.on('end', finish)
  stream.on('close', finish)
  const sendRaw = (bytes: Buffer) => {
    if (stream.writable) stream.write(bytes)
  }
  return {
    ready: ready.promise,
    ended: ended.promise,
    sendRaw,
    send: (kind, channel, payload) => sendRaw(encodeFrame(kind, channel, payload)),
    onFrame(next) {
      handler = next
    },
    destroy: () => stream.destroy(),
  }
}
