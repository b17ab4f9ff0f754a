import { EventSourceParserStream } from 'eventsource-parser/stream'
import type { AnswerBody, Problem } from '../../../client/index.ts'
import type { StepName } from '../../../domain/run.ts'
import { texts } from '../texts/en/index.ts'
import { ask, client, ProblemError } from './client.ts'

export type Answer = AnswerBody<'askQuestion', 200>

export interface StepTold {
  action: { id: string | null; name: string } | null
  step: StepName
  status: 'running' | 'succeeded' | 'failed'
}

/** What is told of an answer while it is made. `answerId` is that of the question's run. */
export type AnswerEvent =
  | { event: 'step'; answerId: string; data: StepTold }
  | { event: 'delta'; answerId: string; data: { text: string; reset?: true } }
  | { event: 'done'; answerId: string; data: Answer }
  /** The connection is gone, and is made anew. */
  | { event: 'lost' }

export interface Asked {
  question: string
  session_id?: string | undefined
  /** The same for each try: a question is asked once, however often it is sent. */
  key: string
}

/** So often a stream that broke off is come back to without anything new in between. */
const MAX_LOSSES = 20
const COME_BACK_AFTER_MS = 2_000

/**
 * Asks a question and tells of its answer until it is there. Where the connection is lost, the same answer goes on
 * behind the last event that has arrived.
 * @throws {ProblemError} for what the API refuses, and where the stream can't be followed to its end
 */
export async function* streamAnswer(
  guru: string,
  { question, session_id, key }: Asked,
  signal: AbortSignal,
): AsyncGenerator<AnswerEvent, void> {
  let last: string | null = null
  const open = () =>
    last === null
      ? client.POST('/api/v1/{guru}/answer', {
          params: { path: { guru }, header: { 'idempotency-key': key } },
          body: { question, stream: true, ...(session_id && { session_id }) },
          parseAs: 'stream',
          signal,
        })
      : client.GET('/api/v1/{guru}/answer/{id}/events', {
          params: { path: { guru, id: idOf(last) }, header: { 'last-event-id': last } },
          parseAs: 'stream',
          signal,
        })
  for (let losses = 0; ; losses++) {
    try {
      const stream = (await ask(open() as Promise<Streamed>)) ?? emptyStream()
      for await (const { id, event, data } of eventsOf(stream)) {
        losses = 0
        if (id) last = id
        const value: unknown = JSON.parse(data)
        if (event === 'error') throw new ProblemError(value as Problem, null)
        yield { event, answerId: idOf(last ?? ''), data: value } as AnswerEvent
        if (event === 'done') return
      }
    } catch (error) {
      if (signal.aborted || !mayComeBack(error, last !== null)) throw error
    }
    if (losses >= MAX_LOSSES) throw lostForGood()
    yield { event: 'lost' }
    await pause(COME_BACK_AFTER_MS, signal)
  }
}

interface Streamed {
  data?: ReadableStream<Uint8Array<ArrayBuffer>>
  error?: unknown
  response: Response
}

const emptyStream = () =>
  new ReadableStream<Uint8Array<ArrayBuffer>>({ start: (controller) => controller.close() })

/** What stands before the colon of an event's id. */
const idOf = (eventId: string): string => eventId.slice(0, eventId.lastIndexOf(':'))

/** A server that is away comes back. The first request's failure is told at once: nothing has begun. */
function mayComeBack(error: unknown, hasBegun: boolean): boolean {
  return error instanceof ProblemError ? hasBegun && error.problem.status === 503 : true
}

async function* eventsOf(stream: ReadableStream<Uint8Array<ArrayBuffer>>) {
  const reader = stream
    .pipeThrough(new TextDecoderStream())
    .pipeThrough(new EventSourceParserStream())
    .getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done) return
      yield value
    }
  } finally {
    // Whoever stops reading lets go of the connection, too; one that is broken can't be.
    reader.cancel().catch(() => {})
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      reject(signal.reason)
    })
  })
}

function lostForGood(): ProblemError {
  const detail = texts.chat.lostForGood
  return new ProblemError(
    { type: 'about:blank', title: 'Lost', status: 503, detail, msg: detail, errors: [] },
    null,
  )
}
