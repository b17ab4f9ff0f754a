import type { Storage } from './connection.ts'
import { insertNew } from './insert-new.ts'
import type { ActionDocument, ActionVersionDocument } from './models.ts'

type Versions = Pick<Storage, 'actionVersions'>

const versionId = (actionId: string, version: number): string => `${actionId}.${version}`

const versionOf = ({
  _id,
  guru,
  version,
  definition,
  changed_by = '',
  updated_at,
}: ActionDocument): ActionVersionDocument => ({
  _id: versionId(_id, version),
  guru,
  action_id: _id,
  version,
  definition,
  changed_at: updated_at,
  changed_by,
})

/**
 * Keeps the versions that these actions have. To be called before an action gets its next one, too: whoever made the
 * present one may have died before it was kept.
 */
export const keepVersions = (storage: Versions, actions: ActionDocument[]): Promise<unknown> =>
  insertNew(storage.actionVersions, actions.map(versionOf))

/** The definition that a run was planned with, also where the action has changed or gone since. */
export async function findVersion(
  storage: Versions,
  id: string,
  version: number,
): Promise<ActionVersionDocument | null> {
  return storage.actionVersions.findById(versionId(id, version)).lean<ActionVersionDocument>()
}

/** Those versions below `before`, newest first, up to `limit`; each is looked up by its `_id`. */
export async function listVersions(
  storage: Versions,
  action: ActionDocument,
  { before = action.version + 1, limit }: { before?: number; limit: number },
): Promise<ActionVersionDocument[]> {
  const newest = Math.min(before - 1, action.version)
  const numbers = Array.from({ length: Math.min(limit, Math.max(newest, 0)) }, (_, index) => newest - index)
  const found = await Promise.all(numbers.map((number) => findVersion(storage, action._id, number)))
  // The newest may not have been kept yet.
  return found.flatMap((version, index) =>
    version ? [version] : numbers[index] === action.version ? [versionOf(action)] : [],
  )
}

/** Who made the present version of an action, and when. */
export const lastChange = async (storage: Versions, action: ActionDocument) => ({
  by: action.changed_by ?? (await findVersion(storage, action._id, action.version))?.changed_by ?? 'somebody',
  at: action.updated_at,
})

/** All versions of an action that was deleted, newest first. Reads the whole collection. */
export async function versionsOfDeleted(
  storage: Versions,
  guru: string,
  id: string,
): Promise<ActionVersionDocument[]> {
  const found = await storage.actionVersions.find({ guru, action_id: id }).lean<ActionVersionDocument[]>()
  return found.sort((one, other) => other.version - one.version)
}
