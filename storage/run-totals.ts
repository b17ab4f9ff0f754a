import { isDuplicate, type Storage } from './connection.ts'
import type { RunTotalsDocument } from './models.ts'

/** Runs that ended in one stretch of time. */
export interface RunWindow {
  /** Its beginning, in milliseconds since the epoch. */
  at: number
  /** Workflows of all kinds that ended in it: by their number it is seen whether one was missed. */
  workflows: number
  /** Runs by `TRIGGER STATUS`. */
  runs: Record<string, number>
}

/** All runs that ended since Errand began to count: what is settled, and the latest stretches, which may still grow. */
export interface RunTotals {
  settled: Record<string, number>
  /** Oldest first. */
  windows: RunWindow[]
  /** Since when runs are counted, in milliseconds since the epoch; totals of earlier versions do not tell. */
  since?: number
  /** Up to here all was looked at, in milliseconds since the epoch. */
  until: number
}

const ID = 'runs'

type Totals = Pick<Storage, 'runTotals'>

export interface KeptTotals {
  revision: number
  totals: RunTotals
}

/** Null where nobody has begun to count. */
export async function readRunTotals(storage: Totals): Promise<KeptTotals | null> {
  const found = await storage.runTotals.findById(ID).lean<RunTotalsDocument>()
  return found && { revision: found.revision, totals: JSON.parse(found.state) as RunTotals }
}

/** False where somebody else has begun before. */
export async function beginRunTotals(storage: Totals, totals: RunTotals): Promise<boolean> {
  try {
    await storage.runTotals.create({ _id: ID, revision: 1, state: JSON.stringify(totals) })
    return true
  } catch (error) {
    if (isDuplicate(error)) return false
    throw error
  }
}

/** False where somebody else has written since: what they wrote holds. */
export async function writeRunTotals(storage: Totals, { revision, totals }: KeptTotals): Promise<boolean> {
  const { modifiedCount } = await storage.runTotals.updateOne(
    { _id: ID, revision },
    { $set: { revision: revision + 1, state: JSON.stringify(totals) } },
  )
  return modifiedCount === 1
}
