/*
 * A guru's settings: who reads them, and how two who change them at once don't undo each other's work.
 */
import anyTest, { type TestFn } from 'ava'
import { apiClient } from '../support/api-client.ts'
import { minimal } from '../support/minimal-action.ts'
import { type StackContext, withStack } from '../support/shared-stack.ts'
import { sendJson } from '../support/target-server.ts'

const test = anyTest as TestFn<StackContext>
withStack(test, (_call, response) => sendJson(response, { ok: true }))

interface Guru {
  name: string
  description: string
  instructions: string
  actions_used: number
}

async function withKey({ errand, api, newGuru }: StackContext, role: string) {
  const guru = await newGuru({ name: 'Acme', instructions: 'Be brief.' })
  const { key } = await api.post<{ key: string }>(`/gurus/${guru}/keys`, { name: 'own', role })
  return { guru, client: apiClient(errand.url, key) }
}

test('a manage key reads its own guru and no other, and changes none', async (t) => {
  const { guru, client } = await withKey(t.context, 'manage')
  const other = await t.context.newGuru()
  t.like(await client.get<Guru>(`/gurus/${guru}`), { name: 'Acme', instructions: 'Be brief.' })
  for (const [method, path] of [
    ['GET', `/gurus/${other}`],
    ['GET', '/gurus'],
    ['PATCH', `/gurus/${guru}`],
    ['DELETE', `/gurus/${guru}`],
  ] as const)
    t.is((await client.request(method, path, method === 'PATCH' ? {} : undefined)).status, 403, path)
})

test('a chat key does not read its guru', async (t) => {
  const { guru, client } = await withKey(t.context, 'chat')
  t.is((await client.request('GET', `/gurus/${guru}`)).status, 403)
})

test('an entity tag changes with each change of the settings, and guards changing and deleting', async (t) => {
  const { api } = t.context
  const made = await api.request<Guru>('POST', '/gurus', { slug: 'tagged', name: 'Tagged' })
  const path = '/gurus/tagged'
  const old = made.headers.get('etag') ?? ''
  t.regex(old, /^"[0-9a-f]{8}"$/)
  const changed = await api.request<Guru>('PATCH', path, { description: 'new' }, { 'if-match': old })
  t.is(changed.status, 200)
  const now = changed.headers.get('etag') ?? ''
  t.not(now, old)
  for (const [method, body] of [
    ['PATCH', { description: 'lost' }],
    ['DELETE', undefined],
  ] as const) {
    const refused = await api.request<{ detail: string }>(method, path, body, { 'if-match': old })
    t.is(refused.status, 412, method)
    t.regex(refused.body.detail, /^'Tagged' is not what you have read: admin changed it at 20\d\d-.*Z\. /)
  }
  // What has nothing to do with the settings.
  await api.post('/tagged/actions', minimal('Other'))
  const read = await api.request<Guru>('GET', path, undefined, { 'if-none-match': now })
  t.is(read.status, 200)
  t.like(read.body, { description: 'new', actions_used: 1 })
  t.is(read.headers.get('etag'), now)
  const tagNow = async () => (await api.request('GET', path)).headers.get('etag') ?? ''
  for (const good of [async () => '*', tagNow, async () => `W/${await tagNow()}`])
    t.is((await api.request('PATCH', path, {}, { 'if-match': await good() })).status, 200)
  t.is((await api.request('PATCH', path, { description: 'unconditional' })).status, 200)
  t.is((await api.request('DELETE', path, undefined, { 'if-match': await tagNow() })).status, 204)
  t.is((await api.request('PATCH', path, {}, { 'if-match': '*' })).status, 404)
})

test('of 10 changes at once with one entity tag exactly one is made', async (t) => {
  const { api, newGuru } = t.context
  const path = `/gurus/${await newGuru()}`
  const tag = (await api.request('GET', path)).headers.get('etag') ?? ''
  const results = await Promise.all(
    Array.from({ length: 10 }, (_, index) =>
      api.request<Guru>('PATCH', path, { description: `writer ${index}` }, { 'if-match': tag }),
    ),
  )
  t.deepEqual(results.map(({ status }) => status).sort(), [200, ...Array(9).fill(412)])
  const winner = results.find(({ status }) => status === 200)?.body
  t.like(await api.get<Guru>(path), { description: winner?.description ?? '' })
})
