/*
 * Requests that no client of ours would send: broken letters, numbers and nesting, names that mean something to
 * JavaScript or to a database, odd paths and queries, and what is hardly HTTP. Whatever comes, the API answers with a
 * problem document and not with an error of its own, and goes on.
 */
import anyTest, { type ExecutionContext, type TestFn } from 'ava'
import fc from 'fast-check'
import '../support/property-seed.ts'
import { type RawAnswer, rawRequest } from '../support/raw-http.ts'
import { requestBytes } from '../support/request-bytes.ts'
import { type StackContext, withStack } from '../support/shared-stack.ts'
import { sendJson } from '../support/target-server.ts'

const test = anyTest as TestFn<StackContext>
withStack(test, (_call, response) => sendJson(response, {}), { ERRAND_RATE_LIMIT: '1000000' })

type T = ExecutionContext<StackContext>

/** Names and values that are special to somebody. */
const SPECIAL = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'hasOwnProperty',
  '$where',
  '$ne',
  '$gt',
  '$regex',
  '$set',
  'a.b',
  '.',
  '',
  '\u0000',
  '\u0000a',
  '\ud800',
  '\udfff\ud800',
  '\u202e',
  '\uffff',
  'é',
  'e\u0301',
  '😀',
  '{',
  '{order_id}',
  '{{}}',
  '%00',
  '%',
  '../..',
  '-1',
  '1e999',
  'NaN',
  'null',
  'true',
  '2026-13-45T99:99:99Z',
  ' ',
  '\r\nx-injected: 1',
]

const special = fc.constantFrom(...SPECIAL)
const word = fc.oneof(special, fc.string({ unit: 'binary', maxLength: 30 }))

/** JSON as text, also such as JSON.stringify never writes. */
const jsonText = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }).map((value) => JSON.stringify(value)),
  fc.constantFrom(
    '{"question":"a","question":"b"}',
    '{"__proto__":{"admin":true},"question":"a"}',
    '{"constructor":{"prototype":{"admin":true}}}',
    '{"question":{"$ne":null}}',
    '{"question":"\\ud800"}',
    '{"question":"\\u0000"}',
    '{"question":1e999}',
    '{"question":-0}',
    '{"question":123456789012345678901234567890}',
    '[]',
    'null',
    '0',
    '"text"',
    '',
    ' ',
    '\ufeff{}',
    '{"a":1}{"b":2}',
    '{"a":1,}',
    "{'a':1}",
    '// {}',
    'NaN',
    `${'['.repeat(5_000)}${']'.repeat(5_000)}`,
    `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`,
    `{"question":"${'x'.repeat(100_000)}"}`,
    `{${Array.from({ length: 5_000 }, (_, index) => `"k${index}":1`).join()}}`,
  ),
  fc.dictionary(word, word, { maxKeys: 5 }).map((value) => JSON.stringify(value)),
)
const bytes = fc.oneof(
  jsonText.map((text) => Buffer.from(text)),
  fc.uint8Array({ maxLength: 60 }).map((array) => Buffer.from(array)),
  fc.constantFrom(Buffer.from([0x22, 0xff, 0xfe, 0x22]), Buffer.from([0x7b, 0xc3, 0x28, 0x7d])),
)

const encodedWord = fc.oneof(
  word.map((text) => encodeURIComponent(text.toWellFormed())),
  fc.constantFrom(
    '%',
    '%%',
    '%zz',
    '%c0%ae',
    '%ff',
    '%u0041',
    '..%2f',
    '%2e%2e',
    '%2f',
    ';a=b',
    'a%00b',
    '~',
    '*',
  ),
)
const query = fc.oneof(
  fc.constant(''),
  fc.constantFrom(
    '?limit=1&limit=2',
    '?limit[]=1',
    '?limit[$gt]=1',
    '?limit=1e999',
    '?limit=-1',
    '?limit=%00',
    '?limit=%',
    '?from=a&from=b',
    '?__proto__[a]=b',
    '?wait=true&wait=false',
    '?&&==&',
    '?status=succeeded&status=%F0',
    '?cursor=%7B%7D',
    `?cursor=${'a'.repeat(3_000)}`,
  ),
  fc.tuple(encodedWord, encodedWord).map(([name, value]) => `?${name}=${value}`),
)
const tail = fc.array(encodedWord, { maxLength: 3 }).map((parts) => parts.map((part) => `/${part}`).join(''))
const base = fc.constantFrom(
  '/gurus',
  '/gurus/GURU',
  '/gurus/GURU/keys',
  '/GURU/actions',
  '/GURU/actions/match',
  '/GURU/actions/advice',
  '/GURU/actions/schedule/preview',
  '/GURU/secrets',
  '/GURU/runs',
  '/GURU/runs/stats',
  '/GURU/answer',
  '/GURU/sessions',
  '/auth/session',
  '/audit',
  '',
)
const method = fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD', 'OPTIONS', 'TRACE', 'QUERY')

/** Holds that it is an answer of the API: nothing of its own has failed, and a refusal says why. */
function answered(t: T, { status, headers, body }: RawAnswer, what: string): void {
  const said = `${what} was answered ${status}: ${body.slice(0, 300)}`
  // What was expected first; the answer itself follows.
  if (status === 100) return void t.regex(body, /^HTTP\/1\.1 [24]\d\d /, said)
  t.true(status >= 200 && status < 500, said)
  if (status < 400) return
  t.regex(headers['content-type'] ?? '', /^application\/problem\+json/, said)
  t.notRegex(body, /\n\s+at |node_modules|node:internal|\.ts:\d/, said)
  if (body) t.is((JSON.parse(body) as { status: number }).status, status, said)
}

async function stillAnswers({ context: { api } }: T, guru: string): Promise<void> {
  await api.get(`/gurus/${guru}`)
}

test('whatever stands in a path, a query and a body, the API answers as it always does', async (t) => {
  t.timeout(240_000)
  const { errand, newGuru } = t.context
  const guru = await newGuru()
  await fc.assert(
    fc.asyncProperty(method, base, tail, query, bytes, async (verb, start, end, search, body) => {
      const target = `/api/v1${start.replace('GURU', guru)}${end}${search}`
      // The guru is what the rest is tried on.
      if (verb === 'DELETE' && target.startsWith(`/api/v1/gurus/${guru}`)) return
      const headers = { 'x-api-key': errand.adminKey, 'content-type': 'application/json' }
      const sent = requestBytes(verb, target, headers, verb === 'GET' || verb === 'HEAD' ? '' : body)
      answered(t, await rawRequest(errand.url, [sent]), `${verb} ${target} ${body.toString().slice(0, 200)}`)
    }),
    { numRuns: 600 },
  )
  await stillAnswers(t, guru)
  t.is(({} as { admin?: boolean }).admin, undefined)
})

test('whatever stands in a header, the API answers as it always does', async (t) => {
  t.timeout(120_000)
  const { errand, newGuru } = t.context
  const guru = await newGuru()
  const names = fc.constantFrom(
    'x-api-key',
    'authorization',
    'content-type',
    'idempotency-key',
    'last-event-id',
    'x-request-id',
    'cookie',
    'accept',
    'accept-encoding',
    'if-none-match',
    'if-match',
    'origin',
    'content-encoding',
    'x-forwarded-for',
    'expect',
    'x-errand',
  )
  const values = fc.oneof(
    fc.uint8Array({ min: 0x20, max: 0xff, maxLength: 40 }).map((array) => Buffer.from(array)),
    special.map((text) => Buffer.from(text.replaceAll(/[\0\r\n]/g, ''))),
    fc
      .constantFrom('gzip', 'deflate', 'br', '100-continue', 'bytes', 'x'.repeat(9_000))
      .map((text) => Buffer.from(text)),
  )
  await fc.assert(
    fc.asyncProperty(names, values, async (name, value) => {
      const headers = { 'x-api-key': errand.adminKey, 'content-type': 'application/json', [name]: value }
      const sent = requestBytes('POST', `/api/v1/${guru}/actions/match`, headers, '{"question":"a"}')
      answered(
        t,
        await rawRequest(errand.url, [sent]),
        `${name}: ${JSON.stringify(value.toString('latin1'))}`,
      )
    }),
    { numRuns: 200 },
  )
  await stillAnswers(t, guru)
})

const withHeader = (line: string) =>
  `GET /api/v1/gurus HTTP/1.1\r\nhost: errand\r\nconnection: close\r\n${line}\r\n\r\n`

for (const [what, status, sent] of [
  ['no HTTP at all', 400, 'hello\r\n\r\n'],
  ['a NUL in the path', 400, 'GET /api/v1/\0 HTTP/1.1\r\nhost: errand\r\n\r\n'],
  ['a space in the path', 400, 'GET /api/v1/a b HTTP/1.1\r\nhost: errand\r\n\r\n'],
  ['letters beyond ASCII in the path', 400, 'GET /api/v1/ü HTTP/1.1\r\nhost: errand\r\n\r\n'],
  ['no host', 400, 'GET /api/v1/gurus HTTP/1.1\r\nconnection: close\r\n\r\n'],
  ['another version', 400, 'GET /api/v1/gurus HTTP/9.9\r\nhost: errand\r\n\r\n'],
  ['an unknown method', 400, 'FETCH /api/v1/gurus HTTP/1.1\r\nhost: errand\r\n\r\n'],
  ['a header without a name', 400, withHeader(': x')],
  ['a header with a NUL', 400, withHeader('x: \0')],
  ['a folded header', 400, withHeader('x: a\r\n b')],
  ['two lengths', 400, withHeader('content-length: 1\r\ncontent-length: 2')],
  ['a length and chunks', 400, withHeader('content-length: 1\r\ntransfer-encoding: chunked')],
  ['a length that is no number', 400, withHeader('content-length: x')],
  ['headers of 20 KiB', 431, withHeader(`x: ${'x'.repeat(20_480)}`)],
  ['a path of 20 KiB', 431, `GET /api/v1/${'x'.repeat(20_480)} HTTP/1.1\r\nhost: errand\r\n\r\n`],
] as const)
  test(`a request with ${what} is refused with ${status} and a problem document`, async (t) => {
    const answer = await rawRequest(t.context.errand.url, [Buffer.from(sent)])
    t.is(answer.status, status)
    answered(t, answer, what)
  })

test('a chunk that is none is refused with a problem document', async (t) => {
  const { errand } = t.context
  const head = `POST /api/v1/gurus HTTP/1.1\r\nhost: errand\r\nx-api-key: ${errand.adminKey}\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n`
  const answer = await rawRequest(errand.url, [head, 'zz\r\n{}\r\n0\r\n\r\n'])
  t.is(answer.status, 400)
  answered(t, answer, 'a broken chunk')
})
