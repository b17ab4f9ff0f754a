import test from 'ava'
import { isRepeatable } from '../../language/builtin/repeatable.ts'
import { action, parameter, understood } from './samples.ts'

const named = (name: string, description = '', changes?: boolean) => ({
  ...action(name, 'When it is asked for', [], description),
  ...(changes !== undefined && { changes }),
})

for (const name of ['Refund order', 'Transfer money', 'File expense', 'Apply coupon', 'Pay invoice'])
  test(`'${name}' is not run once more by a mere "again"`, (t) => {
    t.false(isRepeatable(named(name)))
    t.false(isRepeatable(named(name, '', true)))
  })

for (const name of ['Order status', 'Search orders', 'Return policy', 'Weather', 'Log entries'])
  test(`'${name}' is`, (t) => {
    t.true(isRepeatable(named(name)))
  })

test('its kind tells more than its words', (t) => {
  t.true(isRepeatable(named('Open orders', '', false)))
  t.false(isRepeatable(named('Money for the customer', '', true)))
  t.true(isRepeatable(named('Search orders', '', true)), 'a search with a body')
  t.false(isRepeatable(named('Order list', 'Deletes the list of orders', true)))
  t.false(isRepeatable(named('Nightly job', 'Purges old orders')))
})

const refund = {
  ...action('Refund order', 'When the user wants an order refunded', [
    parameter('order_id', 'The number of the order'),
  ]),
  changes: true,
}
const history = [
  { role: 'user' as const, content: 'refund order 1042' },
  {
    role: 'assistant' as const,
    content: 'Done.',
    actions: [{ id: refund.id, name: refund.name, status: 'succeeded', parameters: { order_id: '1042' } }],
  },
]
const asked = async (question: string, rest = {}) =>
  (await understood(question, { actions: [refund], ...rest })).matches.map(
    ({ parameters }) => parameters.order_id,
  )

for (const question of [
  'is it refunded?',
  'was it refunded?',
  'sorry, wrong order',
  'wurde sie erstattet?',
  'again',
])
  test(`after a refund '${question}' refunds nothing once more`, async (t) => {
    t.deepEqual(await asked(question, { history }), [])
  })

test('what was done is done once more where that is asked for', async (t) => {
  t.deepEqual(await asked('refund it again', { history }), ['1042'])
  t.deepEqual(await asked('refund order 1042', { history }), ['1042'])
  t.deepEqual(await asked('refund order 1043', { history }), ['1043'])
})

test('a question how things are changes nothing; a polite one does', async (t) => {
  t.deepEqual(await asked('Is order 1042 refunded?'), [])
  t.deepEqual(await asked('Has order 1042 been refunded yet?'), [])
  t.deepEqual(await asked('Is it possible to refund order 1042?'), ['1042'])
  t.deepEqual(await asked('Can you refund order 1042?'), ['1042'])
})
