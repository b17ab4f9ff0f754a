import { claimTurn, findTurn } from '../../storage/chats.ts'
import { randomId } from '../../storage/ids.ts'
import type { ChatTurnDocument, GuruDocument, SessionDocument } from '../../storage/models.ts'
import { addMessages, openSession, type SessionOwner, sessionUntil } from '../../storage/sessions.ts'
import type { ApiDependencies } from '../dependencies.ts'
import { hideInQuestion } from '../hide-pii.ts'
import { noteInList } from '../note-in-list.ts'
import type { Said } from './read-request.ts'

/** How far back a place is looked for that is known. */
const MOST_LOOKS = 10
/** What is taken over of a conversation that is not known here. */
const MOST_TAKEN_OVER = 10
const LONGEST_TAKEN_OVER = 10_000

export interface Conversation {
  owner: SessionOwner
  before: Said[]
  /** One more than `before` has. */
  digests: string[]
}

/**
 * The session in which a conversation goes on. It is the one that the last answer was given in, where that is known and
 * nobody has gone on from there. Where somebody has, since the question was edited or is asked once more, it is
 * another that begins with what was said until then: a conversation may have branches, a session has none.
 * @param claimant names the question
 */
export async function chooseSession(
  deps: ApiDependencies,
  guru: GuruDocument,
  conversation: Conversation,
  claimant: string,
): Promise<string> {
  const { owner, before } = conversation
  const known = await lastKnown(deps, conversation)
  if (known && known.place === before.length && (await claimTurn(deps.storage, known.turn._id, claimant)))
    return known.session._id
  const id = randomId()
  await openSession(deps.storage, id, owner, known ? sessionUntil(known.session, known.turn.exchange) : {})
  const listed = noteInList(deps, id, owner)
  await takeOver(deps, guru, id, before.slice(known?.place ?? 0))
  await listed
  return id
}

interface Known {
  /** How many messages lead to it. */
  place: number
  turn: ChatTurnDocument
  session: SessionDocument
}

async function lastKnown(
  { storage }: ApiDependencies,
  { owner, before, digests }: Conversation,
): Promise<Known | null> {
  const places = before.flatMap(({ role }, index) => (role === 'assistant' ? [index + 1] : []))
  for (const place of places.slice(-MOST_LOOKS).reverse()) {
    const turn = await findTurn(storage, digests[place] ?? '')
    const session = turn && (await storage.sessions.findById(turn.session_id).lean<SessionDocument>())
    if (turn && session && session.guru === owner.guru) return { place, turn, session }
  }
  return null
}

/**
 * Puts what users said elsewhere into a session. Not what assistants said: who sends it may say of any text that it was
 * an answer, and engines trust what they have said themselves.
 */
async function takeOver(
  deps: ApiDependencies,
  guru: GuruDocument,
  sessionId: string,
  said: Said[],
): Promise<void> {
  const at = new Date()
  const messages = []
  for (const { text } of said.filter(({ role }) => role === 'user').slice(-MOST_TAKEN_OVER)) {
    const { question: content } = await hideInQuestion(deps, guru, sessionId, {
      question: text.slice(0, LONGEST_TAKEN_OVER),
      user: {},
    })
    messages.push({ id: `before.${messages.length}`, role: 'user' as const, content, at, actions: [] })
  }
  await addMessages(deps.storage, sessionId, messages)
}
