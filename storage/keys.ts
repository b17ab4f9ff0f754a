import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { notFound } from '../domain/problems.ts'
import type { Storage } from './connection.ts'
import { randomId, sha256 } from './ids.ts'
import type { KeyDocument } from './models.ts'

export const keyInputSchema = z.strictObject({
  name: z.string().trim().min(1).max(100),
  role: z
    .enum(['manage', 'chat'])
    .default('manage')
    .meta({ description: 'manage may do everything within the guru, chat may only ask' }),
})

/** What every key of a guru looks like: anything else needs no look-up. */
const KEY = /^errand_[A-Za-z0-9_-]{43}$/
const PREFIX = 'errand_'
/** Characters after the prefix: 232 of the 256 bits stay unknown. */
const HINT_LENGTH = 4
const USE_NOTED_EVERY_MS = 60_000

/** Makes a key of a guru. The key itself is answered once and kept only as its SHA-256: it has 256 random bits. */
export async function createKey(
  storage: Storage,
  guru: string,
  input: z.infer<typeof keyInputSchema>,
  createdBy: string,
): Promise<{ key: string; document: KeyDocument }> {
  const key = `${PREFIX}${randomBytes(32).toString('base64url')}`
  const document: KeyDocument = {
    _id: sha256(key),
    key_id: randomId(),
    guru,
    name: input.name,
    role: input.role,
    created_at: new Date(),
    created_by: createdBy,
    // Without the prefix: whoever looks for keys in what is answered finds the key alone.
    hint: key.slice(PREFIX.length, PREFIX.length + HINT_LENGTH),
    last_used_at: null,
  }
  await storage.keys.create(document)
  return { key, document }
}

export const looksLikeKey = (text: string): boolean => KEY.test(text)

/** What a key is stored under. */
export const keyId = (key: string): string => sha256(key)

/** One read by `_id`, none at all for what can't be a key. */
export const findKey = async (storage: Pick<Storage, 'keys'>, key: string): Promise<KeyDocument | null> =>
  looksLikeKey(key) ? findKeyById(storage, keyId(key)) : null

export const findKeyById = (storage: Pick<Storage, 'keys'>, id: string): Promise<KeyDocument | null> =>
  storage.keys.findById(id).lean<KeyDocument>()

/** The `_id` of every key there is. */
export async function allKeyIds(storage: Pick<Storage, 'keys'>): Promise<Set<string>> {
  const keys = await storage.keys.find({}, { _id: 1 }).lean<Pick<KeyDocument, '_id'>[]>()
  return new Set(keys.map(({ _id }) => _id))
}

/** Notes that a key is used, at most once a minute. */
export async function noteUse(
  storage: Pick<Storage, 'keys'>,
  { _id, last_used_at }: KeyDocument,
  now = Date.now(),
): Promise<void> {
  if (last_used_at && last_used_at.getTime() + USE_NOTED_EVERY_MS > now) return
  // By `_id` alone, and no upsert: a key that was revoked meanwhile stays so.
  await storage.keys.updateOne({ _id }, { $set: { last_used_at: new Date(now) } })
}

/** @returns the key as it was. @throws {Problem} 404 */
export async function revokeKey(storage: Storage, guru: string, keyId: string): Promise<KeyDocument> {
  const revoked = await storage.keys.findOneAndDelete({ guru, key_id: keyId }).lean<KeyDocument>()
  if (!revoked) throw notFound(`Key '${keyId}'`)
  return revoked
}
