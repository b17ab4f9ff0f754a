/*
 * Temporal's schedules against the database: whatever came between the two is healed, and what is right stays untouched.
 * The schedules' own code on a real Temporal and a real database, without the API around it.
 */
import { Client, Connection } from '@temporalio/client'
import test, { type ExecutionContext } from 'ava'
import { createSchedules } from '../../api/schedules/schedules.ts'
import { readConfiguration } from '../../domain/configuration.ts'
import { deleteGuru } from '../../storage/gurus.ts'
import type { ActionDocument } from '../../storage/models.ts'
import { eventually } from '../support/eventually.ts'
import { newNamespace } from '../support/namespace.ts'
import { storedGuru } from '../support/stored-guru.ts'

const address = process.env.ERRAND_INTERNAL_TEST_TEMPORAL ?? ''
const NIGHTLY = {
  type: 'python',
  python: { code: 'print(1)' },
  schedule: { enabled: true, cron: '0 3 * * *' },
}

async function setUp(t: ExecutionContext) {
  t.timeout(60_000)
  const connection = await Connection.connect({ address })
  t.teardown(() => connection.close())
  const namespace = await newNamespace(connection, address)
  const client = new Client({ connection, namespace })
  const temporal = { client, namespace, soon: <T>(work: () => Promise<T>) => work(), close: async () => {} }
  const guru = await storedGuru(t)
  const { storage } = guru
  const schedules = createSchedules({
    storage,
    temporal,
    configuration: readConfiguration({}),
    sealer: { seal: (value) => value, keyId: () => 'k1' },
    encryption: { active: false, keyring: { newest: null, find: async () => null } },
  })
  const handleOf = (action: ActionDocument) => client.schedule.getHandle(`acme.${action._id}`)
  const ids = async () => {
    const found: string[] = []
    for await (const { scheduleId } of client.schedule.list()) found.push(scheduleId)
    return found.sort()
  }
  const listed = (count: number) =>
    eventually(`${count} schedules`, async () => (await ids()).length === count && ids())
  return { guru, storage, schedules, client, handleOf, ids, listed }
}

test('what is right is not touched, also by an instance that starts', async (t) => {
  const { guru, schedules, handleOf } = await setUp(t)
  const action = await guru.create(NIGHTLY)
  t.is(await schedules.settleAll(), 1)
  const { info: before } = await handleOf(action).describe()
  t.is(await schedules.settleAll(), 0)
  await schedules.settle('acme', action._id)
  t.deepEqual((await handleOf(action).describe()).info.lastUpdatedAt, before.lastUpdatedAt)
})

test('what somebody changed, paused or deleted in Temporal comes back', async (t) => {
  const { guru, schedules, handleOf, listed } = await setUp(t)
  const [changed, paused, deleted] = [
    await guru.create(NIGHTLY),
    await guru.create(NIGHTLY),
    await guru.create(NIGHTLY),
  ]
  t.is(await schedules.settleAll(), 3)
  const wanted = await handleOf(changed).describe()
  await handleOf(changed).update((found) => ({
    ...found,
    spec: { cronExpressions: ['* * * * *'] },
    policies: { ...found.policies, overlap: 'ALLOW_ALL', catchupWindow: '1 day' },
  }))
  await handleOf(paused).pause('for now')
  await handleOf(deleted).delete()
  await listed(2)
  t.is(await schedules.settleAll(), 3)
  const healed = await handleOf(changed).describe()
  t.deepEqual(healed.spec, wanted.spec)
  t.deepEqual(healed.policies, wanted.policies)
  t.false((await handleOf(paused).describe()).state.paused)
  t.regex((await handleOf(deleted).describe()).state.note ?? '', /Kept by Errand \(version 1/)
})

test('changes whose maker died before Temporal was told are found', async (t) => {
  const { guru, storage, schedules, handleOf, listed, ids } = await setUp(t)
  const [edited, disabled, off, removed] = [
    await guru.create(NIGHTLY),
    await guru.create(NIGHTLY),
    await guru.create(NIGHTLY),
    await guru.create(NIGHTLY),
  ]
  await schedules.settleAll()
  await listed(4)
  await guru.update(edited, { schedule: { enabled: true, cron: '15 4 * * *' } })
  await guru.update(disabled, { enabled: false })
  await guru.update(off, { schedule: { enabled: false } })
  await guru.remove(removed)
  t.is(await schedules.settleAll(), 4)
  t.is((await handleOf(edited).describe()).spec.calendars?.[0]?.comment, '15 4 * * *')
  t.true((await handleOf(disabled).describe()).state.paused)
  await listed(2)
  await deleteGuru(storage, 'acme')
  await schedules.settleAll()
  await listed(0)
  t.deepEqual(await ids(), [])
})

test('what is not ours is left alone, and a preview that nobody took away goes after a while only', async (t) => {
  const { schedules, client, listed } = await setUp(t)
  const action = { type: 'startWorkflow', workflowType: 'none', taskQueue: 'none' } as const
  for (const [scheduleId, searchAttributes] of [
    ['somebody.elses', {}],
    ['billing', { ErrandGuru: ['acme'] }],
    ['acme.preview.abc', { ErrandGuru: ['acme'] }],
  ] as const)
    await client.schedule.create({ scheduleId, spec: {}, action, searchAttributes })
  await listed(3)
  t.is(await schedules.settleAll(), 0)
  t.is((await listed(3)).length, 3)
})

test('of two changes at once the later one is what Temporal has, whoever tells it last', async (t) => {
  const { guru, schedules, handleOf } = await setUp(t)
  let action = await guru.create(NIGHTLY)
  await schedules.settle('acme', action._id)
  for (let round = 0; round < 5; round++) {
    const first = await guru.update(action, { schedule: { enabled: true, cron: `${round} 5 * * *` } })
    const telling = schedules.settle('acme', action._id)
    action = await guru.update(first, { schedule: { enabled: true, cron: `${round} 6 * * *` } })
    await Promise.all([telling, schedules.settle('acme', action._id), schedules.settleAll()])
    t.is((await handleOf(action).describe()).spec.calendars?.[0]?.comment, `${round} 6 * * *`)
  }
})
