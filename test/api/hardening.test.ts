/*
 * What the API does with requests that no honest client sends, and what its headers tell browsers.
 */
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import anyTest, { type ExecutionContext, type TestFn } from 'ava'
import { plainRequest, rawRequest } from '../support/raw-http.ts'
import { type StackContext, withStack } from '../support/shared-stack.ts'
import { sendJson } from '../support/target-server.ts'

const ORIGIN = 'https://app.example.com'
const test = anyTest as TestFn<StackContext>
withStack(test, (_call, response) => sendJson(response, { ok: true }), {
  ERRAND_PUBLIC_URL: 'https://errand.example.com',
  ERRAND_CORS_ORIGINS: `${ORIGIN}, http://localhost:5173`,
})

type T = ExecutionContext<StackContext>

const CONTINUE = /^HTTP\/1\.1 100 /

/** A request with a body as bytes. */
const post = (t: T, path: string, body: string | Buffer, headers: Record<string, string> = {}) =>
  fetch(`${t.context.errand.url}/api/v1${path}`, {
    method: 'POST',
    headers: { 'x-api-key': t.context.errand.adminKey, 'content-type': 'application/json', ...headers },
    body: body as string,
  })

const head = (t: T, path: string, headers: Record<string, string>): string => {
  const all = {
    host: 'localhost',
    'x-api-key': t.context.errand.adminKey,
    'content-type': 'application/json',
    ...headers,
  }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`)
  return `POST /api/v1${path} HTTP/1.1\r\n${lines.join('')}\r\n`
}

test('a body that says it is too large is refused before it is sent', async (t) => {
  const { status } = await rawRequest(
    t.context.errand.url,
    [head(t, '/gurus', { 'content-length': '10000000000' })],
    (soFar) => soFar.includes('\r\n\r\n'),
  )
  t.is(status, 413)
})

test('a body that does not say how large it is is refused once it is', async (t) => {
  const chunk = `10000\r\n${'x'.repeat(65_536)}\r\n`
  const { status } = await rawRequest(
    t.context.errand.url,
    [head(t, '/gurus', { 'transfer-encoding': 'chunked' }), ...Array<string>(20).fill(chunk)],
    (soFar) => soFar.includes('\r\n\r\n'),
  )
  t.is(status, 413)
})

test('whoever asks before sending is refused, or told to go on', async (t) => {
  const ask = (headers: Record<string, string>, body: string[]) =>
    rawRequest(
      t.context.errand.url,
      [
        head(t, '/gurus', { expect: '100-continue', 'content-length': '2', connection: 'close', ...headers }),
        ...body,
      ],
      (soFar) => !CONTINUE.test(soFar) && soFar.includes('\r\n\r\n'),
    )
  t.is((await ask({ 'x-api-key': 'wrong' }, [])).status, 401)
  t.is((await ask({ 'content-type': 'text/plain' }, [])).status, 415)
  t.is((await ask({ 'content-length': '10000000000' }, [])).status, 413)
  const going = await rawRequest(t.context.errand.url, [
    head(t, '/gurus', { expect: '100-continue', 'content-length': '2', connection: 'close' }),
    '{}',
  ])
  t.is(going.status, 100)
  t.regex(going.body, /^HTTP\/1\.1 422 /)
  // What else is expected is of no concern: RFC 9110 lets a server ignore it.
  t.is((await ask({ expect: 'something-else' }, ['{}'])).status, 422)
})

test('a body may come packed, and a bomb is stopped at the limit', async (t) => {
  const body = JSON.stringify({ slug: 'packed', name: 'Packed' })
  t.is((await post(t, '/gurus', gzipSync(body), { 'content-encoding': 'gzip' })).status, 201)
  t.is((await post(t, '/gurus', brotliCompressSync(body), { 'content-encoding': 'br' })).status, 409)
  const bomb = gzipSync(Buffer.alloc(200 * 1_048_576, 0x20), { level: 9 })
  t.true(bomb.length < 300_000)
  t.is((await post(t, '/gurus', bomb, { 'content-encoding': 'gzip' })).status, 413)
  t.is((await post(t, '/gurus', 'no gzip', { 'content-encoding': 'gzip' })).status, 400)
  t.is((await post(t, '/gurus', body, { 'content-encoding': 'gzip, gzip' })).status, 415)
  t.is((await post(t, '/gurus', body, { 'content-encoding': 'constructor' })).status, 415)
})

test('a body is JSON in UTF-8, whatever else it says it is', async (t) => {
  const types: [type: string, status: number][] = [
    ['application/json; charset=UTF-8', 409],
    ['application/merge-patch+json', 409],
    ['application/json; charset=latin1', 415],
    ['application/json; charset=utf-16', 415],
    ['text/plain', 415],
    ['application/x-www-form-urlencoded', 415],
    ['multipart/form-data; boundary=x', 415],
    ['application/jsonx', 415],
  ]
  await post(t, '/gurus', '{"slug":"typed"}')
  for (const [type, status] of types)
    t.is((await post(t, '/gurus', '{"slug":"typed"}', { 'content-type': type })).status, status, type)
})

test("an operator is no text, a key twice is no object, and a prototype is nobody's", async (t) => {
  const guru = await t.context.newGuru()
  const attacks: [path: string, body: string, status: number][] = [
    ['/gurus', '{"slug":{"$gt":""}}', 422],
    [`/gurus/${guru}/keys`, '{"name":{"$ne":null},"role":"chat"}', 422],
    [`/gurus/${guru}/keys`, '{"name":"a","role":{"$in":["manage"]}}', 422],
    [`/gurus/${guru}/keys`, '{"name":"a","role":"chat","role":"manage"}', 400],
    [`/gurus/${guru}/keys`, '{"name":"a","__proto__":{"role":"manage"}}', 400],
    ['/auth/session', '{"key":{"$regex":".*"}}', 422],
    [`/${guru}/answer`, '{"question":{"$where":"sleep(1000)"}}', 422],
    [`/${guru}/answer`, '{"question":"a","session_id":{"$gt":""}}', 422],
    [`/${guru}/answer`, '{"question":"a","session_id":"x","external_user_id":{"$ne":"b"}}', 422],
    [`/${guru}/answer`, '{"question":"a","user":{"constructor":{"prototype":{"x":1}}}}', 400],
    [`/${guru}/answer`, '{"question":"a\\u0000b"}', 422],
    [`/${guru}/answer`, '{"question":"\\ud800"}', 422],
  ]
  for (const [path, body, status] of attacks)
    t.is((await post(t, path, body)).status, status, `${path} ${body}`)
})

test('an operator in an address or a query is a name that nobody has', async (t) => {
  const { errand, newGuru } = t.context
  const guru = await newGuru()
  const get = async (path: string) =>
    (await plainRequest(`${errand.url}/api/v1${path}`, 'GET', { 'x-api-key': errand.adminKey })).status
  for (const path of [
    '/gurus/[$ne]=',
    '/gurus/%7B%22$gt%22:%22%22%7D',
    `/${guru}/actions/$where`,
    `/${guru}/sessions/%24gt`,
  ])
    t.is(await get(path), 404, path)
  for (const path of [
    `/${guru}/runs?action_id[$ne]=x`,
    `/${guru}/audit?actor[$gt]=`,
    `/${guru}/audit?actor=a&actor=b`,
    `/${guru}/audit?__proto__=x`,
  ])
    t.is(await get(path), 422, path)
  for (const path of ['/gurus/a%00b', `/${guru}/actions/%00`, `/${guru}/audit?actor=%00`, '/gurus/%ff'])
    t.is(await get(path), 400, path)
})

test('headers tell browsers to load, frame and keep nothing', async (t) => {
  const { errand } = t.context
  const api = await fetch(`${errand.url}/api/v1/gurus`, { headers: { 'x-api-key': errand.adminKey } })
  const refused = await fetch(`${errand.url}/api/v1/gurus`)
  const home = await fetch(errand.url)
  for (const { headers } of [api, refused, home]) {
    const policy = headers.get('content-security-policy') ?? ''
    t.true(policy.startsWith("default-src 'none';"))
    for (const part of [
      "script-src 'self'",
      "frame-ancestors 'none'",
      "base-uri 'none'",
      "form-action 'self'",
    ])
      t.true(policy.includes(part), part)
    t.false(policy.includes('unsafe'))
    t.is(headers.get('x-content-type-options'), 'nosniff')
    t.is(headers.get('x-frame-options'), 'DENY')
    t.is(headers.get('referrer-policy'), 'no-referrer')
    t.is(headers.get('cross-origin-resource-policy'), 'same-origin')
    t.is(headers.get('x-powered-by'), null)
    // The public URL is https.
    t.is(headers.get('strict-transport-security'), 'max-age=31536000')
  }
  for (const { headers } of [api, refused]) t.is(headers.get('cache-control'), 'no-store')
  // The page gets by with this policy: its scripts are files, and nothing in it has a style of its own.
  t.notRegex(await home.text(), /<script(?![^>]* src="\/assets\/)|<style|\sstyle=|\son\w+=/)
})

test('pages of the origins that are named may call with a key, and never with a cookie', async (t) => {
  const { errand } = t.context
  const get = (origin: string) =>
    plainRequest(`${errand.url}/api/v1/gurus`, 'GET', { origin, 'x-api-key': errand.adminKey })
  const preflight = (origin: string) =>
    plainRequest(`${errand.url}/api/v1/gurus`, 'OPTIONS', {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers': 'x-api-key, content-type',
    })
  for (const { headers } of [await get(ORIGIN), await preflight(ORIGIN)]) {
    t.is(headers['access-control-allow-origin'], ORIGIN)
    t.is(headers['access-control-allow-credentials'], undefined)
    t.regex(headers.vary ?? '', /Origin/)
  }
  t.regex((await preflight(ORIGIN)).headers['access-control-allow-headers'] ?? '', /x-api-key/)
  for (const origin of ['https://evil.example', `${ORIGIN}.evil.example`, 'null', 'http://app.example.com'])
    for (const { headers } of [await get(origin), await preflight(origin)])
      t.is(headers['access-control-allow-origin'], undefined, origin)
})

test('over https, the cookie is of this host alone', async (t) => {
  const response = await post(t, '/auth/session', JSON.stringify({ key: t.context.errand.adminKey }))
  const cookie = response.headers.get('set-cookie') ?? ''
  t.regex(cookie, /^__Host-errand_session=[\w-]{43}; Path=\/; Expires=.*; HttpOnly; Secure; SameSite=Strict$/)
  const me = await fetch(`${t.context.errand.url}/api/v1/me`, {
    headers: { cookie: cookie.split(';')[0] ?? '' },
  })
  t.is(me.status, 200)
})

test('neither keys nor cookies nor bodies nor queries get into the log', async (t) => {
  const { errand, api, newGuru } = t.context
  const guru = await newGuru()
  const canary = 'canary7Hq2xZ'
  const made = await api.post<{ key: string }>(`/gurus/${guru}/keys`, { name: canary })
  const signed = await post(t, '/auth/session', JSON.stringify({ key: made.key }))
  const [, cookie = ''] = /=([\w-]{43})/.exec(signed.headers.get('set-cookie') ?? '') ?? []
  const { token } = await api.post<{ token: string }>('/auth/sign-in-tokens')
  await api.put(`/${guru}/secrets/CANARY`, { value: `${canary}-value` })
  await post(t, `/${guru}/answer`, JSON.stringify({ question: `${canary}?` }))
  await post(t, `/${guru}/answer`, `{"question":"${canary}"`)
  await post(t, `/${guru}/actions`, JSON.stringify({ name: canary, unknown: canary }))
  for (const path of [`/${guru}/audit?actor=${canary}`, `/me?token=${canary}`])
    await fetch(`${errand.url}/api/v1${path}`, {
      headers: {
        authorization: `Bearer ${canary}`,
        cookie: `__Host-errand_session=${canary}`,
        'user-agent': canary,
      },
    })
  const log = readFileSync(join(errand.dataFolder, 'logs/api.log'), 'utf8')
  t.true(log.includes(`/api/v1/${guru}/answer`))
  for (const secret of [canary, made.key, errand.adminKey, cookie, token])
    t.false(log.includes(secret), secret.slice(0, 8))
})

test('the headers of a request have a bound', async (t) => {
  const { status } = await plainRequest(`${t.context.errand.url}/healthz`, 'GET', {
    'x-long': 'a'.repeat(20_000),
  })
  t.is(status, 431)
})
