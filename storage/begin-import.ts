import { setTimeout as sleep } from 'node:timers/promises'
import { notFound, Problem } from '../domain/problems.ts'
import { IMPORT_ABANDONED_AFTER_MS, settleImport } from './carry-out-import.ts'
import type { Storage } from './connection.ts'
import { randomId } from './ids.ts'
import type { GuruDocument } from './models.ts'

/** Well before others take it for dead, and what it has reserved for abandoned. */
export const PUBLISH_WITHIN_MS = IMPORT_ABANDONED_AFTER_MS * 0.7
const AGAIN_MS = 100
const WAIT_MS = 20_000

/** The right to publish one import of a guru. */
export interface Begun {
  guru: GuruDocument
  id: string
  at: Date
}

/**
 * Waits for its turn: a guru has one import at a time.
 * @throws {Problem} 404, or 409 where another import does not end
 */
export async function beginImport(storage: Storage, slug: string): Promise<Begun> {
  const until = Date.now() + WAIT_MS
  for (;;) {
    const guru = await settleImport(storage, slug)
    if (!guru) throw notFound(`Guru '${slug}'`)
    if (!guru.importing) {
      const begun = { id: randomId(), at: new Date(), published: false, actions: [] }
      const { matchedCount } = await storage.gurus.updateOne(
        { _id: slug, importing: null },
        { $set: { importing: begun } },
      )
      if (matchedCount > 0) return { guru, id: begun.id, at: begun.at }
    }
    if (Date.now() > until)
      throw new Problem(
        'conflict',
        'Another import of this guru is being carried out. Try again in a minute.',
      )
    await sleep(AGAIN_MS)
  }
}
