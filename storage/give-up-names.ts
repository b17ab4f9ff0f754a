import type { NameKind } from '../domain/placeholder-names.ts'
import type { Storage } from './connection.ts'
import type { PlaceholderNameDocument } from './models.ts'

type Holding = Pick<Storage, 'placeholderNames'>

export const placeholderNameId = (guru: string, name: string): string => `${guru}/${name}`

/** Gives the hold on these names up. */
export async function giveUpNames(
  storage: Holding,
  guru: string,
  names: Record<NameKind, string[]>,
  hold: string | undefined,
): Promise<void> {
  if (hold === undefined) return
  for (const name of [...names.parameter, ...names.secret])
    await giveUp(storage, placeholderNameId(guru, name), hold)
}

async function giveUp({ placeholderNames }: Holding, _id: string, hold: string): Promise<void> {
  const left = await placeholderNames
    .findOneAndUpdate(
      { _id },
      { $pull: { holders: hold }, $inc: { revision: 1 } },
      { returnDocument: 'after' },
    )
    .lean<PlaceholderNameDocument>()
  if (left?.holders.length === 0) await placeholderNames.deleteOne({ _id, revision: left.revision })
}
