import { isDuplicate, olderThan, type Storage } from './connection.ts'
import { sha256 } from './ids.ts'
import type { LimitDocument } from './models.ts'

type Limits = Pick<Storage, 'limits'>

/** What is taken of a limit in the window that is open now, and when that ends. */
export interface Taken {
  count: number
  ends_at: Date
}

/**
 * Takes `points` of a limit, and tells how many are taken now: each of several that take at once, in whichever
 * processes, sees another number. Windows follow one another without a gap. They don't begin at the same moment for
 * everybody, or all who wait would come back at once.
 *
 * One document for each window, found by nothing but its `_id`: some servers scan the collection for anything more.
 * @param now milliseconds
 */
export async function takeFromLimit(
  storage: Limits,
  name: string,
  points: number,
  windowMs: number,
  now = Date.now(),
): Promise<Taken> {
  const hash = sha256(name)
  const shift = Number.parseInt(hash.slice(0, 8), 16) % windowMs
  const window = Math.floor((now + shift) / windowMs)
  const ends_at = new Date((window + 1) * windowMs - shift)
  const count = await countUp(storage, `${hash}/${window}`, points, ends_at)
  // Whoever begins a window tidies the last one up; of those who don't come back, housekeeping does.
  if (count === points) storage.limits.deleteOne({ _id: `${hash}/${window - 1}` }).catch(() => {})
  return { count, ends_at }
}

async function countUp(storage: Limits, _id: string, points: number, ends_at: Date): Promise<number> {
  const count = () =>
    storage.limits
      .findOneAndUpdate(
        { _id },
        { $inc: { count: points }, $setOnInsert: { ends_at } },
        { upsert: true, returnDocument: 'after' },
      )
      .lean<LimitDocument>()
  try {
    return (await count())?.count ?? points
  } catch (error) {
    // Another has made the document at the same moment. Now it is there.
    if (!isDuplicate(error)) throw error
    return (await count())?.count ?? points
  }
}

/** Notes that something happened, until `ends_at`. */
export async function note(storage: Limits, name: string, ends_at: Date): Promise<void> {
  try {
    await storage.limits.create({ _id: sha256(name), count: 1, ends_at })
  } catch (error) {
    if (!isDuplicate(error)) throw error
  }
}

/** Whether it was noted and is not over. */
export async function isNoted(storage: Limits, name: string, now = new Date()): Promise<boolean> {
  const found = await storage.limits.findById(sha256(name)).lean<LimitDocument>()
  return found !== null && found.ends_at > now
}

/** Not every database forgets by itself. */
export async function forgetOldLimits(storage: Limits, before = new Date()): Promise<void> {
  await storage.limits.deleteMany({ ends_at: olderThan(before) })
}
