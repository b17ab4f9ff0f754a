import type { Model } from 'mongoose'
import { isDuplicate } from './connection.ts'

/** One message of more may take a slow database longer than anybody waits, and holds up all others. */
const AT_ONCE = 5

/**
 * Inserts those documents whose `_id` isn't there yet, and leaves the others as they are.
 * @returns the others
 */
export async function insertNew<T extends { _id: string }>(model: Model<T>, documents: T[]): Promise<T[]> {
  const there: T[] = []
  for (let start = 0; start < documents.length; start += AT_ONCE)
    there.push(...(await insertSome(model, documents.slice(start, start + AT_ONCE))))
  return there
}

async function insertSome<T extends { _id: string }>(model: Model<T>, documents: T[]): Promise<T[]> {
  try {
    await model.collection.insertMany(documents as never, { ordered: false })
    return []
  } catch (error) {
    if (!isDuplicate(error)) throw error
    const failed = writeErrorsOf(error)
    if (!failed.every(isDuplicate)) throw error
    return failed.flatMap(({ index }) => documents[index] ?? [])
  }
}

function writeErrorsOf(error: unknown): { index: number }[] {
  const failed = typeof error === 'object' && error !== null && 'writeErrors' in error && error.writeErrors
  if (!failed) throw error
  return (Array.isArray(failed) ? failed : [failed]) as { index: number }[]
}
