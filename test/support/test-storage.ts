import { randomUUID } from 'node:crypto'
import type { ExecutionContext } from 'ava'
import { openStorage, type Storage } from '../../storage/connection.ts'

/** A database of the test's own on the server that `npm test` has started. */
export const openTestStorage = async (t: ExecutionContext): Promise<Storage> =>
  (await testDatabase(t)).storage

/** The same with its URL, for processes of the test. */
export async function testDatabase(t: ExecutionContext): Promise<{ storage: Storage; url: string }> {
  const server = process.env.ERRAND_INTERNAL_TEST_MONGODB
  if (!server) throw new Error('Run the tests with `npm test`: it starts the database that this test needs.')
  const url = new URL(server)
  url.pathname = `/test-${randomUUID()}`
  const storage = await openStorage(url.href)
  t.teardown(storage.close)
  return { storage, url: url.href }
}
