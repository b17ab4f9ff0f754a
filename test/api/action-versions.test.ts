/*
 * Each change of an action is a version that can be read and restored; nobody overwrites what he hasn't seen, if he says
 * what he has seen.
 */
import anyTest, { type TestFn } from 'ava'
import type { Action } from '../../domain/action.ts'
import { apiClient } from '../support/api-client.ts'
import { minimal } from '../support/minimal-action.ts'
import { type StackContext, withStack } from '../support/shared-stack.ts'
import { sendJson } from '../support/target-server.ts'

const test = anyTest as TestFn<StackContext>
withStack(test, (_call, response) => sendJson(response, { ok: true }))

interface Versions {
  versions: { version: number; changed_at: string; changed_by: string; action: Action }[]
  next_cursor: string | null
}
interface ProblemBody {
  detail: string
  type: string
}

test('lists versions newest first, each as it would be exported, and in pages', async (t) => {
  const { api, errand, newGuru } = t.context
  const guru = await newGuru()
  const { key } = await api.post<{ key: string }>(`/gurus/${guru}/keys`, { name: 'ci' })
  const { id } = await api.post<Action>(`/${guru}/actions`, minimal('Refund'))
  for (const seconds of [5, 6])
    await apiClient(errand.url, key).request('PATCH', `/${guru}/actions/${id}`, { timeout_seconds: seconds })
  const { versions, next_cursor } = await api.get<Versions>(`/${guru}/actions/${id}/versions`)
  t.is(next_cursor, null)
  t.deepEqual(
    versions.map(({ version, changed_by, action }) => [
      version,
      changed_by,
      action.version,
      action.timeout_seconds,
    ]),
    [
      [3, 'key ci', 3, 6],
      [2, 'key ci', 2, 5],
      [1, 'admin', 1, 30],
    ],
  )
  const exported = await api.get<Action>(`/${guru}/actions/${id}/export`)
  t.deepEqual(versions[0]?.action, { ...exported, version: 3 })
  const first = await api.get<Versions>(`/${guru}/actions/${id}/versions?limit=2`)
  t.deepEqual(
    first.versions.map(({ version }) => version),
    [3, 2],
  )
  const second = await api.get<Versions>(
    `/${guru}/actions/${id}/versions?limit=2&cursor=${first.next_cursor}`,
  )
  t.deepEqual(
    second.versions.map(({ version }) => version),
    [1],
  )
  t.is(second.next_cursor, null)
  t.is((await api.request('GET', `/${guru}/actions/${id}/versions?limit=0`)).status, 422)
  t.is((await api.request('GET', `/${guru}/actions/none/versions`)).status, 404)
  t.is((await api.request('GET', `/${await newGuru()}/actions/${id}/versions`)).status, 404)
})

test('restores a version as a new one', async (t) => {
  const { api, newGuru } = t.context
  const guru = await newGuru()
  const path = `/${guru}/actions`
  const { id } = await api.post<Action>(path, minimal('Refund', { description: 'first' }))
  await api.request('PATCH', `${path}/${id}`, { description: 'second', name: 'Refunds' })
  const restored = await api.request<Action>('POST', `${path}/${id}/versions/1/restore`)
  t.is(restored.status, 200)
  t.like(restored.body, { id, version: 3, description: 'first', name: 'Refund' })
  t.like(await api.get<Action>(`${path}/${id}`), { version: 3, description: 'first' })
  for (const number of ['4', '0', '01', 'x', '1.5'])
    t.is((await api.request('POST', `${path}/${id}/versions/${number}/restore`)).status, 404, number)
})

test('checks a restored version like any change', async (t) => {
  const { api, newGuru } = t.context
  const guru = await newGuru()
  const path = `/${guru}/actions`
  await api.put(`/${guru}/secrets/TOKEN`, { value: 'a-secret-value' })
  const { id } = await api.post<Action>(
    path,
    minimal('Refund', { api_call: { url: 'https://api.example.com/', headers: { 'X-Token': '{TOKEN}' } } }),
  )
  await api.request('PATCH', `${path}/${id}`, { name: 'Other', api_call: { headers: null } })
  const taken = await api.post<Action>(path, minimal('REFUND'))
  t.is((await api.request('POST', `${path}/${id}/versions/1/restore`)).status, 409)
  await api.request('DELETE', `${path}/${taken.id}`)
  await api.request('DELETE', `/${guru}/secrets/TOKEN`)
  const refused = await api.request<ProblemBody>('POST', `${path}/${id}/versions/1/restore`)
  t.is(refused.status, 422, 'its placeholder names nothing any more')
  t.regex(refused.body.detail, /TOKEN/)
  t.like(await api.get<Action>(`${path}/${id}`), { version: 2, name: 'Other' })
})

test('restores a version that declares a missing secret as disabled', async (t) => {
  const { api, newGuru } = t.context
  const guru = await newGuru()
  const path = `/${guru}/actions`
  await api.put(`/${guru}/secrets/TOKEN`, { value: 'a-secret-value' })
  const { id } = await api.post<Action>(path, minimal('Refund', { secrets: ['TOKEN'] }))
  await api.request('PATCH', `${path}/${id}`, { secrets: null })
  await api.request('DELETE', `/${guru}/secrets/TOKEN`)
  const restored = await api.request<Action>('POST', `${path}/${id}/versions/1/restore`)
  t.like(restored.body, { enabled: false, secrets: ['TOKEN'], version: 3 })
  t.regex(restored.body.disabled_reason ?? '', /TOKEN/)
})

test('the versions of a deleted action stay, and one of them makes a new action', async (t) => {
  const { api, newGuru } = t.context
  const guru = await newGuru({ action_limit: 1 })
  const path = `/${guru}/actions`
  const { id } = await api.post<Action>(path, minimal('Refund', { description: 'first' }))
  await api.request('PATCH', `${path}/${id}`, { description: 'second' })
  await api.request('DELETE', `${path}/${id}`)
  const { versions } = await api.get<Versions>(`${path}/${id}/versions`)
  t.deepEqual(
    versions.map(({ version }) => version),
    [2, 1],
  )
  const restored = await api.request<Action>('POST', `${path}/${id}/versions/2/restore`)
  t.is(restored.status, 201)
  t.like(restored.body, { description: 'second', version: 1 })
  t.not(restored.body.id, id)
  t.is((await api.request('POST', `${path}/${id}/versions/2/restore`)).status, 409)
})

test('an entity tag changes with each change, and guards every way to change an action', async (t) => {
  const { api, newGuru } = t.context
  const guru = await newGuru()
  const made = await api.request<Action>('POST', `/${guru}/actions`, minimal('Refund'))
  const path = `/${guru}/actions/${made.body.id}`
  const old = made.headers.get('etag') ?? ''
  t.regex(old, /^"1-[0-9a-f]{8}"$/)
  const read = await api.request('GET', path)
  t.is(read.headers.get('etag'), old)
  const changed = await api.request('PATCH', path, { description: 'new' }, { 'if-match': old })
  t.is(changed.status, 200)
  const now = changed.headers.get('etag') ?? ''
  t.not(now, old)
  const stale = { 'if-match': old }
  for (const [method, where, body] of [
    ['PUT', path, minimal('Refund')],
    ['PATCH', path, { description: 'lost' }],
    ['DELETE', path, undefined],
    ['POST', `${path}/enable`, undefined],
    ['POST', `${path}/disable`, undefined],
    ['POST', `${path}/versions/1/restore`, undefined],
  ] as const) {
    const refused = await api.request<ProblemBody>(method, where, body, stale)
    t.is(refused.status, 412, `${method} ${where}`)
    t.is(refused.body.type, 'urn:errand:problem:precondition_failed')
    t.regex(refused.body.detail, /admin changed it at 20\d\d-.*Z, and it has version 2 now/)
  }
  t.like(await api.get<Action>(path), { version: 2, description: 'new' })
  for (const good of [now, '*', `"1-00000000", ${now}`, `W/${now}`]) {
    const answer = await api.request('POST', `${path}/enable`, undefined, { 'if-match': good })
    t.is(answer.status, 200, good)
  }
  t.is((await api.request('GET', path, undefined, { 'if-none-match': now })).status, 304)
  t.is((await api.request('GET', path, undefined, { 'if-none-match': old })).status, 200)
  t.is((await api.request('DELETE', path, undefined, { 'if-match': now })).status, 204)
})

test('of 10 PUTs at once with one entity tag exactly one is carried out', async (t) => {
  const { api, newGuru } = t.context
  const guru = await newGuru()
  const made = await api.request<Action>('POST', `/${guru}/actions`, minimal('Refund'))
  const path = `/${guru}/actions/${made.body.id}`
  const results = await Promise.all(
    Array.from({ length: 10 }, (_, index) =>
      api.request<Action>('PUT', path, minimal('Refund', { description: `writer ${index}` }), {
        'if-match': made.headers.get('etag') ?? '',
      }),
    ),
  )
  t.deepEqual(results.map(({ status }) => status).sort(), [200, ...Array(9).fill(412)])
  const winner = results.find(({ status }) => status === 200)?.body.description
  t.like(await api.get<Action>(path), { version: 2, description: winner })
  const { versions } = await api.get<Versions>(`${path}/versions`)
  t.deepEqual(
    versions.map(({ version, action }) => [version, action.description]),
    [
      [2, winner],
      [1, ''],
    ],
  )
})

test('without a tag 10 PATCHes at once are all carried out, one after the other, and each is a version', async (t) => {
  const { api, newGuru } = t.context
  const guru = await newGuru()
  const { id } = await api.post<Action>(`/${guru}/actions`, minimal('Refund'))
  const path = `/${guru}/actions/${id}`
  const fields = ['description', 'usage_instructions', 'trigger', 'timeout_seconds', 'name'] as const
  const patches = Array.from({ length: 10 }, (_, index) => {
    const field = fields[index % fields.length] ?? 'description'
    return { [field]: field === 'timeout_seconds' ? index + 1 : `by ${index}` }
  })
  const results = await Promise.all(patches.map((patch) => api.request<Action>('PATCH', path, patch)))
  t.deepEqual(
    results.map(({ status }) => status),
    Array(10).fill(200),
  )
  const { versions } = await api.get<Versions>(`${path}/versions`)
  t.deepEqual(
    versions.map(({ version }) => version),
    [11, 10, 9, 8, 7, 6, 5, 4, 3, 2, 1],
  )
  // Each version differs from the one before by exactly one of the patches, and each patch is there once.
  const steps = versions.slice(0, -1).map(({ action }, index) => {
    const before = versions[index + 1]?.action as unknown as Record<string, unknown>
    const changed = Object.entries(action).filter(
      ([name, value]) => name !== 'version' && JSON.stringify(value) !== JSON.stringify(before[name]),
    )
    return JSON.stringify(Object.fromEntries(changed))
  })
  t.deepEqual(steps.sort(), patches.map((patch) => JSON.stringify(patch)).sort())
})
