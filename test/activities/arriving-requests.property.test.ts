/*
 * Requests as they arrive at a real HTTP server, whatever stands in the parameters.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import test, { type ExecutionContext } from 'ava'
import fc from 'fast-check'
import { startActivityBench } from '../support/activity-bench.ts'
import '../support/property-seed.ts'

interface Arrived {
  method: string
  target: string
  /** Names and values in turn, as they stood on the wire. */
  headers: string[]
  body: Buffer
}

const SECRET = 'k"\\ü {b} %2F&=\u{1f511}'

/** A server that keeps what arrives, and an action that calls it. */
async function setUp(t: ExecutionContext, call: { url: string; [part: string]: unknown }, kinds = {}) {
  const arrived: Arrived[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk)
    const { method = '', url: target = '', rawHeaders: headers } = request
    arrived.push({ method, target, headers, body: Buffer.concat(chunks) })
    response.end()
  })
  let broken = 0
  server.on('clientError', (_error, socket) => {
    broken++
    socket.destroy()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => {
    server.close()
    server.closeAllConnections()
  })
  const { port } = server.address() as AddressInfo
  const origin = `http://127.0.0.1:${port}`
  const bench = await startActivityBench(t, [`127.0.0.1:${port}`])
  await bench.secret('SECRET', SECRET)
  const types: Record<string, string> = { a: 'string', b: 'string', ...kinds }
  const parameters = Object.entries(types).map(([name, type]) => ({ name, type, required: false }))
  return {
    arrived,
    origin,
    /** What arrived, or null where the values were refused before anything was sent. */
    async send(values: Record<string, string | number | boolean>): Promise<Arrived | null> {
      const before = arrived.length
      const { error } = await bench.call(
        { parameters, api_call: { method: 'POST', ...call, url: `${origin}${call.url}` } },
        { parameters: values },
      )
      t.is(broken, 0)
      if (error) {
        t.is(error.code, 'invalid_request', error.message)
        t.false(error.message.includes(SECRET))
        t.is(arrived.length, before)
        return null
      }
      // One request, never a second one smuggled in behind it.
      t.is(arrived.length, before + 1)
      return arrived[before] as Arrived
    },
  }
}

const hostile = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.string({ unit: fc.constantFrom(...'/\\?#&=+%.:@{}[]"\'<>;,\r\n\t\0 aAéß漢😀2eE5-_'), maxLength: 30 }),
  fc.constantFrom(
    '.',
    '..',
    '%2e%2E',
    '..%2f',
    '{b}',
    '{SECRET}',
    '","admin":true,"x":"',
    'x\r\nX-Injected: 1',
    'x\r\n\r\nGET /smuggled HTTP/1.1\r\nHost: a\r\n\r\n',
    ' HTTP/1.1\r\n\r\n',
    '\ud800',
    '//evil.example/',
    '?admin=1#',
    '&admin=1',
    '__proto__',
  ),
  fc.string({ maxLength: 30 }),
)
const optional = fc.option(hostile, { nil: undefined })
const RUNS = { numRuns: 150 }

const given = (values: Record<string, string | number | boolean | undefined>) =>
  Object.fromEntries(
    Object.entries(values).filter(
      (entry): entry is [string, string | number | boolean] => entry[1] !== undefined,
    ),
  )

const names = ({ headers }: Arrived): string[] => headers.filter((_, index) => index % 2 === 0)
const headerOf = ({ headers }: Arrived, name: string): string | undefined => {
  const at = headers.findIndex((header, index) => index % 2 === 0 && header === name)
  return at === -1 ? undefined : Buffer.from(headers[at + 1] ?? '', 'latin1').toString('utf8')
}
const OWN = [
  'User-Agent',
  'Accept',
  'Accept-Encoding',
  'Host',
  'Connection',
  'Content-Length',
  'Content-Type',
]

test('the path has the same segments, the query the same pairs', async (t) => {
  const { send, origin } = await setUp(t, {
    url: '/v1/{a}/x-{b}/end?q={a}&fixed=1&mix=a+{b}&key={SECRET}&{b}_name=v#f{a}',
    method: 'GET',
  })
  let sent = 0
  await fc.assert(
    fc.asyncProperty(hostile, optional, async (a, b) => {
      const request = await send(given({ a, b }))
      if (!request) return
      sent++
      const url = new URL(request.target, origin)
      t.is(url.origin, origin)
      t.is(request.method, 'GET')
      t.deepEqual(
        url.pathname.split('/').map(decodeURIComponent),
        ['', 'v1', a, `x-${b}`, 'end'].map((segment) => segment.toWellFormed()),
      )
      const pairs = [
        ['q', a],
        ['fixed', '1'],
        ['mix', `a ${b}`],
        ['key', SECRET],
        [`${b}_name`, 'v'],
      ].map((pair) => pair.map((text) => text.toWellFormed()))
      t.deepEqual([...url.searchParams], pairs as [string, string][])
      t.is(url.hash, '')
      t.deepEqual(
        names(request).filter((name) => !OWN.includes(name)),
        [],
      )
    }),
    RUNS,
  )
  t.true(sent > 20)
})

test('an absent parameter leaves out its pair, header and member, and nothing else', async (t) => {
  const { send, origin } = await setUp(t, {
    url: '/p?one={a}&fixed=1&two={b}',
    headers: { 'X-A': 'a: {a}', 'X-B': '{b}', 'X-Fixed': 'yes' },
    body: '{"a": {a}, "both": "{a}{b}", "fixed": [1, {b}], "{b}": 2}',
  })
  const word = fc.option(fc.string({ unit: fc.constantFrom(...'abcé'), minLength: 1, maxLength: 8 }), {
    nil: undefined,
  })
  await fc.assert(
    fc.asyncProperty(word, word, async (a, b) => {
      // A member may not take the name of another one.
      fc.pre(b !== 'a')
      const request = await send(given({ a, b }))
      if (!request) return t.fail()
      t.deepEqual(
        [...new URL(request.target, origin).searchParams.keys()],
        ['one', 'fixed', 'two'].filter(
          (name) => !((name === 'one' && a === undefined) || (name === 'two' && b === undefined)),
        ),
      )
      t.is(headerOf(request, 'X-A'), a === undefined ? undefined : `a: ${a}`)
      t.is(headerOf(request, 'X-B'), b)
      t.is(headerOf(request, 'X-Fixed'), 'yes')
      t.deepEqual(JSON.parse(request.body.toString()), {
        ...(a !== undefined && { a }),
        ...(a !== undefined && b !== undefined && { both: a + b }),
        fixed: b === undefined ? [1] : [1, b],
        ...(b !== undefined && { [b]: 2 }),
      })
    }),
    RUNS,
  )
})

test('the headers are the same, in the same order, and hold the values', async (t) => {
  const { send } = await setUp(t, {
    url: '/',
    method: 'GET',
    headers: { Authorization: 'Bearer {SECRET}', 'X-Note': 'a={a}; b={b}', 'X-Last': 'fixed' },
  })
  let sent = 0
  await fc.assert(
    fc.asyncProperty(hostile, hostile, async (a, b) => {
      const request = await send({ a, b })
      if (!request) return
      sent++
      t.deepEqual(
        names(request).filter((name) => !OWN.includes(name)),
        ['Authorization', 'X-Note', 'X-Last'],
      )
      t.is(headerOf(request, 'Authorization'), `Bearer ${SECRET}`)
      // White space around a header's value is not part of it (RFC 9110, 5.5).
      t.is(headerOf(request, 'X-Note')?.trim(), `a=${a}; b=${b}`.toWellFormed().trim())
      t.is(request.body.length, 0)
    }),
    RUNS,
  )
  t.true(sent > 20)
})

test('JSON parses to the same shape', async (t) => {
  const { send } = await setUp(
    t,
    {
      url: '/',
      body: '{"s": "{a}", "mix": "<{a}|{b}|{SECRET}>", "in_{b}": [1, {a}, {n}, {f}, null], "o": {"n": {n}, "text": "{n}{f}"}}',
    },
    { n: 'number', f: 'boolean' },
  )
  await fc.assert(
    fc.asyncProperty(
      hostile,
      hostile,
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      async (a, b, n, f) => {
        const request = await send({ a, b, n, f })
        if (!request) return t.fail()
        t.is(headerOf(request, 'Content-Type'), 'application/json')
        const number = n === 0 ? 0 : n
        t.deepEqual(JSON.parse(request.body.toString()), {
          s: a,
          mix: `<${a}|${b}|${SECRET}>`,
          [`in_${b}`]: [1, a, number, f, null],
          o: { n: number, text: `${number}${f}` },
        })
      },
    ),
    RUNS,
  )
})

test('each line of NDJSON parses to the same shape', async (t) => {
  const { send } = await setUp(t, {
    url: '/_bulk',
    headers: { 'Content-Type': 'application/x-ndjson' },
    body: '{"index": {"_id": "{a}"}}\n{"note": {b}}\n',
  })
  await fc.assert(
    fc.asyncProperty(hostile, hostile, async (a, b) => {
      const request = await send({ a, b })
      if (!request) return t.fail()
      const text = request.body.toString()
      t.true(text.endsWith('\n'))
      t.deepEqual(
        text
          .trimEnd()
          .split('\n')
          .map((line) => JSON.parse(line)),
        [{ index: { _id: a } }, { note: b }],
      )
    }),
    RUNS,
  )
})

test('a form has the same fields', async (t) => {
  const { send } = await setUp(t, {
    url: '/',
    headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    body: 'user={a}&role=guest&note=x{b}y&key={SECRET}',
  })
  await fc.assert(
    fc.asyncProperty(hostile, hostile, async (a, b) => {
      const request = await send({ a, b })
      if (!request) return t.fail()
      t.deepEqual(
        [...new URLSearchParams(request.body.toString())],
        [
          ['user', a.toWellFormed()],
          ['role', 'guest'],
          ['note', `x${b.toWellFormed()}y`],
          ['key', SECRET],
        ],
      )
    }),
    RUNS,
  )
})

test('a form of several parts has the same parts', async (t) => {
  const { send } = await setUp(t, {
    url: '/',
    headers: { 'Content-Type': 'multipart/form-data; boundary=frontier' },
    body: [
      '--frontier',
      'Content-Disposition: form-data; name="note"',
      '',
      'a={a}',
      '--frontier',
      'Content-Disposition: form-data; name="file"; filename="{b}.txt"',
      '',
      'fixed',
      '--frontier--',
      '',
    ].join('\r\n'),
  })
  let sent = 0
  const boundary = fc.constantFrom(
    '\r\n--frontier\r\nContent-Disposition: form-data; name="admin"\r\n\r\n1',
    '--frontier--',
  )
  await fc.assert(
    fc.asyncProperty(fc.oneof(hostile, boundary), hostile, async (a, b) => {
      const request = await send({ a, b })
      if (!request) return
      sent++
      const form = await new Response(new Uint8Array(request.body), {
        headers: { 'content-type': 'multipart/form-data; boundary=frontier' },
      }).formData()
      t.deepEqual([...form.keys()], ['note', 'file'])
      t.is(form.get('note'), `a=${a}`.toWellFormed())
    }),
    RUNS,
  )
  t.true(sent > 20)
})

test('XML has the same elements', async (t) => {
  const { send } = await setUp(t, {
    url: '/',
    headers: { 'Content-Type': 'text/xml' },
    body: '<order id="{a}"><note>{b}</note></order>',
  })
  let sent = 0
  await fc.assert(
    fc.asyncProperty(hostile, hostile, async (a, b) => {
      const request = await send({ a, b })
      if (!request) return
      sent++
      const parts = /^<order id="([^<"]*)"><note>([^<]*)<\/note><\/order>$/.exec(request.body.toString())
      const plain = (text = '') =>
        text
          .replace(/&(lt|gt|quot);|&#39;|&#(\d+);/g, (entity, name, code) =>
            code
              ? String.fromCharCode(Number(code))
              : ({ lt: '<', gt: '>', quot: '"' }[name as string] ?? (entity && "'")),
          )
          .replaceAll('&amp;', '&')
      t.is(plain(parts?.[1]), a.toWellFormed())
      t.is(plain(parts?.[2]), b.toWellFormed())
      // XML 1.0 has no place for control characters, however they are written.
      t.false([...request.body.toString()].some((character) => character < ' ' || character === '\uffff'))
    }),
    RUNS,
  )
  t.true(sent > 20)
})
