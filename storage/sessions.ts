import type { PendingMatch } from '../domain/language.ts'
import { notFound } from '../domain/problems.ts'
import type { AnsweredAction } from '../domain/run.ts'
import { isDuplicate, type Storage } from './connection.ts'
import type { OpenExchange, SessionDocument, SessionMessage, SessionPii } from './models.ts'

type Sessions = Pick<Storage, 'sessions'>

/** Who a session belongs to: it's a 404 to anybody else. */
export interface SessionOwner {
  guru: string
  owner: string
  external_user_id: string | null
}

/** Older messages are dropped: a document holds at most 16 MB. */
const MAX_MESSAGES = 200

/** What a session begins with that goes on from another one. */
export type BegunSession = Pick<SessionDocument, 'messages' | 'pending' | 'pii' | 'pii_revision'>

/**
 * A session as it was after one of its answers; as it is where that is not among its messages.
 * @param exchange the id of the answer's workflow
 */
export function sessionUntil(session: SessionDocument, exchange: string): BegunSession {
  const { messages, pending, pii, pii_revision } = session
  const end = messages.findLastIndex(({ id }) => id === exchange)
  const personal = pii && pii_revision ? { pii, pii_revision } : {}
  if (end < 0 || end === messages.length - 1) return { messages, pending, ...personal }
  const waiting = (messages[end]?.actions ?? []).filter(({ missing }) => missing.length > 0)
  return {
    messages: messages.slice(0, end + 1),
    pending: waiting.map(({ id, parameters, missing }) => ({ action_id: id, parameters, missing })),
    ...personal,
  }
}

/** Puts what was said elsewhere into a session that has nothing newer. */
export async function addMessages(
  storage: Sessions,
  sessionId: string,
  messages: SessionMessage[],
): Promise<void> {
  if (messages.length > 0)
    await storage.sessions.updateOne({ _id: sessionId }, { $addToSet: { messages: { $each: messages } } })
}

/**
 * Opens a session. The same id again is the same session, so a retried request opens one.
 * @returns whether it is new
 */
export async function openSession(
  storage: Sessions,
  id: string,
  owner: SessionOwner,
  begun: Partial<BegunSession> = {},
): Promise<boolean> {
  try {
    await storage.sessions.create({
      _id: id,
      ...owner,
      messages: [],
      pending: [],
      ...begun,
      created_at: new Date(),
    })
    return true
  } catch (error) {
    if (!isDuplicate(error)) throw error
    await findSession(storage, id, owner)
    return false
  }
}

export const isOwnedBy = (session: SessionDocument, owner: SessionOwner): boolean =>
  session.guru === owner.guru &&
  session.owner === owner.owner &&
  session.external_user_id === owner.external_user_id

export async function findSession(
  storage: Sessions,
  id: string,
  owner: SessionOwner,
): Promise<SessionDocument> {
  const session = await storage.sessions.findById(id).lean<SessionDocument>()
  if (!session || !isOwnedBy(session, owner)) throw notFound(`Session '${id}'`)
  return session
}

/** What is being answered in it is answered, and stands nowhere. */
export async function deleteSession(storage: Sessions, { _id }: SessionDocument): Promise<void> {
  const { deletedCount } = await storage.sessions.deleteOne({ _id })
  // Two at the same moment: one of them has done it.
  if (deletedCount === 0) throw notFound(`Session '${_id}'`)
}

export interface Exchange {
  /** Makes a repeated write harmless. */
  id: string
  question: string
  content: string
  actions: AnsweredAction[]
  pending: PendingMatch[]
  /** When the answer was there. */
  at: string
}

/**
 * Appends a question and its answer once, however often it is called. Told by the exchange's id alone: whoever repeats
 * the write after its worker has died may have another time, or other words. One update, so that others at the same
 * time lose nothing.
 */
export async function appendExchange(
  storage: Sessions,
  sessionId: string,
  exchange: Exchange,
): Promise<void> {
  const { id, question, content, actions, pending } = exchange
  const at = new Date(exchange.at)
  const messages: SessionMessage[] = [
    { id, role: 'user', content: question, at, actions: [] },
    { id, role: 'assistant', content, at, actions },
  ]
  const session = await storage.sessions.findOneAndUpdate(
    // Not $ne, which FerretDB does not find in an empty list.
    { _id: sessionId, $nor: [{ 'messages.id': id }] },
    { $push: { messages: { $each: messages } }, $set: { pending } },
    { returnDocument: 'after', lean: true },
  )
  for (let surplus = (session?.messages.length ?? 0) - MAX_MESSAGES; surplus > 0; surplus--)
    await storage.sessions.updateOne({ _id: sessionId }, { $pop: { messages: -1 } })
}

const MAX_OPEN = 20

/** Notes what was said of a question whose answer follows later. Two at once may lose one of these notes. */
export async function noteOpenExchange(
  storage: Sessions,
  sessionId: string,
  exchange: OpenExchange,
): Promise<void> {
  const session = await storage.sessions.findById(sessionId).lean<SessionDocument>()
  if (!session) return
  const others = openExchanges(session).filter(({ id }) => id !== exchange.id)
  const open = [...others, exchange].slice(-MAX_OPEN)
  await storage.sessions.updateOne({ _id: sessionId }, { $set: { open } })
}

/** The questions of a session that have no answer yet. */
export function openExchanges({ open = [], messages }: SessionDocument): OpenExchange[] {
  const answered = new Set(messages.map(({ id }) => id))
  return open.filter(({ id }) => !answered.has(id))
}

/** Values of older questions are forgotten. */
const MAX_BOXES = 50

/**
 * Keeps what a question's tokens stand for. Two questions at once can't give one token to two values: where another
 * was quicker since `session` was read, nothing is kept and the answer is false.
 */
export async function keepPii(
  storage: Sessions,
  { _id, pii = [], pii_revision = 0 }: SessionDocument,
  box: SessionPii,
): Promise<boolean> {
  const { matchedCount } = await storage.sessions.updateOne(
    // Null finds those that have none yet.
    { _id, pii_revision: pii_revision === 0 ? null : pii_revision },
    { $set: { pii: [...pii, box].slice(-MAX_BOXES), pii_revision: pii_revision + 1 } },
  )
  return matchedCount === 1
}
