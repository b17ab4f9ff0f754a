import type { Model } from 'mongoose'
import { isDuplicate } from './connection.ts'

/** Inserts those documents whose `_id` isn't there yet, and leaves the others as they are. */
export async function insertNew<T extends { _id: string }>(model: Model<T>, documents: T[]): Promise<void> {
  if (documents.length === 0) return
  try {
    await model.collection.insertMany(documents as never, { ordered: false })
  } catch (error) {
    if (!isDuplicate(error) || !onlyDuplicates(error)) throw error
  }
}

function onlyDuplicates(error: unknown): boolean {
  const failed = typeof error === 'object' && error !== null && 'writeErrors' in error && error.writeErrors
  return !Array.isArray(failed) || failed.every(isDuplicate)
}
