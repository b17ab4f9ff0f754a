import { EventSourceParserStream } from 'eventsource-parser/stream'
import type { AnswerRecord } from '../../domain/run.ts'

/** A `step`, `delta`, `done` or `error` as a client gets it. */
export interface Streamed {
  id: string
  event: string
  data: {
    action?: { id: string; name: string } | null
    step?: string
    status?: string | number
    text?: string
    reset?: true
  } & Partial<AnswerRecord>
}

export interface AnswerStream {
  status: number
  headers: Headers
  /** All that has come so far. */
  events: Streamed[]
  /** The first that fits, of those that came already or come yet. Throws where the stream ends without one. */
  until(fits: (event: Streamed) => boolean): Promise<Streamed>
  /** Everything, once the stream has ended. */
  all(): Promise<Streamed[]>
  leave(): void
}

export interface StreamClient {
  ask(body: object, headers?: Record<string, string>): Promise<AnswerStream>
  open(path: string, headers?: Record<string, string>): Promise<AnswerStream>
}

/** Reads streams of a guru's answers with one key, as an EventSource would. */
export function streamClient(url: string, key: string, guru: string): StreamClient {
  const begin = async (path: string, init: RequestInit): Promise<AnswerStream> => {
    const leaving = new AbortController()
    const response = await fetch(`${url}/api/v1/${guru}/answer/${path}`, { ...init, signal: leaving.signal })
    return follow(response, leaving)
  }
  return {
    ask: (body, headers = {}) =>
      begin('', {
        method: 'POST',
        headers: { 'x-api-key': key, 'content-type': 'application/json', ...headers },
        body: JSON.stringify({ stream: true, ...body }),
      }),
    open: (path, headers = {}) => begin(path, { headers: { 'x-api-key': key, ...headers } }),
  }
}

function follow(response: Response, leaving: AbortController): AnswerStream {
  const events: Streamed[] = []
  const isStream = response.headers.get('content-type')?.startsWith('text/event-stream')
  let changed = Promise.withResolvers<void>()
  let ended = false
  const change = (): void => {
    changed.resolve()
    changed = Promise.withResolvers()
  }
  const read = async (): Promise<void> => {
    if (!response.body) return
    const parsed = response.body
      .pipeThrough(new TextDecoderStream())
      .pipeThrough(new EventSourceParserStream())
    for await (const { id = '', event = '', data } of parsed) {
      events.push({ id, event, data: JSON.parse(data) })
      change()
    }
  }
  const reading = (isStream ? read() : Promise.resolve())
    // Cut off, or left: what came is there.
    .catch(() => {})
    .finally(() => {
      ended = true
      change()
    })
  return {
    status: response.status,
    headers: response.headers,
    events,
    async until(fits) {
      for (;;) {
        const found = events.find(fits)
        if (found) return found
        if (ended) throw new Error(`The stream ended without it: ${JSON.stringify(events)}`)
        await changed.promise
      }
    },
    async all() {
      await reading
      return events
    },
    leave: () => leaving.abort(),
  }
}

/** What a client shows that does as the deltas say. */
export const shownText = (events: Streamed[]): string =>
  events
    .filter(({ event }) => event === 'delta')
    .reduce((shown, { data }) => (data.reset ? '' : shown) + (data.text ?? ''), '')

/** `execute running` of each step, with its action's name where it has one. */
export const stepsOf = (events: Streamed[]): string[] =>
  events
    .filter(({ event }) => event === 'step')
    .map(({ data }) => `${data.action ? `${data.action.name}: ` : ''}${data.step} ${data.status}`)
