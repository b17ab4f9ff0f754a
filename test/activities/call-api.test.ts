/*
 * API Calls as their activity makes them: against real servers on loopback, over the real egress policy.
 */
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import { createGzip } from 'node:zlib'
import { MockActivityEnvironment } from '@temporalio/testing'
import test, { type ExecutionContext } from 'ava'
import { startActivityBench } from '../support/activity-bench.ts'
import { type Handler, sendJson, startTarget } from '../support/target-server.ts'

async function setUp(t: ExecutionContext, handler: Handler) {
  const target = await startTarget(handler)
  t.teardown(target.close)
  const bench = await startActivityBench(t, [target.address])
  return { target, bench }
}

const get = (url: string, headers: Record<string, string> = {}, extra: object = {}) => ({
  api_call: { url, headers },
  ...extra,
})

test('sends the secret and masks it in what comes back', async (t) => {
  const { target, bench } = await setUp(t, (call, response) => sendJson(response, call.headers))
  await bench.secret('TOKEN', 'tok_0123456789abcdef')
  const result = await bench.call(get(`${target.url}/`, { Authorization: 'Bearer {TOKEN}' }))
  t.is(target.calls[0]?.headers.authorization, 'Bearer tok_0123456789abcdef')
  t.regex(result.output ?? '', /Bearer \*\*\*TOKEN\*\*\*/)
  t.is(result.error, null)
  t.deepEqual(
    result.steps.map(({ name }) => name),
    ['execute', 'mask'],
  )
})

test('a secret in the host is not shown in the error either', async (t) => {
  const { bench } = await setUp(t, () => {})
  await bench.secret('HOST', '127.0.0.1:9')
  const { error } = await bench.call(get('http://{HOST}/'))
  t.is(error?.code, 'blocked_address')
  t.false(error?.message.includes('127.0.0.1:9'))
})

test('a redirect to another origin arrives without credentials', async (t) => {
  const other = await startTarget((call, response) => sendJson(response, { path: call.path }))
  t.teardown(other.close)
  const first = await startTarget((_call, response) => {
    response.writeHead(302, { location: `${other.url}/landed` }).end()
  })
  t.teardown(first.close)
  const bench = await startActivityBench(t, [first.address, other.address])
  await bench.secret('TOKEN', 'tok_0123456789abcdef')
  const headers = {
    Authorization: 'Bearer {TOKEN}',
    Cookie: 'a=b',
    'X-Custom': '{TOKEN}',
    'X-Plain': 'stays',
  }
  const { error } = await bench.call(get(`${first.url}/`, headers))
  t.is(error, null)
  const received = other.calls[0]?.headers ?? {}
  t.is(received.authorization, undefined)
  t.is(received.cookie, undefined)
  t.is(received['x-custom'], undefined)
  t.is(received['x-plain'], 'stays')
})

test('a redirect within the origin keeps the credentials; 303 makes a POST a GET', async (t) => {
  const { target, bench } = await setUp(t, (call, response) => {
    if (call.path === '/first') response.writeHead(303, { location: '/second' }).end()
    else sendJson(response, { method: call.method, body: call.body })
  })
  const { output } = await bench.call({
    api_call: {
      method: 'POST',
      url: `${target.url}/first`,
      headers: { Authorization: 'Basic x' },
      body: '{"a":1}',
    },
  })
  t.deepEqual(JSON.parse(output ?? ''), { method: 'GET', body: '' })
  t.is(target.calls[1]?.headers.authorization, 'Basic x')
})

for (const location of [
  'http://127.0.0.1:1/',
  'http://169.254.169.254/latest/meta-data/',
  'file:///etc/passwd',
  'http://u:p@127.0.0.1/',
])
  test(`a redirect to ${location} is refused`, async (t) => {
    const { target, bench } = await setUp(t, (_call, response) => {
      response.writeHead(302, { location }).end()
    })
    const { error } = await bench.call(get(`${target.url}/`))
    t.is(error?.code, 'blocked_address')
  })

test('more than five redirects are an error', async (t) => {
  const { target, bench } = await setUp(t, (_call, response) => {
    response.writeHead(302, { location: '/again' }).end()
  })
  const { error } = await bench.call(get(`${target.url}/`))
  t.is(error?.code, 'invalid_request')
  t.is(target.calls.length, 6)
})

test('a GET is retried on 503, waiting as Retry-After says', async (t) => {
  const times: number[] = []
  const { target, bench } = await setUp(t, (_call, response) => {
    times.push(Date.now())
    if (times.length > 1) sendJson(response, { fine: true })
    else response.writeHead(503, { 'retry-after': '1' }).end()
  })
  const { error } = await bench.call(get(`${target.url}/`))
  t.is(error, null)
  t.is(times.length, 2)
  t.true((times[1] ?? 0) - (times[0] ?? 0) >= 950)
})

test('a POST is sent once, whatever comes back', async (t) => {
  const { target, bench } = await setUp(t, (_call, response) => sendJson(response, { error: 'no' }, 503))
  const { error } = await bench.call({ api_call: { method: 'POST', url: `${target.url}/`, body: '{}' } })
  t.is(error?.code, 'http_error')
  t.is(target.calls.length, 1)
})

test('a POST that was begun before is not begun again', async (t) => {
  const { target, bench } = await setUp(t, (_call, response) => sendJson(response, {}))
  const post = { api_call: { method: 'POST', url: `${target.url}/`, body: '{}' } }
  const first = await bench.call(post, { workflowId: 'the-same' })
  const second = await bench.call(post, { workflowId: 'the-same' })
  t.is(first.error, null)
  t.is(second.error?.code, 'interrupted')
  t.is(target.calls.length, 1)
})

test('a secret bound to other hosts is not sent', async (t) => {
  const { target, bench } = await setUp(t, (_call, response) => sendJson(response, {}))
  await bench.secret('TOKEN', 'tok_0123456789abcdef', ['api.example.com', '*.example.org'])
  const { error } = await bench.call(get(`${target.url}/`, { Authorization: '{TOKEN}' }))
  t.is(error?.code, 'secret_not_allowed')
  t.is(target.calls.length, 0)
})

test('a declared secret that is missing ends the run before anything is sent', async (t) => {
  const { target, bench } = await setUp(t, (_call, response) => sendJson(response, {}))
  const { error } = await bench.call({ ...get(`${target.url}/`), secrets: ['NOT_THERE'] })
  t.is(error?.code, 'secret_missing')
  t.is(target.calls.length, 0)
})

test('HTML comes as text, binary data as its type and size', async (t) => {
  const { target, bench } = await setUp(t, (call, response) => {
    const html = call.path === '/page'
    response.writeHead(200, { 'content-type': html ? 'text/html; charset=iso-8859-1' : 'image/png' })
    response.end(
      html
        ? Buffer.from('<h1>Caf\u00e9</h1><script>bad()</script><p>open</p>', 'latin1')
        : Buffer.alloc(1234),
    )
  })
  const page = await bench.call(get(`${target.url}/page`))
  t.regex(page.output ?? '', /caf\u00e9\s+open/i)
  t.false(page.output?.includes('bad()'))
  const image = await bench.call(get(`${target.url}/image`))
  t.regex(image.output ?? '', /image\/png, 1,234 bytes/)
})

test('a body without end and a decompression bomb are cut, in bounded memory', async (t) => {
  const { target, bench } = await setUp(t, (call, response) => {
    const bomb = call.path === '/bomb'
    response.writeHead(200, { 'content-type': 'text/plain', ...(bomb ? { 'content-encoding': 'gzip' } : {}) })
    const out = bomb ? createGzip() : response
    if (bomb) out.on('data', (chunk) => response.write(chunk))
    const pour = () => {
      while (!response.destroyed && out.write(Buffer.alloc(65_536, 'x')));
      if (!response.destroyed) out.once('drain', pour)
    }
    pour()
  })
  const before = process.memoryUsage().rss
  for (const path of ['/endless', '/bomb']) {
    const result = await bench.call(get(`${target.url}${path}`))
    t.true(result.output_truncated)
    t.true(Buffer.byteLength(result.output ?? '') <= 200 * 1024)
  }
  t.true(process.memoryUsage().rss - before < 200 * 1024 * 1024)
})

test('a cancellation closes the connection at once', async (t) => {
  const gone = Promise.withResolvers<void>()
  const { target, bench } = await setUp(t, async (_call, response) => {
    await once(response, 'close')
    gone.resolve()
  })
  const environment = new MockActivityEnvironment({
    workflowExecution: { workflowId: 'cancelled', runId: 'r' },
  })
  const called = bench.call(get(`${target.url}/`), { environment })
  await target.received(1)
  const startedAt = Date.now()
  environment.cancel()
  await t.throwsAsync(called, { name: 'CancelledFailure' })
  await gone.promise
  t.true(Date.now() - startedAt < 10_000)
})

test('a timeout counts all retries', async (t) => {
  const { target, bench } = await setUp(t, async (_call, response) => {
    await delay(600)
    sendJson(response, {}, 500)
  })
  const { error } = await bench.call(get(`${target.url}/`, {}, { timeout_seconds: 1 }))
  t.truthy(error)
  // Two take longer than the second that there is; there would be four.
  t.true(target.calls.length <= 2)
})
