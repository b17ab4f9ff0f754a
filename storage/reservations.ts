import { isLeftover, settleImport } from './carry-out-import.ts'
import { isDuplicate, type Storage } from './connection.ts'
import { insertNew } from './insert-new.ts'
import type { ActionDocument, ReservationDocument } from './models.ts'

export type Reserving = Pick<
  Storage,
  'reservations' | 'actions' | 'gurus' | 'actionVersions' | 'placeholderNames'
>

/** A reservation whose action was never written is free again after this time: its maker died half-way. */
const ABANDONED_AFTER_MS = 60_000

export const nameReservation = (guru: string, name: string): string => `name/${guru}/${name.toLowerCase()}`
export const slotReservation = (guru: string, slot: number): string => `slot/${guru}/${slot}`
const guruOf = (id: string): string => id.split('/')[1] ?? ''

/** Takes `id` for an action. Answers false where another action holds it; one insert decides every race. */
export async function reserve(storage: Reserving, id: string, actionId: string): Promise<boolean> {
  const { reservations } = storage
  for (;;) {
    try {
      await reservations.create({ _id: id, holder: actionId, at: new Date() })
      return true
    } catch (error) {
      if (!isDuplicate(error)) throw error
    }
    const held = await reservations.findById(id).lean<ReservationDocument>()
    if (held?.holder === actionId) {
      // Whoever is about to release what it had before must not release this.
      const again = await reservations.updateOne({ _id: id, holder: actionId }, { $set: { at: new Date() } })
      if (again.matchedCount > 0) return true
    } else if (held && !(await isAbandoned(storage, held))) return false
    else if (held) await reservations.deleteOne({ _id: id, holder: held.holder, at: held.at })
  }
}

/** The same for many at once. @returns those that could not be had */
export async function reserveAll<T extends { id: string; actionId: string }>(
  storage: Reserving,
  wanted: T[],
): Promise<T[]> {
  const at = new Date()
  const held = await insertNew(
    storage.reservations,
    wanted.map(({ id, actionId }) => ({ _id: id, holder: actionId, at })),
  )
  const there = new Map(held.map(({ _id, holder }) => [`${_id} ${holder}`, true]))
  const refused: T[] = []
  for (const one of wanted)
    if (there.has(`${one.id} ${one.actionId}`) && !(await reserve(storage, one.id, one.actionId)))
      refused.push(one)
  return refused
}

/** @param at when it was taken, where it must not have been taken again since */
export async function release(
  storage: Pick<Storage, 'reservations'>,
  id: string,
  actionId: string,
  at?: Date,
): Promise<void> {
  await storage.reservations.deleteOne({ _id: id, holder: actionId, ...(at && { at }) })
}

/** When an action took what it holds. */
export async function reservedAt(
  { reservations }: Pick<Storage, 'reservations'>,
  id: string,
  actionId: string,
): Promise<Date | undefined> {
  const held = await reservations.findById(id).lean<ReservationDocument>()
  return held?.holder === actionId ? held.at : undefined
}

async function isAbandoned(storage: Reserving, { _id, holder, at }: ReservationDocument): Promise<boolean> {
  if (Date.now() - at.getTime() < ABANDONED_AFTER_MS) return false
  const find = () => storage.actions.findById(holder).lean<ActionDocument>()
  let action = await find()
  if (action?.import) {
    const guru = await settleImport(storage, guruOf(_id))
    action = await find()
    if (action?.import) return action.import.next === null && isLeftover(action.import, guru)
  }
  // One that has another name or place by now has left this behind when its change broke off.
  return !action || ![action.slot, nameReservation(action.guru, action.definition.name)].includes(_id)
}
