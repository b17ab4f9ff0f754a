/*
 * Tokens such as <<EMAIL>> stand in questions for personal data that no engine is shown. Both engines take them for
 * values, and pass them on as they are.
 */
import test from 'ava'
import { createBuiltinEngine } from '../../language/builtin/engine.ts'
import { createModelEngine } from '../../language/model/engine.ts'
import { startModelServer } from '../support/model-server.ts'
import { action, parameter, request, signal } from './samples.ts'

const customer = action('Customer look-up', 'When the user asks for the account of a customer', [
  parameter('email', 'The email address of the customer'),
])
const call = action('Call back', 'When the user wants to be called back', [
  parameter('phone', 'The number to call'),
  parameter('order_number', 'The order it is about'),
])
const charge = action('Charge a card', 'When the user wants to charge a card', [
  parameter('card', 'The number of the card', { type: 'number' }),
  parameter('amount', 'How much to charge, in EUR', { type: 'number' }),
])
const badge = action('Print a badge', 'When the user wants a badge printed', [
  parameter('employee_id', 'Whose badge'),
])
const mail = action('Send an email', 'When the user wants to send an email', [
  parameter('text', 'What to write'),
])
const actions = [customer, call, charge, badge, mail]
const tokens = ['<<EMAIL>>', '<<EMAIL_2>>', '<<PHONE>>', '<<CARD>>', '<<EMPLOYEE_ID>>']

const ASKED: [string, string, Record<string, unknown>][] = [
  ['What is the account of the customer <<EMAIL_2>>?', customer.id, { email: '<<EMAIL_2>>' }],
  ['Call me back at <<PHONE>> about order 4711-A', call.id, { phone: '<<PHONE>>', order_number: '4711-A' }],
  ['Charge the card <<CARD>> with 12.50 EUR', charge.id, { card: '<<CARD>>', amount: 12.5 }],
  ['Please print a badge for <<EMPLOYEE_ID>>', badge.id, { employee_id: '<<EMPLOYEE_ID>>' }],
]

for (const [question, id, parameters] of ASKED)
  test(`the built-in engine takes the tokens of "${question}"`, async (t) => {
    const { matches } = await createBuiltinEngine().understand(
      request(question, { actions, tokens }),
      signal(),
    )
    t.deepEqual(
      matches.map(({ action_id, parameters, missing }) => ({ action_id, parameters, missing })),
      [{ action_id: id, parameters: parameters as never, missing: [] }],
    )
  })

test('the word in a token asks for nothing', async (t) => {
  const engine = createBuiltinEngine()
  const { matches } = await engine.understand(request('who is <<EMAIL>>?', { actions, tokens }), signal())
  t.deepEqual(matches, [])
})

test('a token answers what was asked for, and one of the user fills what the question leaves out', async (t) => {
  const engine = createBuiltinEngine()
  const pending = [{ action_id: customer.id, parameters: {}, missing: ['email'] }]
  const answered = await engine.understand(request('<<EMAIL>>', { actions, tokens, pending }), signal())
  t.deepEqual(answered.matches[0]?.parameters, { email: '<<EMAIL>>' })
  const known = await engine.understand(
    request('What is the account of the customer?', { actions, tokens, user: { email: '<<EMAIL_2>>' } }),
    signal(),
  )
  t.deepEqual(known.matches[0]?.parameters, { email: '<<EMAIL_2>>' })
})

test('without tokens the same text is a text like any other', async (t) => {
  const { matches } = await createBuiltinEngine().understand(
    request('What is the account of the customer <<EMAIL_2>>?', { actions }),
    signal(),
  )
  t.false(JSON.stringify(matches).includes('<<'))
})

test('a model is told what tokens are, and may use one where a number is wanted', async (t) => {
  const server = await startModelServer([
    { calls: [{ name: 'Charge_a_card', arguments: { card: '<<CARD>>', amount: '<<AMOUNT>>' } }] },
    { text: 'The answer.' },
  ])
  t.teardown(server.close)
  const engine = createModelEngine({ url: server.url, model: 'm', key: 'k' })
  const { matches } = await engine.understand(request('Charge <<CARD>>', { actions, tokens }), signal())
  t.like(matches[0], { parameters: { card: '<<CARD>>' }, missing: ['amount'] })
  t.regex(JSON.stringify(server.requests[0]?.body.messages), /stand for values that you are not shown/)
})
