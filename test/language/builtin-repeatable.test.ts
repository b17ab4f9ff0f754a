import test from 'ava'
import { isRepeatable } from '../../language/builtin/repeatable.ts'
import { action } from './samples.ts'

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
