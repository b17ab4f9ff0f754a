import { isDuplicate, isSet, type Storage } from './connection.ts'
import type { SecretDocument } from './models.ts'

type Secrets = Pick<Storage, 'secrets'>

/** Stores a secret in the place of the one that has its name, if any, and answers that. */
export const replaceSecret = ({ secrets }: Secrets, secret: SecretDocument): Promise<SecretDocument | null> =>
  secrets
    .findOneAndReplace({ _id: secret._id }, secret, { upsert: true, returnDocument: 'before' })
    .lean<SecretDocument>()

/**
 * Stores a secret where there is none of its name; of several that are stored at once, one is. One whose deletion has
 * begun is none any more, and is answered.
 * @returns undefined where there is one
 */
export async function addSecret(
  { secrets }: Secrets,
  secret: SecretDocument,
): Promise<SecretDocument | null | undefined> {
  const { _id } = secret
  const deleted = await secrets
    .findOneAndReplace({ _id, deleted_at: isSet() }, secret, { returnDocument: 'before' })
    .lean<SecretDocument>()
  if (deleted) return deleted
  try {
    await secrets.create(secret)
    return null
  } catch (error) {
    if (isDuplicate(error)) return undefined
    throw error
  }
}
