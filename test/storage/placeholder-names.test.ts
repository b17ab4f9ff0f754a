/*
 * A name is a secret's or a parameter's, never both, whatever is written at once: here without the API's look at what
 * it has cached, so that the database alone decides.
 */
import test, { type ExecutionContext } from 'ava'
import type { NameKind } from '../../domain/placeholder-names.ts'
import { Problem } from '../../domain/problems.ts'
import { deleteGuru } from '../../storage/gurus.ts'
import { type StoredGuru, storedGuru } from '../support/stored-guru.ts'

const ROUNDS = 30
const AT_ONCE = 20
// Storms run one after the other: a database that serves one request at a time has enough with each.

const withParameter = (name: string) => ({
  type: 'api_call',
  api_call: { url: 'https://api.example.com/' },
  parameters: [{ name }],
  secrets: [],
})
const declaring = (name: string) => ({
  type: 'api_call',
  api_call: { url: 'https://api.example.com/' },
  parameters: [],
  secrets: [name],
})

/** Runs all at once; every refusal is a 409. @returns how many were not refused */
async function storm(t: ExecutionContext, tasks: (() => Promise<unknown>)[]): Promise<number> {
  const results = await Promise.allSettled(tasks.map((task) => task()))
  for (const result of results)
    if (result.status === 'rejected') {
      const { reason } = result
      t.true(reason instanceof Problem && ['conflict', 'not_found'].includes(reason.code), String(reason))
    }
  return results.filter(({ status }) => status === 'fulfilled').length
}

/** No name is both, and each name is held by exactly those that use it. */
async function assertConsistent(t: ExecutionContext, guru: StoredGuru): Promise<void> {
  const [actions, secrets, names] = await Promise.all([guru.actions(), guru.secrets(), guru.names()])
  const stored = await guru.storage.secrets.find().lean()
  const expected = new Map<string, { kind: string; holders: unknown[] }>()
  const use = (name: string, kind: string, hold: unknown) => {
    const known = expected.get(name) ?? { kind, holders: [] }
    t.is(known.kind, kind, `${name} is both`)
    expected.set(name, { kind, holders: [...known.holders, hold].sort() })
  }
  for (const name of secrets) use(name, 'secret', stored.find((secret) => secret.name === name)?.hold)
  for (const { definition, hold } of actions) {
    for (const { name } of definition.parameters) use(name, 'parameter', hold)
    for (const name of definition.secrets) use(name, 'secret', hold)
  }
  const found = names.map(({ _id, kind, holders }) => [
    _id.split('/')[1],
    { kind: kind as string, holders: [...holders].sort() as unknown[] },
  ])
  t.deepEqual(Object.fromEntries(found.sort()), Object.fromEntries([...expected].sort()))
}

async function clear(guru: StoredGuru): Promise<void> {
  for (const action of await guru.actions()) await guru.remove(action)
  for (const name of await guru.secrets()) await guru.deleteSecret(name)
}

for (const [order, secretsFirst] of [
  ['a secret and then parameters', true],
  ['parameters and then a secret', false],
] as const)
  test.serial(
    `of ${order} of one name, written at once, one kind is there afterwards, and nothing is left behind`,
    async (t) => {
      const guru = await storedGuru(t)
      for (let round = 0; round < ROUNDS; round++) {
        const name = 'shared_name'
        // The other kind comes some round trips later, so that at times the one wins and at times the other.
        const late = async (task: () => Promise<unknown>) => {
          for (let trip = 0; trip < round % 4; trip++) await guru.storage.ping()
          return task()
        }
        const put = () => guru.putSecret(name)
        const create = () => guru.create(withParameter(name))
        const [first, second] = secretsFirst ? [put, create] : [create, put]
        const half = Array.from({ length: AT_ONCE / 2 })
        t.is(await storm(t, [...half.map(() => first), ...half.map(() => () => late(second))]), AT_ONCE / 2)
        const [{ length: made }, { length: there }] = [await guru.actions(), await guru.secrets()]
        t.true(
          (made === AT_ONCE / 2 && there === 0) || (made === 0 && there === 1),
          `${made} actions, ${there} secrets`,
        )
        await assertConsistent(t, guru)
        await clear(guru)
        t.deepEqual(await guru.names(), [])
        t.is(await guru.storage.reservations.countDocuments(), 0)
      }
    },
  )

test.serial(
  'making, renaming and deleting both at once leaves no name with both, and every hold with its owner',
  async (t) => {
    const guru = await storedGuru(t)
    const names = ['alpha', 'beta', 'gamma']
    const pick = <T>(from: readonly T[]): T => from[Math.floor(Math.random() * from.length)] as T
    for (let round = 0; round < ROUNDS; round++) {
      const before = await guru.actions()
      const tasks = Array.from({ length: AT_ONCE }, () => {
        const name = pick(names)
        const kinds = [
          () => guru.putSecret(name),
          () => guru.deleteSecret(name),
          () => guru.create(pick([withParameter, declaring])(name)),
        ]
        const action = before.length > 0 ? pick(before) : null
        if (action)
          kinds.push(
            () => guru.update(action, pick([withParameter, declaring])(name)),
            () => guru.update(action, { parameters: [], secrets: [] }),
            async () => guru.remove(action),
          )
        return pick(kinds)
      })
      await storm(t, tasks)
      await assertConsistent(t, guru)
      const there = await guru.secrets()
      for (const { definition, disabled_reason } of await guru.actions())
        if (definition.secrets.some((name) => !there.includes(name))) {
          t.false(definition.enabled)
          t.truthy(disabled_reason)
        } else t.is(disabled_reason, null)
    }
    await clear(guru)
    t.deepEqual(await guru.names(), [])
    t.is(await guru.storage.reservations.countDocuments(), 0)
  },
)

test('the same parameter in two actions, and the same secret declared by two, are fine', async (t) => {
  const guru = await storedGuru(t)
  await Promise.all([1, 2].map(() => guru.create(withParameter('shared'))))
  await Promise.all([1, 2].map(() => guru.create(declaring('SHARED'))))
  t.is((await guru.actions()).length, 4)
})

test('a declared secret that is not there yet keeps other actions from a parameter of its name, and the other way round', async (t) => {
  const guru = await storedGuru(t)
  const first = await guru.create({ ...declaring('TOKEN'), name: 'First' })
  const refused = await t.throwsAsync(guru.create(withParameter('TOKEN')), { instanceOf: Problem })
  t.is(
    refused?.message,
    "The action 'First' uses a secret named 'TOKEN'. Choose another name for the parameter.",
  )
  t.deepEqual(refused?.errors, [{ path: 'parameters.0.name', message: 'is the name of a secret' }])
  const second = await guru.create({ ...withParameter('order'), name: 'Second' })
  const other = await t.throwsAsync(guru.update(first, declaring('order')), { instanceOf: Problem })
  t.is(
    other?.message,
    "The action 'Second' has a parameter named 'order'. Choose another name for the secret.",
  )
  t.deepEqual(other?.errors, [{ path: 'secrets.0', message: 'is the name of a parameter' }])
  await t.throwsAsync(guru.putSecret('order'), {
    message: /The action 'Second' has a parameter named 'order'/,
  })
  await guru.update(second, { parameters: [] })
  await guru.putSecret('order')
  t.true((await guru.update(first, { ...declaring('order'), enabled: true })).definition.enabled)
})

test('names that differ in letter case are different names', async (t) => {
  const guru = await storedGuru(t)
  await guru.putSecret('Token')
  await guru.create(withParameter('token'))
  await t.throwsAsync(guru.create(withParameter('Token')), { instanceOf: Problem })
})

test('a save that is refused gives back all names that it took', async (t) => {
  const guru = await storedGuru(t)
  await guru.putSecret('TAKEN')
  const before = await guru.names()
  await t.throwsAsync(
    guru.create({ ...withParameter('free'), parameters: [{ name: 'free' }, { name: 'TAKEN' }] }),
    { message: /The guru has a secret named 'TAKEN'/ },
  )
  const action = await guru.create({ ...withParameter('mine'), name: 'same' })
  await t.throwsAsync(guru.create({ ...withParameter('another'), name: 'SAME' }), {
    message: /exists already/,
  })
  await t.throwsAsync(guru.update({ ...action, version: 7 }, withParameter('stale')), {
    message: /changed by/,
  })
  t.deepEqual(
    (await guru.names()).map(({ _id }) => _id).sort(),
    [...before.map(({ _id }) => _id), 'acme/mine'].sort(),
  )
})

test('a name that a writer died with is free again after a minute, and not before', async (t) => {
  const guru = await storedGuru(t)
  const left = async (name: string, kind: NameKind, ageMs: number, owner: string) =>
    guru.storage.placeholderNames.create({
      _id: `acme/${name}`,
      guru: 'acme',
      kind,
      holders: [`${owner}/${Date.now() - ageMs}/0123456789abcdef`],
      revision: 1,
    })
  await left('old_parameter', 'parameter', 61_000, 'an-action-that-never-was')
  await left('old_secret', 'secret', 61_000, 'secret')
  await left('new_parameter', 'parameter', 5_000, 'an-action-being-saved')
  await guru.putSecret('old_parameter')
  await guru.create(withParameter('old_secret'))
  await t.throwsAsync(guru.putSecret('new_parameter'), {
    message: /'new_parameter' is the name of a parameter/,
  })
})

test("an old hold of an action that has another one by now keeps nobody out; the action's own does", async (t) => {
  const guru = await storedGuru(t)
  const { _id, hold } = await guru.create(withParameter('mine'))
  const old = `${_id}/${Date.now() - 100_000}/0123456789abcdef`
  const { placeholderNames, actions } = guru.storage
  await placeholderNames.create({
    _id: 'acme/past',
    guru: 'acme',
    kind: 'parameter',
    holders: [old],
    revision: 1,
  })
  await guru.putSecret('past')
  // As if it had been saved long ago.
  const aged = hold?.replace(/\/\d+\//, '/1/') ?? ''
  await actions.updateOne({ _id }, { $set: { hold: aged } })
  await placeholderNames.updateOne({ _id: 'acme/mine' }, { $set: { holders: [aged] } })
  await t.throwsAsync(guru.putSecret('mine'), { instanceOf: Problem })
})

test('what was saved before names were held can be changed and deleted', async (t) => {
  const guru = await storedGuru(t)
  const action = await guru.create(withParameter('order'))
  await guru.putSecret('TOKEN')
  await guru.storage.actions.updateOne({ _id: action._id }, { $unset: { hold: 1 } })
  await guru.storage.secrets.updateOne({ _id: 'acme.TOKEN' }, { $unset: { hold: 1, deleted_at: 1 } })
  await guru.storage.placeholderNames.deleteMany({ guru: 'acme' })
  const { hold: _, ...old } = action
  await guru.update(old, { description: 'changed' })
  await guru.putSecret('TOKEN')
  await assertConsistent(t, guru)
  await guru.storage.secrets.updateOne({ _id: 'acme.TOKEN' }, { $unset: { hold: 1, deleted_at: 1 } })
  await guru.deleteSecret('TOKEN')
  t.deepEqual(await guru.secrets(), [])
})

test("a guru's names go with it", async (t) => {
  const guru = await storedGuru(t)
  await guru.putSecret('TOKEN')
  await guru.create(withParameter('order'))
  await deleteGuru(guru.storage, 'acme')
  t.deepEqual(await guru.names(), [])
})
