/*
 * What a model answers is checked by code. What can't be used it is asked to mend, once; what then still can't is
 * missing, and the user is asked.
 */
import test, { type ExecutionContext } from 'ava'
import { createModelEngine } from '../../language/model/engine.ts'
import { lastUserText, type ModelScript, startModelServer, textOf } from '../support/model-server.ts'
import { action, parameter, request, signal } from './samples.ts'

async function engineOn(t: ExecutionContext, script: ModelScript) {
  const server = await startModelServer(script)
  t.teardown(server.close)
  return { server, engine: createModelEngine({ url: server.url, model: 'm' }) }
}

const calls = (name: string, given: Record<string, unknown> | string) => ({
  calls: [{ name, arguments: given }],
})

const WRONG: [string, Record<string, unknown> | string, RegExp][] = [
  [
    'of the wrong type',
    { amount: '12 apples', from: 'USD', to: 'EUR' },
    /'amount' must be a number, not "12 apples"/,
  ],
  ['an object', { amount: { value: 12 }, from: 'USD', to: 'EUR' }, /'amount' must be a number/],
  ['no JSON', '{"amount": 12, "from": "US', /arguments are not a JSON object/],
  ['a list', '[12, "USD", "EUR"]', /arguments are not a JSON object/],
]
for (const [what, given, told] of WRONG)
  test(`arguments that are ${what} are mended in one more round`, async (t) => {
    const { engine, server } = await engineOn(t, [
      calls('Currency_conversion', given),
      calls('Currency_conversion', { amount: 12, from: 'USD', to: 'EUR' }),
    ])
    const { matches } = await engine.understand(request('12 dollars in euros'), signal())
    t.like(matches[0], { parameters: { amount: 12, from: 'USD', to: 'EUR' }, missing: [] })
    t.is(server.requests.length, 2)
    const second = server.requests[1]
    t.regex(second ? lastUserText(second) : '', told)
    t.deepEqual(
      second?.body.messages.map(({ role }) => role),
      ['system', 'user', 'assistant', 'user'],
    )
    t.regex(textOf(second?.body.messages[2] ?? { role: 'assistant', content: '' }), /Currency_conversion/)
  })

test('a word that is not in the list is mended', async (t) => {
  const { engine, server } = await engineOn(t, [
    calls('Weather', { city: 'Bonn', units: 'celsius' }),
    calls('Weather', { city: 'Bonn', units: 'metric' }),
  ])
  const { matches } = await engine.understand(request('weather in Bonn in celsius'), signal())
  t.deepEqual(matches[0]?.parameters, { city: 'Bonn', units: 'metric' })
  t.regex(JSON.stringify(server.requests[1]?.body.messages), /'units' must be one of metric, imperial/)
})

test('what is still wrong is missing, with no default in its place and no third request', async (t) => {
  const { engine, server } = await engineOn(t, [calls('Weather', { city: 'Bonn', units: 'kelvin' })])
  const { matches } = await engine.understand(request('weather in Bonn in kelvin'), signal())
  t.deepEqual(matches[0]?.parameters, { city: 'Bonn' })
  t.deepEqual(matches[0]?.missing, ['units'])
  t.is(server.requests.length, 2)
})

test('a tool that is not there is mended; the message names those that are', async (t) => {
  const { engine, server } = await engineOn(t, [
    calls('Get_weather', { city: 'Bonn' }),
    calls('Weather', { city: 'Bonn' }),
  ])
  const { matches } = await engine.understand(request('weather in Bonn'), signal())
  t.is(matches[0]?.action_id, 'weather')
  t.regex(
    JSON.stringify(server.requests[1]?.body.messages),
    /There is no tool 'Get_weather'\. There are: .*Weather/,
  )
})

test('of several calls the good ones stay where the others cannot be mended', async (t) => {
  const { engine } = await engineOn(t, [
    {
      calls: [
        { name: 'Weather', arguments: { city: 'Bonn' } },
        { name: 'Nothing', arguments: {} },
      ],
    },
    { text: 'I am confused.' },
  ])
  const { matches } = await engine.understand(request('weather in Bonn'), signal())
  t.like(matches, [{ action_id: 'weather', parameters: { city: 'Bonn' } }])
  t.is(matches.length, 1)
})

test('where mending fails altogether, the first answer is kept for what it is good for', async (t) => {
  const { engine } = await engineOn(t, [
    calls('Weather', { city: 'Bonn', units: 'kelvin' }),
    { status: 429, headers: { 'retry-after': '1' } },
  ])
  const { matches } = await engine.understand(request('weather in Bonn'), signal())
  t.like(matches[0], { parameters: { city: 'Bonn' }, missing: ['units'] })
})

test('values that just are not there are nothing to mend: the user is asked', async (t) => {
  const { engine, server } = await engineOn(t, [calls('Refund_status', { order_id: null, email: '' })])
  const { matches } = await engine.understand(request('has it been refunded?'), signal())
  t.deepEqual(matches[0]?.missing, ['order_id', 'email'])
  t.is(server.requests.length, 1)
})

test('arguments that end too early are not made whole: half a value is a wrong one', async (t) => {
  const { engine } = await engineOn(t, [calls('GitHub_profile', '{"username": "octo')])
  const { matches } = await engine.understand(request('who is octocat on github'), signal())
  t.deepEqual(matches[0]?.parameters, {})
  t.deepEqual(matches[0]?.missing, ['username'])
})

test('arguments that are only written loosely need no mending', async (t) => {
  const { engine, server } = await engineOn(t, [calls('GitHub_profile', "{username: 'octocat',}")])
  const { matches } = await engine.understand(request('who is octocat on github'), signal())
  t.deepEqual(matches[0]?.parameters, { username: 'octocat' })
  t.is(server.requests.length, 1)
})

test('a number may be only one of those that are listed', async (t) => {
  const plan = action('Plan', 'When the user wants a plan', [
    parameter('months', 'One of: 1, 12', { type: 'number' }),
  ])
  const { engine } = await engineOn(t, [calls('Plan', { months: 6 }), calls('Plan', { months: '12' })])
  const { matches } = await engine.understand(request('plan', { actions: [plan] }), signal())
  t.deepEqual(matches[0]?.parameters, { months: 12 })
})
