import { once } from 'node:events'
import type { Response } from 'express'

/** How often something is sent, so that nobody in between takes the connection for dead. */
const PING_MS = 15_000
/** A client that takes nothing for so long is cut off: it may come back to where it was. */
const STALLED_MS = 30_000
/** What an EventSource waits before it comes back. */
const COME_BACK_MS = 2_000

export interface ServerEvent {
  id?: string
  /** Left out where clients know events by their data alone. */
  event?: 'step' | 'delta' | 'done' | 'error'
  data: unknown
}

/** A response of `text/event-stream`. */
export interface EventStream {
  /** Aborted when the client has left, or was cut off. */
  readonly left: AbortSignal
  /** Resolves once the client has room for more. Does nothing where it has left. */
  send(event: ServerEvent): Promise<void>
  /** @param last data that is no JSON, such as `[DONE]` */
  end(last?: string): void
}

/**
 * Answers 200 and the headers at once.
 * @param comeBackMs what a client that loses the stream is told to wait; null where nothing may be said but events
 */
export function openEventStream(
  response: Response,
  stalledMs = STALLED_MS,
  comeBackMs: number | null = COME_BACK_MS,
): EventStream {
  const left = new AbortController()
  response.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store',
    // For nginx, which else keeps events back.
    'x-accel-buffering': 'no',
  })
  response.flushHeaders()
  if (comeBackMs !== null) response.write(`retry: ${comeBackMs}\n\n`)
  const ping = setInterval(() => {
    if (!response.writableNeedDrain) response.write(': ping\n\n')
  }, PING_MS)
  const leave = (): void => {
    clearInterval(ping)
    left.abort()
  }
  response.once('close', leave)
  response.on('error', leave)
  // Who left before this saw no event of it.
  if (response.destroyed || response.socket?.destroyed) leave()

  async function room(): Promise<void> {
    const stalled = setTimeout(() => {
      response.destroy()
      leave()
    }, stalledMs)
    await once(response, 'drain', { signal: left.signal }).catch(() => {})
    clearTimeout(stalled)
  }

  return {
    left: left.signal,
    async send(event) {
      if (left.signal.aborted) return
      if (!response.write(textOf(event))) await room()
    },
    end(last) {
      clearInterval(ping)
      response.end(last === undefined ? undefined : `data: ${last}\n\n`)
    },
  }
}

const textOf = ({ id, event, data }: ServerEvent): string => {
  const names = `${id === undefined ? '' : `id: ${id}\n`}${event === undefined ? '' : `event: ${event}\n`}`
  return `${names}data: ${JSON.stringify(data)}\n\n`
}
