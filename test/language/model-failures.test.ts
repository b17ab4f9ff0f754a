import test from 'ava'
import { RunFailure } from '../../domain/run-errors.ts'
import { createModelEngine } from '../../language/model/engine.ts'
import { afterMs } from '../../language/model/wire/retry.ts'
import { type ModelReply, startModelServer } from '../support/model-server.ts'
import { interpretRequest, request, signal } from './samples.ts'

const KEY = 'sk-very-secret'

const FAILURES: [string, ModelReply, RegExp][] = [
  [
    'status 401',
    { status: 401, body: `{"error":{"message":"Incorrect API key provided: ${KEY}"}}` },
    /status 401.*ERRAND_MODEL_KEY/,
  ],
  ['status 403', { status: 403 }, /status 403.*ERRAND_MODEL_KEY/],
  ['status 404', { status: 404 }, /status 404.*test-model/],
  ['status 429', { status: 429, headers: { 'retry-after': '1' } }, /status 429.*later/],
  ['status 500', { status: 500, body: 'oops' }, /status 500/],
  ['status 400', { status: 400 }, /status 400.*ERRAND_MODEL/],
  ['a web page', { raw: '<html>Welcome</html>', type: 'text/html' }, /chat completion.*\/v1/],
  ['broken JSON', { raw: '{"choices": [' }, /chat completion/],
  ['JSON of another kind', { raw: '{"hello":"world"}' }, /chat completion/],
  ['no choices', { raw: '{"choices":[]}' }, /can't be read|chat completion|empty answer/],
]
for (const [what, reply, message] of FAILURES)
  test(`${what} is a model failure that names the host and neither key nor stack`, async (t) => {
    const server = await startModelServer([reply])
    t.teardown(server.close)
    const engine = createModelEngine({ url: server.url, model: 'test-model', key: KEY })
    for (const call of [
      engine.understand(request('who is octocat?'), signal()),
      engine.interpret(interpretRequest({ output: 'x' }), signal()),
    ]) {
      const failure = await t.throwsAsync(call, { instanceOf: RunFailure })
      t.is(failure?.code, 'model_failed')
      t.regex(failure?.message ?? '', message)
      t.true(failure?.message.includes(new URL(server.url).host))
      t.false(failure?.message.includes(KEY))
      t.false(/\n\s+at /.test(failure?.message ?? ''))
    }
    t.is(server.requests.length, 2, 'one request each: Temporal retries')
    const streamed = engine.interpret(interpretRequest({ output: 'x' }), signal(), () => {})
    const failure = await t.throwsAsync(streamed, { instanceOf: RunFailure })
    t.regex(failure?.message ?? '', message)
    t.is(server.requests.length, 3)
  })

for (const text of ['', ' \n '])
  test(`an answer of ${text.length} blanks is a model failure, after one more try to understand`, async (t) => {
    const server = await startModelServer([{ text }])
    t.teardown(server.close)
    const engine = createModelEngine({ url: server.url, model: 'test-model' })
    const failure = await t.throwsAsync(engine.understand(request('hi'), signal()), {
      instanceOf: RunFailure,
    })
    t.regex(failure?.message ?? '', /empty answer/)
    t.is(server.requests.length, 2)
    for (const onText of [undefined, () => {}])
      await t.throwsAsync(engine.interpret(interpretRequest({ output: 'x' }), signal(), onText), {
        message: /empty answer/,
      })
  })

test('a call of an action that was not offered is a model failure', async (t) => {
  const server = await startModelServer([{ calls: [{ name: 'format_disk', arguments: {} }] }])
  t.teardown(server.close)
  const engine = createModelEngine({ url: server.url, model: 'm' })
  const failure = await t.throwsAsync(engine.understand(request('hi'), signal()), { instanceOf: RunFailure })
  t.regex(failure?.message ?? '', /not offered/)
  t.is(server.requests.length, 2, 'asked to mend it once')
})

test('an endpoint that is not there is a model failure', async (t) => {
  const server = await startModelServer()
  await server.close()
  const engine = createModelEngine({ url: server.url, model: 'm', key: KEY })
  const failure = await t.throwsAsync(engine.understand(request('hi'), signal()), { instanceOf: RunFailure })
  t.regex(failure?.message ?? '', /can't be reached/)
  t.deepEqual(failure?.retry, { afterMs: null })
})

test('credentials in the URL are sent as a header and never told', async (t) => {
  const server = await startModelServer([{ status: 401 }])
  t.teardown(server.close)
  const url = server.url.replace('//', '//ann:hunter22@')
  const failure = await t.throwsAsync(
    createModelEngine({ url, model: 'm' }).understand(request('hi'), signal()),
  )
  t.false(/hunter22|ann:/.test(failure?.message ?? ''))
  t.is(server.requests[0]?.headers.authorization, `Basic ${Buffer.from('ann:hunter22').toString('base64')}`)
})

test('a query in the URL is kept', async (t) => {
  const server = await startModelServer()
  t.teardown(server.close)
  await createModelEngine({ url: `${server.url}/?api-version=1`, model: 'm' }).understand(
    request('hi'),
    signal(),
  )
  t.is(server.requests[0]?.path, '/v1/chat/completions?api-version=1')
})

test('a model that does not answer is given up after the time limit, and may be tried again', async (t) => {
  const server = await startModelServer([{ hang: true }])
  t.teardown(server.close)
  const engine = createModelEngine({ url: server.url, model: 'm', limitSeconds: 0.3 })
  for (const call of [
    engine.understand(request('hi'), signal()),
    engine.interpret(interpretRequest({ output: 'x' }), signal(), () => {}),
  ]) {
    const failure = await t.throwsAsync(call, { instanceOf: RunFailure })
    t.regex(failure?.message ?? '', /did not answer within 0\.3 s/)
    t.deepEqual(failure?.retry, { afterMs: null })
  }
})

test('the time limit is for all requests together; what the first answer is good for is kept', async (t) => {
  const server = await startModelServer([
    { calls: [{ name: 'Weather', arguments: { city: 'Bonn', units: 'kelvin' } }] },
    { hang: true },
  ])
  t.teardown(server.close)
  const engine = createModelEngine({ url: server.url, model: 'm', limitSeconds: 4 })
  const { matches } = await engine.understand(request('weather in Bonn in kelvin'), signal())
  t.like(matches[0], { parameters: { city: 'Bonn' }, missing: ['units'] })
})

test('aborting ends the call with the reason of the abort', async (t) => {
  const server = await startModelServer([{ hang: true }])
  t.teardown(server.close)
  const controller = new AbortController()
  const reason = new Error('cancelled by the user')
  setTimeout(() => controller.abort(reason), 100)
  const call = createModelEngine({ url: server.url, model: 'm' }).understand(request('hi'), controller.signal)
  t.is(await t.throwsAsync(call), reason)
})

const RETRIES: [ModelReply, RunFailure['retry']][] = [
  [{ status: 429, headers: { 'retry-after': '7' } }, { afterMs: 7_000 }],
  [{ status: 429, headers: { 'retry-after-ms': '1500', 'retry-after': '9' } }, { afterMs: 1_500 }],
  [{ status: 429, headers: { 'retry-after': '3600' } }, { afterMs: 60_000 }],
  [{ status: 429, headers: { 'retry-after': 'soon' } }, { afterMs: null }],
  [{ status: 429, headers: { 'retry-after': 'Mon, 01 Jan 2001 00:00:00 GMT' } }, { afterMs: 0 }],
  [{ status: 429 }, { afterMs: null }],
  [{ status: 429, body: '{"error":{"code":"insufficient_quota"}}' }, null],
  [{ status: 503, headers: { 'retry-after': '2' } }, { afterMs: 2_000 }],
  [{ status: 500 }, { afterMs: null }],
  [{ status: 502 }, { afterMs: null }],
  [{ status: 400 }, null],
  [{ status: 401 }, null],
  [{ status: 403 }, null],
  [{ status: 404 }, null],
  [{ raw: '<html>' }, null],
]
for (const [reply, retry] of RETRIES)
  test(`${JSON.stringify(reply)} is to be tried again: ${JSON.stringify(retry)}`, async (t) => {
    const server = await startModelServer([reply])
    t.teardown(server.close)
    const engine = createModelEngine({ url: server.url, model: 'm' })
    for (const call of [
      engine.understand(request('hi'), signal()),
      engine.interpret(interpretRequest({ output: 'x' }), signal(), () => {}),
    ]) {
      const failure = await t.throwsAsync(call, { instanceOf: RunFailure })
      t.deepEqual(failure?.retry, retry)
    }
    t.is(server.requests.length, 2, 'the engine itself neither waits nor repeats')
  })

test('a date in Retry-After is counted from now, and never more than a minute', (t) => {
  const now = Date.parse('2026-03-02T12:00:00Z')
  t.is(afterMs({ 'retry-after': 'Mon, 02 Mar 2026 12:00:09 GMT' }, now), 9_000)
  t.is(afterMs({ 'retry-after': 'Mon, 02 Mar 2026 13:00:00 GMT' }, now), 60_000)
})

test('a lost connection is to be tried again', async (t) => {
  const server = await startModelServer([{ text: 'x', cut: { after: 0, how: 'reset' } }])
  t.teardown(server.close)
  const engine = createModelEngine({ url: server.url, model: 'm' })
  const failure = await t.throwsAsync(engine.understand(request('hi'), signal()), { instanceOf: RunFailure })
  t.deepEqual(failure?.retry, { afterMs: null })
  t.is(failure?.code, 'model_failed')
})

test('a request that is too long for the model is told as that', async (t) => {
  const body = '{"error":{"message":"This model\'s maximum context length is 4096 tokens."}}'
  const server = await startModelServer([{ status: 400, body }])
  t.teardown(server.close)
  const engine = createModelEngine({ url: server.url, model: 'm' })
  await t.throwsAsync(engine.understand(request('hi'), signal()), { message: /too large[\s\S]*context/ })
})
