import test from 'ava'
import type { PendingMatch, UnderstandRequest } from '../../domain/language.ts'
import { order, understood } from './samples.ts'

const waitingForOrder: PendingMatch[] = [
  { action_id: 'order-status', parameters: {}, missing: ['order_number'] },
]
const waitingForEmail: PendingMatch[] = [
  { action_id: 'refund-status', parameters: { order_id: '4711' }, missing: ['email'] },
]

const SUPPLIES: [string, PendingMatch[], Record<string, unknown>][] = [
  ['12345', waitingForOrder, { order_number: '12345' }],
  ["it's 12345", waitingForOrder, { order_number: '12345' }],
  ['A-991', waitingForOrder, { order_number: 'A-991' }],
  ['#55', waitingForOrder, { order_number: '55' }],
  ['The order number is 777.', waitingForOrder, { order_number: '777' }],
  ['bob@example.com', waitingForEmail, { order_id: '4711', email: 'bob@example.com' }],
  ['my mail is bob@example.com, thanks', waitingForEmail, { order_id: '4711', email: 'bob@example.com' }],
  [
    'Berlin',
    [{ action_id: 'weather', parameters: { units: 'imperial' }, missing: ['city'] }],
    { units: 'imperial', city: 'Berlin' },
  ],
  [
    'san francisco',
    [{ action_id: 'weather', parameters: {}, missing: ['city'] }],
    { units: 'metric', city: 'san francisco' },
  ],
  [
    'octocat',
    [{ action_id: 'github-profile', parameters: {}, missing: ['username'] }],
    { username: 'octocat' },
  ],
  [
    'the printer on the second floor does not work',
    [{ action_id: 'create-ticket', parameters: { urgent: true }, missing: ['subject'] }],
    { subject: 'the printer on the second floor does not work', urgent: true },
  ],
  [
    '250',
    [{ action_id: 'currency-conversion', parameters: { from: 'USD', to: 'EUR' }, missing: ['amount'] }],
    { amount: 250, from: 'USD', to: 'EUR' },
  ],
  [
    '20 USD to EUR',
    [{ action_id: 'currency-conversion', parameters: {}, missing: ['amount', 'from', 'to'] }],
    { amount: 20, from: 'USD', to: 'EUR' },
  ],
]
for (const [message, pending, expected] of SUPPLIES)
  test(`"${message}" completes the action that waits for it`, async (t) => {
    const { matches } = await understood(message, { pending })
    t.deepEqual(
      matches.map(({ action_id, parameters, missing }) => ({ action_id, parameters, missing })),
      [
        {
          action_id: pending[0]?.action_id ?? '',
          parameters: expected as Record<string, string>,
          missing: [],
        },
      ],
    )
  })

for (const message of [
  'never mind',
  "I don't know",
  'thanks',
  'who are you?',
  'hello there',
  'what is the capital of France?',
])
  test(`"${message}" leaves the waiting action alone`, async (t) => {
    t.deepEqual((await understood(message, { pending: waitingForOrder })).matches, [])
  })

test('a question for something else changes the subject', async (t) => {
  const { matches } = await understood('what is the weather in Berlin?', { pending: waitingForOrder })
  t.deepEqual(
    matches.map(({ action_id }) => action_id),
    ['weather'],
  )
})

test('a message that gives one of two values still waits for the other', async (t) => {
  const pending: PendingMatch[] = [
    { action_id: 'refund-status', parameters: {}, missing: ['order_id', 'email'] },
  ]
  const { matches } = await understood('order id 4711', { pending })
  t.deepEqual(matches[0]?.parameters, { order_id: '4711' })
  t.deepEqual(matches[0]?.missing, ['email'])
})

test('an action that is no longer offered cannot be completed', async (t) => {
  t.deepEqual((await understood('12345', { pending: waitingForOrder, actions: [] })).matches, [])
})

test('a parameter that the action no longer has is dropped', async (t) => {
  const pending: PendingMatch[] = [
    { action_id: order.id, parameters: { gone: 'x' }, missing: ['order_number'] },
  ]
  t.deepEqual((await understood('12345', { pending })).matches[0]?.parameters, { order_number: '12345' })
})

const after = (content: string): Partial<UnderstandRequest> => ({
  history: [
    { role: 'user', content },
    { role: 'assistant', content: 'All right.' },
  ],
})

test('a value that an earlier message named is used', async (t) => {
  const { matches } = await understood('Has the refund been paid?', {
    ...after('my order id is 8822 and my email is ann@example.com'),
  })
  t.deepEqual(matches[0]?.parameters, { order_id: '8822', email: 'ann@example.com' })
})

test("the assistant's own words are no source of values", async (t) => {
  const { matches } = await understood('Has the refund been paid?', {
    history: [{ role: 'assistant', content: 'order id 8822, email ann@example.com' }],
  })
  t.deepEqual(matches[0]?.missing, ['order_id', 'email'])
})

test('a short follow-up asks for the same with another value', async (t) => {
  const { matches } = await understood('What about London?', after('weather in Berlin'))
  t.is(matches[0]?.action_id, 'weather')
  t.deepEqual(matches[0]?.parameters, { city: 'London', units: 'metric' })
})

test('a follow-up without a session asks for nothing', async (t) => {
  t.deepEqual((await understood('What about London?')).matches, [])
})
