/*
 * What changes something runs only for a question that says to do it, however many of its other words stand there.
 */
import test from 'ava'
import type { OfferedAction } from '../../domain/language.ts'
import { action, parameter, understood } from './samples.ts'

const number = parameter('order_id', 'The number of the order, such as ABC-12')
const changing = (name: string, trigger: string): OfferedAction => ({
  ...action(name, trigger, [number]),
  changes: true,
})
const status = action('Order status', 'When the user asks where an order is, or about its status', [number])
const refund = changing('Refund order', 'When the user asks to refund an order')
const actions = [status, refund]
const matched = async (question: string, offered = actions): Promise<string[]> =>
  (await understood(question, { actions: offered })).matches.map(({ action_id }) => action_id)

for (const question of [
  'Where is order ABC-12?',
  'Where is my order ABC-12',
  'order ABC-12',
  'what about order ABC-12?',
  'Wo ist die Bestellung ABC-12?',
])
  test(`"${question}" looks the order up, and refunds nothing`, async (t) => {
    t.deepEqual(await matched(question), ['order-status'])
  })

for (const question of [
  'refund order ABC-12',
  'Please refund ABC-12',
  'I want a refund for order ABC-12',
  'Bitte die Bestellung ABC-12 erstatten',
])
  test(`"${question}" refunds it`, async (t) => {
    t.deepEqual(await matched(question), ['refund-order'])
  })

test('alone it does not run for a question about its order either', async (t) => {
  t.deepEqual(await matched('Where is order ABC-12?', [refund]), [])
})

test('a word that means the same will do', async (t) => {
  const cancel = changing('Cancel order', 'When the user asks to cancel an order')
  t.deepEqual(await matched('delete order ABC-12', [status, cancel]), ['cancel-order'])
})

test('an action whose words do not say what it does is found by them as before', async (t) => {
  const plain = changing('Loyalty points', 'When the user asks for the loyalty points of an order')
  t.deepEqual(await matched('loyalty points of order ABC-12', [plain]), ['loyalty-points'])
})
