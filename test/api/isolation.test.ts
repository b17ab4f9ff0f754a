/*
 * No guru gets at another's: every operation of the contract is tried with the keys of another guru, with the ids of
 * another's objects under one's own slug, with a key that may only chat, and with one that was revoked. Nothing of the
 * other may come back, and nothing of it may change.
 */
import { randomInt } from 'node:crypto'
import anyTest, { type ExecutionContext, type TestFn } from 'ava'
import type { Operation } from '../../api/contract/operation.ts'
import { type StackContext, withStack } from '../support/shared-stack.ts'
import { sendJson } from '../support/target-server.ts'
import { keyFor } from './coverage/cells.ts'
import { makeScene, type Scene } from './coverage/scene.ts'
import { send } from './coverage/sending.ts'
import { isInGuru, prepared, type Try, tells, unchanged } from './coverage/tries.ts'

const test = anyTest as TestFn<StackContext>
withStack(test, (_call, response) => sendJson(response, { status: 'shipped' }), {
  ERRAND_RATE_LIMIT: '10000',
  ERRAND_TRUST_PROXY: 'loopback',
})

const isClosed = ({ access }: Operation): boolean => access !== 'open'
/** What is about something in a guru, not only about the guru. */
const isAboutObject = (operation: Operation): boolean =>
  isInGuru(operation) && (operation.path.match(/\{/g)?.length ?? 0) > 1

/**
 * Makes its object by a name of the client's choosing: where another guru has the same name, that is another object. That
 * the other's is still what it was is checked for these, too.
 */
const NAMED_BY_CLIENT = ['putSecret']

type T = ExecutionContext<StackContext>

/** Sends all with one key, and holds that they are refused with one of `statuses` and nothing of `owner`'s comes back. */
async function allRefused(t: T, tries: Try[], key: string | null, statuses: number[], owner: Scene) {
  t.true(tries.length > 0)
  for (const { operation, sending } of tries) {
    const { status, text } = await send(owner.url, operation, { ...sending, key })
    t.true(statuses.includes(status), `${operation.id} answered ${status}: ${text}`)
    t.false(tells(text, owner, sending), `${operation.id} told of another guru's: ${text}`)
  }
}

const withHeaders =
  (headers: Record<string, string>) =>
  ({ operation, sending }: Try): Try => ({
    operation,
    sending: { ...sending, headers: { ...sending.headers, ...headers } },
  })

/** From a network of its own: who sends many wrong keys is soon told nothing else. */
const fromElsewhere = (one: Try): Try =>
  withHeaders({ 'x-forwarded-for': `198.51.${randomInt(1, 255)}.${randomInt(1, 255)}` })(one)

test.serial('the keys of another guru open nothing, whatever their role, and change nothing', async (t) => {
  t.timeout(180_000)
  const [mine, other] = [await makeScene(t.context), await makeScene(t.context)]
  const tries = await prepared(other, isInGuru)
  await unchanged(t, other, async () => {
    for (const key of [mine.keys.manage, mine.keys.chat]) await allRefused(t, tries, key, [403], other)
  })
})

test.serial("the ids of another guru's objects mean nothing under one's own slug", async (t) => {
  t.timeout(180_000)
  const [mine, other] = [await makeScene(t.context), await makeScene(t.context)]
  const tries = await prepared(other, isAboutObject)
  const moved = tries.map(({ operation, sending }) => ({
    operation,
    sending: { ...sending, params: { ...sending.params, guru: mine.slug } },
  }))
  await unchanged(t, other, async () => {
    for (const one of moved) {
      const statuses = NAMED_BY_CLIENT.includes(one.operation.id) ? [200, 201] : [404]
      await allRefused(t, [one], keyFor(one.operation, mine), statuses, other)
    }
  })
})

test.serial("the ids of another guru's objects in a body or a query give nothing of it away", async (t) => {
  t.timeout(180_000)
  const [mine, other] = [await makeScene(t.context), await makeScene(t.context)]
  const theirs = Object.entries(other.at).filter(([prefix]) => prefix.includes('{guru}'))
  const tries = (await prepared(mine, isInGuru)).flatMap(({ operation, sending }) => {
    const { params, ...rest } = sending
    let text = JSON.stringify(rest)
    for (const [prefix, id] of theirs) {
      const own = mine.at[prefix] ?? id
      if (own !== id) text = text.replaceAll(own, id)
    }
    return text === JSON.stringify(rest) ? [] : [{ operation, sending: { params, ...JSON.parse(text) } }]
  })
  t.log(`sent with another's ids: ${tries.map(({ operation }) => operation.id).join(', ')}`)
  await unchanged(t, other, async () => {
    t.true(tries.length >= 3)
    for (const { operation, sending } of tries) {
      const { text } = await send(mine.url, operation, { ...sending, key: keyFor(operation, mine) })
      t.false(text.toLowerCase().includes(other.word), `${operation.id} told of another guru's: ${text}`)
    }
  })
})

test.serial('a key that may only chat gets at nothing that is managed', async (t) => {
  t.timeout(180_000)
  const scene = await makeScene(t.context)
  const tries = await prepared(scene, ({ access }) => access === 'manage' || access === 'admin')
  await unchanged(t, scene, () => allRefused(t, tries, scene.keys.chat, [403], scene))
})

test.serial('a key that may manage a guru gets at nothing that is for the admin', async (t) => {
  t.timeout(180_000)
  const scene = await makeScene(t.context)
  const tries = await prepared(scene, ({ access }) => access === 'admin')
  await unchanged(t, scene, () => allRefused(t, tries, scene.keys.manage, [403], scene))
})

test.serial('no key, a wrong one, and one that was revoked are a 401 everywhere', async (t) => {
  t.timeout(180_000)
  const scene = await makeScene(t.context)
  const { id, key } = await scene.newKey()
  const cookie = await scene.newCookie(key)
  await scene.admin.request('DELETE', `/gurus/${scene.slug}/keys/${id}`)
  const tries = await prepared(scene, isClosed)
  await unchanged(t, scene, async () => {
    for (const wrong of [null, key, `${key.slice(0, -1)}~`, 'errand_', ' '])
      await allRefused(t, tries.map(fromElsewhere), wrong, [401], scene)
    await allRefused(t, tries.map(withHeaders({ cookie, 'x-csrf-protection': '1' })), null, [401], scene)
  })
})

test.serial('the cookie of a browser that has signed out is a 401 everywhere', async (t) => {
  t.timeout(180_000)
  const scene = await makeScene(t.context)
  const cookie = await scene.newCookie(scene.keys.manage)
  const headers = { cookie, 'x-csrf-protection': '1' }
  const out = await fetch(`${scene.url}/api/v1/auth/session`, { method: 'DELETE', headers })
  t.is(out.status, 204)
  const tries = await prepared(scene, isClosed)
  await unchanged(t, scene, () => allRefused(t, tries.map(withHeaders(headers)), null, [401], scene))
})

test.serial("a page of another site can do nothing with somebody's cookie", async (t) => {
  t.timeout(180_000)
  const scene = await makeScene(t.context)
  const cookie = await scene.newCookie(scene.keys.admin)
  const tries = await prepared(scene, isClosed)
  await unchanged(t, scene, async () => {
    for (const [name, value] of [
      ['sec-fetch-site', 'cross-site'],
      ['origin', 'https://evil.example'],
    ] as const)
      await allRefused(t, tries.map(withHeaders({ cookie, [name]: value })), null, [403], scene)
  })
})
