/*
 * The words of an answer as they come. Together the pieces are always the whole text.
 */
import test, { type ExecutionContext } from 'ava'
import { RunFailure } from '../../domain/run-errors.ts'
import { createModelEngine } from '../../language/model/engine.ts'
import { createThinkingFilter, withoutThinking } from '../../language/model/wire/thinking.ts'
import { type ModelScript, type ModelServerOptions, startModelServer } from '../support/model-server.ts'
import { interpretRequest, request, signal } from './samples.ts'

async function engineOn(t: ExecutionContext, script: ModelScript, options?: ModelServerOptions) {
  const server = await startModelServer(script, options)
  t.teardown(server.close)
  const engine = createModelEngine({ url: server.url, model: 'm' })
  const pieces: string[] = []
  const interpret = () =>
    engine.interpret(interpretRequest({ output: 'x' }), signal(), (piece) => void pieces.push(piece))
  return { server, engine, pieces, interpret }
}

test('pieces are handed on as they come, and the tokens are counted', async (t) => {
  const { pieces, interpret, server } = await engineOn(t, [
    { text: '', pieces: ['The ', 'Octo', 'cat.'], usage: { prompt_tokens: 50, completion_tokens: 3 } },
  ])
  const { text, usage } = await interpret()
  t.deepEqual(pieces, ['The ', 'Octo', 'cat.'])
  t.is(text, 'The Octocat.')
  t.deepEqual(usage, { model: 'm', calls: 1, input_tokens: 50, output_tokens: 3 })
  t.true(server.requests[0]?.body.stream)
  t.true(server.requests[0]?.body.stream_options?.include_usage)
})

test('the first piece is there before the last one has been sent', async (t) => {
  let release = () => {}
  const held = new Promise<void>((resolve) => {
    release = resolve
  })
  const { createServer } = await import('node:http')
  const server = createServer(async (_, response) => {
    const event = (content: string, finish_reason: string | null = null) =>
      response.write(`data: ${JSON.stringify({ choices: [{ delta: { content }, finish_reason }] })}\n\n`)
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    event('first')
    await held
    event(' last', 'stop')
    response.end('data: [DONE]\n\n')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  t.teardown(() => server.close())
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : 0
  const engine = createModelEngine({ url: `http://127.0.0.1:${port}/v1`, model: 'm' })
  const { text } = await engine.interpret(interpretRequest({ output: 'x' }), signal(), (piece) => {
    if (piece === 'first') release()
  })
  t.is(text, 'first last')
})

for (const how of ['reset', 'end'] as const)
  test(`a stream that is cut in the middle (${how}) is a failure that may be tried again`, async (t) => {
    const { pieces, interpret } = await engineOn(t, [{ text: 'One two three four', cut: { after: 2, how } }])
    const failure = await t.throwsAsync(interpret(), { instanceOf: RunFailure })
    t.is(failure?.code, 'model_failed')
    t.regex(failure?.message ?? '', /broke off in the middle/)
    t.deepEqual(failure?.retry, { afterMs: null })
    t.deepEqual(pieces, ['One', ' two'])
  })

for (const how of ['reset', 'end'] as const)
  test(`so is one that is cut before its first word (${how})`, async (t) => {
    const { interpret } = await engineOn(t, [{ text: 'One', cut: { after: 0, how } }])
    const failure = await t.throwsAsync(interpret(), { instanceOf: RunFailure })
    t.deepEqual(failure?.retry, { afterMs: null })
  })

test('an error in the middle of a stream is a failure that repeats nothing of it', async (t) => {
  const raw = `data: {"choices":[{"delta":{"content":"One"},"finish_reason":null}]}\n\ndata: {"error":{"message":"sk-very-secret"}}\n\n`
  const { interpret } = await engineOn(t, [{ raw, type: 'text/event-stream' }])
  const failure = await t.throwsAsync(interpret(), { instanceOf: RunFailure })
  t.regex(failure?.message ?? '', /broke off/)
  t.false(failure?.message.includes('sk-very-secret'))
})

test('events that are no JSON are a failure', async (t) => {
  const { interpret } = await engineOn(t, [{ raw: 'data: what?\n\n', type: 'text/event-stream' }])
  await t.throwsAsync(interpret(), { message: /can't be read/ })
})

test('a refusal before the stream begins is told by its status', async (t) => {
  const { interpret } = await engineOn(t, [{ status: 429, headers: { 'retry-after': '3' } }])
  const failure = await t.throwsAsync(interpret(), { instanceOf: RunFailure })
  t.deepEqual(failure?.retry, { afterMs: 3_000 })
})

test('an endpoint that refuses to stream is asked whole, from then on', async (t) => {
  const { pieces, interpret, server } = await engineOn(t, [{ text: 'All at once.' }], { refuses: ['stream'] })
  t.is((await interpret()).text, 'All at once.')
  await interpret()
  t.deepEqual(pieces, ['All at once.', 'All at once.'])
  t.is(server.requests.length, 3)
})

test('one that answers whole though it was asked to stream is understood', async (t) => {
  const { pieces, interpret, server } = await engineOn(t, [{ text: 'All at once.' }], { neverStreams: true })
  const { text, usage } = await interpret()
  t.is(text, 'All at once.')
  t.deepEqual(pieces, ['All at once.'])
  t.is(usage?.input_tokens, 1)
  t.is(server.requests.length, 1)
})

test('one that does not know stream_options is asked without', async (t) => {
  const { interpret, server } = await engineOn(t, [{ text: 'Fine.' }], { refuses: ['stream_options'] })
  t.is((await interpret()).text, 'Fine.')
  t.true(server.requests[1]?.body.stream)
  t.is(server.requests[1]?.body.stream_options, undefined)
})

test('events under another content type are read all the same', async (t) => {
  const raw = 'data: {"choices":[{"delta":{"content":"Fine."},"finish_reason":"stop"}]}\n\ndata: [DONE]\n\n'
  const { interpret } = await engineOn(t, [{ raw, type: 'text/plain' }])
  t.is((await interpret()).text, 'Fine.')
})

test('tool calls in an answer are ignored', async (t) => {
  const calls = [{ name: 'GitHub_profile', arguments: { username: 'x' } }]
  const { interpret, pieces } = await engineOn(t, [{ text: 'Done.', calls }])
  t.is((await interpret()).text, 'Done.')
  t.deepEqual(pieces, ['Done.'])
  const silent = await engineOn(t, [{ calls }])
  await t.throwsAsync(silent.interpret(), { message: /empty answer/ })
})

test('an answer that reaches the limit says that it goes no further', async (t) => {
  const { interpret, pieces } = await engineOn(t, [{ text: 'And then', finish: 'length' }])
  t.is((await interpret()).text, 'And then …')
  t.is(pieces.join(''), 'And then …')
})

test('thoughts are never shown, wherever the pieces part', async (t) => {
  const whole = '<think>I should <b>look</b> first.</think>\n\nThe answer is 3 < 4.'
  for (let at = 1; at < whole.length; at++) {
    const { interpret, pieces } = await engineOn(t, [
      { text: '', pieces: [whole.slice(0, at), whole.slice(at)], reasoning: 'hidden' },
    ])
    t.is((await interpret()).text, 'The answer is 3 < 4.')
    t.is(pieces.join(''), 'The answer is 3 < 4.')
  }
})

test('an engine that has seen a model begin in the middle of a thought knows it when it streams', async (t) => {
  const { engine, interpret, pieces } = await engineOn(t, [
    { text: 'Nothing fits.\n</think>\nI do not know.' },
    { text: 'Let me see.\n</think>\nThe Octocat.' },
  ])
  t.is((await engine.understand(request('hm'), signal())).content, 'I do not know.')
  t.is((await interpret()).text, 'The Octocat.')
  t.false(pieces.join('').includes('Let me see'))
})

test('a text without marks is shown even where a thought was expected', (t) => {
  const filter = createThinkingFilter(true)
  t.is(filter.push('Just ') + filter.push('words <') + filter.end(), 'Just words <')
})

test('thoughts are taken out of whole texts', (t) => {
  t.is(withoutThinking('<think>a</think>b<thinking>c</thinking>d'), 'bd')
  t.is(withoutThinking('a</think>b'), 'b')
  t.is(withoutThinking('b<think>never closed'), 'b')
  t.is(withoutThinking('1 < 2 and <b>bold</b>'), '1 < 2 and <b>bold</b>')
})
