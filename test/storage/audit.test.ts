// The events of the audit log as they are stored and found again.
import test from 'ava'
import type { AuditAction } from '../../domain/audit.ts'
import {
  type AuditFilter,
  type AuditPage,
  insertEvent,
  nextEventId,
  numberOf,
  readEvents,
} from '../../storage/audit.ts'
import type { Storage } from '../../storage/connection.ts'
import { openTestStorage } from '../support/test-storage.ts'

const event = (guru: string, number: number, action: AuditAction = 'action.updated') => ({
  guru,
  at: new Date(1_700_000_000_000 + number * 1_000),
  actor: number % 2 ? 'admin' : 'key ci',
  actor_id: number % 2 ? 'admin' : 'abc',
  action,
  subject: { type: 'action', id: `a${number % 10}` },
  before: null,
  after: { name: `version ${number}` },
  from: { address: '127.0.0.1', user_agent: null },
  request_id: `r${number}`,
})

async function add(storage: Storage, guru: string, number: number): Promise<string> {
  const _id = await nextEventId(storage, guru)
  await insertEvent(storage, { _id, ...event(guru, number) })
  return _id
}

test('gives each event of a guru a number of its own, however many come at once', async (t) => {
  const storage = await openTestStorage(t)
  const ids = await Promise.all(Array.from({ length: 30 }, () => nextEventId(storage, 'acme')))
  t.deepEqual(
    ids.map(numberOf).toSorted((a, b) => a - b),
    Array.from({ length: 30 }, (_, index) => index + 1),
  )
  t.is(numberOf(await nextEventId(storage, 'other')), 1)
})

const numbers = ({ events }: AuditPage) => events.map(({ _id }) => numberOf(_id))

test('pages from the newest to the oldest, and shows nothing twice while more come in', async (t) => {
  const storage = await openTestStorage(t)
  for (let number = 1; number <= 7; number++) await add(storage, 'acme', number)
  await add(storage, 'other', 99)
  const first = await readEvents(storage, 'acme', {}, 3)
  t.deepEqual(numbers(first), [7, 6, 5])
  await add(storage, 'acme', 8)
  const second = await readEvents(storage, 'acme', {}, 3, first.next ?? 0)
  t.deepEqual(numbers(second), [4, 3, 2])
  const third = await readEvents(storage, 'acme', {}, 3, second.next ?? 0)
  t.deepEqual(numbers(third), [1])
  t.is(third.next, null)
})

test('goes on where events are missing', async (t) => {
  const storage = await openTestStorage(t)
  await add(storage, 'acme', 1)
  for (let lost = 0; lost < 120; lost++) await nextEventId(storage, 'acme')
  await add(storage, 'acme', 2)
  const page = await readEvents(storage, 'acme', {}, 5)
  t.deepEqual(numbers(page), [122, 1])
  t.is(page.next, null)
})

test('writing the same event again changes nothing', async (t) => {
  const storage = await openTestStorage(t)
  const _id = await add(storage, 'acme', 1)
  await insertEvent(storage, { _id, ...event('acme', 2) })
  t.like((await readEvents(storage, 'acme', {}, 5)).events, {
    length: 1,
    0: { after: { name: 'version 1' } },
  })
})

test('finds by who, what, which and when', async (t) => {
  const storage = await openTestStorage(t)
  for (let number = 1; number <= 12; number++) await add(storage, 'acme', number)
  const found = async (filter: AuditFilter, limit = 9) =>
    numbers(await readEvents(storage, 'acme', filter, limit))
  t.deepEqual(await found({ actor: 'key ci' }, 3), [12, 10, 8])
  t.deepEqual(await found({ actor: 'abc' }, 3), [12, 10, 8])
  t.deepEqual(await found({ subject: 'a1' }), [11, 1])
  t.deepEqual(await found({ action: 'guru.deleted' }), [])
  t.deepEqual(await found({ from: event('', 3).at, to: event('', 5).at }), [4, 3])
})

test('looks at some events only for one page, and says where to go on', async (t) => {
  const storage = await openTestStorage(t)
  const many = Array.from({ length: 1_100 }, (_, index) => index + 1)
  await storage.auditEvents.insertMany(
    many.map((number) => ({ _id: `acme/${String(number).padStart(12, '0')}`, ...event('acme', number) })),
  )
  await storage.auditCounters.create({ _id: 'acme', last: many.length })
  const filter = { subject: 'nobody' }
  const first = await readEvents(storage, 'acme', filter, 5)
  t.deepEqual(first, { events: [], next: 601 })
  const second = await readEvents(storage, 'acme', filter, 5, first.next ?? 0)
  t.deepEqual(second, { events: [], next: 101 })
  t.is((await readEvents(storage, 'acme', filter, 5, second.next ?? 0)).next, null)
  // What lies long ago is gone to directly.
  const old = await readEvents(storage, 'acme', { from: event('', 3).at, to: event('', 5).at }, 9)
  t.deepEqual(numbers(old), [4, 3])
})
