import type { PendingMatch } from '../domain/language.ts'
import { notFound, Problem } from '../domain/problems.ts'
import type { AnsweredAction } from '../domain/run.ts'
import { isDuplicate, type Storage } from './connection.ts'
import type { SessionDocument } from './models.ts'

type Sessions = Pick<Storage, 'sessions'>

/** Who a session belongs to: it's a 404 to anybody else. */
export interface SessionOwner {
  guru: string
  owner: string
  external_user_id: string | null
}

/** Older messages are dropped: a document holds at most 16 MB. */
const MAX_MESSAGES = 200

/** Opens a session. The same id again is the same session, so a retried request opens one. */
export async function openSession(storage: Sessions, id: string, owner: SessionOwner): Promise<void> {
  try {
    await storage.sessions.create({
      _id: id,
      ...owner,
      revision: 0,
      messages: [],
      pending: [],
      created_at: new Date(),
    })
  } catch (error) {
    if (!isDuplicate(error)) throw error
    await findSession(storage, id, owner)
  }
}

export async function findSession(
  storage: Sessions,
  id: string,
  owner: SessionOwner,
): Promise<SessionDocument> {
  const session = await storage.sessions.findById(id).lean<SessionDocument>()
  const owned =
    session &&
    session.guru === owner.guru &&
    session.owner === owner.owner &&
    session.external_user_id === owner.external_user_id
  if (!owned) throw notFound(`Session '${id}'`)
  return session
}

export interface Exchange {
  /** Makes a repeated write harmless. */
  id: string
  question: string
  content: string
  actions: AnsweredAction[]
  pending: PendingMatch[]
}

/** Appends a question and its answer once, however often it is called and whatever else writes meanwhile. */
export async function appendExchange(
  storage: Sessions,
  sessionId: string,
  exchange: Exchange,
): Promise<void> {
  for (let attempt = 0; attempt < 20; attempt++) {
    const session = await storage.sessions.findById(sessionId).lean<SessionDocument>()
    // Deleted meanwhile, with its guru: the answer has nowhere to go.
    if (!session || session.messages.some((message) => message.id === exchange.id)) return
    const at = new Date()
    const messages = [
      ...session.messages,
      { id: exchange.id, role: 'user', content: exchange.question, at, actions: [] },
      { id: exchange.id, role: 'assistant', content: exchange.content, at, actions: exchange.actions },
    ].slice(-MAX_MESSAGES)
    const { matchedCount } = await storage.sessions.updateOne(
      { _id: sessionId, revision: session.revision },
      { $set: { messages, pending: exchange.pending, revision: session.revision + 1 } },
    )
    if (matchedCount === 1) return
  }
  throw new Problem('conflict', 'The session is written to from too many places at once.')
}
