import type { NameKind } from '../domain/placeholder-names.ts'
import { isLeftover, settleImport } from './carry-out-import.ts'
import { isDuplicate, type Storage } from './connection.ts'
import { giveUpNames, placeholderNameId } from './give-up-names.ts'
import { randomId } from './ids.ts'
import type { ActionDocument, PlaceholderNameDocument, SecretDocument } from './models.ts'

/*
 * What keeps a secret and a parameter from having one name, also where both are made at once. Whoever saves an action
 * or a secret first takes its names, by a hold of its own that it stores with what it saves; whoever replaces or
 * removes that gives up exactly the hold that it found there. So no two writers ever share a hold, and a hold whose
 * owner has another one by now, or is gone, is left over from a writer that died half-way.
 */

type Holding = Pick<Storage, 'placeholderNames' | 'actions' | 'secrets' | 'gurus' | 'actionVersions'>

/** As for reservations: a hold that nothing was saved under is void after this time. */
const ABANDONED_AFTER_MS = 60_000
const SECRET = 'secret'

/** A name that could not be had, and the holds that are in the way. */
export interface Refused {
  name: string
  kind: NameKind
  holders: string[]
}

/** A new hold for an action. */
export const actionHold = (actionId: string): string => `${actionId}/${Date.now()}/${randomId(16)}`
/** A new hold for a secret of the guru. */
export const secretHold = (): string => actionHold(SECRET)

/** Whose it is: an action's id, or null for the secret itself. */
export function ownerOf(hold: string): string | null {
  const owner = hold.split('/')[0] ?? ''
  return owner === SECRET ? null : owner
}

const secretId = (guru: string, name: string): string => `${guru}.${name}`

/** Takes all of the names or none. Answers what was in the way, or null. */
export async function takeNames(
  storage: Holding,
  guru: string,
  names: Record<NameKind, string[]>,
  hold: string,
): Promise<Refused | null> {
  const taken: Record<NameKind, string[]> = { secret: [], parameter: [] }
  for (const kind of ['parameter', 'secret'] as const)
    for (const name of names[kind]) {
      const holders = await takeName(storage, guru, name, kind, [hold])
      if (holders) {
        await giveUpNames(storage, guru, taken, hold)
        return { name, kind, holders }
      }
      taken[kind].push(name)
    }
  return null
}

/**
 * Takes one name, by each of these holds.
 * @returns null, or the living holds of the other kind
 */
export async function takeName(
  storage: Holding,
  guru: string,
  name: string,
  kind: NameKind,
  holds: string[],
): Promise<string[] | null> {
  const _id = placeholderNameId(guru, name)
  const { placeholderNames } = storage
  for (;;) {
    const change = { $push: { holders: { $each: holds } }, $inc: { revision: 1 } }
    if ((await placeholderNames.updateOne({ _id, kind }, change)).matchedCount > 0) return null
    try {
      await placeholderNames.create({ _id, guru, kind, holders: holds, revision: 1 })
      return null
    } catch (error) {
      if (!isDuplicate(error)) throw error
    }
    const held = await placeholderNames.findById(_id).lean<PlaceholderNameDocument>()
    if (!held || held.kind === kind) continue
    const living = await livingHolds(storage, held, name)
    if (living.length > 0) return living
    await placeholderNames.deleteOne({ _id, revision: held.revision })
  }
}

async function livingHolds(
  storage: Holding,
  { guru, holders }: PlaceholderNameDocument,
  name: string,
): Promise<string[]> {
  const living: string[] = []
  for (const hold of holders)
    if (isNew(hold) || (await ownerHolds(storage, guru, name, hold))) living.push(hold)
  return living
}

const isNew = (hold: string): boolean => Date.now() - Number(hold.split('/')[1]) < ABANDONED_AFTER_MS

async function ownerHolds(storage: Holding, guru: string, name: string, hold: string): Promise<boolean> {
  const owner = ownerOf(hold)
  if (owner === null)
    return (await storage.secrets.findById(secretId(guru, name)).lean<SecretDocument>())?.hold === hold
  const find = () => storage.actions.findById(owner).lean<ActionDocument>()
  const action = await find()
  if (!action?.import) return action?.hold === hold
  const known = await settleImport(storage, guru)
  const now = await find()
  if (!now?.import || !isLeftover(now.import, known))
    return now?.hold === hold || now?.import?.next?.hold === hold
  return now.import.next !== null && now.hold === hold
}
