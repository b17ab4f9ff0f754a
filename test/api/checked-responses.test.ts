/*
 * What holds every response in the suite to the OpenAPI document: that it lets through what is documented, and that it
 * fails what is not, with a message that says where.
 */
import { execFile } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import test from 'ava'
import { Problem } from '../../domain/problems.ts'
import { checkResponse } from '../support/contract/check-fetched.ts'

const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const AVA = `${ROOT}/node_modules/ava/entrypoints/cli.mjs`

const guru = {
  slug: 'acme',
  name: 'Acme',
  description: '',
  instructions: '',
  action_limit: 10,
  actions_used: 0,
  mcp_for_chat: false,
  pii: { enabled: false, detect: [], patterns: [] },
  created_at: '2026-01-05T08:00:00.000Z',
  updated_at: '2026-01-05T08:00:00.000Z',
}
const problem = new Problem('not_found', 'It is not there.').toJSON()

interface Sent {
  status?: number
  type?: string | null
  headers?: Record<string, string>
}

function answer(request: string, body: unknown, { status = 200, type, headers = {} }: Sent = {}) {
  const [method = '', path] = request.split(' ')
  const kind = type === undefined ? (status < 400 ? 'application/json' : 'application/problem+json') : type
  const response = new Response(body === null ? null : JSON.stringify(body), {
    status,
    headers: { 'x-request-id': 'r-1', ...(kind && { 'content-type': kind }), ...headers },
  })
  return checkResponse({ method, url: `http://127.0.0.1:1/api/v1${path}` }, response)
}

test('lets through what the document has, and leaves it to be read', async (t) => {
  const list = await answer('GET /gurus', { gurus: [guru] })
  t.deepEqual(await list.json(), { gurus: [guru] })
  await t.notThrowsAsync(answer('GET /gurus/', { gurus: [] }))
  await t.notThrowsAsync(answer('POST /gurus', guru, { status: 201, headers: { etag: '"1"' } }))
  await t.notThrowsAsync(answer('DELETE /gurus/acme', null, { status: 204, type: null }))
  await t.notThrowsAsync(answer('GET /gurus/acme', problem, { status: 404 }))
  await t.notThrowsAsync(answer('HEAD /gurus', null))
  const throttled = new Problem('throttled', 'Wait.').toJSON()
  await t.notThrowsAsync(answer('GET /gurus', throttled, { status: 429, headers: { 'retry-after': '5' } }))
})

test('says which operation answered what, and each place that is wrong', async (t) => {
  const { name: _, ...nameless } = guru
  const wrong = { gurus: [guru, { ...nameless, action_limit: '10', colour: 'red', created_at: 'today' }] }
  const error = await t.throwsAsync(answer('GET /gurus', wrong), { name: 'OutsideOfDocument' })
  for (const part of [
    /^listGurus: GET \/api\/v1\/gurus answered 200/,
    /gurus\.1 must have required property 'name'/,
    /gurus\.1\.action_limit must be integer/,
    /gurus\.1 must NOT have additional properties: colour/,
    /gurus\.1\.created_at must match/,
    /got \{"gurus":\[/,
  ])
    t.regex(error.message, part)
})

for (const [what, sent, message] of [
  ['an undocumented status', () => answer('GET /gurus', problem, { status: 418 }), /status 418 is not among/],
  ['another success', () => answer('POST /gurus', guru, { status: 200 }), /status 200 is not among 201/],
  [
    'another content type',
    () => answer('GET /gurus', 'x', { type: 'text/html' }),
    /must be application\/json, not text\/html/,
  ],
  ['no content type', () => answer('GET /gurus', null, { type: null }), /not missing/],
  [
    'a refusal that is no problem document',
    () => answer('GET /gurus/a', { error: 'no' }, { status: 404 }),
    /the body must have required property 'type'/,
  ],
  [
    'a problem that is about another status',
    () => answer('GET /gurus/a', problem, { status: 401 }),
    /its status must be 401/,
  ],
  [
    'a body where there is none',
    () => answer('GET /gurus', '', { status: 200, type: 'application/json' }),
    /the body must be object/,
  ],
  [
    'a 429 that does not say when to come back',
    () => answer('GET /gurus', new Problem('throttled', '').toJSON(), { status: 429 }),
    /the header retry-after is missing/,
  ],
  [
    'an error of the API itself',
    () => answer('GET /gurus', new Problem('internal_error', '').toJSON(), { status: 500 }),
    /the API itself has failed/,
  ],
  [
    'a path that is in no operation',
    () => answer('GET /a/b/c/d', {}),
    /no operation has this method and path/,
  ],
  ['a method that is in no operation', () => answer('PUT /gurus', guru), /no operation has this method/],
  [
    'an unknown path that is refused without a problem document',
    () => answer('GET /a/b/c/d', {}, { status: 404, type: 'text/html' }),
    /must be application\/problem\+json/,
  ],
] as const)
  test(`does not let through ${what}`, async (t) => {
    await t.throwsAsync(sent(), { name: 'OutsideOfDocument', message })
  })

test('a test file fails that fetches what is not documented, also where it does not see the error', async (t) => {
  const config = 'test/support/contract/fixture/ava.config.mjs'
  const failed = await t.throwsAsync<Error & { stdout: string }>(
    promisify(execFile)(process.execPath, [AVA, '--tap', '--config', config], { cwd: ROOT }),
  )
  t.regex(failed.stdout, /^ok \d+ - is answered as documented$/m)
  t.regex(failed.stdout, /^not ok \d+ - is answered something else$/m)
  t.regex(failed.stdout, /^ok \d+ - is answered something else and does not care$/m)
  t.regex(failed.stdout, /^not ok \d+ - OutsideOfDocument: readGuru: GET \/api\/v1\/gurus\/unseen answered/m)
})
