/*
 * Gurus, keys, actions and secrets over HTTP, as the contract describes them.
 */
import anyTest, { type TestFn } from 'ava'
import type { Action } from '../../domain/action.ts'
import { profileAction, refundAction } from '../support/actions.ts'
import { apiClient } from '../support/api-client.ts'
import { type StackContext, withStack } from '../support/shared-stack.ts'
import { sendJson } from '../support/target-server.ts'

const test = anyTest as TestFn<StackContext>
withStack(test, (_call, response) => sendJson(response, { ok: true }))

interface ProblemBody {
  status: number
  msg: string
  detail: string
  errors: { path: string; message: string }[]
}

const minimal = (name: string): Record<string, unknown> => ({
  name,
  trigger: `When the user asks for ${name}`,
  type: 'api_call',
  api_call: { url: 'https://api.example.com/' },
})

test('answers 401 without a key and with a wrong one, and says how to send it', async (t) => {
  const { errand } = t.context
  for (const headers of [{}, { 'x-api-key': 'wrong' }, { authorization: 'Bearer wrong' }]) {
    const response = await fetch(`${errand.url}/api/v1/gurus`, { headers: headers as Record<string, string> })
    t.is(response.status, 401)
    t.regex(response.headers.get('content-type') ?? '', /application\/problem\+json/)
    const problem = (await response.json()) as ProblemBody
    t.is(problem.msg, problem.detail)
  }
})

test('takes the admin key as a bearer token too', async (t) => {
  const { errand } = t.context
  const response = await fetch(`${errand.url}/api/v1/gurus/`, {
    headers: { authorization: `Bearer ${errand.adminKey}` },
  })
  t.is(response.status, 200)
})

test('makes, reads, changes and deletes a guru', async (t) => {
  const { api } = t.context
  const made = await api.request('POST', '/gurus', { slug: 'acme-2', name: 'Acme' })
  t.is(made.status, 201)
  t.like(made.body, { slug: 'acme-2', name: 'Acme', action_limit: 10, actions_used: 0 })
  t.is((await api.request('POST', '/gurus', { slug: 'acme-2' })).status, 409)
  t.is((await api.request('POST', '/gurus', { slug: 'Not A Slug' })).status, 422)
  t.is((await api.request('POST', '/gurus', { slug: 'templates' })).status, 422)
  const changed = await api.request('PATCH', '/gurus/acme-2', { instructions: 'Be brief', action_limit: 3 })
  t.like(changed.body, { instructions: 'Be brief', action_limit: 3 })
  t.is((await api.request('DELETE', '/gurus/acme-2')).status, 204)
  t.is((await api.request('GET', '/gurus/acme-2')).status, 404)
  t.is((await api.request('GET', '/acme-2/actions')).status, 404)
})

test("keeps a guru's key inside its guru, and a chat key to asking", async (t) => {
  const { api, errand, newGuru } = t.context
  const [mine, other] = [await newGuru(), await newGuru()]
  const manage = await api.post<{ id: string; key: string }>(`/gurus/${mine}/keys`, {
    name: 'm',
    role: 'manage',
  })
  const chat = await api.post<{ id: string; key: string }>(`/gurus/${mine}/keys`, { name: 'c', role: 'chat' })
  const manager = apiClient(errand.url, manage.key)
  t.is((await manager.request('GET', `/${mine}/actions`)).status, 200)
  t.is((await manager.request('GET', `/${other}/actions`)).status, 403)
  t.is((await manager.request('GET', '/gurus')).status, 403)
  const chatter = apiClient(errand.url, chat.key)
  t.is((await chatter.request('GET', `/${mine}/actions`)).status, 403)
  t.is((await chatter.request('GET', `/${mine}/runs`)).status, 403)
  t.is((await chatter.request('POST', `/${mine}/answer/`, { question: 'hello?' })).status, 200)
  const { keys } = await api.get<{ keys: object[] }>(`/gurus/${mine}/keys`)
  t.false(JSON.stringify(keys).includes(manage.key))
  await api.request('DELETE', `/gurus/${mine}/keys/${manage.id}`)
  t.is((await manager.request('GET', `/${mine}/actions`)).status, 401)
})

test('reports everything that is wrong with an action at once', async (t) => {
  const { api, newGuru } = t.context
  const guru = await newGuru()
  const { status, body } = await api.request<ProblemBody>('POST', `/${guru}/actions`, {
    name: '',
    trigger: 'x',
    parameters: [{ name: 'order-id', type: 'string' }],
    type: 'api_call',
    api_call: { url: 'ftp://example.com' },
    timeout_seconds: 500,
    colour: 'red',
  })
  t.is(status, 422)
  const paths = body.errors.map((error) => error.path)
  for (const path of ['name', 'parameters.0.name', 'api_call.url', 'timeout_seconds', 'colour'])
    t.true(paths.includes(path), path)
})

test('refuses a placeholder that names nothing', async (t) => {
  const { api, newGuru } = t.context
  const { status, body } = await api.request<ProblemBody>('POST', `/${await newGuru()}/actions`, {
    ...minimal('typo'),
    api_call: { url: 'https://api.example.com/{usernme}' },
  })
  t.is(status, 422)
  t.is(body.errors[0]?.path, 'api_call.url')
  t.regex(body.errors[0]?.message ?? '', /usernme/)
})

test('an action can be read back, changed and sent again; each change counts its version up', async (t) => {
  const { api, newGuru } = t.context
  const guru = await newGuru()
  const made = await api.post<Action>(`/${guru}/actions`, minimal('profile'))
  t.is(made.version, 1)
  const read = await api.get<Action>(`/${guru}/actions/${made.id}`)
  const sent = await api.put<Action>(`/${guru}/actions/${made.id}`, { ...read, description: 'changed' })
  t.like(sent, { version: 2, description: 'changed', name: 'profile' })
  const patched = await api.request<Action>('PATCH', `/${guru}/actions/${made.id}`, { timeout_seconds: 5 })
  t.like(patched.body, { version: 3, timeout_seconds: 5, description: 'changed' })
  t.is((await api.request('DELETE', `/${guru}/actions/${made.id}`)).status, 204)
  t.is((await api.request('GET', `/${guru}/actions/${made.id}`)).status, 404)
})

test('keeps names unique in a guru whatever their case, and frees them on delete and rename', async (t) => {
  const { api, newGuru } = t.context
  const guru = await newGuru()
  const made = await api.post<Action>(`/${guru}/actions`, minimal('Refund'))
  t.is((await api.request('POST', `/${guru}/actions`, minimal('REFUND'))).status, 409)
  await api.request('PATCH', `/${guru}/actions/${made.id}`, { name: 'Refunds' })
  const again = await api.post<Action>(`/${guru}/actions`, minimal('Refund'))
  await api.request('DELETE', `/${guru}/actions/${again.id}`)
  t.is((await api.request('POST', `/${guru}/actions`, minimal('Refund'))).status, 201)
})

test('of 12 actions made at once under a limit of 5, exactly 5 are made', async (t) => {
  const { api, newGuru } = t.context
  const guru = await newGuru({ action_limit: 5 })
  const results = await Promise.all(
    Array.from({ length: 12 }, (_, index) =>
      api.request('POST', `/${guru}/actions`, minimal(`action ${index}`)),
    ),
  )
  t.deepEqual(results.map(({ status }) => status).sort(), [...Array(5).fill(201), ...Array(7).fill(409)])
  const list = await api.get<{ actions: Action[]; used: number; limit: number }>(`/${guru}/actions`)
  t.like(list, { used: 5, limit: 5 })
})

test('of 8 actions of one name made at once, exactly one is made', async (t) => {
  const { api, newGuru } = t.context
  const guru = await newGuru()
  const results = await Promise.all(
    Array.from({ length: 8 }, () => api.request('POST', `/${guru}/actions`, minimal('same'))),
  )
  t.is(results.filter(({ status }) => status === 201).length, 1)
})

test('never gives a secret back', async (t) => {
  const { api, newGuru } = t.context
  const guru = await newGuru()
  const value = 'never-to-be-seen-again'
  const put = await api.request('PUT', `/${guru}/secrets/API_TOKEN`, {
    value,
    allowed_hosts: ['api.example.com'],
  })
  t.is(put.status, 201)
  t.is((await api.request('PUT', `/${guru}/secrets/API_TOKEN`, { value })).status, 200)
  const list = await api.get(`/${guru}/secrets`)
  t.false(JSON.stringify([put.body, list]).includes(value))
})

test('refuses short secrets that should be masked, reserved names, and names of parameters', async (t) => {
  const { api, newGuru } = t.context
  const guru = await newGuru()
  await api.post(`/${guru}/actions`, refundAction)
  const put = (name: string, body: object) => api.request('PUT', `/${guru}/secrets/${name}`, body)
  t.is((await put('PIN', { value: '123' })).status, 422)
  t.is((await put('PIN', { value: '123', mask: false })).status, 201)
  t.is((await put('PATH', { value: 'long enough' })).status, 422)
  t.is((await put('HTTPS_PROXY', { value: 'long enough' })).status, 422)
  t.is((await put('1ST', { value: 'long enough' })).status, 422)
  t.is((await put('order_id', { value: 'long enough' })).status, 409)
  const clash = { ...minimal('clash'), parameters: [{ name: 'PIN' }] }
  t.is((await api.request('POST', `/${guru}/actions`, clash)).status, 409)
})

test('saves an action whose declared secret is missing as disabled, and enables it once it is there', async (t) => {
  const { api, newGuru } = t.context
  const guru = await newGuru()
  const made = await api.post<Action>(`/${guru}/actions`, {
    ...profileAction('https://api.example.com'),
    secrets: ['GITHUB_TOKEN'],
  })
  t.false(made.enabled)
  t.regex(made.disabled_reason ?? '', /GITHUB_TOKEN/)
  t.is((await api.request('POST', `/${guru}/actions/${made.id}/enable`)).status, 409)
  await api.put(`/${guru}/secrets/GITHUB_TOKEN`, { value: 'ghp_0123456789' })
  const enabled = await api.request<Action>('POST', `/${guru}/actions/${made.id}/enable`)
  t.like(enabled.body, { enabled: true, disabled_reason: null, secrets: ['GITHUB_TOKEN'] })
})

test('deleting a secret disables the actions that use it and names them', async (t) => {
  const { api, newGuru } = t.context
  const guru = await newGuru()
  await api.put(`/${guru}/secrets/SHOP_TOKEN`, { value: 'shop-0123456789' })
  const { id } = await api.post<Action>(`/${guru}/actions`, refundAction)
  const { body } = await api.request('DELETE', `/${guru}/secrets/SHOP_TOKEN`)
  t.deepEqual(body as object, { disabled_actions: [{ id, name: 'Refund status' }] })
  t.like(await api.get<Action>(`/${guru}/actions/${id}`), { enabled: false })
})

test('finds a syntax error and a forbidden use in Python code when it is saved', async (t) => {
  const { api, newGuru } = t.context
  const guru = await newGuru()
  const save = (code: string) =>
    api.request<ProblemBody>('POST', `/${guru}/actions`, {
      name: 'p',
      trigger: 'When asked',
      type: 'python',
      python: { code },
    })
  const broken = await save('print("a"\n')
  t.is(broken.status, 422)
  t.regex(broken.body.errors[0]?.message ?? '', /line 1/)
  const forbidden = await save('import os\n\nos.system("id")\n')
  t.is(forbidden.status, 422)
  t.regex(forbidden.body.errors[0]?.message ?? '', /line 3/)
})

test('says 404 for what is not there, 415 for what is no JSON, 400 for broken JSON, 413 for too much', async (t) => {
  const { errand, api, newGuru } = t.context
  const guru = await newGuru()
  const send = (body: string, type: string) =>
    fetch(`${errand.url}/api/v1/${guru}/actions`, {
      method: 'POST',
      headers: { 'x-api-key': errand.adminKey, 'content-type': type },
      body,
    })
  t.is((await api.request('GET', `/${guru}/nothing`)).status, 404)
  t.is((await api.request('GET', `/${guru}/actions/none`)).status, 404)
  t.is((await api.request('GET', `/${guru}/runs/none`)).status, 404)
  t.is((await send('a=b', 'application/x-www-form-urlencoded')).status, 415)
  t.is((await send('{"a":', 'application/json')).status, 400)
  t.is((await send(`{"a":"${'x'.repeat(1_100_000)}"}`, 'application/json')).status, 413)
})

test('every response names its request', async (t) => {
  const { errand } = t.context
  const own = await fetch(`${errand.url}/healthz`, { headers: { 'x-request-id': 'my-request-1' } })
  t.is(own.headers.get('x-request-id'), 'my-request-1')
  const made = await fetch(`${errand.url}/healthz`)
  t.truthy(made.headers.get('x-request-id'))
})
