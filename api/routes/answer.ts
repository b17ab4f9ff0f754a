import type { Response } from 'express'
import type { z } from 'zod'
import type { AnswerRecord } from '../../domain/run.ts'
import { effectOf } from '../../domain/workflow-contract.ts'
import type { SessionOwner } from '../../storage/sessions.ts'
import { answerView, unfinishedAnswer } from '../answer-view.ts'
import { ask } from '../ask.ts'
import type { answerSchema } from '../contract/answer-schema.ts'
import { contract } from '../contract/index.ts'
import type { ApiDependencies } from '../dependencies.ts'
import { idempotencyOf } from '../idempotency.ts'
import { takeAnswer } from '../limits/answer-limit.ts'
import { type AskedQuestion, noteOpenAnswer } from '../open-answer.ts'
import { invalid } from '../parse.ts'
import { type Served, serve } from '../serve.ts'
import { findAnswer } from '../stream/find-answer.ts'
import { type Position, readPosition, startOf } from '../stream/position.ts'
import { streamAnswer } from '../stream/stream-answer.ts'
import { historyOf } from '../temporal/run-view.ts'
import { waitForResult } from '../temporal/wait.ts'

/** Asking a question, and reading along while it is answered. */
export function answerRoutes(deps: ApiDependencies): Served[] {
  const { temporal, configuration, catalogue } = deps

  /** Nothing is begun. 204 tells an EventSource that it has had everything. */
  async function goOn(response: Response, owner: SessionOwner, position: Position): Promise<void> {
    const find = () => findAnswer(deps, historyOf(response.locals.guru), position.workflowId, owner)
    if (position.ended) {
      await find()
      response.status(204).end()
    } else await inPlace(response, (closing) => streamFrom(response, find, position, closing))
  }

  /** Taken before anything is begun. @throws {Problem} 503 */
  async function inPlace({ locals }: Response, work: (closing: AbortSignal) => Promise<void>): Promise<void> {
    const place = deps.streams.enter(locals.identity.holder)
    try {
      await work(place.closing)
    } finally {
      place.leave()
    }
  }

  async function streamFrom(
    response: Response,
    find: () => Promise<AskedQuestion>,
    position: Position | null,
    closing: AbortSignal,
  ): Promise<void> {
    const asked = await find()
    response.locals.workflow_id = asked.workflowId
    const id = encodeURIComponent(asked.workflowId)
    response.set('content-location', `/api/v1/${response.locals.guru._id}/answer/${id}/events`)
    if (response.req.method === 'HEAD') response.type('text/event-stream').end()
    else await streamAnswer(deps, response, asked, position, closing)
  }

  /** Sets the status: 202 where the answer is not there yet. */
  async function answerWhole(
    response: Response,
    asked: AskedQuestion,
  ): Promise<z.output<typeof answerSchema>> {
    const { guru } = response.locals
    const { workflowId, session_id, question } = asked
    response.locals.workflow_id = workflowId
    const actions = (await catalogue.of(guru)).actions
    // A model may give a side effect a value from a result, which somebody then has to approve.
    const plansChains = configuration.ERRAND_MODEL_URL !== undefined
    const mayAwaitApproval = actions.some(
      ({ definition }) =>
        definition.enabled &&
        (definition.requires_approval || (plansChains && effectOf(definition) === 'side_effect')),
    )
    const waited = await waitForResult<AnswerRecord>(temporal, workflowId, mayAwaitApproval)
    const answer = waited.finished
      ? (waited.result ?? (await unfinishedAnswer(temporal, workflowId, session_id, question)))
      : await noteOpenAnswer(deps, asked)
    response.status(waited.finished ? 200 : 202)
    return answerView(configuration, guru._id, answer)
  }

  return [
    serve(contract.askQuestion, async ({ guru, body, request, response }) => {
      const owner = ownerOf(response, body.external_user_id)
      const lastEventId = body.stream ? request.get('last-event-id') : undefined
      if (lastEventId !== undefined) {
        await goOn(response, owner, readPosition(lastEventId))
        return undefined
      }
      const begin = async () => {
        const idempotency = idempotencyOf(request, response)
        await takeAnswer(deps, owner.owner, owner.external_user_id, { idempotency, response })
        return ask(deps, guru, body, owner, idempotency)
      }
      if (!body.stream) return answerWhole(response, await begin())
      await inPlace(response, (closing) => streamFrom(response, begin, null, closing))
      return undefined
    }),

    serve(contract.readAnswerEvents, async ({ params: { id }, query, request, response }) => {
      const lastEventId = request.get('last-event-id')
      const position = lastEventId === undefined ? startOf(id) : readPosition(lastEventId)
      if (position.workflowId !== id)
        throw invalid([{ path: 'last-event-id', message: 'must be the id of an event of this answer' }])
      await goOn(response, ownerOf(response, query.external_user_id), position)
      return undefined
    }),
  ]
}

const ownerOf = ({ locals: { guru, identity } }: Response, external_user_id: string | undefined) => ({
  guru: guru._id,
  owner: identity.holder,
  external_user_id: external_user_id ?? null,
})
