import type { Duplex } from 'node:stream'
import { Channel, type SendFrame } from './channel.ts'
import { FRAME, type Frame, ProtocolViolation } from './frames.ts'
import { SANDBOX_LIMITS } from './limits.ts'

export interface Channels {
  /** @throws {ProtocolViolation} */
  handle(frame: Frame): void
  close(): void
}

/** The open connections of one container. Each new one is handed to `onOpen`. */
export function createChannels(send: SendFrame, onOpen: (stream: Duplex) => void): Channels {
  const open = new Map<number, Channel>()
  return {
    handle({ kind, channel: number, payload }) {
      const channel = open.get(number)
      if (kind === FRAME.open) {
        if (channel || open.size >= SANDBOX_LIMITS.network.atOnce)
          throw new ProtocolViolation('one connection too many')
        const opened = new Channel(number, send)
        open.set(number, opened)
        opened.once('close', () => open.delete(number))
        onOpen(opened)
      } else if (kind === FRAME.data) channel?.arrive(payload)
      else if (kind === FRAME.end) channel?.peerEnds()
      else if (kind === FRAME.close) channel?.peerCloses()
      else if (kind === FRAME.credit) channel?.credit(payload)
      else throw new ProtocolViolation(`a frame of kind ${kind}`)
    },
    close() {
      for (const channel of open.values()) channel.destroy()
    },
  }
}
