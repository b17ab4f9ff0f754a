import { isDuplicate, type Storage } from './connection.ts'
import { sha256 } from './ids.ts'
import type { SessionCounterDocument, SessionDocument, SessionEntryDocument } from './models.ts'
import { isOwnedBy, type SessionOwner } from './sessions.ts'

/*
 * The sessions of each owner are counted as they are opened, so that a page of them can be read by `_id` alone, which is
 * fast on every server. An entry says where a session is and nothing that was said in it.
 */

type Sessions = Pick<Storage, 'sessions' | 'sessionCounters' | 'sessionEntries'>

const listOf = ({ guru, owner, external_user_id }: SessionOwner): string =>
  sha256(JSON.stringify([guru, owner, external_user_id]))

const entryId = (list: string, number: number): string => `${list}/${number}`

/** Puts a session that was just opened on top of its owner's list. */
export async function listSession(storage: Sessions, sessionId: string, owner: SessionOwner): Promise<void> {
  const list = listOf(owner)
  const count = () =>
    storage.sessionCounters
      .findOneAndUpdate(
        { _id: list },
        { $inc: { last: 1 }, $setOnInsert: { guru: owner.guru } },
        { upsert: true, returnDocument: 'after' },
      )
      .lean<SessionCounterDocument>()
  const counter = await count().catch((error) => {
    // Two were the first at the same moment.
    if (!isDuplicate(error)) throw error
    return count()
  })
  const _id = entryId(list, counter?.last ?? 1)
  await storage.sessionEntries.create({ _id, guru: owner.guru, session_id: sessionId })
}

export interface SessionPage {
  sessions: SessionDocument[]
  /** Where the next page goes on: `below` of it. Null where there is nothing left to look at. */
  next: number | null
}

/** Entries that are looked at for one page: many sessions that were deleted must not occupy the database. */
const LOOKED_AT = 500
/** A session may be large. */
const AT_ONCE = 10

/**
 * An owner's sessions, those opened last first. There may be fewer than asked for, even none, and more on the next page:
 * a page ends as well when many were looked at that are gone.
 * @param below of sessions with smaller numbers only
 */
export async function readSessionList(
  storage: Sessions,
  owner: SessionOwner,
  limit: number,
  below = Number.POSITIVE_INFINITY,
): Promise<SessionPage> {
  const list = listOf(owner)
  const counter = await storage.sessionCounters.findById(list).lean<SessionCounterDocument>()
  const sessions: SessionDocument[] = []
  let next = Math.min(counter?.last ?? 0, below - 1)
  for (let looked = 0; next > 0 && looked < LOOKED_AT && sessions.length < limit; ) {
    const count = Math.min(AT_ONCE, next, limit - sessions.length)
    const numbers = Array.from({ length: count }, (_, index) => next - index)
    const found = await Promise.all(numbers.map((number) => readEntry(storage, entryId(list, number), owner)))
    sessions.push(...found.filter((session) => session !== null))
    next -= count
    looked += count
  }
  return { sessions, next: next > 0 ? next + 1 : null }
}

/** Null where the session is gone, or its entry was never written. */
async function readEntry(
  storage: Sessions,
  _id: string,
  owner: SessionOwner,
): Promise<SessionDocument | null> {
  const entry = await storage.sessionEntries.findById(_id).lean<SessionEntryDocument>()
  const session = entry && (await storage.sessions.findById(entry.session_id).lean<SessionDocument>())
  return session && isOwnedBy(session, owner) ? session : null
}
