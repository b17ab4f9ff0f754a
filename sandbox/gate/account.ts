import type { Socket } from 'node:net'
import type { Readable } from 'node:stream'
import type { NetworkRefusal, NetworkUse } from '../../domain/network-use.ts'
import { SANDBOX_LIMITS } from '../limits.ts'

/** Lines of one run; what is beyond goes into one more, so that hostile code can't fill the history. */
const MAX_LINES = 50
/** A name has no more (RFC 1035). */
const MAX_HOST = 253

export type NetworkLimits = typeof SANDBOX_LIMITS.network

/** The run has used up what it may use of the network. */
export class NetworkLimit extends Error {
  override readonly name = 'NetworkLimit'
}

/** What one run does at one host and port. */
export interface Line {
  refused(why: NetworkRefusal): void
  /**
   * Counts a connection that was made, from now to its end, and destroys it at the end of the run.
   * @returns what to call with each stream whose bytes pass, so that the limits hold at once
   */
  connected(socket: Socket): (stream: Readable) => void
}

/** Counts what one run does with the network, and holds it to the limits. */
export interface Account {
  /** The line of a host and port; null for what can't be read. */
  line(target: { host: string; port: number } | null): Line
  /** Counts an attempt to connect, before any name is resolved. @throws {NetworkLimit} */
  admit(): void
  /** Ends every connection that is still open and tells what was done; nothing can be opened after it. */
  close(): NetworkUse[]
  /** Keeps why a connection was cut, where its client can't be told in words. */
  explain(why: string): void
  /** The limit that the run has reached, else the last explanation, as a sentence; null where there is none. */
  readonly note: string | null
}

export function createAccount(limits: NetworkLimits = SANDBOX_LIMITS.network): Account {
  const uses = new Map<string, NetworkUse>()
  const open = new Map<Socket, () => void>()
  let attempts = 0
  let sent = 0
  let received = 0
  let limit: string | null = null
  let explanation: string | null = null
  let isClosed = false

  function useOf(target: { host: string; port: number } | null): NetworkUse {
    const named = target && target.host.length <= MAX_HOST ? target : null
    let host = named?.host ?? '?'
    let key = JSON.stringify([host, named?.port])
    if (uses.size >= MAX_LINES && !uses.has(key)) key = host = '*'
    const known = uses.get(key)
    if (known) return known
    const port = host === '*' ? null : (named?.port ?? null)
    const use = { host, port, connections: 0, bytes_sent: 0, bytes_received: 0, refusals: 0, refused: null }
    uses.set(key, use)
    return use
  }

  function checkBytes(): void {
    if (sent > limits.sentBytes) limit ??= exceeded('sent', limits.sentBytes)
    else if (received > limits.receivedBytes) limit ??= exceeded('received', limits.receivedBytes)
    else return
    for (const socket of open.keys()) socket.destroy(new NetworkLimit(limit))
  }

  return {
    line(target) {
      const use = useOf(target)
      const refused = (why: NetworkRefusal) => {
        use.refusals += 1
        use.refused = why
      }
      return {
        refused,
        connected(socket) {
          use.connections += 1
          let countedSent = 0
          let countedReceived = 0
          const count = () => {
            const { bytesWritten = countedSent, bytesRead = countedReceived } = socket
            use.bytes_sent += bytesWritten - countedSent
            use.bytes_received += bytesRead - countedReceived
            sent += bytesWritten - countedSent
            received += bytesRead - countedReceived
            countedSent = bytesWritten
            countedReceived = bytesRead
          }
          open.set(socket, count)
          socket.once('error', (error) => {
            if (error instanceof NetworkLimit) refused('network_limit')
          })
          socket.once('close', () => {
            if (!open.delete(socket) || isClosed) return
            count()
          })
          if (isClosed) socket.destroy()
          const countAndCheck = () => {
            count()
            checkBytes()
          }
          return (stream) => void stream.on('data', countAndCheck)
        },
      }
    },
    admit() {
      if (limit !== null) throw new NetworkLimit(limit)
      if (attempts >= limits.connections) {
        limit = `The code has opened ${limits.connections} connections, and a run may open no more. Reuse one (a session or client), or ask for less at once.`
        throw new NetworkLimit(limit)
      }
      attempts += 1
    },
    close() {
      isClosed = true
      for (const [socket, count] of open) {
        count()
        socket.destroy()
      }
      open.clear()
      return [...uses.values()]
    },
    explain(why) {
      explanation = why
    },
    get note() {
      return limit ?? explanation
    },
  }
}

const exceeded = (what: string, bytes: number): string =>
  `The code has ${what} ${bytes / 1024 / 1024} MB over the network, and a run may not exceed that. Ask for less at once.`
