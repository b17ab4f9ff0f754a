import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { notFound } from '../domain/problems.ts'
import type { Storage } from './connection.ts'
import { randomId, sha256 } from './ids.ts'
import type { KeyDocument } from './models.ts'

export const keyInputSchema = z.strictObject({
  name: z.string().trim().min(1).max(100),
  role: z.enum(['manage', 'chat']).default('manage'),
})

/** Makes a key of a guru. The key itself is answered once and kept only as its SHA-256: it has 256 random bits. */
export async function createKey(
  storage: Storage,
  guru: string,
  input: z.infer<typeof keyInputSchema>,
): Promise<{ key: string; document: KeyDocument }> {
  const key = `errand_${randomBytes(32).toString('base64url')}`
  const document: KeyDocument = {
    _id: sha256(key),
    key_id: randomId(),
    guru,
    name: input.name,
    role: input.role,
    created_at: new Date(),
  }
  await storage.keys.create(document)
  return { key, document }
}

/** One read by `_id`. */
export const findKey = (storage: Pick<Storage, 'keys'>, key: string): Promise<KeyDocument | null> =>
  storage.keys.findById(sha256(key)).lean<KeyDocument>()

export async function revokeKey(storage: Storage, guru: string, keyId: string): Promise<void> {
  const { deletedCount } = await storage.keys.deleteOne({ guru, key_id: keyId })
  if (deletedCount === 0) throw notFound(`Key '${keyId}'`)
}
