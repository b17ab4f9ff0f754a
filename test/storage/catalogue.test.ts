/*
 * What a guru's actions are made into is kept by their objects: an action that is as it was has to stay the same one.
 */
import test from 'ava'
import { enabledOf, offersOf } from '../../activities/offered-actions.ts'
import { createCatalogue } from '../../storage/catalogue.ts'
import { storedGuru } from '../support/stored-guru.ts'

const action = (host: string) => ({
  type: 'api_call',
  api_call: { url: `https://${host}.example.com/` },
})

test('while nothing changed, a guru has the same array of the same actions', async (t) => {
  const guru = await storedGuru(t)
  await guru.create(action('one'))
  const catalogue = createCatalogue(guru.storage)
  const first = await catalogue.get('acme')
  const second = await catalogue.get('acme')
  t.truthy(first)
  t.is(first?.actions, second?.actions)
})

test('after a change all others are the same objects, and so is what engines are told of them', async (t) => {
  const guru = await storedGuru(t)
  const [kept, changed, removed] = [
    await guru.create(action('kept')),
    await guru.create(action('changed')),
    await guru.create(action('removed')),
  ]
  const catalogue = createCatalogue(guru.storage)
  const offers = async () => offersOf(enabledOf((await catalogue.get('acme'))?.actions ?? []))
  const before = await offers()
  await guru.update(changed, { trigger: 'When the user asks for something else' })
  await guru.remove(removed)
  const added = await guru.create(action('added'))
  const after = await offers()
  t.deepEqual(
    after.map(({ id }) => id),
    [kept._id, changed._id, added._id],
  )
  t.is(after[0], before[0])
  t.not(after[1], before[1])
  t.is(after[1]?.trigger, 'When the user asks for something else')
  t.is((await offers())[1], after[1])
})

test('a disabled action is not offered, and is once it is enabled again', async (t) => {
  const guru = await storedGuru(t)
  const only = await guru.create(action('only'))
  const catalogue = createCatalogue(guru.storage)
  const offered = async () => enabledOf((await catalogue.get('acme'))?.actions ?? []).length
  t.is(await offered(), 1)
  const off = await guru.update(only, { enabled: false })
  t.is(await offered(), 0)
  await guru.update(off, { enabled: true })
  t.is(await offered(), 1)
})
