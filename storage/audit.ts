import { isDuplicate, type Storage } from './connection.ts'
import type { AuditCounterDocument, AuditEventDocument } from './models.ts'

/*
 * Events are inserted here and nowhere else, and nothing anywhere changes or deletes one. Each guru's are counted, so
 * that a page of them can be read by `_id` alone, which is fast on every server, and that one that is missing shows.
 */

type Audit = Pick<Storage, 'auditEvents' | 'auditCounters'>

/** Digits of the number in an `_id`: as text they sort as the numbers do. */
const DIGITS = 12
const idOf = (guru: string, number: number): string => `${guru}/${String(number).padStart(DIGITS, '0')}`
export const numberOf = (id: string): number => Number(id.slice(id.lastIndexOf('/') + 1))

/** The `_id` of the next event of a guru: each is given out once. */
export async function nextEventId(storage: Audit, guru: string): Promise<string> {
  const count = () =>
    storage.auditCounters
      .findOneAndUpdate({ _id: guru }, { $inc: { last: 1 } }, { upsert: true, returnDocument: 'after' })
      .lean<AuditCounterDocument>()
  try {
    return idOf(guru, (await count())?.last ?? 1)
  } catch (error) {
    // Two were the first at the same moment.
    if (!isDuplicate(error)) throw error
    return idOf(guru, (await count())?.last ?? 1)
  }
}

/** Writes an event down. The same `_id` again changes nothing: an attempt whose answer was lost can be repeated. */
export async function insertEvent(storage: Audit, event: AuditEventDocument): Promise<void> {
  try {
    await storage.auditEvents.create(event)
  } catch (error) {
    if (!isDuplicate(error)) throw error
  }
}

export interface AuditFilter {
  /** An actor's label or id. */
  actor?: string
  action?: string
  /** The id of what events are about. */
  subject?: string
  from?: Date
  to?: Date
}

export interface AuditPage {
  events: AuditEventDocument[]
  /** Where the next page goes on: `below` of it. Null where there is nothing left to look at. */
  next: number | null
}

/** Events that are looked at for one page: a filter that few fit must not occupy the database. */
const LOOKED_AT = 500
const AT_ONCE = 50
/** How far the clocks of processes may be apart: events are counted by the database, and timed by whoever writes. */
const SKEW_MS = 60_000

/**
 * A guru's events that fit, newest first. There may be fewer than asked for, even none, and more on the next page: a
 * page ends as well when many have been looked at.
 * @param below of events with smaller numbers only
 */
export async function readEvents(
  storage: Audit,
  guru: string,
  filter: AuditFilter,
  limit: number,
  below = Number.POSITIVE_INFINITY,
): Promise<AuditPage> {
  const read = (number: number) => storage.auditEvents.findById(idOf(guru, number)).lean<AuditEventDocument>()
  const counter = await storage.auditCounters.findById(guru).lean<AuditCounterDocument>()
  const last = Math.min(counter?.last ?? 0, below - 1)
  let next = filter.to ? await lastBefore(read, last, filter.to.getTime() + SKEW_MS) : last
  const events: AuditEventDocument[] = []
  for (let looked = 0; next > 0 && looked < LOOKED_AT; looked += AT_ONCE) {
    const numbers = Array.from({ length: Math.min(AT_ONCE, next) }, (_, index) => next - index)
    const there = (await Promise.all(numbers.map(read))).filter((event) => event !== null)
    for (const event of there) {
      if (filter.from && event.at.getTime() < filter.from.getTime() - SKEW_MS) return { events, next: null }
      next = numberOf(event._id) - 1
      if (fits(event, filter)) events.push(event)
      if (events.length === limit) return { events, next: next > 0 ? next + 1 : null }
    }
    next = (numbers.at(-1) ?? 1) - 1
  }
  return { events, next: next > 0 ? next + 1 : null }
}

const fits = (event: AuditEventDocument, { actor, action, subject, from, to }: AuditFilter): boolean =>
  (actor === undefined || event.actor === actor || event.actor_id === actor) &&
  (action === undefined || event.action === action) &&
  (subject === undefined || event.subject.id === subject) &&
  (!from || event.at >= from) &&
  (!to || event.at < to)

/** A number above which all events are later than `time`, found by halving. */
async function lastBefore(
  read: (number: number) => PromiseLike<AuditEventDocument | null>,
  last: number,
  time: number,
): Promise<number> {
  let [low, high] = [0, last]
  while (high - low > AT_ONCE) {
    const middle = Math.floor((low + high) / 2)
    const event = await read(middle)
    // One that is missing says nothing: it's only a longer way from there.
    if (!event) break
    if (event.at.getTime() >= time) high = middle
    else low = middle
  }
  return high
}
