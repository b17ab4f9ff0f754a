import { isDeepStrictEqual } from 'node:util'
import { LRUCache } from 'lru-cache'
import { settleImport } from './carry-out-import.ts'
import type { Storage } from './connection.ts'
import type { ActionDocument, GuruDocument, SecretDocument } from './models.ts'

/** All of a guru that answering needs; secrets stay sealed. */
export interface GuruCatalogue {
  guru: GuruDocument
  /** The same array while nothing changed; after a change, the same objects for all actions that are as they were. */
  actions: ActionDocument[]
  secrets: Map<string, SecretDocument>
  /** The names in `secrets`, and those of secrets whose deletion is not complete: what uses these misses them. */
  secretNames: string[]
}

export interface Catalogue {
  /** The guru as it is now, or null where there is none. One read by `_id` while nothing changed. */
  get(slug: string): Promise<GuruCatalogue | null>
  /** The same for a guru that was just read: no read at all while nothing changed. */
  of(guru: GuruDocument): Promise<GuruCatalogue>
}

/** A writer that died between its change and the counter would be noticed after this time. */
const MAX_AGE_MS = 60_000
const MAX_GURUS = 500

type Reading = Pick<Storage, 'gurus' | 'actions' | 'secrets' | 'actionVersions' | 'placeholderNames'>

export function createCatalogue(storage: Reading): Catalogue {
  const cache = new LRUCache<string, GuruCatalogue>({ max: MAX_GURUS, ttl: MAX_AGE_MS })
  const catalogue: Catalogue = {
    async get(slug) {
      const guru = await storage.gurus.findById(slug).lean<GuruDocument>()
      return guru && catalogue.of(guru)
    },
    async of(guru) {
      const slug = guru._id
      const before = cache.peek(slug, { allowStale: true })?.actions ?? []
      const cached = cache.get(slug)
      if (cached?.guru.revision === guru.revision) return { ...cached, guru }
      const { known, actions, secrets } = await readWhole(storage, guru)
      const fresh = {
        guru: known,
        actions: withKnown(before, actions).sort((a, b) => a.created_at.getTime() - b.created_at.getTime()),
        secrets: new Map(
          secrets.filter((secret) => !secret.deleted_at).map((secret) => [secret.name, secret]),
        ),
        secretNames: secrets.map((secret) => secret.name),
      }
      cache.set(slug, fresh)
      return fresh
    },
  }
  return catalogue
}

/** Never half of an import: where one was published meanwhile, all is read again. */
async function readWhole(storage: Reading, guru: GuruDocument) {
  const { _id: slug } = guru
  let known = guru.importing?.published ? ((await settleImport(storage, slug)) ?? guru) : guru
  for (;;) {
    const [actions, secrets] = await Promise.all([
      storage.actions.find({ guru: slug }).lean<ActionDocument[]>(),
      storage.secrets.find({ guru: slug }).lean<SecretDocument[]>(),
    ])
    const now = await storage.gurus.findById(slug).lean<GuruDocument>()
    if (!now || now.imports === known.imports) return { known, actions, secrets }
    known = (await settleImport(storage, slug)) ?? now
  }
}

/** What was made of an action, such as an index of its words, is kept by its object. */
function withKnown(before: ActionDocument[], actions: ActionDocument[]): ActionDocument[] {
  const known = new Map(before.map((action) => [action._id, action]))
  return actions.map((action) => {
    const same = known.get(action._id)
    return same && isDeepStrictEqual(same, action) ? same : action
  })
}

/** To be called after each change of a guru's actions or secrets. */
export async function touchGuru(storage: Pick<Storage, 'gurus'>, slug: string): Promise<void> {
  await storage.gurus.updateOne({ _id: slug }, { $inc: { revision: 1 } })
}
