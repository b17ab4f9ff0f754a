import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { EventSourceParserStream } from 'eventsource-parser/stream'
import type { AnsweredAction } from '../../domain/run.ts'
import { ApiFailure, CliError } from '../failure.ts'
import type { Client } from './client.ts'
import { path } from './path.ts'

export interface Answer {
  session_id: string
  content: string
  actions: AnsweredAction[]
}

export interface Asked {
  question: string
  session_id?: string | undefined
  external_user_id?: string | undefined
  user?: Record<string, unknown> | undefined
}

/** What comes before the whole answer. */
export interface Told {
  onStep?: (step: { action: { name: string } | null; step: string; status: string }) => void
  onText: (delta: { text: string; reset?: true }) => void
  /** The connection was lost, and is made anew. */
  onLost: () => void
}

/** So often a stream that broke off is come back to without anything new in between. */
const MAX_LOSSES = 5
const COME_BACK_AFTER_MS = 2_000

/**
 * Asks a question and follows its answer. Where the connection is lost the same answer goes on: the question is asked
 * once, whatever happens on the way.
 * @throws {ApiFailure} for what the API refuses; {CliError} where the stream can't be followed to its end
 */
export async function streamAnswer(
  client: Client,
  guru: string,
  asked: Asked,
  { onStep, onText, onLost, signal }: Told & { signal: AbortSignal },
): Promise<Answer> {
  const headers: Record<string, string> = { accept: 'text/event-stream', 'idempotency-key': randomUUID() }
  let losses = 0
  for (;;) {
    try {
      const options = { body: { ...asked, stream: true }, headers, endless: true }
      const response = await client.send('POST', path`/${guru}/answer`, options)
      for await (const { event, data, id } of eventsOf(response)) {
        losses = 0
        if (id) headers['last-event-id'] = id
        const value = JSON.parse(data)
        if (event === 'step') onStep?.(value)
        if (event === 'delta') onText(value)
        if (event === 'done') return value
        if (event === 'error') throw new ApiFailure(value.status, value.detail, value.errors)
      }
    } catch (error) {
      // The first connection's failure says more than that a stream was lost.
      if (signal.aborted || !headers['last-event-id']) throw error
      if (error instanceof ApiFailure && error.status !== 503) throw error
    }
    if (++losses > MAX_LOSSES)
      throw new CliError(
        'The answer was lost on the way. The question goes on; its runs are in `errand runs list`.',
      )
    onLost()
    await sleep(COME_BACK_AFTER_MS, undefined, { signal })
  }
}

function eventsOf(response: Response): AsyncIterable<{ event?: string; data: string; id?: string }> {
  if (!response.body || !response.headers.get('content-type')?.startsWith('text/event-stream'))
    throw new CliError('The server did not answer with a stream. Something in between may hold it back.')
  return response.body
    .pipeThrough(new TextDecoderStream() as unknown as ReadableWritablePair<string, Uint8Array<ArrayBuffer>>)
    .pipeThrough(new EventSourceParserStream()) as unknown as AsyncIterable<{ data: string }>
}
