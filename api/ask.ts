import type { z } from 'zod'
import { randomId } from '../storage/ids.ts'
import type { GuruDocument } from '../storage/models.ts'
import { findSession, openSession, type SessionOwner } from '../storage/sessions.ts'
import type { questionSchema } from './contract/answers.ts'
import type { ApiDependencies } from './dependencies.ts'
import { hideInQuestion, withoutFingerprint } from './hide-pii.ts'
import { noteInList } from './note-in-list.ts'
import type { AskedQuestion } from './open-answer.ts'
import { startAnswer } from './temporal/start.ts'
import { type Idempotency, workflowIdFor } from './temporal/workflow-ids.ts'

/** Begins to answer a question, or finds the one that an earlier request with the same idempotency key began. */
export async function ask(
  deps: ApiDependencies,
  guru: GuruDocument,
  { question, user, session_id, stream }: z.infer<typeof questionSchema>,
  owner: SessionOwner,
  given: Idempotency | null,
): Promise<AskedQuestion> {
  const idempotency = withoutFingerprint(deps, guru, given)
  const { id: sessionId, listed } = await sessionFor(deps, owner, session_id, idempotency)
  const hidden = await hideInQuestion(deps, guru, sessionId, { question, user })
  const input = {
    guru: guru._id,
    session_id: sessionId,
    ...hidden,
    local_language: !deps.configuration.ERRAND_MODEL_URL,
    ...(stream && { stream }),
  }
  const { workflowId } = await startAnswer(deps.temporal, input, idempotency)
  await listed
  return { workflowId, session_id: sessionId, question: hidden.question }
}

/** The session asked for, or a new one. With an idempotency key its id is made from that, like the run's. */
async function sessionFor(
  deps: Pick<ApiDependencies, 'storage' | 'log'>,
  owner: SessionOwner,
  asked: string | undefined,
  idempotency: Idempotency | null,
): Promise<{ id: string; listed?: Promise<void> }> {
  const { storage } = deps
  if (asked !== undefined) return { id: (await findSession(storage, asked, owner))._id }
  const id = idempotency ? workflowIdFor(owner.guru, 'session', idempotency) : randomId()
  const isNew = await openSession(storage, id, owner)
  return { id, ...(isNew && { listed: noteInList(deps, id, owner) }) }
}
