import { type Response, Router } from 'express'
import { z } from 'zod'
import type { AnswerRecord } from '../../domain/run.ts'
import { effectOf } from '../../domain/workflow-contract.ts'
import type { SessionOwner } from '../../storage/sessions.ts'
import { answerView, unfinishedAnswer } from '../answer-view.ts'
import { ask, externalUserId, questionSchema } from '../ask.ts'
import type { ApiDependencies } from '../dependencies.ts'
import { idempotencyOf } from '../idempotency.ts'
import { type AskedQuestion, noteOpenAnswer } from '../open-answer.ts'
import { invalid, parse } from '../parse.ts'
import { findAnswer } from '../stream/find-answer.ts'
import { type Position, readPosition, startOf } from '../stream/position.ts'
import { streamAnswer } from '../stream/stream-answer.ts'
import { historyOf } from '../temporal/run-view.ts'
import { waitForResult } from '../temporal/wait.ts'

const eventsSchema = z.strictObject({ external_user_id: externalUserId })

/** Asking a question, and reading along while it is answered. */
export function answerRoutes(deps: ApiDependencies): Router {
  const { temporal, configuration, catalogue } = deps
  const router = Router({ mergeParams: true })

  router.post('/', async (request, response) => {
    const body = parse(questionSchema, request.body)
    const owner = ownerOf(response, body.external_user_id)
    const lastEventId = body.stream ? request.get('last-event-id') : undefined
    if (lastEventId !== undefined) {
      await goOn(response, owner, readPosition(lastEventId))
      return
    }
    const begin = () => ask(deps, response.locals.guru, body, owner, idempotencyOf(request, response))
    if (body.stream) await inPlace(response, (closing) => streamFrom(response, begin, null, closing))
    else await answerWhole(response, await begin())
  })

  router.get('/:id/events', async (request, response) => {
    const { external_user_id } = parse(eventsSchema, request.query)
    const { id } = request.params
    const lastEventId = request.get('last-event-id')
    const position = lastEventId === undefined ? startOf(id) : readPosition(lastEventId)
    if (position.workflowId !== id)
      throw invalid([{ path: 'last-event-id', message: 'must be the id of an event of this answer' }])
    await goOn(response, ownerOf(response, external_user_id), position)
  })

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

  async function answerWhole(response: Response, asked: AskedQuestion): Promise<void> {
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
    response.status(waited.finished ? 200 : 202).json(answerView(configuration, guru._id, answer))
  }

  return router
}

const ownerOf = ({ locals: { guru, identity } }: Response, external_user_id: string | undefined) => ({
  guru: guru._id,
  owner: identity.holder,
  external_user_id: external_user_id ?? null,
})
