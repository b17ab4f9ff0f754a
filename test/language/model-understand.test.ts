import test, { type ExecutionContext } from 'ava'
import { createModelEngine } from '../../language/model/engine.ts'
import { type ModelScript, startModelServer } from '../support/model-server.ts'
import {
  action,
  catalogue,
  currency,
  github,
  MONDAY,
  order,
  parameter,
  refund,
  request,
  signal,
  weather,
} from './samples.ts'

async function engineOn(t: ExecutionContext, script?: ModelScript) {
  const server = await startModelServer(script)
  t.teardown(server.close)
  return {
    server,
    engine: createModelEngine({ url: server.url, model: 'test-model', key: 'sk-very-secret' }),
  }
}

const calling = (name: string, given: Record<string, unknown> | string): ModelScript => [
  { calls: [{ name, arguments: given }] },
]

test('a tool call becomes a match with its parameters', async (t) => {
  const { engine } = await engineOn(t, calling('GitHub_profile', { username: 'octocat' }))
  t.deepEqual(await engine.understand(request('who is octocat on github?'), signal()), {
    matches: [{ action_id: 'github-profile', score: 1, parameters: { username: 'octocat' }, missing: [] }],
    nearest: ['github-profile', 'order-status', 'refund-status'],
    content: null,
    usage: { model: 'test-model', calls: 1, input_tokens: 1, output_tokens: 1 },
  })
})

test('the wire carries model, key, temperature 0, tools and their schema, and nothing of URLs or code', async (t) => {
  const { engine, server } = await engineOn(t)
  await engine.understand(request('github profile of octocat', { actions: [currency, github] }), signal())
  const [sent] = server.requests
  t.is(server.requests.length, 1)
  t.is(sent?.headers.authorization, 'Bearer sk-very-secret')
  t.is(sent?.body.model, 'test-model')
  t.is(sent?.body.temperature, 0)
  t.is(sent?.body.tool_choice, 'auto')
  t.deepEqual(
    sent?.body.tools?.map((tool) => tool.function.name),
    ['Currency_conversion', 'GitHub_profile'],
  )
  t.deepEqual(sent?.body.tools?.[0]?.function.parameters?.properties?.amount, {
    type: ['number', 'null'],
    description: 'Amount Needed.',
  })
  t.true((sent?.body.max_tokens ?? 0) > 0)
})

test('names that endpoints refuse are made acceptable, unique, and are mapped back', async (t) => {
  const odd = [
    action('Größe: ändern!', 'x'),
    action('Grosse andern', 'x'),
    { ...action('日本', 'x'), id: 'jp' },
    { ...action('日本語', 'x'), id: 'jp2' },
    { ...action('a'.repeat(80), 'x'), id: 'long' },
  ]
  const { engine, server } = await engineOn(t, (sent) => ({
    calls: (sent.body.tools ?? []).map((tool) => ({ name: tool.function.name, arguments: {} })),
  }))
  const { matches } = await engine.understand(request('all of it', { actions: odd }), signal())
  t.deepEqual(
    matches.map(({ action_id }) => action_id),
    odd.map(({ id }) => id),
  )
  for (const tool of server.requests[0]?.body.tools ?? [])
    t.regex(tool.function.name, /^[a-zA-Z0-9_-]{1,64}$/)
})

test('several calls are several matches, a repeated one is one', async (t) => {
  const call = { name: 'Order_status', arguments: { order_number: '1' } }
  const { engine } = await engineOn(t, [{ calls: [call, call, { name: 'Service_health', arguments: {} }] }])
  const { matches } = await engine.understand(request('order 1 and is the site up?'), signal())
  t.deepEqual(
    matches.map(({ action_id }) => action_id),
    ['order-status', 'service-health'],
  )
})

test('without a call the words of the model are the content and nothing matches', async (t) => {
  const { engine } = await engineOn(t, [{ text: " I don't know that. " }])
  const { matches, content } = await engine.understand(request('what is the capital of France?'), signal())
  t.deepEqual(matches, [])
  t.is(content, "I don't know that.")
})

test('a required argument that is not given is missing, a default is filled in', async (t) => {
  const { engine } = await engineOn(t, calling('Weather', {}))
  const { matches } = await engine.understand(request('how is the weather?'), signal())
  t.deepEqual(matches[0]?.parameters, { units: 'metric' })
  t.deepEqual(matches[0]?.missing, ['city'])
})

test('arguments of the wrong type are converted where that is safe, else missing; unknown ones are dropped', async (t) => {
  const typed = action('Typed', 'x', [
    parameter('text'),
    parameter('count', '', { type: 'number' }),
    parameter('flag', '', { type: 'boolean' }),
    parameter('bad_number', '', { type: 'number' }),
    parameter('bad_text'),
    parameter('placeholder'),
  ])
  const given = {
    text: 12,
    count: '3.5',
    flag: 'true',
    bad_number: '12 apples',
    bad_text: { a: 1 },
    placeholder: '<email>',
    extra: 'x',
  }
  const { engine } = await engineOn(t, calling('Typed', given))
  const { matches } = await engine.understand(request('go', { actions: [typed] }), signal())
  t.deepEqual(matches[0]?.parameters, { text: '12', count: 3.5, flag: true })
  t.deepEqual(matches[0]?.missing, ['bad_number', 'bad_text', 'placeholder'])
})

for (const nonsense of ['not json', '[1,2]', '"text"', 'null', '{"__proto__":{"username":"x"}}', ''])
  test(`arguments that are ${nonsense || 'empty'} leave the required ones missing`, async (t) => {
    const { engine } = await engineOn(t, calling('GitHub_profile', nonsense))
    const { matches } = await engine.understand(request('github'), signal())
    t.deepEqual(matches[0]?.missing, ['username'])
  })

test('values that an earlier message gave complete a call for the waiting action', async (t) => {
  const { engine, server } = await engineOn(t, calling('Refund_status', { email: 'ann@example.com' }))
  const pending = [{ action_id: refund.id, parameters: { order_id: '4711' }, missing: ['email'] }]
  const { matches } = await engine.understand(request('ann@example.com', { pending }), signal())
  t.deepEqual(matches[0]?.parameters, { order_id: '4711', email: 'ann@example.com' })
  t.regex(JSON.stringify(server.requests[0]?.body.messages), /4711/)
})

test('the session, the user and the instructions reach the model', async (t) => {
  const { engine, server } = await engineOn(t)
  const history = [
    { role: 'user' as const, content: 'My name is Ann.' },
    { role: 'assistant' as const, content: 'Hello Ann.' },
  ]
  await engine.understand(
    request('hi', { history, user: { email: 'ann@example.com' }, instructions: 'Be brief.' }),
    signal(),
  )
  const text = JSON.stringify(server.requests[0]?.body.messages)
  for (const part of ['My name is Ann.', 'Hello Ann.', 'ann@example.com', 'Be brief.'])
    t.true(text.includes(part), part)
})

test('of many actions the twenty nearest are offered, a waiting one among them', async (t) => {
  const many = Array.from({ length: 60 }, (_, index) =>
    action(`Report ${index}`, `When the user asks for report ${index}`),
  )
  const { engine, server } = await engineOn(t)
  const pending = [{ action_id: order.id, parameters: {}, missing: ['order_number'] }]
  const actions = [...many, github, order]
  await engine.understand(request('github profile of octocat', { actions, pending }), signal())
  const names = server.requests[0]?.body.tools?.map((tool) => tool.function.name) ?? []
  t.is(names.length, 20)
  t.true(names.includes('GitHub_profile') && names.includes('Order_status'))
})

test('without actions no tools are sent', async (t) => {
  const { engine, server } = await engineOn(t, [{ text: 'Hello.' }])
  t.is((await engine.understand(request('hi', { actions: [] }), signal())).content, 'Hello.')
  t.is(server.requests[0]?.body.tools, undefined)
})

test('the stand-in brain picks the action whose name the question shares', async (t) => {
  const { engine } = await engineOn(t)
  const { matches } = await engine.understand(
    request('order status of 4711', { actions: catalogue }),
    signal(),
  )
  t.is(matches[0]?.action_id, 'order-status')
  t.deepEqual(matches[0]?.parameters, { order_number: '4711' })
})

test('schemas are strict: every property is listed, nothing else may be there, what may be missing may be null', async (t) => {
  const { engine, server } = await engineOn(t)
  await engine.understand(request('weather', { actions: [weather, currency] }), signal())
  for (const { function: offered } of server.requests[0]?.body.tools ?? []) {
    t.true(offered.strict)
    t.deepEqual(offered.parameters?.required, Object.keys(offered.parameters?.properties ?? {}))
    t.false(offered.parameters?.additionalProperties)
    for (const { type } of Object.values(offered.parameters?.properties ?? {}))
      t.true([type].flat().includes('null'))
  }
})

test('the words that a description lists are the only ones: in the schema and in code, however they are spelt', async (t) => {
  const { engine, server } = await engineOn(t, calling('Weather', { city: 'Bonn', units: 'IMPERIAL' }))
  const { matches } = await engine.understand(request('weather in Bonn'), signal())
  t.is(matches[0]?.parameters.units, 'imperial')
  const tool = server.requests[0]?.body.tools?.find((offered) => offered.function.name === 'Weather')
  t.deepEqual(tool?.function.parameters?.properties?.units?.enum, ['metric', 'imperial', null])
})

test('a list that says that it is not all leaves the value open', async (t) => {
  const open = action('Paint', 'When the user wants paint', [parameter('colour', 'One of: red, green, etc.')])
  const { engine, server } = await engineOn(t, calling('Paint', { colour: 'blue' }))
  const { matches } = await engine.understand(request('blue paint', { actions: [open] }), signal())
  t.is(matches[0]?.parameters.colour, 'blue')
  t.is(server.requests.length, 1)
})

test('the model knows what day it is', async (t) => {
  const server = await startModelServer([{ text: 'Fine.' }])
  t.teardown(server.close)
  const engine = createModelEngine({ url: server.url, model: 'm', now: () => MONDAY })
  await engine.understand(request('what did I order yesterday?'), signal())
  t.regex(JSON.stringify(server.requests[0]?.body.messages[0]), /Monday, 2026-03-02/)
})

test('what is sent goes by turns and begins with the user, as many templates want it', async (t) => {
  const { engine, server } = await engineOn(t)
  const history = [
    { role: 'assistant' as const, content: 'Hello.' },
    { role: 'user' as const, content: 'First.' },
    { role: 'user' as const, content: 'Second.' },
  ]
  await engine.understand(request('hi', { history }), signal())
  t.deepEqual(
    server.requests[0]?.body.messages.map(({ role }) => role),
    ['system', 'user', 'assistant', 'user'],
  )
})

test('an earlier answer of ours without an action is shown, one from a result only by what was run', async (t) => {
  const { engine, server } = await engineOn(t)
  const history = [
    { role: 'user' as const, content: 'Where is it?' },
    { role: 'assistant' as const, content: 'Which order do you mean?' },
    { role: 'user' as const, content: '1042, of ann' },
    {
      role: 'assistant' as const,
      content: 'PRIVATE-RESULT',
      actions: [
        {
          id: order.id,
          name: order.name,
          status: 'succeeded',
          parameters: { order_number: '1042', customer: 'from-a-result' },
          from_outputs: ['customer'],
        },
      ],
    },
  ]
  await engine.understand(request('thanks', { history }), signal())
  const sent = JSON.stringify(server.requests[0]?.body.messages)
  t.regex(sent, /Which order do you mean/)
  t.regex(sent, /Answered from 'Order status' with .*1042/)
  t.false(/PRIVATE-RESULT|from-a-result/.test(sent))
})
