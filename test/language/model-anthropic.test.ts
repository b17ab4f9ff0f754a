/*
 * The other protocol: the same engine on an endpoint that speaks Anthropic's.
 */
import { once } from 'node:events'
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import test, { type ExecutionContext } from 'ava'
import { RunFailure } from '../../domain/run-errors.ts'
import { createModelEngine } from '../../language/model/engine.ts'
import { endpointOf } from '../../language/model/wire/endpoint.ts'
import { action, interpretRequest, parameter, request, signal } from './samples.ts'

interface Sent {
  path: string
  headers: IncomingHttpHeaders
  body: {
    system?: unknown
    tools?: { name: string; strict?: boolean }[]
    temperature?: number
    stream?: boolean
  }
}

async function engineOn(t: ExecutionContext, answer: (response: ServerResponse, sent: Sent) => void) {
  const requests: Sent[] = []
  const server = createServer(async (incoming, response) => {
    let text = ''
    for await (const chunk of incoming) text += chunk
    const sent = { path: incoming.url ?? '', headers: incoming.headers, body: JSON.parse(text) }
    requests.push(sent)
    answer(response, sent)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1/messages`
  return { requests, engine: createModelEngine({ url, model: 'some-model', key: 'sk-secret' }) }
}

const message = (content: object[]) =>
  JSON.stringify({
    id: 'msg_1',
    type: 'message',
    role: 'assistant',
    model: 'some-model',
    content,
    stop_reason: content.some((part) => 'input' in part) ? 'tool_use' : 'end_turn',
    stop_sequence: null,
    usage: { input_tokens: 40, output_tokens: 4 },
  })

const asJson = (response: ServerResponse, content: object[]) =>
  response.writeHead(200, { 'content-type': 'application/json' }).end(message(content))

const event = (type: string, rest: object = {}): string =>
  `event: ${type}\ndata: ${JSON.stringify({ type, ...rest })}\n\n`
const BEGIN =
  event('message_start', { message: { ...JSON.parse(message([])), stop_reason: null } }) +
  event('content_block_start', { index: 0, content_block: { type: 'text', text: '' } }) +
  event('content_block_delta', { index: 0, delta: { type: 'text_delta', text: 'The ' } })
const END =
  event('content_block_delta', { index: 0, delta: { type: 'text_delta', text: 'Octocat.' } }) +
  event('content_block_stop', { index: 0 }) +
  event('message_delta', {
    delta: { stop_reason: 'end_turn', stop_sequence: null },
    usage: { output_tokens: 9 },
  }) +
  event('message_stop')

test('a tool call becomes a match, and nothing is sent that the protocol does not know', async (t) => {
  const { engine, requests } = await engineOn(t, (response) =>
    asJson(response, [{ type: 'tool_use', id: 'x', name: 'GitHub_profile', input: { username: 'octocat' } }]),
  )
  const { matches, usage } = await engine.understand(request('who is octocat on github?'), signal())
  t.like(matches[0], { action_id: 'github-profile', parameters: { username: 'octocat' }, missing: [] })
  t.deepEqual(usage, { model: 'some-model', calls: 1, input_tokens: 40, output_tokens: 4 })
  t.is(requests[0]?.path, '/v1/messages')
  t.is(requests[0]?.headers['x-api-key'], 'sk-secret')
  t.is(requests[0]?.body.temperature, undefined)
  t.true(requests[0]?.body.tools?.every(({ strict }) => strict === undefined))
})

test('values are read from JSON in its words', async (t) => {
  const { engine, requests } = await engineOn(t, (response) =>
    asJson(response, [{ type: 'text', text: '{"customer":"C-77"}' }]),
  )
  const { parameters } = await engine.fill(
    {
      question: 'x',
      action: action('Refund', 'x', [parameter('customer')]),
      parameters: {},
      open: [{ parameter: 'customer', what: 'id' }],
      sources: [{ name: 'Orders', text: 'C-77' }],
    },
    signal(),
  )
  t.deepEqual(parameters, { customer: 'C-77' })
  t.is(requests[0]?.body.tools, undefined)
})

test('words come as they are streamed', async (t) => {
  const { engine } = await engineOn(t, (response) =>
    response.writeHead(200, { 'content-type': 'text/event-stream' }).end(BEGIN + END),
  )
  const pieces: string[] = []
  const { text } = await engine.interpret(
    interpretRequest({ output: 'x' }),
    signal(),
    (piece) => void pieces.push(piece),
  )
  t.is(text, 'The Octocat.')
  t.deepEqual(pieces, ['The ', 'Octocat.'])
})

test('a stream that just ends is a failure that may be tried again', async (t) => {
  const { engine } = await engineOn(t, (response) =>
    response.writeHead(200, { 'content-type': 'text/event-stream' }).end(BEGIN),
  )
  const failure = await t.throwsAsync(
    engine.interpret(interpretRequest({ output: 'x' }), signal(), () => {}),
    {
      instanceOf: RunFailure,
    },
  )
  t.regex(failure?.message ?? '', /broke off/)
  t.deepEqual(failure?.retry, { afterMs: null })
})

test('an endpoint that is overloaded is tried again', async (t) => {
  const { engine } = await engineOn(t, (response) =>
    response
      .writeHead(529, { 'content-type': 'application/json', 'retry-after': '4' })
      .end('{"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}}'),
  )
  const failure = await t.throwsAsync(engine.understand(request('hi'), signal()), { instanceOf: RunFailure })
  t.deepEqual(failure?.retry, { afterMs: 4_000 })
})

test('the protocol is told by the address', (t) => {
  t.is(endpointOf('https://api.anthropic.com/v1').protocol, 'anthropic')
  t.is(endpointOf('https://gateway.example/v1/messages').protocol, 'anthropic')
  t.is(endpointOf('https://gateway.example/v1/messages').baseUrl, 'https://gateway.example/v1')
  t.is(endpointOf('https://api.openai.com/v1').protocol, 'openai')
})
