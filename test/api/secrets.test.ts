/*
 * Secrets over HTTP: their names beside those of parameters, their deletion, their limits, and what holds them to their
 * hosts when actions are drafted and edited.
 */
import anyTest, { type TestFn } from 'ava'
import type { Action } from '../../domain/action.ts'
import type { Run } from '../../domain/run.ts'
import { type StackContext, withStack } from '../support/shared-stack.ts'
import { sendJson } from '../support/target-server.ts'

const test = anyTest as TestFn<StackContext>
/** Resolves when a call of `/hold` may be answered. */
let release = Promise.withResolvers<void>()
withStack(test, async (call, response) => {
  if (call.path === '/hold') {
    await release.promise
    response.writeHead(302, { location: '/landed' }).end()
  } else sendJson(response, { path: call.path })
})

interface ProblemBody {
  msg: string
  errors: { path: string; message: string }[]
}
interface SecretBody {
  name: string
  mask: boolean
  allowed_hosts: string[]
  used_by: { id: string; name: string }[]
}

const VALUE = 'tok_0123456789abcdef'
const call = (name: string, url: string, extra: object = {}): Record<string, unknown> => ({
  name,
  trigger: `When the user asks for ${name}`,
  type: 'api_call',
  api_call: { url, headers: { 'X-Key': '{TOKEN}' } },
  ...extra,
})

test('of secrets and parameters of one name that are written at once, one kind is there', async (t) => {
  const { api, newGuru } = t.context
  const guru = await newGuru({ action_limit: 50 })
  for (let round = 0; round < 5; round++) {
    const name = `name_${'abcde'[round]}`
    const put = () => api.request('PUT', `/${guru}/secrets/${name}`, { value: VALUE })
    const post = (index: number) =>
      api.request('POST', `/${guru}/actions`, {
        name: `${name} ${index}`,
        trigger: 'x',
        type: 'api_call',
        api_call: { url: 'https://api.example.com/' },
        parameters: [{ name }],
      })
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, index) => ((index + round) % 2 ? put() : post(index))),
    )
    for (const { status } of results) t.true([200, 201, 409].includes(status), String(status))
    const { secrets } = await api.get<{ secrets: SecretBody[] }>(`/${guru}/secrets`)
    const { actions } = await api.get<{ actions: Action[] }>(`/${guru}/actions`)
    const isSecret = secrets.some((secret) => secret.name === name)
    const isParameter = actions.some(({ parameters }) => parameters.some((one) => one.name === name))
    t.true(isSecret !== isParameter, `${name}: ${isSecret} ${isParameter}`)
    for (const { id } of actions) await api.request('DELETE', `/${guru}/actions/${id}`)
  }
})

test('a secret that must be new is made once, however many make it, and never replaces one', async (t) => {
  const { api, newGuru } = t.context
  const guru = await newGuru()
  const path = `/${guru}/secrets/TOKEN`
  const add = (host: string, header = '*') =>
    api.request<SecretBody & ProblemBody>(
      'PUT',
      path,
      { value: VALUE, allowed_hosts: [host] },
      { 'if-none-match': header },
    )
  const kept = async () => (await api.get<{ secrets: SecretBody[] }>(`/${guru}/secrets`)).secrets
  for (let round = 0; round < 5; round++) {
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, index) => add(`host${round}-${index}.example.com`)),
    )
    const made = results.filter(({ status }) => status === 201)
    t.is(made.length, 1)
    t.true(results.every(({ status }) => status === 201 || status === 412))
    t.deepEqual((await kept())[0]?.allowed_hosts, made[0]?.body.allowed_hosts)
    const refused = await add('late.example.com')
    t.is(refused.status, 412)
    t.like(refused.body, { type: 'urn:errand:problem:precondition_failed' })
    t.deepEqual(refused.body.errors, [{ path: 'name', message: 'is taken' }])
    t.deepEqual((await kept())[0]?.allowed_hosts, made[0]?.body.allowed_hosts)
    t.is((await api.request('DELETE', path)).status, 200)
  }
  // Nobody who was refused still holds the name: a parameter may have it.
  const parameter = call('Parameter', 'https://api.example.com/', { parameters: [{ name: 'TOKEN' }] })
  t.is((await api.request('POST', `/${guru}/actions`, parameter)).status, 201)
  t.is((await add('a.example.com')).status, 409)

  // Some tag is no star: a secret has none, so it is never that one.
  const other = await newGuru()
  for (const status of [201, 200])
    t.is(
      (await api.request('PUT', `/${other}/secrets/TOKEN`, { value: VALUE }, { 'if-none-match': '"x"' }))
        .status,
      status,
    )
})

test('an action that is saved while its secret is deleted is refused or disabled, never left enabled', async (t) => {
  const { api, newGuru } = t.context
  const guru = await newGuru({ action_limit: 50 })
  for (let round = 0; round < 5; round++) {
    await api.put(`/${guru}/secrets/TOKEN`, { value: VALUE })
    const tasks = Array.from({ length: 11 }, (_, index) =>
      api.request('POST', `/${guru}/actions`, call(`a ${index}`, 'https://api.example.com/')),
    )
    const results = await Promise.all([...tasks, api.request('DELETE', `/${guru}/secrets/TOKEN`)])
    for (const { status } of results) t.true([200, 201, 422].includes(status), String(status))
    const { actions } = await api.get<{ actions: Action[] }>(`/${guru}/actions`)
    for (const { id, enabled, disabled_reason } of actions) {
      t.false(enabled)
      t.is(disabled_reason, 'The secret TOKEN does not exist.')
      t.is((await api.request('POST', `/${guru}/actions/${id}/enable`)).status, 409)
      await api.request('DELETE', `/${guru}/actions/${id}`)
    }
  }
})

test('a deleted secret that is put again lets its actions be enabled, and does not enable them', async (t) => {
  const { api, newGuru } = t.context
  const guru = await newGuru()
  await api.put(`/${guru}/secrets/TOKEN`, { value: VALUE })
  const { id } = await api.post<Action>(`/${guru}/actions`, {
    name: 'Python',
    trigger: 'x',
    type: 'python',
    python: { code: "import os\nprint(os.environ['TOKEN'])" },
  })
  const off = await api.post<Action>(
    `/${guru}/actions`,
    call('off', 'https://api.example.com/', { enabled: false }),
  )
  const deleted = await api.request('DELETE', `/${guru}/secrets/TOKEN`)
  t.deepEqual(deleted.body as object, { disabled_actions: [{ id, name: 'Python' }] })
  const path = `/${guru}/actions/${id}`
  t.like(await api.get<Action>(path), {
    enabled: false,
    disabled_reason: 'The secret TOKEN does not exist.',
    secrets: ['TOKEN'],
  })
  t.is(
    (await api.get<Action>(`/${guru}/actions/${off.id}`)).disabled_reason,
    'The secret TOKEN does not exist.',
  )
  const refused = await api.request<ProblemBody>('POST', `${path}/enable`)
  t.is(refused.status, 409)
  t.regex(
    refused.body.msg,
    /'Python' can't be enabled\. The secret TOKEN does not exist\. Create it, or take it out/,
  )
  t.is((await api.request('PATCH', path, { description: 'still editable' })).status, 200)
  t.is((await api.request('PATCH', `/${guru}/actions/${off.id}`, { description: 'too' })).status, 200)
  await api.put(`/${guru}/secrets/TOKEN`, { value: VALUE })
  t.like(await api.get<Action>(path), { enabled: false, disabled_reason: null })
  t.like((await api.request('POST', `${path}/enable`)).body, { enabled: true, disabled_reason: null })
})

test('values, masks, hosts and names are checked, each problem at its path', async (t) => {
  const { api, newGuru } = t.context
  const guru = await newGuru()
  const paths = async (body: object, name = 'TOKEN') => {
    const { status, body: problem } = await api.request<ProblemBody>('PUT', `/${guru}/secrets/${name}`, body)
    return status === 422 ? problem.errors.map(({ path }) => path) : status
  }
  t.deepEqual(await paths({ value: 'abc' }), ['mask'])
  t.is(await paths({ value: 'abc', mask: false }, 'SHORT'), 201)
  t.is(await paths({ value: 'x'.repeat(16_384) }, 'LONG'), 201)
  t.deepEqual(await paths({ value: 'x'.repeat(16_385) }), ['value'])
  t.deepEqual(await paths({ value: '' }), ['value', 'mask'])
  t.deepEqual(await paths({ value: 'with a \0 in it' }), ['value'])
  t.deepEqual(await paths({ value: 'half a pair \ud800' }), ['value'])
  t.deepEqual(await paths({ value: 12_345 }), ['value'])
  t.deepEqual(await paths({ value: VALUE, mask: 'false' }), ['mask'])
  t.deepEqual(await paths({ value: VALUE, hosts: [] }), ['hosts'])
  t.deepEqual(await paths({ value: VALUE, allowed_hosts: ['ok.example.com', '*', 'https://x.test'] }), [
    'allowed_hosts.1',
    'allowed_hosts.2',
  ])
  t.is(await paths({ value: VALUE }, 'A'.repeat(64)), 201)
  t.deepEqual(await paths({ value: VALUE }, 'A'.repeat(65)), ['name'])
  for (const name of [
    '1ST',
    'A-B',
    'A.B',
    'a%20b',
    'A%2FB',
    '%C3%84',
    'LD_PRELOAD',
    'GIT_DIR',
    'constructor',
  ])
    t.deepEqual(await paths({ value: VALUE }, name), ['name'], name)
  t.is(await paths({ value: VALUE }, '_x9'), 201)
  const kept = await api.put<SecretBody>(`/${guru}/secrets/HOSTS`, {
    value: VALUE,
    allowed_hosts: ['API.Example.com.', 'api.example.com', '*.Bücher.example', '[::1]'],
  })
  t.deepEqual(kept.allowed_hosts, ['api.example.com', '*.xn--bcher-kva.example', '::1'])
})

// Counts what reaches the target that all tests share.
test.serial(
  'neither a draft nor an edit of an action takes a secret to another host, and trying leaves no trace of it',
  async (t) => {
    const { api, newGuru, target } = t.context
    const guru = await newGuru()
    const port = target.address.split(':')[1]
    await api.put(`/${guru}/secrets/TOKEN`, { value: VALUE, allowed_hosts: ['127.0.0.1'] })
    const { id } = await api.post<Action>(`/${guru}/actions`, call('Mine', `${target.url}/mine`))
    const trigger = () => api.post<Run>(`/${guru}/actions/${id}/trigger?wait=true`)
    t.is((await trigger()).status, 'succeeded')
    await api.put(`/${guru}/secrets/TOKEN`, { value: VALUE, allowed_hosts: ['api.example.com'] })
    const before = target.calls.length
    const drafted = await api.post<Run>(`/${guru}/actions/test`, {
      action: call('Draft', `${target.url}/draft`),
    })
    t.is(drafted.error?.code, 'secret_not_allowed')
    t.is((await trigger()).error?.code, 'secret_not_allowed')
    for (const changes of [
      { api_call: { url: `http://2130706433:${port}/edited` } },
      { api_call: { url: `${target.url}/?key={TOKEN}`, headers: { 'X-Key': null } } },
      { secrets: [] },
    ]) {
      t.is((await api.request('PATCH', `/${guru}/actions/${id}`, changes)).status, 200)
      const run = await trigger()
      t.is(run.error?.code, 'secret_not_allowed')
      t.false(JSON.stringify(run).includes(VALUE))
    }
    t.is(target.calls.length, before)
  },
)

// Counts what reaches the target that all tests share.
test.serial(
  'a new binding counts for each run that begins after it; the one under way goes on with what it was given',
  async (t) => {
    const { api, newGuru, target } = t.context
    const guru = await newGuru()
    release = Promise.withResolvers()
    await api.put(`/${guru}/secrets/TOKEN`, { value: VALUE, allowed_hosts: ['127.0.0.1'] })
    const { id } = await api.post<Action>(`/${guru}/actions`, call('Held', `${target.url}/hold`))
    const before = target.calls.length
    const held = api.post<Run>(`/${guru}/actions/${id}/trigger?wait=true`)
    await target.received(before + 1)
    await api.put(`/${guru}/secrets/TOKEN`, { value: VALUE, allowed_hosts: ['api.example.com'] })
    release.resolve()
    t.is((await held).status, 'succeeded')
    const next = await api.post<Run>(`/${guru}/actions/${id}/trigger?wait=true`)
    t.is(next.error?.code, 'secret_not_allowed')
  },
)

test('says where whoever gives a parameter decides which host is sent a secret', async (t) => {
  const { api, newGuru } = t.context
  const guru = await newGuru()
  await api.put(`/${guru}/secrets/TOKEN`, { value: VALUE })
  const action = call('Anywhere', 'https://{host}/', {
    description: 'Asks any host for its state',
    parameters: [{ name: 'host', description: 'The host to ask, such as api.example.com' }],
  })
  const open = await api.post<Action>(`/${guru}/actions`, action)
  t.deepEqual(open.warnings, [
    "Whoever gives the parameter 'host' decides which host is sent TOKEN. Bind TOKEN by allowed_hosts.",
  ])
  await api.put(`/${guru}/secrets/TOKEN`, { value: VALUE, allowed_hosts: ['*.example.com'] })
  const bound = await api.request<Action>('PATCH', `/${guru}/actions/${open.id}`, { description: 'x' })
  t.deepEqual(bound.body.warnings, [])
})
