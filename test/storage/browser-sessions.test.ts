// Sessions of browsers: when they hold, and when they end.
import test from 'ava'
import {
  AT_MOST_MS,
  beginBrowserSession,
  createSignInToken,
  endBrowserSession,
  findBrowserSession,
  forgetOldSessions,
  IDLE_MS,
  redeemSignInToken,
} from '../../storage/browser-sessions.ts'
import { openTestStorage } from '../support/test-storage.ts'

const ADMIN_KEY = 'an-admin-key-of-a-test'
const NOW = Date.now()

test('holds while it is used, and ends after a week all the same', async (t) => {
  const storage = await openTestStorage(t)
  const { token } = await beginBrowserSession(storage, 'a-key', ADMIN_KEY, NOW)
  let now = NOW
  for (; now < NOW + AT_MOST_MS; now += IDLE_MS - 1)
    t.is((await findBrowserSession(storage, token, ADMIN_KEY, now))?.key, 'a-key')
  t.is(await findBrowserSession(storage, token, ADMIN_KEY, NOW + AT_MOST_MS), null)
})

test('ends when nobody uses it', async (t) => {
  const storage = await openTestStorage(t)
  const { token } = await beginBrowserSession(storage, 'a-key', ADMIN_KEY, NOW)
  t.not(await findBrowserSession(storage, token, ADMIN_KEY, NOW + IDLE_MS - 1), null)
  t.is(await findBrowserSession(storage, token, ADMIN_KEY, NOW + 2 * IDLE_MS), null)
})

test('ends by signing out, and only the one that signs out', async (t) => {
  const storage = await openTestStorage(t)
  const one = await beginBrowserSession(storage, null, ADMIN_KEY)
  const other = await beginBrowserSession(storage, null, ADMIN_KEY)
  await endBrowserSession(storage, one.token)
  t.is(await findBrowserSession(storage, one.token, ADMIN_KEY), null)
  t.not(await findBrowserSession(storage, other.token, ADMIN_KEY), null)
})

test("the admin's session ends with the admin key", async (t) => {
  const storage = await openTestStorage(t)
  const { token } = await beginBrowserSession(storage, null, ADMIN_KEY)
  t.is(await findBrowserSession(storage, token, 'another-admin-key'), null)
})

test('what is stored opens nothing, and says nothing of the admin key', async (t) => {
  const storage = await openTestStorage(t)
  const { token } = await beginBrowserSession(storage, null, ADMIN_KEY)
  const stored = await storage.browserSessions.find().lean()
  t.false(JSON.stringify(stored).includes(token))
  for (const value of Object.values(stored[0] ?? {}))
    t.is(await findBrowserSession(storage, String(value), ADMIN_KEY), null)
  for (const forged of ['', '..', 'A'.repeat(43), `${token}=`, token.toLowerCase()])
    t.is(await findBrowserSession(storage, forged, ADMIN_KEY), null)
})

test('a link signs in once, whoever is first, and not for ever', async (t) => {
  const storage = await openTestStorage(t)
  const { token } = await createSignInToken(storage, 1_000, NOW)
  const tried = await Promise.all(Array.from({ length: 10 }, () => redeemSignInToken(storage, token, NOW)))
  t.is(tried.filter(Boolean).length, 1)
  const late = await createSignInToken(storage, 1_000, NOW)
  t.false(await redeemSignInToken(storage, late.token, NOW + 1_000))
  t.false(await redeemSignInToken(storage, '{"$ne":null}'))
})

test('what has ended is forgotten', async (t) => {
  const storage = await openTestStorage(t)
  const { token } = await beginBrowserSession(storage, null, ADMIN_KEY, NOW)
  await beginBrowserSession(storage, null, ADMIN_KEY, NOW - AT_MOST_MS)
  await beginBrowserSession(storage, null, ADMIN_KEY, NOW - IDLE_MS - 1)
  await createSignInToken(storage, 1_000, NOW - 2_000)
  await forgetOldSessions(storage, NOW)
  t.is(await storage.browserSessions.countDocuments(), 1)
  t.is(await storage.signInTokens.countDocuments(), 0)
  t.not(await findBrowserSession(storage, token, ADMIN_KEY, NOW), null)
})
