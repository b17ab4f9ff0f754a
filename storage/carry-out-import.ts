import pLimit from 'p-limit'
import { namesGivenBy } from '../domain/placeholder-names.ts'
import type { Storage } from './connection.ts'
import { giveUpNames } from './give-up-names.ts'
import type { ActionDocument, ActionImport, GuruDocument, GuruImport } from './models.ts'
import { keepVersions } from './versions.ts'

/*
 * An import of actions is all or nothing, without transactions. It writes new actions under a guru that no look-up asks
 * for, and what becomes of others beside what they are; then one change of the guru's document publishes all of it.
 * From there on it can only be completed, which whoever comes across it does: the import itself, or, where that has
 * died, the next reader. An import that died before leaves what nobody sees, and loses its right to publish.
 */

type Settling = Pick<Storage, 'gurus' | 'actions' | 'actionVersions' | 'placeholderNames'>

/** An import that isn't published by now has died. It gives up itself well before, see `import-actions.ts`. */
export const IMPORT_ABANDONED_AFTER_MS = 60_000
const AT_ONCE = 8

/** The guru that new actions of an import have until they are published: none has such a slug. */
export const stagingGuru = (importId: string): string => `!import/${importId}`
export const isStaged = ({ guru }: Pick<ActionDocument, 'guru'>): boolean => guru.startsWith('!')

/**
 * The guru as it is, after an import that was published is completed, and one that has died is called off.
 * @returns null where there is no such guru
 */
export async function settleImport(storage: Settling, slug: string): Promise<GuruDocument | null> {
  for (;;) {
    const guru = await storage.gurus.findById(slug).lean<GuruDocument>()
    const { importing } = guru ?? {}
    if (!guru || !importing) return guru
    if (importing.published) await completeImport(storage, slug, importing)
    else if (Date.now() - importing.at.getTime() < IMPORT_ABANDONED_AFTER_MS) return guru
    else await callOff(storage, slug, importing.id)
  }
}

/** @returns false where there is nothing to call off: it is published, or has been called off before */
export async function callOff(storage: Pick<Storage, 'gurus'>, slug: string, id: string): Promise<boolean> {
  const { matchedCount } = await storage.gurus.updateOne(
    { _id: slug, 'importing.id': id, 'importing.published': false },
    { $set: { importing: null } },
  )
  return matchedCount > 0
}

/** Whether an action holds what an import has left behind that was called off. */
export const isLeftover = ({ id }: ActionImport, guru: GuruDocument | null): boolean =>
  guru?.importing?.id !== id

/** Several may complete the same import at once: each step counts only where it has not been taken. */
async function completeImport(storage: Settling, slug: string, { id, actions }: GuruImport): Promise<void> {
  const limit = pLimit(AT_ONCE)
  const found = await Promise.all(
    actions.map((actionId) => limit(() => storage.actions.findById(actionId).lean<ActionDocument>())),
  )
  const created = await storage.actions.find({ guru: stagingGuru(id) }).lean<ActionDocument[]>()
  const held = found.filter((action) => action?.import?.id === id) as ActionDocument[]
  await keepVersions(
    storage,
    [...created.map((action) => ({ ...action, guru: slug })), ...held].flatMap((action) => [
      action,
      ...(action.import?.next ? [{ ...action, ...action.import.next }] : []),
    ]),
  )
  await Promise.all(
    created.map(({ _id, guru }) =>
      limit(() => storage.actions.updateOne({ _id, guru }, { $set: { guru: slug }, $unset: { import: 1 } })),
    ),
  )
  await Promise.all(held.map((action) => limit(() => replaceBy(storage, action))))
  await storage.gurus.updateOne(
    { _id: slug, 'importing.id': id },
    { $set: { importing: null }, $inc: { revision: 1 } },
  )
}

async function replaceBy(storage: Settling, action: ActionDocument): Promise<void> {
  const {
    _id,
    guru,
    definition,
    hold,
    import: { id, next } = { id: '', next: null },
  } = action as ActionDocument & {
    import: ActionImport
  }
  if (!next) return
  await storage.actions.updateOne({ _id, 'import.id': id }, { $set: next, $unset: { import: 1 } })
  if (next.hold !== hold) await giveUpNames(storage, guru, namesGivenBy(definition), hold)
}
