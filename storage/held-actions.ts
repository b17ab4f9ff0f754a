import { setTimeout as sleep } from 'node:timers/promises'
import { isLeftover, settleImport } from './carry-out-import.ts'
import type { Storage } from './connection.ts'
import type { ActionDocument } from './models.ts'

/** An import holds the actions that it replaces for moments only. */
const AGAIN_MS = 50

/**
 * Tries a change of an action until it is made, or the action is no more what it was. An import that holds the action
 * is waited for; one that was called off holds nothing.
 * @param change the change, on the condition that nothing holds the action; answers whether it was made
 */
export async function whileFree(
  storage: Storage,
  { _id, version }: { _id: string; version?: number },
  change: () => Promise<boolean>,
): Promise<boolean> {
  for (;;) {
    if (await change()) return true
    const action = await storage.actions.findById(_id).lean<ActionDocument>()
    if (!action || (version !== undefined && action.version !== version)) return false
    if (!action.import) continue
    const guru = await settleImport(storage, action.import.guru)
    if (isLeftover(action.import, guru)) await free(storage, action)
    else await sleep(AGAIN_MS)
  }
}

/** What an import held that was called off is held no more. Not for new actions of one. */
export async function free(storage: Pick<Storage, 'actions'>, action: ActionDocument): Promise<void> {
  if (!action.import?.next) return
  await storage.actions.updateOne(
    { _id: action._id, 'import.id': action.import.id },
    { $unset: { import: 1 } },
  )
}
