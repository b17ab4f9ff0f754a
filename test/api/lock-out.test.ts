/*
 * Guessing keys: what one network may try in a minute, and that nobody with a right key is kept out for it.
 */
import anyTest, { type ExecutionContext, type TestFn } from 'ava'
import { networkOf } from '../../api/limits/client-address.ts'
import { createLockOut, WRONG_KEYS } from '../../api/limits/lock-out.ts'
import { Problem } from '../../domain/problems.ts'
import { createKey } from '../../storage/keys.ts'
import { type StackContext, withStack } from '../support/shared-stack.ts'
import { sendJson } from '../support/target-server.ts'
import { openTestStorage } from '../support/test-storage.ts'

const test = anyTest as TestFn<StackContext>
withStack(test, (_call, response) => sendJson(response, { ok: true }), { ERRAND_TRUST_PROXY: 'loopback' })

type T = ExecutionContext<StackContext>

let guesses = 0
/** Looks like a key, and is none. */
const guess = () => {
  guesses += 1
  return `errand_${String(guesses).padStart(43, 'A')}`
}

const call = (t: T, key: string, address: string) =>
  fetch(`${t.context.errand.url}/api/v1/gurus`, { headers: { 'x-api-key': key, 'x-forwarded-for': address } })

async function lockOut(t: T, address: string): Promise<void> {
  for (let count = 0; count < WRONG_KEYS; count++) t.is((await call(t, guess(), address)).status, 401)
}

test('after too many wrong keys a network is told to wait, and no other is', async (t) => {
  await lockOut(t, '192.0.2.1')
  const refused = await call(t, guess(), '192.0.2.1')
  t.is(refused.status, 429)
  const seconds = Number(refused.headers.get('retry-after'))
  t.true(seconds >= 1 && seconds <= 60)
  t.regex(
    ((await refused.json()) as { msg: string }).msg,
    /^Request was throttled\. Expected available in \d+ seconds?\.$/,
  )
  t.is((await call(t, 'not even like a key', '192.0.2.1')).status, 429)
  t.is((await call(t, guess(), '192.0.2.2')).status, 401)
})

test('a right key gets in from a network that is locked out, also one that was made since', async (t) => {
  const { api, errand, newGuru } = t.context
  const guru = await newGuru()
  const old = await api.post<{ key: string }>(`/gurus/${guru}/keys`, { name: 'old' })
  await lockOut(t, '192.0.2.3')
  t.is((await call(t, guess(), '192.0.2.3')).status, 429)
  t.is((await call(t, errand.adminKey, '192.0.2.3')).status, 200)
  t.is((await call(t, old.key, '192.0.2.3')).status, 403)
})

test('signing in is guessing as well', async (t) => {
  const signIn = (body: object) =>
    fetch(`${t.context.errand.url}/api/v1/auth/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', 'x-forwarded-for': '192.0.2.4' },
      body: JSON.stringify(body),
    })
  for (let count = 0; count < WRONG_KEYS / 2; count++) {
    t.is((await signIn({ key: guess() })).status, 401)
    t.is((await signIn({ token: guess() })).status, 401)
  }
  t.is((await signIn({ key: guess() })).status, 429)
  t.is((await signIn({ token: guess() })).status, 429)
  t.is((await signIn({ key: t.context.errand.adminKey })).status, 201)
})

test('a program whose key was revoked is told so for as long as it tries', async (t) => {
  const wrong = guess()
  for (let count = 0; count < 2 * WRONG_KEYS; count++) t.is((await call(t, wrong, '192.0.2.5')).status, 401)
  t.is((await call(t, guess(), '192.0.2.5')).status, 401)
})

test('all addresses of one IPv6 network are one guesser', async (t) => {
  for (let count = 0; count < WRONG_KEYS; count++)
    t.is((await call(t, guess(), `2001:db8:0:1::${count.toString(16)}`)).status, 401)
  t.is((await call(t, guess(), '2001:db8:0:1:ffff::1')).status, 429)
  t.is((await call(t, guess(), '2001:db8:0:2::1')).status, 401)
})

test('being locked out is one event, without what was tried', async (t) => {
  await lockOut(t, '192.0.2.6')
  for (let count = 0; count < 5; count++) await call(t, guess(), '192.0.2.6')
  const { events } = await t.context.api.get<{ events: { subject: { id: string }; actor: string }[] }>(
    '/audit?action=network.locked_out&subject=192.0.2.6',
  )
  t.like(events, {
    length: 1,
    0: { actor: 'nobody', after: { wrong_keys: WRONG_KEYS }, from: { address: '192.0.2.6' } },
  })
  t.false(JSON.stringify(events).includes('errand_'))
})

test('of a locked out network, guesses cost one read of the keys together', async (t) => {
  const storage = await openTestStorage(t)
  let reads = 0
  const find = storage.keys.find.bind(storage.keys)
  const keys = Object.assign(Object.create(storage.keys), {
    find: (...args: Parameters<typeof find>) => {
      reads += 1
      return find(...args)
    },
  })
  const { key } = await createKey(storage, 'acme', { name: 'a', role: 'chat' }, 'admin')
  const lock = createLockOut({ keys })
  for (let count = 0; count < WRONG_KEYS; count++) lock.failed('10.0.0.1', guess())
  for (let count = 0; count < 50; count++)
    await t.throwsAsync(lock.check('10.0.0.1', guess()), { instanceOf: Problem })
  await t.notThrowsAsync(lock.check('10.0.0.1', key))
  t.is(reads, 1)
})

test('an address stands for its network, however it is written', (t) => {
  for (const [address, network] of [
    ['192.0.2.7', '192.0.2.7'],
    ['::ffff:192.0.2.7', '192.0.2.7'],
    ['2001:db8::1', '2001:db8::/64'],
    ['2001:DB8:0:0:ffff::1', '2001:db8::/64'],
    ['fe80::1%eth0', 'fe80::/64'],
    ['nonsense', 'unknown'],
    ['', 'unknown'],
  ] as const)
    t.is(networkOf(address), network)
})
