/*
 * One conversation of many turns through the real API, with the built-in engine: what each message runs, with which
 * values, and in which language it is answered.
 */
import anyTest, { type TestFn } from 'ava'
import type { AnswerRecord } from '../../domain/run.ts'
import { type StackContext, withStack } from '../support/shared-stack.ts'
import { sendJson } from '../support/target-server.ts'

const test = anyTest as TestFn<StackContext>
withStack(test, (call, response) => {
  const { pathname, searchParams } = new URL(call.path, 'http://target')
  const id = decodeURIComponent(pathname.split('/').at(-1) ?? '')
  if (pathname.startsWith('/orders/'))
    sendJson(response, { order: id, shipped: true, shipped_at: '2026-03-02T14:30:00Z' })
  else if (pathname.startsWith('/refunds/'))
    sendJson(response, { order: id, email: searchParams.get('email'), paid: false })
  else sendJson(response, { email: id, plan: 'Pro', active: true })
})

const actions = (url: string) => [
  {
    name: 'Order status',
    description: 'Says where an order is',
    trigger: 'When the user asks about the status or delivery of an order',
    parameters: [{ name: 'order_number', type: 'string', description: 'The number of the order' }],
    type: 'api_call',
    api_call: { method: 'GET', url: `${url}/orders/{order_number}` },
  },
  {
    name: 'Refund status',
    description: 'Says whether a refund was paid',
    trigger: 'When the user asks whether the refund of an order was paid',
    parameters: [
      { name: 'order_id', type: 'string', description: 'The id of the order' },
      { name: 'email', type: 'string', description: 'The email address that was used for the order' },
    ],
    type: 'api_call',
    api_call: { method: 'GET', url: `${url}/refunds/{order_id}?email={email}` },
  },
  {
    name: 'Subscription plan',
    description: 'Looks up the plan of a customer',
    trigger: 'When the user asks which plan or subscription a customer has',
    parameters: [{ name: 'customer_email', type: 'string', description: "The customer's email address" }],
    type: 'api_call',
    api_call: { method: 'GET', url: `${url}/plans/{customer_email}` },
  },
]

interface Turn {
  says: string
  user?: Record<string, unknown>
  /** Each action of the answer: its name, its status and its values. */
  gets: [name: string, status: 'succeeded' | 'needs_parameters', parameters: Record<string, unknown>][]
  /** What shows the answer's language and what it is about. */
  answer: RegExp
}

const ENGLISH_DATE = /2 March 2026, 14:30 UTC/
const GERMAN_DATE = /2\. März 2026, 14:30 UTC/

const TURNS: Turn[] = [
  {
    says: "What's the status of my order?",
    gets: [['Order status', 'needs_parameters', {}]],
    answer: /I need one more thing: \*\*order number\*\*/,
  },
  {
    says: "it's A-1042",
    gets: [['Order status', 'succeeded', { order_number: 'A-1042' }]],
    answer: ENGLISH_DATE,
  },
  {
    says: 'no, I meant A-1043',
    gets: [['Order status', 'succeeded', { order_number: 'A-1043' }]],
    answer: /Order\*\*: A-1043/,
  },
  {
    says: 'and for 67890?',
    gets: [['Order status', 'succeeded', { order_number: '67890' }]],
    answer: /Order\*\*: 67890/,
  },
  {
    says: 'Was the refund of order 555 paid?',
    gets: [['Refund status', 'needs_parameters', { order_id: '555' }]],
    answer: /\*\*email\*\*/,
  },
  {
    says: 'sorry, the order is 556',
    gets: [['Refund status', 'needs_parameters', { order_id: '556' }]],
    answer: /\*\*email\*\*/,
  },
  {
    says: 'ann@example.com',
    gets: [['Refund status', 'succeeded', { order_id: '556', email: 'ann@example.com' }]],
    answer: /Paid\*\*: no/,
  },
  {
    says: 'Was the refund of order 777 paid?',
    gets: [['Refund status', 'needs_parameters', { order_id: '777' }]],
    answer: /\*\*email\*\*/,
    user: { phone: '+49 30 1234567' },
  },
  {
    says: 'which plan does bob@example.com have?',
    gets: [['Subscription plan', 'succeeded', { customer_email: 'bob@example.com' }]],
    answer: /Plan\*\*: Pro/,
  },
  {
    says: 'and what is my plan?',
    user: { account: { email: 'me@example.com' } },
    gets: [['Subscription plan', 'succeeded', { customer_email: 'me@example.com' }]],
    answer: /Email\*\*: me@example\.com/,
  },
  {
    says: 'status of orders 1042 and 1043',
    gets: [
      ['Order status', 'succeeded', { order_number: '1042' }],
      ['Order status', 'succeeded', { order_number: '1043' }],
    ],
    answer: /Order\*\*: 1042[\s\S]*Order\*\*: 1043/,
  },
  {
    says: 'What is the status of order 12 and which plan does ann@example.com have?',
    gets: [
      ['Order status', 'succeeded', { order_number: '12' }],
      ['Subscription plan', 'succeeded', { customer_email: 'ann@example.com' }],
    ],
    answer: /### Order status[\s\S]*### Subscription plan/,
  },
  {
    says: 'Where is that order now?',
    gets: [['Order status', 'succeeded', { order_number: '12' }]],
    answer: ENGLISH_DATE,
  },
  {
    says: 'Wie ist der Status von Bestellung 2001?',
    gets: [['Order status', 'succeeded', { order_number: '2001' }]],
    answer: new RegExp(`Shipped\\*\\*: ja[\\s\\S]*${GERMAN_DATE.source}`),
  },
  {
    says: 'und für 2002?',
    gets: [['Order status', 'succeeded', { order_number: '2002' }]],
    answer: GERMAN_DATE,
  },
  {
    says: '2003',
    gets: [['Order status', 'succeeded', { order_number: '2003' }]],
    answer: GERMAN_DATE,
  },
  { says: 'vergiss es', gets: [], answer: /./ },
]

test('a conversation keeps its thread: values, corrections, other subjects, follow-ups, languages', async (t) => {
  const { api, target, newGuru } = t.context
  const guru = await newGuru()
  for (const action of actions(target.url)) await api.post(`/${guru}/actions`, action)
  let session: string | undefined
  for (const { says, user, gets, answer } of TURNS) {
    const record = await api.post<AnswerRecord>(`/${guru}/answer/`, {
      question: says,
      ...(user && { user }),
      ...(session && { session_id: session }),
    })
    session = record.session_id
    t.deepEqual(
      record.actions.map(({ name, status, parameters }) => [name, status, parameters]),
      gets,
      says,
    )
    t.regex(record.content, answer, says)
  }
})

test('what waits for a value is dropped by "never mind": the value alone then asks for nothing', async (t) => {
  const { api, target, newGuru } = t.context
  const guru = await newGuru()
  for (const action of actions(target.url)) await api.post(`/${guru}/actions`, action)
  const ask = (question: string, session_id?: string) =>
    api.post<AnswerRecord>(`/${guru}/answer/`, { question, ...(session_id && { session_id }) })
  const { session_id, actions: waiting } = await ask('Welches Abo hat der Kunde?')
  t.like(waiting, [{ name: 'Subscription plan', status: 'needs_parameters', missing: ['customer_email'] }])
  t.deepEqual((await ask('egal', session_id)).actions, [])
  t.deepEqual((await ask('Danke!', session_id)).actions, [])
})

test('a waiting action outlives small talk', async (t) => {
  const { api, target, newGuru } = t.context
  const guru = await newGuru()
  for (const action of actions(target.url)) await api.post(`/${guru}/actions`, action)
  const ask = (question: string, session_id?: string) =>
    api.post<AnswerRecord>(`/${guru}/answer/`, { question, ...(session_id && { session_id }) })
  const { session_id } = await ask('Was the refund of order 555 paid?')
  t.deepEqual((await ask('one moment please', session_id)).actions, [])
  t.like((await ask('ann@example.com', session_id)).actions, [
    { name: 'Refund status', status: 'succeeded', parameters: { order_id: '555', email: 'ann@example.com' } },
  ])
})
