import { isDuplicate, type Storage } from './connection.ts'
import type { ActionDocument, ReservationDocument } from './models.ts'

type Reserving = Pick<Storage, 'reservations' | 'actions'>

/** A reservation whose action was never written is free again after this time: its maker died half-way. */
const ABANDONED_AFTER_MS = 60_000

export const nameReservation = (guru: string, name: string): string => `name/${guru}/${name.toLowerCase()}`
const slotReservation = (guru: string, slot: number): string => `slot/${guru}/${slot}`

/** Takes `id` for an action. Answers false where another action holds it; one insert decides every race. */
export async function reserve(storage: Reserving, id: string, actionId: string): Promise<boolean> {
  for (;;) {
    try {
      await storage.reservations.create({ _id: id, holder: actionId, at: new Date() })
      return true
    } catch (error) {
      if (!isDuplicate(error)) throw error
    }
    const held = await storage.reservations.findById(id).lean<ReservationDocument>()
    if (held?.holder === actionId) return true
    if (held && !(await isAbandoned(storage, held))) return false
    if (held) await storage.reservations.deleteOne({ _id: id, holder: held.holder })
  }
}

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

export async function release(storage: Reserving, id: string, actionId: string): Promise<void> {
  await storage.reservations.deleteOne({ _id: id, holder: actionId })
}

async function isAbandoned(storage: Reserving, held: ReservationDocument): Promise<boolean> {
  if (Date.now() - held.at.getTime() < ABANDONED_AFTER_MS) return false
  return !(await storage.actions.findById(held.holder).lean<ActionDocument>())
}
