/*
 * Signing in with a browser: the cookie, and what a page of somebody else's can do with it.
 */
import anyTest, { type ExecutionContext, type TestFn } from 'ava'
import { plainRequest, type RawAnswer } from '../support/raw-http.ts'
import { type StackContext, withStack } from '../support/shared-stack.ts'
import { sendJson } from '../support/target-server.ts'

const test = anyTest as TestFn<StackContext>
withStack(test, (_call, response) => sendJson(response, { ok: true }))

type Headers = Record<string, string>
type T = ExecutionContext<StackContext>

const OWN_PAGE = { 'x-csrf-protection': '1', 'sec-fetch-site': 'same-origin' }

const call = (t: T, method: string, path: string, headers: Headers, body?: unknown) =>
  plainRequest(`${t.context.errand.url}/api/v1${path}`, method, headers, body)

const bodyOf = ({ body }: RawAnswer) => JSON.parse(body) as Record<string, unknown>

const signIn = (t: T, body: unknown, headers: Headers = {}) => call(t, 'POST', '/auth/session', headers, body)

/** The cookie as a browser would send it back. */
async function signedIn(t: T, body: unknown = { key: t.context.errand.adminKey }): Promise<Headers> {
  const response = await signIn(t, body)
  t.is(response.status, 201)
  return { cookie: (response.headers['set-cookie'] ?? '').split(';')[0] ?? '' }
}

const status = async (t: T, method: string, path: string, headers: Headers, body?: unknown) =>
  (await call(t, method, path, headers, body)).status

test('a browser that has signed in needs no key, until it signs out', async (t) => {
  const guru = await t.context.newGuru()
  const cookie = await signedIn(t)
  const me = bodyOf(await call(t, 'GET', '/me', cookie))
  t.like(me, { role: 'admin', guru: null, label: 'admin' })
  t.is(await status(t, 'GET', '/gurus', cookie), 200)
  t.is(await status(t, 'PATCH', `/gurus/${guru}`, { ...cookie, ...OWN_PAGE }, { description: 'x' }), 200)
  const out = await call(t, 'DELETE', '/auth/session', { ...cookie, ...OWN_PAGE })
  t.is(out.status, 204)
  t.regex(out.headers['set-cookie'] ?? '', /^errand_session=; .*Expires=Thu, 01 Jan 1970/)
  // A copy of the cookie is worth nothing either.
  t.is(await status(t, 'GET', '/me', cookie), 401)
})

test('no script, no other site and no other path gets the cookie, and the key is not in it', async (t) => {
  const response = await signIn(t, { key: t.context.errand.adminKey })
  const header = response.headers['set-cookie'] ?? ''
  for (const attribute of ['HttpOnly', 'SameSite=Strict', 'Path=/', 'Expires='])
    t.true(header.includes(attribute))
  t.false(header.includes('Domain='))
  t.false(header.includes(t.context.errand.adminKey))
  t.is(response.headers['cache-control'], 'no-store')
  t.false(response.body.includes(t.context.errand.adminKey))
})

test('a key of a guru signs in as what it is, and its session ends with it', async (t) => {
  const { api, newGuru } = t.context
  const guru = await newGuru()
  const { id, key } = await api.post<{ id: string; key: string }>(`/gurus/${guru}/keys`, {
    name: 'ci',
    role: 'chat',
  })
  const cookie = await signedIn(t, { key })
  t.like(bodyOf(await call(t, 'GET', '/me', cookie)), { role: 'chat', guru, label: 'key ci' })
  t.is(await status(t, 'GET', '/gurus', cookie), 403)
  t.is(await status(t, 'GET', `/${guru}/actions`, cookie), 403)
  t.is((await api.request('DELETE', `/gurus/${guru}/keys/${id}`)).status, 204)
  t.is(await status(t, 'GET', '/me', cookie), 401)
})

test('signing in again ends the session that the browser had', async (t) => {
  const first = await signedIn(t)
  const response = await signIn(t, { key: t.context.errand.adminKey }, first)
  t.is(response.status, 201)
  t.is(await status(t, 'GET', '/me', first), 401)
})

test('a link signs in once', async (t) => {
  const { token } = await t.context.api.post<{ token: string }>('/auth/sign-in-tokens')
  const cookie = await signedIn(t, { token })
  t.like(bodyOf(await call(t, 'GET', '/me', cookie)), { role: 'admin' })
  t.is((await signIn(t, { token })).status, 401)
})

test('takes a key or a token, and nothing else for one', async (t) => {
  const key = t.context.errand.adminKey
  for (const body of [
    {},
    { key, token: 'x' },
    { key: { $ne: null } },
    { token: { $gt: '' } },
    { key: '' },
    [],
  ])
    t.is((await signIn(t, body)).status, 422, JSON.stringify(body))
  t.is((await signIn(t, { key: 'wrong' })).status, 401)
})

const attacks: Record<string, Headers> = {
  'a form of another site': { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' },
  'a page on another port of this host': { 'sec-fetch-site': 'same-site', origin: 'http://127.0.0.1:1' },
  'a browser that says only where from': { origin: 'https://evil.example' },
  'a page of no origin': { origin: 'null' },
  'a page that has guessed the header': { origin: 'https://evil.example', 'x-csrf-protection': '1' },
  'a page of ours without the header': { 'sec-fetch-site': 'same-origin' },
  'a link that was followed': {
    'sec-fetch-site': 'cross-site',
    'sec-fetch-mode': 'navigate',
    'sec-fetch-dest': 'document',
    'x-csrf-protection': '1',
  },
}
for (const [title, headers] of Object.entries(attacks))
  test(`with the cookie, nothing is changed by ${title}`, async (t) => {
    const cookie = await signedIn(t)
    const slug = `forged-${title.replaceAll(/\W+/g, '-')}`.toLowerCase()
    t.is(await status(t, 'POST', '/gurus', { ...cookie, ...headers }, { slug }), 403)
    t.is((await t.context.api.request('GET', `/gurus/${slug}`)).status, 404)
  })

test('what another site embeds is not read with the cookie; a link to it is followed', async (t) => {
  const cookie = await signedIn(t)
  const embedded = { 'sec-fetch-site': 'same-site', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'script' }
  t.is(await status(t, 'GET', '/gurus', { ...cookie, ...embedded }), 403)
  const followed = {
    'sec-fetch-site': 'same-site',
    'sec-fetch-mode': 'navigate',
    'sec-fetch-dest': 'document',
  }
  t.is(await status(t, 'GET', '/gurus', { ...cookie, ...followed }), 200)
})

test('nobody is signed in by a page of another site', async (t) => {
  const body = { key: t.context.errand.adminKey }
  t.is(
    (await signIn(t, body, { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' })).status,
    403,
  )
  const form = await fetch(`${t.context.errand.url}/api/v1/auth/session`, {
    method: 'POST',
    headers: { 'content-type': 'text/plain' },
    body: JSON.stringify(body),
  })
  t.is(form.status, 415)
})

test('a key in a header needs none of this, and counts before a cookie', async (t) => {
  const guru = await t.context.newGuru()
  const key = { 'x-api-key': t.context.errand.adminKey, origin: 'https://elsewhere.example' }
  t.is(await status(t, 'PATCH', `/gurus/${guru}`, key, { description: 'y' }), 200)
  t.is(await status(t, 'GET', '/gurus', { ...(await signedIn(t)), 'x-api-key': 'wrong' }), 401)
  t.is(await status(t, 'GET', '/gurus', { ...(await signedIn(t)), 'x-api-key': '' }), 401)
})
