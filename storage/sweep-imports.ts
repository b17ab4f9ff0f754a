import { namesGivenBy } from '../domain/placeholder-names.ts'
import { isLeftover, settleImport } from './carry-out-import.ts'
import { isSet, type Storage } from './connection.ts'
import { giveUpNames } from './give-up-names.ts'
import { free } from './held-actions.ts'
import type { ActionDocument, GuruDocument } from './models.ts'
import { forgetStaged } from './stage-import.ts'

/**
 * Completes imports that were published and removes what others have left behind that died, of all gurus. Nothing
 * waits for this: whoever comes across such an import does the same for what is in his way.
 * @returns how many actions of dead imports were put right
 */
export async function sweepImports(storage: Storage): Promise<number> {
  const importing = await storage.gurus.find({ importing: isSet() }).lean<GuruDocument[]>()
  for (const { _id } of importing) await settleImport(storage, _id)
  const held = await storage.actions.find({ import: isSet() }).lean<ActionDocument[]>()
  let swept = 0
  for (const action of held) {
    if (!action.import) continue
    const { guru: slug, next } = action.import
    if (!isLeftover(action.import, await settleImport(storage, slug))) continue
    if (next) {
      await free(storage, action)
      await giveUpNames(storage, slug, namesGivenBy(next.definition), next.hold)
    } else await forgetStaged(storage, slug, action)
    swept += 1
  }
  return swept
}
