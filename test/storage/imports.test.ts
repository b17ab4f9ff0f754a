/*
 * An import is all or nothing, whenever the process that carries it out dies, and what it leaves then is in nobody's
 * way for long. Here it dies at each of its operations in turn, before or after the database has carried it out.
 */
import test, { type ExecutionContext } from 'ava'
import { type ActionInput, actionInputSchema } from '../../domain/action.ts'
import { createAction, deleteAction } from '../../storage/actions.ts'
import { isStaged } from '../../storage/carry-out-import.ts'
import { createCatalogue } from '../../storage/catalogue.ts'
import { isSet, type Storage } from '../../storage/connection.ts'
import { createGuru } from '../../storage/gurus.ts'
import { importActions } from '../../storage/import-actions.ts'
import type { ActionDocument } from '../../storage/models.ts'
import type { Planned } from '../../storage/stage-import.ts'
import { sweepImports } from '../../storage/sweep-imports.ts'
import { assertConsistent } from '../support/consistent-actions.ts'
import { Faulty, failingStorage } from '../support/failing-storage.ts'
import { openTestStorage } from '../support/test-storage.ts'

const NEW = 2
const OLD = 1

const definition = (name: string, description: string): ActionInput =>
  actionInputSchema.parse({
    name,
    description,
    trigger: 'x',
    type: 'api_call',
    api_call: { url: 'https://api.example.com/{p}' },
    parameters: [{ name: 'p' }, ...(description === 'after' ? [{ name: 'q' }] : [])],
    secrets: ['TOKEN'],
  })
const saved = (name: string, description: string) => ({
  definition: definition(name, description),
  disabled_reason: null,
})

/** A guru that has room for exactly what is imported, and two actions that are replaced. */
async function prepare(storage: Storage, slug: string): Promise<Planned[]> {
  const guru = await createGuru(
    storage,
    { slug, description: '', instructions: '', action_limit: NEW + OLD },
    10,
  )
  const old = []
  for (let index = 0; index < OLD; index++)
    old.push(await createAction(storage, guru, index, saved(`old ${index}`, 'before'), 'test'))
  return [
    ...Array.from({ length: NEW }, (_, index) => ({ saved: saved(`new ${index}`, 'after'), replaces: null })),
    ...old.map((replaces, index) => ({ saved: saved(`OLD ${index}`, 'after'), replaces })),
  ]
}

/** As another process sees it. */
const seen = async (storage: Storage, slug: string): Promise<ActionDocument[]> =>
  (await createCatalogue(storage).get(slug))?.actions ?? []

async function assertAllOrNothing(t: ExecutionContext, actions: ActionDocument[], note: string) {
  const after = actions.filter((action) => action.definition.description === 'after').length
  t.true(after === 0 || after === NEW + OLD, `${note}: ${after} of ${NEW + OLD}`)
  t.is(actions.length, after === 0 ? OLD : NEW + OLD, note)
  return after > 0
}

/** Runs `task` as if a bit more than the time had passed after which what is left over is void. */
async function later<T>(task: () => Promise<T>): Promise<T> {
  const Real = Date
  const now = () => Real.now() + 61_000
  const Later = {
    // Some code knows a date by its class's name.
    Date: class extends Real {
      constructor(...given: []) {
        super(...((given.length > 0 ? given : [now()]) as []))
      }

      static override now = now
    },
  }
  globalThis.Date = Later.Date as DateConstructor
  try {
    return await task()
  } finally {
    globalThis.Date = Real
  }
}

test.serial('an import makes and replaces all its actions at once, and leaves nothing behind', async (t) => {
  const storage = await openTestStorage(t)
  const planned = await prepare(storage, 'acme')
  const results = await importActions(storage, 'acme', planned, 'key x')
  t.deepEqual(
    results.map((action) => [action.guru, action.version, action.definition.name, action.changed_by]),
    [
      ['acme', 1, 'new 0', 'key x'],
      ['acme', 1, 'new 1', 'key x'],
      ['acme', 2, 'OLD 0', 'key x'],
    ],
  )
  t.true(await assertAllOrNothing(t, await seen(storage, 'acme'), ''))
  await assertConsistent(t, storage, 'acme')
  const guru = await storage.gurus.findById('acme').lean()
  t.is(guru?.importing, null)
})

for (const fault of ['dies', 'answer lost'] as const)
  test.serial(`an import is all or nothing with the fault '${fault}' at any of its operations`, async (t) => {
    const storage = await openTestStorage(t)
    const counts = { whole: 0, nothing: 0 }
    for (let at = 1; ; at++) {
      const slug = `guru-${at}`
      const note = `${fault} at operation ${at}`
      const planned = await prepare(storage, slug)
      const failing = failingStorage(storage, at, fault)
      const error = await importActions(failing.storage, slug, planned, 'test').then(
        () => null,
        (reason) => reason,
      )
      if (failing.calls() < at) break
      const isWhole = await assertAllOrNothing(t, await seen(storage, slug), note)
      counts[isWhole ? 'whole' : 'nothing'] += 1
      if (error) t.true(error instanceof Faulty, String(error.stack))
      else t.true(isWhole, note)
      await later(async () => {
        // Nothing of it is in the way of the same once more.
        if (isWhole) for (const action of await seen(storage, slug)) await deleteAction(storage, action)
        const again = isWhole ? planned.map((plan) => ({ ...plan, replaces: null })) : planned
        await importActions(storage, slug, again, 'test')
        t.true(await assertAllOrNothing(t, await seen(storage, slug), note))
      })
    }
    t.true(counts.whole > 3 && counts.nothing > 10, JSON.stringify(counts))
    t.log(counts)
    await later(() => sweepImports(storage))
    t.deepEqual(await storage.actions.find({ import: isSet() }).lean(), [])
    t.deepEqual(
      (await storage.actions.find().lean()).filter(isStaged).map(({ guru }) => guru),
      [],
    )
  })
