/*
 * Endpoints differ in what they take. What one refuses is left out, or done another way, and remembered.
 */
import test, { type ExecutionContext } from 'ava'
import { RunFailure } from '../../domain/run-errors.ts'
import { createModelEngine } from '../../language/model/engine.ts'
import { endpointOf } from '../../language/model/wire/endpoint.ts'
import { createRefusals, refusedOption } from '../../language/model/wire/refusals.ts'
import {
  type ModelReply,
  type ModelScript,
  type ModelServerOptions,
  type Refusable,
  startModelServer,
} from '../support/model-server.ts'
import { interpretRequest, request, signal } from './samples.ts'

async function engineOn(t: ExecutionContext, script?: ModelScript, options?: ModelServerOptions) {
  const server = await startModelServer(script, options)
  t.teardown(server.close)
  return { server, engine: createModelEngine({ url: server.url, model: 'm' }) }
}

const asked = request('who is octocat on github?')
const octocat = {
  matches: [{ action_id: 'github-profile', parameters: { username: 'octocat' }, missing: [] }],
}
const call = { name: 'GitHub_profile', arguments: { username: 'octocat' } }
const asJson = JSON.stringify({ calls: [{ tool: call.name, arguments: call.arguments }], answer: null })

const LEFT_OUT: Refusable[] = ['temperature', 'strict', 'tool_choice', 'max_tokens']
for (const field of LEFT_OUT)
  test(`an endpoint that refuses ${field} is asked without it, from then on`, async (t) => {
    const { engine, server } = await engineOn(t, [{ calls: [call] }], { refuses: [field] })
    t.like(await engine.understand(asked, signal()), octocat)
    t.is(server.requests.length, 2)
    t.like(await engine.understand(asked, signal()), octocat)
    t.is(server.requests.length, 3, 'remembered')
  })

test('all of these may be refused, one after the other', async (t) => {
  const { engine, server } = await engineOn(t, [{ calls: [call] }], {
    refuses: [...LEFT_OUT, 'max_completion_tokens'],
  })
  const understanding = await engine.understand(asked, signal())
  t.like(understanding, octocat)
  t.is(server.requests.length, 6)
  t.is(understanding.usage?.calls, 6, 'refused requests are counted')
})

test('without strict, schemas are plain ones: no null, nothing that has to be there', async (t) => {
  const { engine, server } = await engineOn(t, [{ calls: [call] }], { refuses: ['strict'] })
  await engine.understand(request('weather'), signal())
  const tools = server.requests.at(-1)?.body.tools ?? []
  t.true(tools.length > 0)
  for (const { function: offered } of tools) {
    t.is(offered.strict, undefined)
    t.false(JSON.stringify(offered).includes('null"'))
    t.deepEqual(offered.parameters?.required, [])
    t.is(offered.parameters?.additionalProperties, undefined)
  }
})

test('a limit on the length goes out under its other name where the first is refused', async (t) => {
  const { engine, server } = await engineOn(t, [{ calls: [call] }], { refuses: ['max_tokens'] })
  await engine.understand(asked, signal())
  t.is(server.requests[1]?.body.max_tokens, undefined)
  t.true((server.requests[1]?.body.max_completion_tokens ?? 0) > 0)
})

test('a model without tools answers in a prescribed shape, from then on', async (t) => {
  const { engine, server } = await engineOn(t, [{ text: asJson }], { refuses: ['tools'] })
  t.like(await engine.understand(asked, signal()), octocat)
  const shape = server.requests[1]?.body.response_format
  t.is(shape?.type, 'json_schema')
  t.true(shape?.json_schema?.strict)
  t.regex(JSON.stringify(shape?.json_schema?.schema), /GitHub_profile.*username/)
  t.is(server.requests[1]?.body.tools, undefined)
  t.regex(JSON.stringify(server.requests[1]?.body.messages[0]), /GitHub user's profile information/)
  await engine.understand(asked, signal())
  t.is(server.requests.length, 3)
})

test('one that knows no shapes either answers with JSON in its words', async (t) => {
  const { engine, server } = await engineOn(t, [{ text: asJson }], { refuses: ['tools', 'response_format'] })
  t.like(await engine.understand(asked, signal()), octocat)
  t.is(server.requests.length, 3)
  await engine.understand(asked, signal())
  t.is(server.requests.length, 4)
})

test('in a shape, a model may answer in words where nothing fits', async (t) => {
  const { engine } = await engineOn(t, [{ text: '{"calls":[],"answer":"I do not know."}' }], {
    refuses: ['tools'],
  })
  t.like(await engine.understand(asked, signal()), { matches: [], content: 'I do not know.' })
})

const LOOSE: [string, string][] = [
  ['a code fence', `Here you are:\n\`\`\`json\n${asJson}\n\`\`\`\nAnything else?`],
  ['words around it', `Sure! ${asJson} That should do.`],
  ['a thought before it', `<think>Maybe {"calls": []}? No.</think>\n${asJson}`],
  ['a thought without its beginning', `They want {"a profile"}.\n</think>\n${asJson}`],
  ['a trailing comma', '{"calls":[{"tool":"GitHub_profile","arguments":{"username":"octocat",},},],}'],
  ['single quotes', "{'calls':[{'tool':'GitHub_profile','arguments':{'username':'octocat'}}]}"],
  [
    'names without quotes and a comment',
    '{calls:[{tool:"GitHub_profile",arguments:{username:"octocat"}}]} // done',
  ],
  ['one call alone', '{"name":"GitHub_profile","arguments":{"username":"octocat"}}'],
  ['a list of calls', '[{"name":"GitHub_profile","parameters":{"username":"octocat"}}]'],
  [
    'arguments as text',
    '{"function":{"name":"GitHub_profile","arguments":"{\\"username\\":\\"octocat\\"}"}}',
  ],
]
for (const [what, text] of LOOSE)
  test(`JSON in words is read with ${what}`, async (t) => {
    const { engine, server } = await engineOn(t, [{ text }], { refuses: ['tools', 'response_format'] })
    t.like(await engine.understand(asked, signal()), octocat)
    t.is(server.requests.length, 3, 'nothing had to be mended')
  })

const WRITTEN: [string, string][] = [
  ['JSON', '{"name": "GitHub_profile", "arguments": {"username": "octocat"}}'],
  ['JSON with parameters', '{"name": "GitHub_profile", "parameters": {"username": "octocat"}}'],
  ['tags', '<tool_call>\n{"name": "GitHub_profile", "arguments": {"username": "octocat"}}\n</tool_call>'],
  [
    'the mark of a family of models',
    '[TOOL_CALLS][{"name": "GitHub_profile", "arguments": {"username": "octocat"}}]',
  ],
  [
    'tags of its own',
    '<tool_call>\n<function=GitHub_profile>\n<parameter=username>\noctocat\n</parameter>\n</function>\n</tool_call>',
  ],
  ['another mark', '<|python_tag|>{"name": "GitHub_profile", "parameters": {"username": "octocat"}}'],
]
for (const [what, text] of WRITTEN)
  test(`a call that a model writes into its words as ${what} is a call`, async (t) => {
    const { engine, server } = await engineOn(t, [{ text }])
    t.like(await engine.understand(asked, signal()), octocat)
    t.is(server.requests.length, 1)
  })

test('two calls in tags are two', async (t) => {
  const text = `<tool_call>${JSON.stringify(call)}</tool_call>\n<tool_call>{"name":"Service_health","arguments":{}}</tool_call>`
  const { engine } = await engineOn(t, [{ text }])
  const { matches } = await engine.understand(asked, signal())
  t.deepEqual(
    matches.map(({ action_id }) => action_id),
    ['github-profile', 'service-health'],
  )
})

test('JSON as an example in a long answer is no call', async (t) => {
  const text = `${'This is how such calls are written in general, and what it means. '.repeat(10)}${JSON.stringify(call)}`
  const { engine } = await engineOn(t, [{ text }])
  t.like(await engine.understand(asked, signal()), { matches: [], content: text })
})

test('an answer that only mentions braces stays an answer', async (t) => {
  const { engine } = await engineOn(t, [{ text: 'Write {name} where the name goes.' }])
  t.like(await engine.understand(asked, signal()), { content: 'Write {name} where the name goes.' })
})

const SAID: [number, string, ReturnType<typeof refusedOption>][] = [
  [400, '"auto" tool choice requires --enable-auto-tool-choice and --tool-call-parser to be set', 'tools'],
  [400, 'registry.example/library/gemma:latest does not support tools', 'tools'],
  [500, 'tools param requires --jinja flag', 'tools'],
  [404, 'No endpoints found that support tool use', 'tools'],
  [501, 'function calling is not implemented', 'tools'],
  [400, "Invalid schema for function 'X': 'additionalProperties' is required", 'strict'],
  [400, 'json: cannot unmarshal array into Go struct field .type of type string', 'strict'],
  [400, "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.", 'max_tokens'],
  [400, "Unsupported value: 'temperature' does not support 0 with this model.", 'temperature'],
  [422, 'response_format: extra fields not permitted', 'shape'],
  [404, 'The model `tool-x` does not exist', null],
  [500, 'Internal error in tools', null],
  [429, 'Too many tools', null],
  [400, 'Bad request', null],
]
for (const [status, body, option] of SAID)
  test(`${status} "${body}" refuses ${option}`, (t) => {
    const all = ['temperature', 'max_tokens', 'tools', 'tool_choice', 'shape', 'strict', 'stream'] as const
    t.is(refusedOption(status, body, [...all]), option)
  })

test('a key goes out as a bearer, to deployments of Azure in a header of their own', (t) => {
  const azure = endpointOf('https://ours.openai.azure.com/openai/deployments/gpt?api-version=2024-10-21')
  t.is(azure.keyHeader, 'api-key')
  t.is(azure.baseUrl, 'https://ours.openai.azure.com/openai/deployments/gpt')
  t.deepEqual(azure.query, { 'api-version': '2024-10-21' })
  t.is(endpointOf('https://ours.openai.azure.com/openai/v1/').keyHeader, 'authorization')
})

test('what was refused is tried again after a while', (t) => {
  let now = 0
  const refusals = createRefusals([], () => now)
  refusals.add('tools')
  t.true(refusals.has('tools'))
  now += 11 * 60_000
  t.false(refusals.has('tools'))
})

test('an endpoint that refuses everything that there is to leave out is a model failure', async (t) => {
  const { engine } = await engineOn(t, [
    { status: 400, body: '{"error":{"message":"no temperature, tools, schema, stream, max_tokens"}}' },
  ])
  await t.throwsAsync(engine.understand(asked, signal()), { message: /status 400/ })
  await t.throwsAsync(
    engine.interpret(interpretRequest({ output: 'x' }), signal(), () => {}),
    {
      message: /status 400/,
    },
  )
})

const NONSENSE: ModelReply[] = [
  { text: '{"calls": "yes"}' },
  { text: '{"weather": 12}' },
  { text: '{ this is [ no JSON' },
]
for (const reply of NONSENSE)
  test(`nonsense is a model failure after one more try: ${JSON.stringify(reply)}`, async (t) => {
    const { engine, server } = await engineOn(t, [reply], { refuses: ['tools'] })
    await t.throwsAsync(engine.understand(asked, signal()), { message: /without a meaning/ })
    t.is(server.requests.length, 3)
  })

test('tokens are summed up over all requests, and are 0 where the endpoint says nothing of them', async (t) => {
  const usage = { prompt_tokens: 100, completion_tokens: 7 }
  const { engine } = await engineOn(t, [
    { calls: [{ name: 'Nothing', arguments: {} }], usage },
    { calls: [call], usage },
  ])
  const { usage: counted } = await engine.understand(asked, signal())
  t.deepEqual(counted, { model: 'm', calls: 2, input_tokens: 200, output_tokens: 14 })
  const silent = await engineOn(t, [{ text: 'x', usage: null }])
  const wording = await silent.engine.interpret(interpretRequest({ output: 'x' }), signal())
  t.deepEqual(wording.usage, { model: 'm', calls: 1, input_tokens: 0, output_tokens: 0 })
})

const DEEP = '['.repeat(50_000) + ']'.repeat(50_000)
for (const reply of [
  { text: DEEP },
  { text: `{"calls":${DEEP}}` },
  { calls: [{ name: 'GitHub_profile', arguments: `{"username":${DEEP}}` }] },
])
  test(`an answer that is nested without end is a wrong one, not a crash: ${JSON.stringify(reply).slice(0, 30)}`, async (t) => {
    const { engine } = await engineOn(t, [reply])
    const outcome = await engine.understand(asked, signal()).catch((error: unknown) => error)
    if (outcome instanceof Error) t.true(outcome instanceof RunFailure, outcome.stack)
    else t.false(JSON.stringify(outcome).includes('octocat'))
  })
