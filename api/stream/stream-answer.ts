import type { Response } from 'express'
import { Problem } from '../../domain/problems.ts'
import type { AnswerRecord } from '../../domain/run.ts'
import { answerView, unfinishedAnswer } from '../answer-view.ts'
import type { ApiDependencies } from '../dependencies.ts'
import { problemOf } from '../errors.ts'
import { type AskedQuestion, noteOpenAnswer } from '../open-answer.ts'
import { awaitsApproval, WAIT_MS } from '../temporal/wait.ts'
import { type EventStream, openEventStream } from './event-stream.ts'
import { historiesOf } from './follow-history.ts'
import { type Position, startOf, writePosition } from './position.ts'
import { deltaOf, type Shown, tellAnswer } from './tell-answer.ts'

/**
 * Streams the answer to a question that was begun: from a position, or from its first step, which is sent at once.
 * Ends with the answer, with what can be said of it after 120 s or where it begins to wait for an approval, or with an
 * error. Where the client leaves, nothing more is read; the question goes on.
 * @param closing aborted when the process stops
 */
export async function streamAnswer(
  deps: ApiDependencies,
  response: Response,
  asked: AskedQuestion,
  position: Position | null,
  closing: AbortSignal,
): Promise<void> {
  const stream = openEventStream(response)
  const late = AbortSignal.timeout(WAIT_MS)
  const enough = AbortSignal.any([stream.left, closing, late])
  const socket = response.socket
  try {
    const shown = position ? { position, text: null } : await sendFirstStep(stream, asked.workflowId)
    const end = await sendNews(deps, stream, shown, enough)
    if (stream.left.aborted) return
    if (closing.aborted) throw stopping()
    await sendDone(deps, response, stream, asked, end)
  } catch (error) {
    if (stream.left.aborted) return
    await sendError(deps, response, stream, closing.aborted ? stopping() : error)
  } finally {
    stream.end()
    // Kept open for another request, the connection would keep the process.
    if (closing.aborted) socket?.destroySoon()
  }
}

/** A question begins with it whatever comes then: nobody has to wait for the history to tell. */
async function sendFirstStep(stream: EventStream, workflowId: string): Promise<Shown> {
  const position = { ...startOf(workflowId), taken: [1] }
  const data = { action: null, step: 'detect', status: 'running' }
  await stream.send({ id: writePosition(position), event: 'step', data })
  return { position, text: '' }
}

interface End {
  shown: Shown
  /** Null where the question goes on. */
  ended: { answer: AnswerRecord | null } | null
}

async function sendNews(
  { temporal }: ApiDependencies,
  stream: EventStream,
  start: Shown,
  enough: AbortSignal,
): Promise<End> {
  let shown = start
  const reading = new AbortController()
  const histories = historiesOf(temporal.client, AbortSignal.any([enough, reading.signal]))
  try {
    for await (const told of tellAnswer(histories, start)) {
      for (const { event } of told.outputs) await stream.send(event)
      shown = told.shown
      if (told.ended) return { shown, ended: told.ended }
      const isWaiting = told.beganToWait && (await awaitsApproval(temporal, start.position.workflowId))
      if (isWaiting || enough.aborted) return { shown, ended: null }
    }
  } catch (error) {
    if (!enough.aborted) throw error
  } finally {
    reading.abort()
  }
  return { shown, ended: null }
}

async function sendDone(
  deps: ApiDependencies,
  response: Response,
  stream: EventStream,
  asked: AskedQuestion,
  { shown, ended }: End,
): Promise<void> {
  const { workflowId, session_id, question } = asked
  const answer =
    ended?.answer ??
    (ended
      ? await unfinishedAnswer(deps.temporal, workflowId, session_id, question)
      : await noteOpenAnswer(deps, asked))
  // All else is the question's own text.
  const place: Position = { ...shown.position, aside: true, ended: false }
  if (shown.position.aside || answer.content !== shown.text)
    await stream.send({ id: writePosition(place), event: 'delta', data: deltaOf(shown.text, answer.content) })
  const view = answerView(deps.configuration, response.locals.guru._id, answer)
  await stream.send({ id: writePosition({ ...place, ended: ended !== null }), event: 'done', data: view })
}

async function sendError(
  { log }: ApiDependencies,
  response: Response,
  stream: EventStream,
  error: unknown,
): Promise<void> {
  const problem = problemOf(error)
  if (problem.status >= 500 && problem.code !== 'unavailable')
    log.error({ request_id: response.locals.request_id, error_message: String(error) }, 'stream failed')
  await stream.send({ event: 'error', data: problem })
}

const stopping = (): Problem =>
  new Problem(
    'unavailable',
    'Errand is being stopped. The question goes on: come back with the last event id.',
    {
      retryAfter: 5,
    },
  )
