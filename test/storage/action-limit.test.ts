/*
 * A guru's limit holds whoever makes, imports and deletes actions at the same time, over two connections as two API
 * processes have them, also while it is changed; and nothing that was reserved is lost.
 */
import test, { type ExecutionContext } from 'ava'
import fc from 'fast-check'
import { actionInputSchema } from '../../domain/action.ts'
import { Problem } from '../../domain/problems.ts'
import { ChangedMeanwhile, createAction, deleteAction, updateAction } from '../../storage/actions.ts'
import { createCatalogue } from '../../storage/catalogue.ts'
import { openStorage, type Storage } from '../../storage/connection.ts'
import { createGuru, updateGuru } from '../../storage/gurus.ts'
import { importActions } from '../../storage/import-actions.ts'
import { ImportConflict } from '../../storage/import-conflict.ts'
import type { ActionDocument, GuruDocument } from '../../storage/models.ts'
import { assertConsistent } from '../support/consistent-actions.ts'
import '../support/property-seed.ts'
import { testDatabase } from '../support/test-storage.ts'

const SLUG = 'acme'
const saved = (name: string, description = '') => ({
  definition: actionInputSchema.parse({
    name,
    description,
    trigger: 'x',
    type: 'api_call',
    api_call: { url: 'https://api.example.com/' },
    parameters: [{ name: 'p' }],
  }),
  disabled_reason: null,
})

async function twoConnections(t: ExecutionContext, action_limit: number) {
  const { storage, url } = await testDatabase(t)
  const other = await openStorage(url)
  t.teardown(other.close)
  const guru = await createGuru(storage, { slug: SLUG, description: '', instructions: '', action_limit }, 10)
  return { guru, storages: [storage, other] as const }
}

const actionsOf = async (storage: Storage): Promise<ActionDocument[]> =>
  (await createCatalogue(storage).get(SLUG))?.actions ?? []

/** The same numbers from 0 to 1 for the same seed. */
function randomOf(seed: number): () => number {
  let state = seed % 2_147_483_647 || 1
  return () => {
    state = (state * 48_271) % 2_147_483_647
    return state / 2_147_483_647
  }
}

const isRefusal = (error: unknown): boolean =>
  error instanceof ImportConflict ||
  (error instanceof Problem && ['conflict', 'not_found'].includes(error.code))

test.serial('of 20 actions made at once over two connections at 9 of 10, exactly one is made', async (t) => {
  const { guru, storages } = await twoConnections(t, 10)
  for (let index = 0; index < 9; index++)
    await createAction(storages[0], guru, index, saved(`old ${index}`), 'test')
  const results = await Promise.allSettled(
    Array.from({ length: 20 }, (_, index) =>
      createAction(storages[index % 2 ? 0 : 1], guru, 9, saved(`new ${index}`), 'test'),
    ),
  )
  t.is(results.filter(({ status }) => status === 'fulfilled').length, 1)
  for (const result of results) if (result.status === 'rejected') t.true(isRefusal(result.reason))
  t.is((await actionsOf(storages[1])).length, 10)
  await assertConsistent(t, storages[0], SLUG)
})

test.serial(
  'of two imports at once that do not both fit, one is whole and the other is not there',
  async (t) => {
    const { storages } = await twoConnections(t, 10)
    const file = (name: string) =>
      Array.from({ length: 6 }, (_, index) => ({ saved: saved(`${name} ${index}`), replaces: null }))
    const results = await Promise.allSettled(
      storages.map((storage, index) => importActions(storage, SLUG, file(`file ${index}`), 'test')),
    )
    t.deepEqual(results.map(({ status }) => status).sort(), ['fulfilled', 'rejected'])
    const refused = results.find((result) => result.status === 'rejected')
    t.deepEqual(refused?.reason.room, { limit: 10, wanted: 6, free: 4 })
    t.is((await actionsOf(storages[0])).length, 6)
    await assertConsistent(t, storages[0], SLUG)
  },
)

test.serial('a limit that was lowered holds, whichever of the actions above it go', async (t) => {
  const { guru, storages } = await twoConnections(t, 8)
  const [storage] = storages
  const actions = []
  for (let index = 0; index < 8; index++)
    actions.push(await createAction(storage, guru, index, saved(`old ${index}`), 'test'))
  await updateGuru(storage, SLUG, { action_limit: 5 })
  const tryOne = (index: number) =>
    createAction(storages[index % 2 ? 0 : 1], guru, 0, saved(`n${index}`), 'test')
  for (const action of actions.slice(0, 3)) {
    await t.throwsAsync(tryOne(0), { message: /has its 5 actions/ })
    await deleteAction(storage, action)
  }
  await t.throwsAsync(tryOne(0), { message: /has its 5 actions/ })
  await deleteAction(storage, actions[3] as ActionDocument)
  const results = await Promise.allSettled(Array.from({ length: 6 }, (_, index) => tryOne(index)))
  t.is(results.filter(({ status }) => status === 'fulfilled').length, 1)
  await assertConsistent(t, storage, SLUG)
})

test.serial(
  'a storm of changes, imports, deletions and changes of the limit leaves all as it was answered',
  async (t) => {
    const { storages } = await twoConnections(t, 10)
    const seed = fc.readConfigureGlobal().seed ?? Date.now()
    t.log(`seed ${seed}`)
    const random = randomOf(seed)
    const pick = <T>(from: readonly T[]): T | undefined => from[Math.floor(random() * from.length)]
    const living = new Map<string, string>()
    const gone = new Set<string>()
    let made = 0
    for (let round = 0; round < 12; round++) {
      const before = await actionsOf(storages[0])
      const guru = (await storages[0].gurus.findById(SLUG).lean<GuruDocument>()) as GuruDocument
      t.is(guru.importing ?? null, null)
      const tasks = Array.from({ length: 12 }, () => async () => {
        const storage = pick(storages) as Storage
        const kind = random()
        const some = pick(before)
        made += 1
        const name = `action ${made}`
        if (kind < 0.4 || !some) {
          const { _id } = await createAction(storage, guru, before.length, saved(name), 'test')
          living.set(_id, name)
        } else if (kind < 0.55) {
          await deleteAction(storage, some)
          gone.add(some._id)
        } else if (kind < 0.7) {
          const next = await updateAction(storage, some, saved(name), 'test')
          living.set(next._id, next.definition.name)
        } else if (kind < 0.95) {
          const file = [
            { saved: saved(`${name} a`), replaces: null },
            { saved: saved(`${name} b`), replaces: null },
            { saved: saved(some.definition.name, name), replaces: some },
          ]
          for (const action of await importActions(storage, SLUG, file, 'test'))
            living.set(action._id, action.definition.name)
        } else await updateGuru(storage, SLUG, { action_limit: 8 + Math.floor(random() * 5) })
      })
      for (const result of await Promise.allSettled(tasks.map((task) => task())))
        if (result.status === 'rejected') {
          const { reason } = result
          t.true(isRefusal(reason) || reason instanceof ChangedMeanwhile, String(reason?.stack))
        }
      for (const id of gone) living.delete(id)
      const now = await actionsOf(storages[1])
      t.true(now.length <= 12)
      t.deepEqual(
        Object.fromEntries(now.map(({ _id, definition }) => [_id, definition.name])),
        Object.fromEntries([...living].filter(([id]) => now.some(({ _id }) => _id === id))),
      )
      t.is(now.length, living.size, `round ${round}`)
      await assertConsistent(t, storages[0], SLUG, `round ${round}`)
    }
  },
)
