/*
 * Redirects between two real servers on loopback: two ports are two origins.
 */
import test, { type ExecutionContext } from 'ava'
import { startActivityBench } from '../support/activity-bench.ts'
import { sendJson, startTarget } from '../support/target-server.ts'

async function twoOrigins(t: ExecutionContext, status: number) {
  const other = await startTarget((call, response) =>
    sendJson(response, { method: call.method, body: call.body }),
  )
  t.teardown(other.close)
  const first = await startTarget((call, response) => {
    if (call.path === '/stay') response.writeHead(status, { location: '/here' }).end()
    else if (call.path === '/leave') response.writeHead(status, { location: `${other.url}/there` }).end()
    else sendJson(response, { method: call.method, body: call.body })
  })
  t.teardown(first.close)
  const bench = await startActivityBench(t, [first.address, other.address])
  await bench.secret('TOKEN', 'tök_0123456789abcdef')
  return { first, other, bench }
}

/** What each status makes of each method, as RFC 9110 (15.4) allows and all clients do. */
const EXPECTED: Record<number, Record<string, string>> = {
  301: { GET: 'GET', HEAD: 'HEAD', POST: 'GET', PUT: 'PUT', PATCH: 'PATCH', DELETE: 'DELETE' },
  302: { GET: 'GET', HEAD: 'HEAD', POST: 'GET', PUT: 'PUT', PATCH: 'PATCH', DELETE: 'DELETE' },
  303: { GET: 'GET', HEAD: 'HEAD', POST: 'GET', PUT: 'GET', PATCH: 'GET', DELETE: 'GET' },
  307: { GET: 'GET', HEAD: 'HEAD', POST: 'POST', PUT: 'PUT', PATCH: 'PATCH', DELETE: 'DELETE' },
  308: { GET: 'GET', HEAD: 'HEAD', POST: 'POST', PUT: 'PUT', PATCH: 'PATCH', DELETE: 'DELETE' },
}

for (const [status, methods] of Object.entries(EXPECTED))
  test(`a ${status} keeps or changes the method and the body as the standard says`, async (t) => {
    const { first, bench } = await twoOrigins(t, Number(status))
    for (const [method, then] of Object.entries(methods)) {
      const body = ['GET', 'HEAD'].includes(method) ? null : '{"a":1}'
      const { error } = await bench.call({ api_call: { method, url: `${first.url}/stay`, body } })
      t.is(error, null, method)
      const arrived = first.calls.at(-1)
      t.is(arrived?.method, then, method)
      t.is(arrived?.body, then === method ? (body ?? '') : '', method)
      t.is(arrived?.headers['content-type'], then === method && body ? 'application/json' : undefined, method)
    }
  })

test('another origin gets none of the headers that carry or are named like credentials', async (t) => {
  const { first, other, bench } = await twoOrigins(t, 307)
  const headers = {
    Authorization: 'Bearer {TOKEN}',
    Cookie: 'session=1',
    'X-Api-Key': 'written-into-the-action',
    'X-Shopify-Access-Token': 'written-into-the-action',
    'Private-Token': 'written-into-the-action',
    'X-Signature': 'written-into-the-action',
    'X-Anything': 'holds {TOKEN} too',
    'X-Plain': 'stays',
    Accept: 'application/json',
  }
  const { error, redirects } = await bench
    .call({ api_call: { url: `${first.url}/leave`, headers } })
    .then(({ error, response }) => ({ error, redirects: response?.redirects }))
  t.is(error, null)
  t.is(redirects, 1)
  const arrived = other.calls[0]?.headers ?? {}
  t.deepEqual(Object.keys(arrived).sort(), [
    'accept',
    'accept-encoding',
    'connection',
    'host',
    'user-agent',
    'x-plain',
  ])
  t.is(arrived.host, other.address)
})

test('credentials that were dropped do not come back on the way back', async (t) => {
  const back = await startTarget((call, response) => {
    if (call.path === '/') response.writeHead(302, { location: `${there.url}/` }).end()
    else sendJson(response, {})
  })
  t.teardown(back.close)
  const there = await startTarget((_call, response) => {
    response.writeHead(302, { location: `${back.url}/home` }).end()
  })
  t.teardown(there.close)
  const bench = await startActivityBench(t, [back.address, there.address])
  await bench.call({
    api_call: { url: `${back.url}/`, headers: { Authorization: 'Bearer x', Cookie: 'a=b' } },
  })
  t.is(back.calls.length, 2)
  t.is(back.calls[0]?.headers.authorization, 'Bearer x')
  t.is(back.calls[1]?.headers.authorization, undefined)
  t.is(back.calls[1]?.headers.cookie, undefined)
})

test('a body goes along to another origin, unless it holds a secret', async (t) => {
  const { first, other, bench } = await twoOrigins(t, 308)
  const post = { method: 'POST', url: `${first.url}/leave` }
  const plain = await bench.call({ api_call: { ...post, body: '{"a":1}' } })
  t.is(plain.error, null)
  t.is(other.calls[0]?.body, '{"a":1}')
  const secret = await bench.call({ api_call: { ...post, body: '{"key":"{TOKEN}"}' } })
  t.is(secret.error?.code, 'invalid_request')
  t.regex(secret.error?.message ?? '', /with a secret in its body/)
  t.is(other.calls.length, 1)
})

test('a redirect names its target in UTF-8, as servers do', async (t) => {
  const target = await startTarget((call, response) => {
    if (call.path === '/')
      response.writeHead(302, { location: Buffer.from('/größe').toString('latin1') }).end()
    else sendJson(response, {})
  })
  t.teardown(target.close)
  const bench = await startActivityBench(t, [target.address])
  await bench.call({ api_call: { url: `${target.url}/` } })
  t.is(target.calls[1]?.path, encodeURI('/größe'))
})
