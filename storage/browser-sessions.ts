import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { olderThan, type Storage } from './connection.ts'
import { sha256 } from './ids.ts'
import type { BrowserSessionDocument, SignInTokenDocument } from './models.ts'

type Sessions = Pick<Storage, 'browserSessions'>
type Tokens = Pick<Storage, 'signInTokens'>

const HOUR_MS = 3_600_000
/** A session that nobody uses ends. */
export const IDLE_MS = 12 * HOUR_MS
/** So does one that is used, after this. */
export const AT_MOST_MS = 7 * 24 * HOUR_MS
/** Its use is noted no more often than this. */
const NOTED_EVERY_MS = 5 * 60_000

const TOKEN = /^[A-Za-z0-9_-]{43}$/
const randomToken = (): string => randomBytes(32).toString('base64url')

/**
 * Ties a session to the admin key without storing anything that tells about it: whoever reads the database lacks the
 * token, and has nothing to try admin keys on. Where the admin key is changed, its sessions end.
 */
const bindingOf = (token: string, adminKey: string): string =>
  createHmac('sha256', token).update(adminKey).digest('hex')

/**
 * Begins the session of a browser; its token is answered once and kept only as its SHA-256: it has 256 random bits.
 * @param key the `_id` of the key that was given; null: the admin key
 */
export async function beginBrowserSession(
  storage: Sessions,
  key: string | null,
  adminKey: string,
  now = Date.now(),
): Promise<{ token: string; ends_at: Date }> {
  const token = randomToken()
  const ends_at = new Date(now + AT_MOST_MS)
  await storage.browserSessions.create({
    _id: sha256(token),
    key,
    binding: bindingOf(token, adminKey),
    created_at: new Date(now),
    seen_at: new Date(now),
    ends_at,
  })
  return { token, ends_at }
}

/** The session of a token, if it goes on. Whether its key still holds is the caller's to find out. */
export async function findBrowserSession(
  storage: Sessions,
  token: string,
  adminKey: string,
  now = Date.now(),
): Promise<BrowserSessionDocument | null> {
  if (!TOKEN.test(token)) return null
  const _id = sha256(token)
  const session = await storage.browserSessions.findById(_id).lean<BrowserSessionDocument>()
  if (!session || session.ends_at.getTime() <= now || session.seen_at.getTime() + IDLE_MS <= now) return null
  const binding = Buffer.from(bindingOf(token, adminKey))
  const bound =
    session.binding.length === binding.length && timingSafeEqual(Buffer.from(session.binding), binding)
  if (session.key === null && !bound) return null
  if (session.seen_at.getTime() + NOTED_EVERY_MS <= now)
    await storage.browserSessions.updateOne({ _id }, { $set: { seen_at: new Date(now) } })
  return session
}

/** Signing out. From here on the token opens nothing, whoever has a copy of it. */
export async function endBrowserSession(storage: Sessions, token: string): Promise<void> {
  await storage.browserSessions.deleteOne({ _id: sha256(token) })
}

/**
 * Makes a token that signs the admin in once.
 * @param validMs how long, from now
 */
export async function createSignInToken(
  storage: Tokens,
  validMs: number,
  now = Date.now(),
): Promise<{ token: string; ends_at: Date }> {
  const token = randomToken()
  const ends_at = new Date(now + validMs)
  await storage.signInTokens.create({ _id: sha256(token), ends_at })
  return { token, ends_at }
}

/** Whether the token holds; it never does again, of any number that try at once for one. */
export async function redeemSignInToken(storage: Tokens, token: string, now = Date.now()): Promise<boolean> {
  if (!TOKEN.test(token)) return false
  const found = await storage.signInTokens
    .findOneAndDelete({ _id: sha256(token) })
    .lean<SignInTokenDocument>()
  return found !== null && found.ends_at.getTime() > now
}

/** Not every database forgets by itself. */
export async function forgetOldSessions(storage: Sessions & Tokens, now = Date.now()): Promise<void> {
  await storage.browserSessions.deleteMany({ ends_at: olderThan(new Date(now)) })
  await storage.browserSessions.deleteMany({ seen_at: olderThan(new Date(now - IDLE_MS)) })
  await storage.signInTokens.deleteMany({ ends_at: olderThan(new Date(now)) })
}
