/*
 * Deleting a secret disables what uses it. No transaction spans the two, so an action may be saved while its secret
 * goes, and a deletion may be interrupted: an action is never enabled without its secrets, and runs refuse as well.
 */
import test, { type ExecutionContext } from 'ava'
import { createCatalogue } from '../../storage/catalogue.ts'
import { finishDeletions } from '../../storage/secrets.ts'
import { type StoredGuru, storedGuru } from '../support/stored-guru.ts'

const ROUNDS = 30
const AT_ONCE = 20
// Storms run one after the other: a database that serves one request at a time has enough with each.

const header = (name: string) => ({
  type: 'api_call',
  api_call: { url: 'https://api.example.com/', headers: { Authorization: `{${name}}` } },
})
const literal = (name: string) => ({
  type: 'python',
  python: { code: `import os\nprint(os.environ['${name}'])` },
})

async function find(guru: StoredGuru, id: string) {
  const action = (await guru.actions()).find(({ _id }) => _id === id)
  if (!action) throw new Error(`no action ${id}`)
  return action
}

/** No action that needs the secret is enabled, and each says why it is not. */
async function assertDisabled(t: ExecutionContext, guru: StoredGuru, name: string): Promise<void> {
  for (const { definition, disabled_reason } of await guru.actions()) {
    t.false(definition.enabled)
    t.is(disabled_reason, `The secret ${name} does not exist.`)
    t.true(definition.secrets.includes(name))
  }
}

for (const [how, using] of [
  ['by a placeholder', header],
  ['in Python code', literal],
] as const)
  test.serial(
    `an action that uses a secret ${how} and is saved while it is deleted is not enabled without it`,
    async (t) => {
      const guru = await storedGuru(t)
      for (let round = 0; round < ROUNDS; round++) {
        await guru.putSecret('TOKEN')
        const kept = await guru.create({ ...header('TOKEN'), name: `kept ${round}` })
        const changes = Array.from({ length: AT_ONCE - 2 }, () => async () => guru.create(using('TOKEN')))
        const edit = async () => guru.update(kept, { description: 'changed' })
        const remove = async () => {
          for (let trip = 0; trip < round % 8; trip++) await guru.storage.ping()
          return guru.deleteSecret('TOKEN')
        }
        const results = await Promise.allSettled([...changes, edit, remove].map((task) => task()))
        // The edit may come second to the deletion, which changes the same action.
        for (const result of results)
          if (result.status === 'rejected') t.regex(String(result.reason), /changed by somebody else/)
        const left = (await guru.actions()).filter(({ definition }) => definition.enabled)
        // Saved when there was no such secret any more, the text in its code is only text.
        if (using === literal) for (const { definition } of left) t.deepEqual(definition.secrets, [])
        else t.deepEqual(left, [])
        t.false((await find(guru, kept._id)).definition.enabled)
        for (const action of await guru.actions()) await guru.remove(action)
        t.deepEqual(await guru.names(), [])
      }
    },
  )

for (const using of [header, literal])
  test(`an action that was checked before its secret went and saved after that is disabled (${using.name})`, async (t) => {
    const guru = await storedGuru(t)
    await guru.putSecret('TOKEN')
    const made = await guru.create(using('TOKEN'), () => guru.deleteSecret('TOKEN'))
    t.false(made.definition.enabled)
    await assertDisabled(t, guru, 'TOKEN')
    await guru.putSecret('TOKEN')
    t.is((await find(guru, made._id)).disabled_reason, null)
  })

test('a deletion names those that it has disabled, however they use the secret', async (t) => {
  const guru = await storedGuru(t)
  await guru.putSecret('TOKEN')
  await guru.putSecret('OTHER')
  const used = await Promise.all([
    guru.create(header('TOKEN')),
    guru.create(literal('TOKEN')),
    guru.create({ ...header('OTHER'), secrets: ['TOKEN'] }),
  ])
  const off = await guru.create({ ...header('TOKEN'), enabled: false })
  const without = await guru.create(header('OTHER'))
  const disabled = await guru.deleteSecret('TOKEN')
  t.deepEqual(disabled.map(({ _id }) => _id).sort(), used.map(({ _id }) => _id).sort())
  t.true((await find(guru, without._id)).definition.enabled)
  const { disabled_reason } = await find(guru, off._id)
  t.is(disabled_reason, 'The secret TOKEN does not exist.')
})

test('several missing secrets are all named, and what is left of them when one is back', async (t) => {
  const guru = await storedGuru(t)
  for (const name of ['FIRST', 'SECOND']) await guru.putSecret(name)
  const { _id } = await guru.create({ ...header('FIRST'), secrets: ['SECOND'] })
  await guru.deleteSecret('FIRST')
  t.deepEqual(await guru.deleteSecret('SECOND'), [])
  t.is((await find(guru, _id)).disabled_reason, 'The secrets FIRST, SECOND do not exist.')
  await guru.putSecret('FIRST')
  t.is((await find(guru, _id)).disabled_reason, 'The secret SECOND does not exist.')
  await guru.putSecret('SECOND')
  const back = await find(guru, _id)
  t.is(back.disabled_reason, null)
  t.false(back.definition.enabled)
})

test('a disabled action can still be changed, and no longer needs what is taken out of it', async (t) => {
  const guru = await storedGuru(t)
  await guru.putSecret('TOKEN')
  const made = await guru.create(literal('TOKEN'))
  await guru.deleteSecret('TOKEN')
  const disabled = await find(guru, made._id)
  t.deepEqual(disabled.definition.secrets, ['TOKEN'])
  const changed = await guru.update(disabled, { python: { code: 'print(1)' }, secrets: [], enabled: true })
  t.true(changed.definition.enabled)
  t.is(changed.disabled_reason, null)
  t.deepEqual(await guru.names(), [])
})

test('from the first step of a deletion on the secret is missing, and repeating an interrupted one completes it', async (t) => {
  const guru = await storedGuru(t)
  await guru.putSecret('TOKEN')
  const used = await guru.create(literal('TOKEN'))
  // A process that dies after its first write.
  await guru.storage.secrets.updateOne({ _id: 'acme.TOKEN' }, { $set: { deleted_at: new Date() } })
  const known = await createCatalogue(guru.storage).get('acme')
  t.false(known?.secrets.has('TOKEN'))
  t.deepEqual(known?.secretNames, ['TOKEN'])
  t.deepEqual(
    (await guru.deleteSecret('TOKEN')).map(({ _id }) => _id),
    [used._id],
  )
  await assertDisabled(t, guru, 'TOKEN')
  t.is(await guru.storage.secrets.countDocuments(), 0)
  await t.throwsAsync(guru.deleteSecret('TOKEN'), { message: "Secret 'TOKEN' does not exist." })
})

test('a deletion that nobody repeats is completed an hour later, and none that is under way', async (t) => {
  const guru = await storedGuru(t)
  for (const name of ['LEFT', 'BUSY', 'KEPT']) await guru.putSecret(name)
  const used = await guru.create(header('LEFT'))
  const ago = (ms: number) => ({ $set: { deleted_at: new Date(Date.now() - ms) } })
  await guru.storage.secrets.updateOne({ _id: 'acme.LEFT' }, ago(61_000))
  await guru.storage.secrets.updateOne({ _id: 'acme.BUSY' }, ago(1_000))
  await finishDeletions(guru.storage)
  t.deepEqual((await guru.secrets()).sort(), ['BUSY', 'KEPT'])
  t.is((await find(guru, used._id)).disabled_reason, 'The secret LEFT does not exist.')
})

test.serial('a secret that is put while it is deleted is there or gone as a whole', async (t) => {
  const guru = await storedGuru(t)
  const { _id } = await guru.create({ ...header('TOKEN'), secrets: ['TOKEN'] })
  for (let round = 0; round < ROUNDS; round++) {
    await Promise.allSettled(
      Array.from({ length: AT_ONCE }, (_, index) =>
        index % 2 ? guru.putSecret('TOKEN') : guru.deleteSecret('TOKEN'),
      ),
    )
    const there = await guru.storage.secrets.find().lean()
    t.true(there.every(({ deleted_at }) => !deleted_at))
    const [held] = await guru.names()
    t.is(held?.holders.length, 1 + there.length, 'the action, and the secret where there is one')
    for (const { hold } of there) t.true(held?.holders.includes(hold ?? ''))
    const { disabled_reason, definition } = await find(guru, _id)
    t.is(disabled_reason, there.length > 0 ? null : 'The secret TOKEN does not exist.')
    t.false(definition.enabled)
  }
})
