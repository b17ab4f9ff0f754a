/*
 * No guru gets at another's: every operation of the contract is tried with the keys of another guru, with the ids of
 * another's objects under one's own slug, with a key that may only chat, and with one that was revoked. Nothing of the
 * other may come back, and nothing of it may change.
 */
import anyTest, { type ExecutionContext, type TestFn } from 'ava'
import { contract } from '../../api/contract/index.ts'
import type { Operation } from '../../api/contract/operation.ts'
import { type StackContext, withStack } from '../support/shared-stack.ts'
import { sendJson } from '../support/target-server.ts'
import { CASES } from './coverage/cases/index.ts'
import { declaredStatuses, isSuccess, keyFor } from './coverage/cells.ts'
import { makeScene, paramsOf, type Scene } from './coverage/scene.ts'
import { type Sending, send } from './coverage/sending.ts'
import { stateOf } from './coverage/state.ts'

const test = anyTest as TestFn<StackContext>
withStack(test, (_call, response) => sendJson(response, { status: 'shipped' }), {
  ERRAND_RATE_LIMIT: '10000',
})

const operations: Operation[] = Object.values(contract)
const isClosed = ({ access }: Operation): boolean => access !== 'open'
const isInGuru = ({ path }: Operation): boolean => path.includes('{guru}')
/** What is about something in a guru, not only about the guru. */
const isAboutObject = (operation: Operation): boolean =>
  isInGuru(operation) && (operation.path.match(/\{/g)?.length ?? 0) > 1

/**
 * Makes its object by a name of the client's choosing: where another guru has the same name, that is another object. That
 * the other's is still what it was is checked for these, too.
 */
const NAMED_BY_CLIENT = ['putSecret']

interface Try {
  operation: Operation
  sending: Sending
}

/** What each of the operations would do for this guru, prepared and not sent. */
async function prepared(scene: Scene, which: (operation: Operation) => boolean): Promise<Try[]> {
  const tries: Try[] = []
  for (const operation of operations.filter(which)) {
    const success = CASES[operation.id]?.[declaredStatuses(operation).find(isSuccess) ?? 0]
    if (!success) throw new Error(`${operation.id} has no case of success in test/api/coverage/cases/.`)
    const sending = await success(scene)
    const params = { ...paramsOf(operation, scene), ...sending.params }
    tries.push({ operation, sending: { ...sending, params } })
  }
  return tries
}

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

/** Whether a response has something of the guru that was not sent along. */
function tells(text: string, { word }: Scene, sending: Sending): boolean {
  return text.toLowerCase().includes(word) && !JSON.stringify(sending).toLowerCase().includes(word)
}

async function unchanged(t: T, scene: Scene, act: () => Promise<void>): Promise<void> {
  const before = await stateOf(t.context.errand, scene)
  t.true(before.length > 10)
  const calls = t.context.target.calls.length
  await act()
  t.deepEqual(await stateOf(t.context.errand, scene), before)
  t.is(t.context.target.calls.length, calls, 'an action ran')
}

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
  await scene.admin.request('DELETE', `/gurus/${scene.slug}/keys/${id}`)
  const tries = await prepared(scene, isClosed)
  await unchanged(t, scene, async () => {
    for (const wrong of [null, key, `${key.slice(0, -1)}~`, 'errand_', ' '])
      await allRefused(t, tries, wrong, [401], scene)
  })
})
