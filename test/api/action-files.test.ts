/*
 * Actions as files: out of one guru and into another, all of them or none.
 */
import anyTest, { type ExecutionContext, type TestFn } from 'ava'
import type { Action } from '../../domain/action.ts'
import { profileAction, refundAction } from '../support/actions.ts'
import { minimal } from '../support/minimal-action.ts'
import { type StackContext, withStack } from '../support/shared-stack.ts'
import { sendJson } from '../support/target-server.ts'

const test = anyTest as TestFn<StackContext>
withStack(test, (_call, response) => sendJson(response, { ok: true }))

interface Result {
  imported: {
    id: string | null
    name: string
    version: number | null
    outcome: string
    enabled: boolean
    disabled_reason: string | null
  }[]
  warnings: string[]
  dry_run: boolean
}
interface ProblemBody {
  detail: string
  errors: { path: string; message: string }[]
}
type T = ExecutionContext<StackContext>

const list = (t: T, guru: string) =>
  t.context.api.get<{ actions: Action[]; used: number }>(`/${guru}/actions`)
const names = async (t: T, guru: string) => (await list(t, guru)).actions.map(({ name }) => name)
const importInto = (t: T, guru: string, body: unknown, query = '') =>
  t.context.api.request<Result>('POST', `/${guru}/actions/import${query}`, body)
const refused = async (t: T, guru: string, body: unknown, query = '') => {
  const { status, body: problem } = await t.context.api.request<ProblemBody>(
    'POST',
    `/${guru}/actions/import${query}`,
    body,
  )
  return { status, detail: problem.detail, paths: problem.errors?.map(({ path }) => path) }
}

test('an action that was exported goes into an empty guru, without values of secrets and without ids', async (t) => {
  const { api, errand, newGuru } = t.context
  const [from, to] = [await newGuru(), await newGuru()]
  await api.put(`/${from}/secrets/SHOP_TOKEN`, { value: 'the-value-of-the-secret' })
  const { id } = await api.post<Action>(`/${from}/actions`, {
    ...refundAction,
    name: 'Rückgabe: "Status" / ../x',
  })
  const response = await fetch(`${errand.url}/api/v1/${from}/actions/${id}/export`, {
    headers: { 'x-api-key': errand.adminKey },
  })
  t.is(response.headers.get('content-disposition'), 'attachment; filename=ruckgabe-status-x.json')
  t.regex(response.headers.get('content-type') ?? '', /^application\/json/)
  const text = await response.text()
  t.false(text.includes('the-value-of-the-secret'))
  t.false(text.includes(id))
  const file = JSON.parse(text)
  t.deepEqual(file.secrets, ['SHOP_TOKEN'])
  const { status, body } = await importInto(t, to, file)
  t.is(status, 201)
  t.like(body.imported[0], { name: file.name, version: 1, outcome: 'created', enabled: false })
  t.regex(body.imported[0]?.disabled_reason ?? '', /SHOP_TOKEN/)
  t.regex(body.warnings.join(), /'Rückgabe.*SHOP_TOKEN/)
  await api.put(`/${to}/secrets/SHOP_TOKEN`, { value: 'another-value' })
  const made = body.imported[0]?.id
  t.like((await api.request('POST', `/${to}/actions/${made}/enable`)).body, { enabled: true })
  const again = await api.get<Action>(`/${to}/actions/${made}/export`)
  t.deepEqual(again, file)
  t.deepEqual(Object.keys(again), Object.keys(file))
})

test('all actions of a guru go out in one file and into another guru', async (t) => {
  const { api, newGuru } = t.context
  const [from, to] = [await newGuru(), await newGuru()]
  for (const name of ['b', 'C', 'a']) await api.post(`/${from}/actions`, minimal(name))
  const file = await api.get<{ actions: Action[] }>(`/${from}/actions/export`)
  t.deepEqual(
    file.actions.map(({ name }) => name),
    ['a', 'b', 'C'],
  )
  t.is((await importInto(t, to, file)).status, 201)
  t.deepEqual(await api.get(`/${to}/actions/export`), file)
})

test('names every problem of every action of a file by its path, and imports none', async (t) => {
  const { newGuru } = t.context
  const guru = await newGuru()
  const file = [
    minimal('good'),
    minimal('bad', { parameters: [{ name: 'order-id' }], timeout_seconds: 500 }),
    minimal('typo', { api_call: { url: 'https://api.example.com/{usernme}' } }),
    { name: 'code', trigger: 'x', type: 'python', python: { code: 'import os\n\nos.system("id")\n' } },
    minimal('path', { parameters: [{ name: 'LD_PRELOAD' }] }),
    'no action',
  ]
  const { status, paths } = await refused(t, guru, file)
  t.is(status, 422)
  for (const path of [
    '1.parameters.0.name',
    '1.timeout_seconds',
    '2.api_call.url',
    '3.python.code',
    '4.parameters.0.name',
    '5',
  ])
    t.true(paths.includes(path), `${path} in ${paths.join()}`)
  t.false(paths.some((path) => path.startsWith('0.')))
  const wrapped = await refused(t, guru, { actions: file })
  t.true(wrapped.paths.includes('actions.1.parameters.0.name'))
  for (const body of [
    [],
    { actions: [] },
    { actions: {} },
    { actions: [], more: 1 },
    Array(501).fill(minimal('x')),
  ])
    t.is((await refused(t, guru, body)).status, 422)
  t.deepEqual(await names(t, guru), [])
})

test('names everything that is in the way of a file, and imports nothing of it', async (t) => {
  const { api, newGuru } = t.context
  const guru = await newGuru({ action_limit: 4 })
  await api.post(`/${guru}/actions`, minimal('Taken', { parameters: [{ name: 'token' }] }))
  await api.put(`/${guru}/secrets/API_KEY`, { value: 'a-secret-value' })
  const { status, detail, paths } = await refused(t, guru, [
    minimal('one'),
    minimal('TAKEN'),
    minimal('two', { secrets: ['token'] }),
    minimal('ONE'),
    minimal('three', { parameters: [{ name: 'API_KEY' }] }),
  ])
  t.is(status, 409)
  t.deepEqual(paths.sort(), ['1.name', '2.secrets.0', '3.name', '4.parameters.0.name'])
  t.regex(detail, /may have 4 actions, and 3 of the 4 new ones fit/)
  t.deepEqual(await names(t, guru), ['Taken'])
  t.is((await importInto(t, guru, [minimal('one'), minimal('two'), minimal('three')])).status, 201)
})

test('within a file one name is a secret or a parameter, not both', async (t) => {
  const guru = await t.context.newGuru()
  const { status, paths } = await refused(t, guru, [
    minimal('one', { parameters: [{ name: 'token' }] }),
    minimal('two', { secrets: ['token'] }),
  ])
  t.is(status, 409)
  t.deepEqual(paths, ['1.secrets.0'])
})

test('a dry run says the same and saves nothing', async (t) => {
  const guru = await t.context.newGuru()
  const { status, body } = await importInto(
    t,
    guru,
    [minimal('one', { secrets: ['TOKEN'] })],
    '?dry_run=true',
  )
  t.is(status, 200)
  t.true(body.dry_run)
  t.deepEqual(body.imported, [
    {
      id: null,
      name: 'one',
      version: null,
      outcome: 'created',
      enabled: false,
      disabled_reason: 'The secret TOKEN does not exist.',
    },
  ])
  t.deepEqual(await names(t, guru), [])
  t.is((await refused(t, guru, [minimal('')], '?dry_run=true')).status, 422)
})

test('replaces actions by name, leaves those that are the same, and can leave all that are there', async (t) => {
  const { api, newGuru } = t.context
  const guru = await newGuru()
  const first = await api.post<Action>(`/${guru}/actions`, minimal('One'))
  await api.post<Action>(`/${guru}/actions`, minimal('Same'))
  const file = [minimal('ONE', { description: 'new' }), minimal('Same'), minimal('Two')]
  const skipped = await importInto(t, guru, file.slice(0, 2), '?on_conflict=skip')
  t.deepEqual(
    skipped.body.imported.map(({ outcome }) => outcome),
    ['skipped', 'skipped'],
  )
  const { body } = await importInto(t, guru, file, '?on_conflict=replace')
  t.deepEqual(
    body.imported.map(({ outcome, version }) => [outcome, version]),
    [
      ['replaced', 2],
      ['unchanged', 1],
      ['created', 1],
    ],
  )
  t.like(await api.get<Action>(`/${guru}/actions/${first.id}`), {
    name: 'ONE',
    description: 'new',
    version: 2,
  })
  const again = await importInto(t, guru, file, '?on_conflict=replace')
  t.deepEqual(
    again.body.imported.map(({ outcome }) => outcome),
    ['unchanged', 'unchanged', 'unchanged'],
  )
  const { versions } = await api.get<{ versions: { version: number }[] }>(
    `/${guru}/actions/${first.id}/versions`,
  )
  t.deepEqual(
    versions.map(({ version }) => version),
    [2, 1],
  )
})

test('starts no schedule unless it is told to, and stops none that it replaces', async (t) => {
  const { api, newGuru } = t.context
  const guru = await newGuru()
  const nightly = (name: string, cron = '0 3 * * *') => minimal(name, { schedule: { enabled: true, cron } })
  const off = await importInto(t, guru, nightly('off'))
  t.regex(off.body.warnings.join(), /'off': Its schedule is switched off/)
  const on = await importInto(t, guru, nightly('on'), '?start_schedules=true')
  const read = async (result: Result) => api.get<Action>(`/${guru}/actions/${result.imported[0]?.id}`)
  t.like((await read(off.body)).schedule, { enabled: false, cron: '0 3 * * *' })
  t.is((await read(off.body)).next_run_at, null)
  t.true((await read(on.body)).schedule.enabled)
  t.truthy((await read(on.body)).next_run_at)
  await importInto(t, guru, nightly('on', '0 4 * * *'), '?on_conflict=replace')
  t.like((await read(on.body)).schedule, { enabled: true, cron: '0 4 * * *' })
})

test('can not be used to get around what a guru has bound or reserved', async (t) => {
  const { api, newGuru } = t.context
  const guru = await newGuru()
  await api.put(`/${guru}/secrets/TOKEN`, { value: 'a-secret-value', allowed_hosts: ['api.example.com'] })
  const other = { id: 'chosen', guru: 'other-guru', version: 99, created_at: '2000-01-01T00:00:00Z' }
  const { body } = await importInto(t, guru, {
    ...profileAction('https://a.example.com'),
    ...other,
    secrets: ['GITHUB_TOKEN'],
  })
  t.like(await api.get<Action>(`/${guru}/actions/${body.imported[0]?.id}`), { guru, version: 1 })
  t.not(body.imported[0]?.id, 'chosen')
  for (const evil of ['{"__proto__": {"polluted": 1}}', '[{"constructor": {"prototype": {}}}]']) {
    const response = await fetch(`${t.context.errand.url}/api/v1/${guru}/actions/import`, {
      method: 'POST',
      headers: { 'x-api-key': t.context.errand.adminKey, 'content-type': 'application/json' },
      body: evil,
    })
    t.true([400, 422].includes(response.status), `${response.status}`)
  }
  const { secrets } = await api.get<{ secrets: { name: string; allowed_hosts: string[] }[] }>(
    `/${guru}/secrets`,
  )
  t.deepEqual(
    secrets.map(({ name, allowed_hosts }) => [name, allowed_hosts]),
    [['TOKEN', ['api.example.com']]],
  )
})

test('imports 500 actions at once, and not one more than there may be', async (t) => {
  const guru = await t.context.newGuru({ action_limit: 500 })
  const file = Array.from({ length: 500 }, (_, index) =>
    minimal(`action ${index}`, {
      api_call: { url: 'https://api.example.com/{id}' },
      parameters: [{ name: 'id' }],
      secrets: ['API_TOKEN'],
    }),
  )
  const started = Date.now()
  const { status, body } = await importInto(t, guru, { actions: file })
  t.log(`${Date.now() - started} ms`)
  t.is(status, 201)
  t.is(body.imported.length, 500)
  t.is((await list(t, guru)).used, 500)
  t.is((await refused(t, guru, minimal('one more'))).status, 409)
})
