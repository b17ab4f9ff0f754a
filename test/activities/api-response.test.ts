/*
 * What an API Call makes of the answers of real servers on loopback.
 */
import { setTimeout as delay } from 'node:timers/promises'
import zlib from 'node:zlib'
import test, { type ExecutionContext } from 'ava'
import { startActivityBench } from '../support/activity-bench.ts'
import { type Handler, sendJson, startTarget } from '../support/target-server.ts'

async function setUp(t: ExecutionContext, handler: Handler) {
  const target = await startTarget(handler)
  t.teardown(target.close)
  const bench = await startActivityBench(t, [target.address])
  const get = (path = '/', extra: object = {}) =>
    bench.call({ api_call: { url: `${target.url}${path}` }, ...extra })
  return { target, bench, get }
}

/** A target that answers with `body` and `headers`, by path. */
const answering =
  (
    answers: Record<string, { headers?: Record<string, string>; body?: string | Buffer; status?: number }>,
  ): Handler =>
  ({ path }, response) => {
    const { headers = {}, body = '', status = 200 } = answers[path] ?? { status: 404 }
    response.writeHead(status, headers).end(body)
  }

const utf16 = (text: string) => Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(text, 'utf16le')])

test('a text is read in the character set that its server, its mark or the text itself tells', async (t) => {
  const cafe = Buffer.from('Café €', 'latin1')
  const windows = Buffer.from([...Buffer.from('Caf\u00e9 ', 'latin1'), 0x80])
  const { get } = await setUp(
    t,
    answering({
      '/header': { headers: { 'content-type': 'text/plain; charset="windows-1252"' }, body: windows },
      '/meta': {
        headers: { 'content-type': 'text/html' },
        body: Buffer.concat([Buffer.from('<meta charset="windows-1252"><p>'), windows]),
      },
      '/mark': { headers: { 'content-type': 'text/csv' }, body: utf16('Café €') },
      '/xml': {
        headers: { 'content-type': 'application/xml' },
        body: Buffer.concat([
          Buffer.from('<?xml version="1.0" encoding="windows-1252"?>\n<a>\n'),
          windows,
          Buffer.from('\n</a>'),
        ]),
      },
      '/json': { headers: { 'content-type': 'application/json' }, body: '"Café €"' },
      '/unknown': { headers: { 'content-type': 'text/plain; charset=klingon' }, body: 'Café €' },
      '/broken': { headers: { 'content-type': 'text/plain; charset=utf-8' }, body: cafe },
    }),
  )
  for (const path of ['/header', '/meta', '/mark', '/xml', '/json', '/unknown'])
    t.regex((await get(path)).output ?? '', /Café €/, path)
  t.regex((await get('/broken')).output ?? '', /^Caf\ufffd/)
})

test('XML in one line is laid out; XML that is laid out, or broken, stays as it is', async (t) => {
  const xml =
    '<?xml version="1.0"?><order id="1"><item>A &amp; B</item><price currency="EUR">3</price><empty/></order>'
  const laidOut = '<a>\n  <b>1</b>\n</a>\n'
  const broken = `<a><b>${'x'.repeat(300)}</a>`
  const type = { 'content-type': 'application/soap+xml; charset=utf-8' }
  const { get } = await setUp(
    t,
    answering({
      '/line': { headers: type, body: xml },
      '/laid-out': { headers: type, body: laidOut },
      '/broken': { headers: type, body: broken },
    }),
  )
  t.is(
    (await get('/line')).output,
    [
      '<?xml version="1.0"?>',
      '<order id="1">',
      '  <item>A &amp; B</item>',
      '  <price currency="EUR">3</price>',
      '  <empty/>',
      '</order>',
    ].join('\n'),
  )
  t.is((await get('/laid-out')).output, laidOut)
  t.is((await get('/broken')).output, broken)
})

test('markup that nests without end is not made into a tree', async (t) => {
  const { get } = await setUp(
    t,
    answering({
      '/html': { headers: { 'content-type': 'text/html' }, body: '<div><p>'.repeat(100_000) },
      '/xml': { headers: { 'content-type': 'text/xml' }, body: '<a>'.repeat(250_000) },
      '/closing': {
        headers: { 'content-type': 'text/html' },
        body: '<div>'.repeat(50_000) + '</p>'.repeat(100_000),
      },
    }),
  )
  // A parser that keeps all of these open takes a minute, in which the worker would do nothing else.
  for (const path of ['/html', '/xml', '/closing'])
    t.regex((await get(path)).output ?? '', /^<(div|a)>/, path)
})

test('a secret is masked before markup is taken away, which could move its characters apart', async (t) => {
  const value = 'two  spaces\tand <b>tags'
  const headed = 'in_a_heading_1'
  const { bench, target } = await setUp(t, ({ headers }, response) => {
    response.writeHead(200, { 'content-type': 'text/html' })
    response.end(
      `<h1>${headers['x-b']}</h1><p>It was ${headers['x-a']}</p><table><tr><th>${headers['x-b']}</th></tr></table>`,
    )
  })
  await bench.secret('A', value)
  await bench.secret('B', headed)
  const { output } = await bench.call({
    api_call: { url: `${target.url}/`, headers: { 'X-A': '{A}', 'X-B': '{B}' } },
  })
  t.is(output, '***B***\n\nIt was ***A***\n\n***B***')
})

test('every usual compression is undone; what is compressed twice or by something else is named', async (t) => {
  const text = 'all is well '.repeat(50)
  const type = { 'content-type': 'text/plain' }
  const encoded = (encoding: string, body: Buffer) => ({
    headers: { ...type, 'content-encoding': encoding },
    body,
  })
  const { get, target } = await setUp(
    t,
    answering({
      '/gzip': encoded('gzip', zlib.gzipSync(text)),
      '/upper': encoded('GZIP', zlib.gzipSync(text)),
      '/deflate': encoded('deflate', zlib.deflateSync(text)),
      '/br': encoded('br', zlib.brotliCompressSync(text)),
      '/zstd': encoded('zstd', zlib.zstdCompressSync(text)),
      '/identity': encoded('identity', Buffer.from(text)),
      '/twice': encoded('gzip, gzip', zlib.gzipSync(zlib.gzipSync(text))),
      '/other': encoded('dcb', Buffer.from(text)),
    }),
  )
  for (const path of ['/gzip', '/upper', '/deflate', '/br', '/zstd', '/identity'])
    t.is((await get(path)).output, text, path)
  t.is(target.calls[0]?.headers['accept-encoding'], 'gzip, br, zstd')
  t.regex((await get('/twice')).output ?? '', /^\(text\/plain in the encoding gzip, gzip, \d+ bytes\)$/)
  t.regex((await get('/other')).output ?? '', /^\(text\/plain in the encoding dcb, 600 bytes\)$/)
})

test('an answer that is not compressed as it says, or wants much memory for it, is an error in words', async (t) => {
  const wide = zlib.zstdCompressSync(Buffer.alloc(64 * 1024 * 1024, 'abcdefghi'), {
    params: { [zlib.constants.ZSTD_c_windowLog]: 26, [zlib.constants.ZSTD_c_contentSizeFlag]: 0 },
  })
  const encoded = (encoding: string, body: Buffer) => ({ headers: { 'content-encoding': encoding }, body })
  const { bench, target } = await setUp(
    t,
    answering({
      '/gzip': encoded('gzip', Buffer.from('this is not gzip')),
      '/br': encoded('br', Buffer.from('this is not brotli at all')),
      '/zstd': encoded('zstd', Buffer.from('this is not zstd')),
      '/wide': encoded('zstd', wide),
    }),
  )
  for (const path of ['/gzip', '/br', '/zstd', '/wide']) {
    const { error, output } = await bench.call({ api_call: { method: 'POST', url: `${target.url}${path}` } })
    t.is(error?.code, 'connection_failed', path)
    t.regex(error?.message ?? '', /its answer is not compressed as it says/, path)
    t.is(output, null)
  }
})

test('a run tells the status, the headers that say something, the time, attempts and redirects', async (t) => {
  let calls = 0
  const { get, bench } = await setUp(t, ({ path, headers }, response) => {
    if (path === '/first') return void response.writeHead(302, { location: '/second' }).end()
    if (++calls === 1) return void response.writeHead(503).end()
    response.writeHead(200, {
      'Content-Type': 'application/json',
      'Set-Cookie': 'session=abc',
      'X-Request-Id': `req-${headers.host}`,
      'X-RateLimit-Remaining': '41',
      'X-Internal': 'stays inside',
      ETag: `"${'e'.repeat(2_000)}"`,
    })
    setTimeout(() => response.end('{}'), 50)
  })
  const { response } = await get('/first')
  t.like(response, { status: 200, attempts: 2, redirects: 1 })
  t.true((response?.duration_ms ?? 0) >= 50)
  t.deepEqual(Object.keys(response?.headers ?? {}).sort(), [
    'content-type',
    'date',
    'etag',
    'x-ratelimit-remaining',
    'x-request-id',
  ])
  t.true((response?.headers.etag ?? '').length <= 500)
  const refused = await bench.call({ api_call: { url: 'http://10.0.0.1/' } })
  t.is(refused.response, null)
})

test('a secret that a service puts into a header is masked there, and a long status text is cut', async (t) => {
  const { bench, target } = await setUp(t, ({ headers }, response) => {
    const token = headers.authorization ?? ''
    response.writeHead(401, `no ${token} ${'x'.repeat(500)}`, {
      'www-authenticate': `Bearer error="${token}"`,
      location: `/login?was=${encodeURIComponent(token)}`,
    })
    response.end()
  })
  await bench.secret('TOKEN', 'tok/0123456789+abcdef==')
  const result = await bench.call({
    api_call: { url: `${target.url}/`, headers: { Authorization: '{TOKEN}' } },
  })
  t.is(result.response?.headers['www-authenticate'], 'Bearer error="***TOKEN***"')
  t.is(result.response?.headers.location, '/login?was=***TOKEN***')
  t.is(result.error?.code, 'http_error')
  t.regex(result.error?.message ?? '', /answered 401 no \*\*\*TOKEN\*\*\* x+\.$/)
  t.true((result.error?.message.length ?? 0) < 200)
})

test('a GET whose answer breaks off in the middle is made again; a POST is not', async (t) => {
  const { bench, target } = await setUp(t, async (_call, response) => {
    response.writeHead(200, { 'content-type': 'text/plain', 'content-length': '100' })
    response.write('half of it')
    await delay(20)
    if (target.calls.length % 2 === 1) response.destroy()
    else response.end('x'.repeat(90))
  })
  const got = await bench.call({ api_call: { url: `${target.url}/` } })
  t.is(got.error, null)
  t.is(got.response?.attempts, 2)
  const posted = await bench.call({ api_call: { method: 'POST', url: `${target.url}/` } })
  t.is(posted.error?.code, 'connection_failed')
  t.is(target.calls.length, 3)
})

test('answers without a body are empty, whatever their headers say', async (t) => {
  const { bench, target } = await setUp(t, ({ method }, response) => {
    response.writeHead(method === 'HEAD' ? 200 : 204, {
      'content-encoding': 'gzip',
      'content-type': 'text/html',
    })
    response.end()
  })
  for (const method of ['HEAD', 'GET'])
    t.like(
      await bench.call({ api_call: { method, url: `${target.url}/` } }),
      { output: '', error: null },
      method,
    )
})

test('an Idempotency-Key is the same for one run, another for the next, and sent only where it is wanted', async (t) => {
  const { bench, target } = await setUp(t, (_call, response) => sendJson(response, {}))
  const post = { api_call: { method: 'POST', url: `${target.url}/`, body: '{}', idempotency_key: true } }
  await bench.call(post, { workflowId: 'one' })
  await bench.storage.claims.deleteMany({})
  await bench.call(post, { workflowId: 'one' })
  await bench.call(post, { workflowId: 'two' })
  await bench.call({ api_call: { ...post.api_call, idempotency_key: false } })
  const [first, again, other, none] = target.calls.map(({ headers }) => headers['idempotency-key'])
  t.regex(String(first), /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  t.is(again, first)
  t.not(other, first)
  t.is(none, undefined)
})
