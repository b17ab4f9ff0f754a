import { inOneLine, StackError } from '../errors.ts'

const ANSWER_WITHIN_MS = 10_000

/** @returns true when the server answers within `timeoutMs`; throws where it doesn't */
export async function answersPing(url: string, timeoutMs: number): Promise<boolean> {
  const { default: mongoose } = await import('mongoose')
  const client = new mongoose.mongo.MongoClient(url, { serverSelectionTimeoutMS: timeoutMs })
  try {
    await client.db().command({ ping: 1 })
    return true
  } finally {
    await client.close()
  }
}

/** @throws {StackError} where the MongoDB that the environment names can't be used; its password isn't shown */
export async function requireMongodb(url: string): Promise<void> {
  try {
    await answersPing(url, ANSWER_WITHIN_MS)
  } catch (error) {
    throw new StackError(
      `MONGODB_URL: the MongoDB at ${new URL(url).host} cannot be used: ${inOneLine(error)}`,
    )
  }
}
