// Limits that all processes on one database share.
import test from 'ava'
import { forgetOldLimits, isNoted, note, takeFromLimit } from '../../storage/limits.ts'
import { openTestStorage } from '../support/test-storage.ts'

const MINUTE_MS = 60_000
const NOW = 1_800_000_000_000

test('of many that take at once, each sees a number of its own', async (t) => {
  const storage = await openTestStorage(t)
  const taken = await Promise.all(
    Array.from({ length: 40 }, () => takeFromLimit(storage, 'a', 1, MINUTE_MS, NOW)),
  )
  t.deepEqual(
    taken.map(({ count }) => count).toSorted((a, b) => a - b),
    Array.from({ length: 40 }, (_, index) => index + 1),
  )
  t.is(new Set(taken.map(({ ends_at }) => ends_at.getTime())).size, 1)
})

test('begins anew when the window has ended, and leaves nothing of the last one', async (t) => {
  const storage = await openTestStorage(t)
  const { ends_at } = await takeFromLimit(storage, 'a', 1, MINUTE_MS, NOW)
  t.true(ends_at.getTime() > NOW && ends_at.getTime() <= NOW + MINUTE_MS)
  t.is((await takeFromLimit(storage, 'a', 1, MINUTE_MS, ends_at.getTime() - 1)).count, 2)
  const next = await takeFromLimit(storage, 'a', 1, MINUTE_MS, ends_at.getTime())
  t.deepEqual(next, { count: 1, ends_at: new Date(ends_at.getTime() + MINUTE_MS) })
  // It is tidied up behind the caller's back.
  while ((await storage.limits.countDocuments()) > 1);
  t.pass()
})

test('counts by name, and windows of different names end at different times', async (t) => {
  const storage = await openTestStorage(t)
  const ends = await Promise.all(
    ['a', 'b', 'c', 'd'].map(async (name) => {
      const { count, ends_at } = await takeFromLimit(storage, name, 1, MINUTE_MS, NOW)
      t.is(count, 1)
      return ends_at.getTime()
    }),
  )
  t.true(new Set(ends).size > 1)
})

test('a note holds until its time', async (t) => {
  const storage = await openTestStorage(t)
  t.false(await isNoted(storage, 'a'))
  await note(storage, 'a', new Date(NOW))
  await note(storage, 'a', new Date(NOW))
  t.true(await isNoted(storage, 'a', new Date(NOW - 1)))
  t.false(await isNoted(storage, 'a', new Date(NOW)))
})

test('what has ended is forgotten, what has not is not', async (t) => {
  const storage = await openTestStorage(t)
  await note(storage, 'old', new Date(NOW - 1))
  await note(storage, 'new', new Date(NOW + 1))
  await forgetOldLimits(storage, new Date(NOW))
  t.is(await storage.limits.countDocuments(), 1)
  t.true(await isNoted(storage, 'new', new Date(NOW)))
})
