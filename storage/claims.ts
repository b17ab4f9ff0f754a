import { isDuplicate, olderThan, type Storage } from './connection.ts'

/**
 * Claims a side effect before it is begun. False where it was claimed before: by an attempt whose worker was
 * lost, or by the same step before a reset. It must then not be begun again.
 */
export async function claim(
  storage: Pick<Storage, 'claims'>,
  workflowId: string,
  step: string,
): Promise<boolean> {
  try {
    await storage.claims.create({ _id: `${workflowId}/${step}`, at: new Date() })
    return true
  } catch (error) {
    if (isDuplicate(error)) return false
    throw error
  }
}

/** Forgets claims older than the history that they guard. */
export async function forgetOldClaims(storage: Pick<Storage, 'claims'>, before: Date): Promise<void> {
  await storage.claims.deleteMany({ at: olderThan(before) })
}
