import test from 'ava'
import { RunFailure } from '../../domain/run-errors.ts'
import { createClient } from '../../language/model/client.ts'
import { createModelEngine } from '../../language/model/engine.ts'
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
  ['an empty answer', { text: '' }, /empty answer/],
  ['blanks only', { text: ' \n ' }, /empty answer/],
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
  })

test('a call of an action that was not offered is a model failure', async (t) => {
  const server = await startModelServer([{ calls: [{ name: 'format_disk', arguments: {} }] }])
  t.teardown(server.close)
  const engine = createModelEngine({ url: server.url, model: 'm' })
  const failure = await t.throwsAsync(engine.understand(request('hi'), signal()), { instanceOf: RunFailure })
  t.regex(failure?.message ?? '', /not offered/)
})

test('an endpoint that is not there is a model failure', async (t) => {
  const server = await startModelServer()
  await server.close()
  const engine = createModelEngine({ url: server.url, model: 'm', key: KEY })
  const failure = await t.throwsAsync(engine.understand(request('hi'), signal()), { instanceOf: RunFailure })
  t.regex(failure?.message ?? '', /can't be reached/)
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

test('a model that does not answer is given up after the time limit', async (t) => {
  const server = await startModelServer([{ hang: true }])
  t.teardown(server.close)
  const ask = createClient({ url: server.url, model: 'm', limitSeconds: 0.3 })
  const call = ask({ instructions: 'x', messages: [{ role: 'user', content: 'x' }] }, signal())
  const failure = await t.throwsAsync(call, { instanceOf: RunFailure })
  t.regex(failure?.message ?? '', /did not answer within 0\.3 s/)
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

test('a model that refuses a temperature is asked without one, from then on', async (t) => {
  const server = await startModelServer(({ body }) =>
    body.temperature === undefined
      ? { text: 'Fine.' }
      : { status: 400, body: '{"error":{"message":"Unsupported value: temperature"}}' },
  )
  t.teardown(server.close)
  const engine = createModelEngine({ url: server.url, model: 'm' })
  t.is((await engine.understand(request('hi'), signal())).content, 'Fine.')
  t.is((await engine.understand(request('hi'), signal())).content, 'Fine.')
  t.is(server.requests.length, 3)
})
