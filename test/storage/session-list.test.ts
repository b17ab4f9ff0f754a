/*
 * The list of somebody's sessions: written by many at once, read by pages, and of one owner only.
 */
import test, { type ExecutionContext } from 'ava'
import { listSession, readSessionList } from '../../storage/session-list.ts'
import { deleteSession, findSession, openSession, type SessionOwner } from '../../storage/sessions.ts'
import { openTestStorage } from '../support/test-storage.ts'

const OWNER: SessionOwner = { guru: 'acme', owner: 'key-1', external_user_id: null }

async function begin(t: ExecutionContext) {
  const storage = await openTestStorage(t)
  const open = async (id: string, owner = OWNER) => {
    if (await openSession(storage, id, owner)) await listSession(storage, id, owner)
  }
  const idsOf = async (owner = OWNER) =>
    (await readSessionList(storage, owner, 50)).sessions.map(({ _id }) => _id)
  return { storage, open, idsOf }
}

test('sessions are listed newest first, each page going on where the last one ended', async (t) => {
  const { storage, open } = await begin(t)
  const ids = Array.from({ length: 25 }, (_, index) => `session-${index}`)
  for (const id of ids) await open(id)
  const seen: string[] = []
  let pages = 0
  for (let below: number | null = Number.POSITIVE_INFINITY; below !== null; pages++) {
    const { sessions, next } = await readSessionList(storage, OWNER, 7, below)
    seen.push(...sessions.map(({ _id }) => _id))
    below = next
  }
  t.deepEqual(seen, ids.toReversed())
  t.is(pages, 4)
})

test('of many that are opened at once none is lost, and one that is opened again is listed once', async (t) => {
  const { open, idsOf } = await begin(t)
  const ids = Array.from({ length: 20 }, (_, index) => `session-${index}`)
  await Promise.all(ids.map((id) => open(id)))
  await open('session-3')
  t.deepEqual((await idsOf()).toSorted(), ids.toSorted())
})

test('each owner has a list of its own: by guru, by key, and by whom it speaks for', async (t) => {
  const { open, idsOf } = await begin(t)
  const owners = [
    OWNER,
    { ...OWNER, guru: 'other' },
    { ...OWNER, owner: 'key-2' },
    { ...OWNER, external_user_id: 'ada' },
  ]
  for (const [index, owner] of owners.entries()) await open(`session-${index}`, owner)
  for (const [index, owner] of owners.entries()) t.deepEqual(await idsOf(owner), [`session-${index}`])
})

test('one that was deleted is listed no more, and the page is filled up with older ones', async (t) => {
  const { storage, open } = await begin(t)
  for (const id of ['a', 'b', 'c', 'd']) await open(id)
  await deleteSession(storage, await findSession(storage, 'c', OWNER))
  const { sessions, next } = await readSessionList(storage, OWNER, 3)
  t.deepEqual(
    sessions.map(({ _id }) => _id),
    ['d', 'b', 'a'],
  )
  t.is(next, null)
})
