// What a catalogue of several actions adds: an order for something else, the alternatives of a trigger, ids by their form.
import test from 'ava'
import { natureOf, ordersIn } from '../../language/builtin/match/order.ts'
import { action, catalogue, extracted, parameter, understood } from './samples.ts'

for (const [text, orders] of [
  ['Where is my order?', []],
  ['Please cancel my order', ['change']],
  ['could you look up order 1042', ['look']],
  ['refund order 1042 in full', ['change']],
  ['refund status of 1042', []],
  ['I would like to report a bug', ['create']],
  ['Close it. Then show me the rest', ['change', 'look']],
] as const)
  test(`"${text}" orders ${orders.join(' and ') || 'nothing'}`, (t) => {
    t.deepEqual(ordersIn(text), [...orders])
  })

test('what an action does is told by the verb that its description begins with', (t) => {
  t.is(natureOf('Looks up a refund'), 'look')
  t.is(natureOf('Creates a ticket'), 'create')
  t.is(natureOf('Cancels an order'), 'change')
  t.is(natureOf('The weather of a city'), null)
})

const subscription = action(
  'Subscription state',
  "When the user asks about a customer's subscription: whether it is active, what it costs, or when it renews",
  [parameter('customer', 'A Stripe id that starts with cus_ or sub_')],
  'Looks up the subscriptions of a customer',
)
const offered = [...catalogue, subscription]
const matched = async (question: string): Promise<string[]> =>
  (await understood(question, { actions: offered })).matches.map(({ action_id }) => action_id)

test('one alternative of a long trigger is enough', async (t) => {
  t.deepEqual(await matched('when does cus_NffrFeUfNV2Hib renew?'), ['subscription-state'])
})

test('an order to change something is not fulfilled by looking it up', async (t) => {
  t.deepEqual(await matched('pause the subscription of cus_NffrFeUfNV2Hib'), [])
  t.deepEqual(await matched('is the subscription of cus_NffrFeUfNV2Hib active?'), ['subscription-state'])
})

test('a misspelt word of the trigger is understood', async (t) => {
  t.deepEqual(await matched('state of the subscripton sub_1MowQVLkdIwHu7'), ['subscription-state'])
})

test('an id of another kind is no value', async (t) => {
  t.deepEqual(await extracted('subscription of sub_1MowQVLkdIwHu7', subscription), {
    customer: 'sub_1MowQVLkdIwHu7',
  })
  t.deepEqual(await extracted('subscription of re_1MowQVLkdIwHu7', subscription), { nothing: 'matched' })
})

test('a duration is taken in the unit that the parameter is named after', async (t) => {
  const late = action('Late tickets', 'When the user asks which tickets are late', [
    parameter('minutes_ahead', 'How many minutes ahead, 120 for two hours', {
      type: 'number',
      required: false,
      default: 120,
    }),
  ])
  t.deepEqual(await extracted('which tickets are late within 4 hours?', late), { minutes_ahead: 240 })
})

test('the one day that is named is meant for all times', async (t) => {
  const outage = action('Outage', 'When the user asks who was hit by an outage', [
    parameter('start_time', 'When it began, such as 2026-03-01T14:00:00Z'),
    parameter('end_time', 'When it ended, such as 2026-03-01T15:30:00Z'),
  ])
  t.deepEqual(await extracted('who was hit by the outage between 13:00 and 13:20 UTC on Feb 25th?', outage), {
    start_time: '2026-02-25T13:00:00Z',
    end_time: '2026-02-25T13:20:00Z',
  })
})
