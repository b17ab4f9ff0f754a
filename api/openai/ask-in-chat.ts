import type { Request, Response } from 'express'
import { findRequest, noteRequest } from '../../storage/chats.ts'
import { randomId, sha256 } from '../../storage/ids.ts'
import type { ChatRequestDocument, GuruDocument } from '../../storage/models.ts'
import { ask } from '../ask.ts'
import type { ApiDependencies } from '../dependencies.ts'
import { takeAnswer } from '../limits/answer-limit.ts'
import type { AskedQuestion } from '../open-answer.ts'
import { describe } from '../temporal/read-run.ts'
import { type Idempotency, workflowIdFor } from '../temporal/workflow-ids.ts'
import { type Conversation, chooseSession } from './choose-session.ts'

/** For so long a request that says that it is sent once more is taken to be that. */
const REPEATED_WITHIN_MS = 600_000
/** As many others may be quicker at the same moment. */
const ATTEMPTS = 10

export interface ChatQuestion extends Conversation {
  question: string
  /** Of the conversation with the question. */
  digest: string
  stream: boolean
  sent: HowSent
  /** Is told what is left of the minute's answers. */
  response: Response
}

/** What tells a request that is sent once more from a question that is asked once more. */
export interface HowSent {
  /** The client's own name for it: with it, it is the same however often it comes. */
  idempotencyKey: string | null
  /** Whether the client says that it was sent before. */
  isRepeated: boolean
}

export const howSent = (request: Request, idempotencyKey: string | null): HowSent => ({
  idempotencyKey,
  isRepeated: Number(request.get('x-stainless-retry-count') ?? 0) > 0,
})

/**
 * Asks the question, or finds how it is being answered. The same question in the same conversation is the same one while
 * it has no answer yet, or where the client says that it repeats its request; asked again after that, as "regenerate"
 * does, it is another one, and runs again.
 */
export async function askInChat(
  deps: ApiDependencies,
  guru: GuruDocument,
  chat: ChatQuestion,
): Promise<AskedQuestion> {
  const { owner, question, stream } = chat
  const { nonce, session_id, _id } = await settle(deps, guru, chat)
  const body = { question, session_id, stream, external_user_id: undefined, user: {} }
  return ask(deps, guru, body, owner, idempotencyOf(chat, _id, nonce))
}

async function settle(
  deps: ApiDependencies,
  guru: GuruDocument,
  chat: ChatQuestion,
): Promise<ChatRequestDocument> {
  const { owner, digest, sent } = chat
  const key = sent.idempotencyKey
  let isCounted = false
  const _id =
    key === null
      ? digest
      : sha256(JSON.stringify(['key', owner.guru, owner.owner, owner.external_user_id, key]))
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const before = await findRequest(deps.storage, _id)
    if (before && (key !== null || (await isSame(deps, chat, before)))) return before
    // What comes again is the same answer, and counts once.
    if (!isCounted) await takeAnswer(deps, owner.owner, owner.external_user_id, { response: chat.response })
    isCounted = true
    const nonce = key === null ? randomId() : ''
    const session_id = await chooseSession(deps, guru, chat, `${_id}.${nonce}`)
    const now = { _id, guru: guru._id, nonce, session_id, at: new Date() }
    if (await noteRequest(deps.storage, now, before)) return now
  }
  throw new Error('others have asked the same question again and again at the same moment')
}

/** Whether it is under way, or about to be; or what the client repeats. */
async function isSame(
  { temporal }: ApiDependencies,
  chat: ChatQuestion,
  { _id, nonce, at }: ChatRequestDocument,
): Promise<boolean> {
  if (chat.sent.isRepeated && Date.now() - at.getTime() < REPEATED_WITHIN_MS) return true
  const id = workflowIdFor(chat.owner.guru, 'question', idempotencyOf(chat, _id, nonce))
  const execution = await describe(temporal, id)
  return execution === null || execution.status.name === 'RUNNING'
}

const idempotencyOf = ({ owner, digest }: ChatQuestion, id: string, nonce: string): Idempotency => ({
  holder: owner.owner,
  key: JSON.stringify(['chat', id, nonce]),
  fingerprint: digest,
})
