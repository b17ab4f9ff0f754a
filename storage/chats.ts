import { isDuplicate, olderThan, type Storage } from './connection.ts'
import type { ChatRequestDocument, ChatTurnDocument } from './models.ts'

/*
 * Conversations whose clients keep them, and send all of it with each question. What was said is found again by its
 * digest alone, and so by nobody who doesn't know it.
 */

type Chats = Pick<Storage, 'chatTurns' | 'chatRequests'>

export const findTurn = (storage: Chats, id: string): Promise<ChatTurnDocument | null> =>
  storage.chatTurns.findById(id).lean<ChatTurnDocument>()

/** Notes where a conversation stands. Of two that have come to the same point the later one is found. */
export async function noteTurn(
  storage: Chats,
  { _id, ...turn }: Omit<ChatTurnDocument, 'next' | 'at'>,
): Promise<void> {
  const now = { ...turn, next: '', at: new Date() }
  await storage.chatTurns.updateOne({ _id }, { $set: now }, { upsert: true })
}

/** Whether `next` is the one that goes on with the session of this turn: of several the first. */
export async function claimTurn(storage: Chats, id: string, next: string): Promise<boolean> {
  const { modifiedCount } = await storage.chatTurns.updateOne({ _id: id, next: '' }, { $set: { next } })
  return modifiedCount === 1
}

export const findRequest = (storage: Chats, id: string): Promise<ChatRequestDocument | null> =>
  storage.chatRequests.findById(id).lean<ChatRequestDocument>()

/**
 * Notes a question, in place of how it was asked before, if it was.
 * @returns false where another process was quicker
 */
export async function noteRequest(
  storage: Chats,
  request: ChatRequestDocument,
  before: ChatRequestDocument | null,
): Promise<boolean> {
  const { _id, ...now } = request
  if (before) {
    const { modifiedCount } = await storage.chatRequests.updateOne(
      { _id, nonce: before.nonce },
      { $set: now },
    )
    return modifiedCount === 1
  }
  try {
    await storage.chatRequests.create(request)
    return true
  } catch (error) {
    if (isDuplicate(error)) return false
    throw error
  }
}

/** Forgets what was said before that time. */
export async function forgetOldChats(storage: Chats, before: Date): Promise<void> {
  await storage.chatTurns.deleteMany({ at: olderThan(before) })
  await storage.chatRequests.deleteMany({ at: olderThan(before) })
}
