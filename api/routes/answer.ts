import { Router } from 'express'
import { z } from 'zod'
import { Problem } from '../../domain/problems.ts'
import type { AnswerRecord } from '../../domain/run.ts'
import { randomId } from '../../storage/ids.ts'
import { findSession, noteOpenExchange, openSession, type SessionOwner } from '../../storage/sessions.ts'
import { answerView, unfinishedAnswer } from '../answer-view.ts'
import type { ApiDependencies } from '../dependencies.ts'
import { hideInQuestion, withoutFingerprint } from '../hide-pii.ts'
import { idempotencyOf } from '../idempotency.ts'
import { parse } from '../parse.ts'
import { startAnswer } from '../temporal/start.ts'
import { waitForResult } from '../temporal/wait.ts'
import { type Idempotency, workflowIdFor } from '../temporal/workflow-ids.ts'

const answerSchema = z.strictObject({
  question: z.string().trim().min(1, 'must not be empty').max(10_000),
  session_id: z.string().min(1).max(200).optional(),
  stream: z.boolean().default(false),
  external_user_id: z.string().min(1).max(200).optional(),
  user: z
    .record(z.string().max(100), z.unknown())
    .refine((user) => JSON.stringify(user).length <= 10_000, 'must have at most 10,000 characters as JSON')
    .default({}),
})

/** Asking a question. */
export function answerRoutes(deps: ApiDependencies): Router {
  const { storage, temporal, configuration, catalogue } = deps
  const router = Router({ mergeParams: true })

  router.post('/', async (request, response) => {
    const { session_id, stream, external_user_id, ...asked } = parse(answerSchema, request.body)
    if (stream)
      throw new Problem(
        'validation_failed',
        'This version answers as a whole. Send "stream": false, or leave it out.',
        {
          errors: [{ path: 'stream', message: 'must be false: this version does not stream yet' }],
        },
      )
    const { guru, identity } = response.locals
    const owner = { guru: guru._id, owner: identity.holder, external_user_id: external_user_id ?? null }
    const idempotency = withoutFingerprint(deps, guru, idempotencyOf(request, response))
    const sessionId = await sessionFor(owner, session_id, idempotency)
    const { question, user } = await hideInQuestion(deps, guru, sessionId, asked)
    const input = {
      guru: guru._id,
      session_id: sessionId,
      question,
      user,
      local_language: !configuration.ERRAND_MODEL_URL,
    }
    const { workflowId } = await startAnswer(temporal, input, idempotency)
    const actions = (await catalogue.of(guru)).actions
    const mayAwaitApproval = actions.some(
      ({ definition }) => definition.enabled && definition.requires_approval,
    )
    const waited = await waitForResult<AnswerRecord>(temporal, workflowId, mayAwaitApproval)
    const answer =
      waited.finished && waited.result
        ? waited.result
        : await unfinishedAnswer(temporal, workflowId, sessionId, question)
    if (!waited.finished) {
      const { content, actions: open } = answer
      const note = { id: workflowId, question, content, actions: open, at: new Date() }
      await noteOpenExchange(storage, sessionId, note)
    }
    response.status(waited.finished ? 200 : 202).json(answerView(configuration, guru._id, answer))
  })

  /** The session asked for, or a new one. With an idempotency key its id is made from that, like the run's. */
  async function sessionFor(
    owner: SessionOwner,
    asked: string | undefined,
    idempotency: Idempotency | null,
  ): Promise<string> {
    if (asked !== undefined) return (await findSession(storage, asked, owner))._id
    const id = idempotency ? workflowIdFor(owner.guru, 'session', idempotency) : randomId()
    await openSession(storage, id, owner)
    return id
  }

  return router
}
