import type { ActionDocument, GuruDocument } from './models.ts'
import { type Reserving, release, reserve, reserveAll, slotReservation } from './reservations.ts'

/*
 * The limit of a guru's actions is that many numbered places, each of which one action can have. A limit that was
 * lowered may leave actions in places above it: `crowded` says so, and before another action is made these move down.
 * While there is no room for all of them below, there is none for a new one.
 */

const numberOf = (slot: string): number => Number(slot.slice(slot.lastIndexOf('/') + 1))

/** Takes a free place under the guru's limit and answers its id, or null where all are taken. */
export async function reserveSlot(
  storage: Reserving,
  guru: string,
  limit: number,
  used: number,
  actionId: string,
): Promise<string | null> {
  for (let offset = 0; offset < limit; offset++) {
    const id = slotReservation(guru, (used + offset) % limit)
    if (await reserve(storage, id, actionId)) return id
  }
  return null
}

/**
 * The same for many actions, in one go where nobody else wants places at the same time.
 * @returns their places by action, fewer where there are too few
 */
export async function reserveSlots(
  storage: Reserving,
  guru: string,
  limit: number,
  used: number,
  actionIds: string[],
): Promise<Map<string, string>> {
  const wanted = actionIds.slice(0, limit).map((actionId, index) => ({
    id: slotReservation(guru, (used + index) % limit),
    actionId,
  }))
  const refused = new Set(await reserveAll(storage, wanted))
  const places = new Map(wanted.filter((one) => !refused.has(one)).map(({ id, actionId }) => [actionId, id]))
  for (const actionId of actionIds) {
    if (places.has(actionId)) continue
    const slot = await reserveSlot(storage, guru, limit, used + places.size, actionId)
    if (!slot) break
    places.set(actionId, slot)
  }
  return places
}

/** Whether a place is under the limit as it is now: it may have been lowered since. */
export const isUnderLimit = (slot: string, { action_limit }: GuruDocument): boolean =>
  numberOf(slot) < action_limit

/**
 * Moves actions that are in places above the limit to free ones under it.
 * @returns whether all are under it: else the guru has more actions than it may
 */
export async function makeRoom(storage: Reserving, guru: GuruDocument): Promise<boolean> {
  if (!guru.crowded) return true
  const { _id: slug, action_limit } = guru
  const actions = await storage.actions.find({ guru: slug }, { slot: 1 }).lean<ActionDocument[]>()
  for (const { _id, slot } of actions) {
    if (isUnderLimit(slot, guru)) continue
    const lower = await reserveSlot(storage, slug, action_limit, 0, _id)
    if (!lower) return false
    const { matchedCount } = await storage.actions.updateOne({ _id, slot }, { $set: { slot: lower } })
    if (matchedCount > 0) await release(storage, slot, _id)
    else {
      const now = await storage.actions.findById(_id).lean<ActionDocument>()
      if (now?.slot !== lower) await release(storage, lower, _id)
    }
  }
  await storage.gurus.updateOne({ _id: slug, action_limit }, { $set: { crowded: false } })
  return true
}
