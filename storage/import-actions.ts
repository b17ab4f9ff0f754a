import { Problem } from '../domain/problems.ts'
import { ChangedMeanwhile } from './actions.ts'
import { beginImport, PUBLISH_WITHIN_MS } from './begin-import.ts'
import { callOff, settleImport } from './carry-out-import.ts'
import type { Storage } from './connection.ts'
import type { ActionDocument, GuruDocument } from './models.ts'
import { giveBack, type Planned, type Staged, stage } from './stage-import.ts'

/**
 * Saves all of these actions, or none. To be followed by `settleAction` for each.
 * @returns the actions in the order in which they were planned
 * @throws {ImportConflict} with all that is in the way
 * @throws {ChangedMeanwhile} where it has to be planned anew
 * @throws {Problem} 409 where another import of the guru does not end
 */
export async function importActions(
  storage: Storage,
  slug: string,
  planned: Planned[],
  changedBy: string,
): Promise<ActionDocument[]> {
  const { guru, id, at } = await beginImport(storage, slug)
  const staged: Staged = { id, guru, created: [], replaced: [] }
  try {
    const limit = await stage(storage, staged, planned, changedBy)
    await publish(storage, staged, limit, at)
  } catch (error) {
    // An answer that was lost says nothing: it may have been published.
    if ((await callOff(storage, slug, id)) || !(await isPublished(storage, staged))) {
      // What can't be given back now is found to be left over later.
      await giveBack(storage, staged).catch(() => {})
      throw error
    }
  }
  await settleImport(storage, slug)
  const byPlan = new Map<Planned, ActionDocument>([
    ...staged.created.map(({ plan, action }) => [plan, { ...action, guru: slug, import: null }] as const),
    ...staged.replaced.map(({ plan, action, next }) => [plan, { ...action, ...next, import: null }] as const),
  ])
  return planned.map((plan) => byPlan.get(plan) as ActionDocument)
}

/** The one change that makes the import count. @throws {ChangedMeanwhile} where it may not any more */
async function publish(
  storage: Storage,
  { id, guru: { _id }, replaced }: Staged,
  limit: number,
  at: Date,
): Promise<void> {
  if (Date.now() - at.getTime() > PUBLISH_WITHIN_MS)
    throw new Problem(
      'conflict',
      'The database takes too long for so many actions at once, and nothing was imported. Import them in smaller files.',
    )
  const actions = replaced.map(({ action }) => action._id)
  const { matchedCount } = await storage.gurus.updateOne(
    { _id, action_limit: limit, 'importing.id': id, 'importing.published': false },
    {
      $set: { 'importing.published': true, 'importing.actions': actions },
      $inc: { revision: 1, imports: 1 },
    },
  )
  if (matchedCount === 0) throw new ChangedMeanwhile()
}

/** Whether it was published, be it completed or not. */
async function isPublished(storage: Storage, { id, guru, created, replaced }: Staged): Promise<boolean> {
  const now = await storage.gurus.findById(guru._id).lean<GuruDocument>()
  if (now?.importing?.id === id) return now.importing.published
  for (const { action } of created)
    if ((await storage.actions.findById(action._id).lean<ActionDocument>())?.guru === guru._id) return true
  for (const { action, next } of replaced)
    if ((await storage.actions.findById(action._id).lean<ActionDocument>())?.hold === next.hold) return true
  return false
}
