import test from 'ava'
import type { ConversationMessage, PastAction, UnderstandRequest } from '../../domain/language.ts'
import { action, catalogue, parameter, understood } from './samples.ts'

const plan = action(
  'Subscription plan',
  'When the user asks which plan or subscription a customer has',
  [parameter('email', "The customer's email address")],
  'Looks up a plan',
)
const invoices = action(
  'Invoices',
  'When the user asks for the invoices of a customer',
  [parameter('customer_email', 'Email of the customer')],
  'Lists invoices',
)
const actions = [...catalogue, plan, invoices]

const told = (
  id: string,
  parameters: PastAction['parameters'],
  rest: Partial<PastAction> = {},
): ConversationMessage[] => [
  { role: 'user', content: '…' },
  {
    role: 'assistant',
    content: '…',
    actions: [{ id, name: id, status: 'succeeded', parameters, ...rest }],
  },
]

const ask = async (question: string, rest: Partial<UnderstandRequest>): Promise<[string, object][]> =>
  (await understood(question, { actions, ...rest })).matches.map(({ action_id, parameters }) => [
    action_id,
    parameters,
  ])

const order = told('order-status', { order_number: '12345' })
const berlin = told('weather', { city: 'Berlin', units: 'metric' })
const refund = told('refund-status', { order_id: '4711', email: 'ann@example.com' })
const anns = told('subscription-plan', { email: 'ann@example.com' })

const FOLLOW_UPS: [string, ConversationMessage[], [string, object][]][] = [
  ['and for 67890?', order, [['order-status', { order_number: '67890' }]]],
  ['what about A-7?', order, [['order-status', { order_number: 'A-7' }]]],
  ['67890?', order, [['order-status', { order_number: '67890' }]]],
  [
    'now for 1043 and 1044',
    order,
    [
      ['order-status', { order_number: '1043' }],
      ['order-status', { order_number: '1044' }],
    ],
  ],
  ['no, I meant 4712', order, [['order-status', { order_number: '4712' }]]],
  ['not 12345 but 54321', order, [['order-status', { order_number: '54321' }]]],
  ['again', order, [['order-status', { order_number: '12345' }]]],
  ['once more please', order, [['order-status', { order_number: '12345' }]]],
  ['und für 67890?', order, [['order-status', { order_number: '67890' }]]],
  ['nein, ich meinte 4712', order, [['order-status', { order_number: '4712' }]]],
  ['nochmal', order, [['order-status', { order_number: '12345' }]]],
  ['et pour 67890 ?', order, [['order-status', { order_number: '67890' }]]],
  ['y para 67890?', order, [['order-status', { order_number: '67890' }]]],
  ['and its refund?', order, [['refund-status', { order_id: '12345' }]]],
  ['und die Rückerstattung?', order, [['refund-status', { order_id: '12345' }]]],
  ['where is that order now?', order, [['order-status', { order_number: '12345' }]]],
  ['what about London?', berlin, [['weather', { city: 'London', units: 'metric' }]]],
  ['was ist mit Köln?', berlin, [['weather', { city: 'Köln', units: 'metric' }]]],
  [
    'what about Paris and Rome?',
    berlin,
    [
      ['weather', { city: 'Paris', units: 'metric' }],
      ['weather', { city: 'Rome', units: 'metric' }],
    ],
  ],
  ['only in imperial', berlin, [['weather', { city: 'Berlin', units: 'imperial' }]]],
  ['same for bob@example.com', refund, [['refund-status', { order_id: '4711', email: 'bob@example.com' }]]],
  ['sorry, the order is 4712', refund, [['refund-status', { order_id: '4712', email: 'ann@example.com' }]]],
  ['show her invoices', anns, [['invoices', { customer_email: 'ann@example.com' }]]],
  ['show the invoices of the same customer', anns, [['invoices', { customer_email: 'ann@example.com' }]]],
  ['zeige seine Rechnungen', anns, [['invoices', { customer_email: 'ann@example.com' }]]],
]
for (const [question, history, expected] of FOLLOW_UPS)
  test(`"${question}" follows up on ${history[1]?.actions?.[0]?.id}`, async (t) => {
    t.deepEqual(await ask(question, { history }), expected)
  })

for (const question of [
  'thanks',
  'London is nice.',
  'ok',
  'what is the capital of France?',
  'and what is the capital of France?',
  'why?',
  'danke',
  'sorry for the trouble',
  'no problem',
  'just kidding',
  'nur Spaß',
  'and now write a poem about London',
])
  test(`"${question}" follows up on nothing`, async (t) => {
    t.deepEqual(await ask(question, { history: berlin }), [])
  })

for (const question of ['also, I am 42 years old', 'and 3 more beers please', 'it is 5 pm', 'call me at 5'])
  test(`a number in "${question}" is no order`, async (t) => {
    t.deepEqual(await ask(question, { history: order }), [])
  })

test('a bare value repeats nothing that changes something', async (t) => {
  const cancel = action(
    'Cancel order',
    'When the user wants to cancel an order',
    [parameter('order_number', 'The number of the order')],
    'Cancels an order',
  )
  const history = told('cancel-order', { order_number: '12345' })
  t.deepEqual(await ask('67890?', { history, actions: [cancel] }), [])
  t.deepEqual(await ask('and 67890?', { history, actions: [cancel] }), [
    ['cancel-order', { order_number: '67890' }],
  ])
})

test('of two actions the follow-up is for the one that takes its value', async (t) => {
  const [said, answer] = berlin
  if (!said || !answer) return t.fail()
  const history = [said, { ...answer, actions: [...(order[1]?.actions ?? []), ...(answer.actions ?? [])] }]
  t.deepEqual(await ask('and for 777?', { history }), [['order-status', { order_number: '777' }]])
  t.deepEqual(await ask('and in Oslo?', { history }), [['weather', { city: 'Oslo', units: 'metric' }]])
})

test('"again" alone repeats nothing that changes something', async (t) => {
  const history = told('create-ticket', { subject: 'Printer', urgent: false })
  t.deepEqual(await ask('again', { history }), [])
  t.deepEqual(await ask('create it again', { history }), [
    ['create-ticket', { subject: 'Printer', urgent: false }],
  ])
})

test('neither what came from an output nor a mask is carried on', async (t) => {
  const cases: [string, Partial<PastAction>][] = [
    ['ann@example.com', { from_outputs: ['email'] }],
    ['***TOKEN***', {}],
  ]
  for (const [email, rest] of cases) {
    const history = told('subscription-plan', { email }, rest)
    const { matches } = await understood('show her invoices', { actions, history })
    t.deepEqual(
      matches.map(({ parameters, missing }) => [parameters, missing]),
      [[{}, ['customer_email']]],
    )
  }
})

test("another order may be another customer's: its values are not mixed with those of before", async (t) => {
  const { matches } = await understood('Was the refund of order 9000 paid?', { actions, history: refund })
  t.like(matches, [{ parameters: { order_id: '9000' }, missing: ['email'] }])
})

test('two values for one parameter are two runs', async (t) => {
  t.deepEqual(await ask('status of orders 1042 and 1043', {}), [
    ['order-status', { order_number: '1042' }],
    ['order-status', { order_number: '1043' }],
  ])
  t.deepEqual(await ask('Which plan do ann@example.com and bob@example.com have?', {}), [
    ['subscription-plan', { email: 'ann@example.com' }],
    ['subscription-plan', { email: 'bob@example.com' }],
  ])
  t.deepEqual(await ask('Status von Bestellung 1042 und 1043', {}), [
    ['order-status', { order_number: '1042' }],
    ['order-status', { order_number: '1043' }],
  ])
})

const USERS: [Record<string, unknown>, string][] = [
  [{ email: 'me@example.com' }, 'me@example.com'],
  [{ user: { email: 'me@example.com' } }, 'me@example.com'],
  [{ account: { owner: { email: 'me@example.com' } } }, 'me@example.com'],
  [{ 'e-mail': 'me@example.com', id: 7 }, 'me@example.com'],
]
for (const [user, email] of USERS)
  test(`"my plan" is that of ${JSON.stringify(user)}`, async (t) => {
    t.deepEqual(await ask('what is my plan?', { user }), [['subscription-plan', { email }]])
    t.deepEqual(await ask('Wie heißt mein Abo?', { user }), [['subscription-plan', { email }]])
  })

test('a value in the question comes before the user’s, one that it refers to as well', async (t) => {
  const user = { email: 'me@example.com' }
  t.deepEqual(await ask('what plan does bob@example.com have?', { user }), [
    ['subscription-plan', { email: 'bob@example.com' }],
  ])
  t.deepEqual(await ask('show her invoices', { user, history: anns }), [
    ['invoices', { customer_email: 'ann@example.com' }],
  ])
  t.deepEqual(await ask('and my invoices?', { user, history: anns }), [
    ['invoices', { customer_email: 'me@example.com' }],
  ])
})

test('an attribute of something else is not the user’s', async (t) => {
  const account = action('Account', 'When the user asks for their account', [
    parameter('user_id', 'Id of the user'),
  ])
  const { matches } = await understood('show my account', {
    actions: [account],
    user: { company: { id: 'c-1' } },
  })
  t.deepEqual(matches[0]?.missing, ['user_id'])
})

test('what waits outlives small talk, but not "never mind"', async (t) => {
  const waiting = told('order-status', {}, { status: 'needs_parameters' })
  const then = (said: string): ConversationMessage[] => [
    ...waiting,
    { role: 'user', content: said },
    { role: 'assistant', content: 'All right.' },
  ]
  t.deepEqual(await ask('12345', { history: then('one moment please') }), [
    ['order-status', { order_number: '12345' }],
  ])
  t.deepEqual(await ask('Berlin', { history: then('never mind') }), [])
})

test('a correction replaces what was given and goes on asking for the rest', async (t) => {
  const pending = [{ action_id: 'refund-status', parameters: { order_id: '4711' }, missing: ['email'] }]
  const { matches } = await understood('no, I meant 4712', { actions, pending })
  t.like(matches, [{ parameters: { order_id: '4712' }, missing: ['email'] }])
  const both = await understood('sorry, the order id is 4713 and the email is x@example.com', {
    actions,
    pending,
  })
  t.like(both.matches, [{ parameters: { order_id: '4713', email: 'x@example.com' }, missing: [] }])
})

for (const number of [1042, 1999, 2026])
  test(`the number of an order may look like a year: "and for ${number}?"`, async (t) => {
    const status = action('Shipment', 'When the user asks where an order is', [
      parameter('order_id', 'The number of the order', { type: 'number' }),
    ])
    const history = told('shipment', { order_id: 77 })
    t.deepEqual(await ask(`and for ${number}?`, { actions: [status], history }), [
      ['shipment', { order_id: number }],
    ])
  })
