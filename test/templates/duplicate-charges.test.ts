/*
 * The template 'duplicate-charges' as it is, against a server that speaks Stripe's API.
 */
import test, { type ExecutionContext } from 'ava'
import { startTemplate, type TemplateBench } from './support/bench.ts'
import { tooMany } from './support/service.ts'
import { STRIPE_HOST, STRIPE_KEY, type StripeObject, stripe } from './support/stripe.ts'

const NOW = Math.floor(Date.now() / 1000)
const HOUR = 3600
const DAY = 24 * HOUR

const charge = (id: string, customer: string, ago: number, fields: object = {}): StripeObject => ({
  id,
  object: 'charge',
  amount: 1999,
  amount_captured: 1999,
  amount_refunded: 0,
  captured: true,
  created: NOW - ago,
  currency: 'usd',
  customer,
  description: 'Order 1042',
  payment_intent: `pi_${id}`,
  refunded: false,
  status: 'succeeded',
  ...fields,
})

const data = {
  // One address may belong to several customers.
  customers: [
    { id: 'cus_ada', email: 'ada@example.com', created: 1 },
    { id: 'cus_ada2', email: 'ada@example.com', created: 2 },
    { id: 'cus_ada3', email: 'ada@example.com', created: 3 },
    { id: 'cus_calm', email: 'calm@example.com', created: 4 },
    { id: 'cus_yen', email: 'yen@example.com', created: 5 },
  ],
  charges: [
    charge('ch_1', 'cus_ada', 5 * HOUR),
    charge('ch_2', 'cus_ada', 5 * HOUR - 40, { amount_refunded: 500 }),
    charge('ch_3', 'cus_ada', 4 * HOUR, { captured: false, amount_captured: 0 }),
    charge('ch_declined', 'cus_ada', 4 * HOUR, { status: 'failed', amount_captured: 0 }),
    charge('ch_other_amount', 'cus_ada', 4 * HOUR, { amount: 2999, amount_captured: 2999 }),
    charge('ch_other_currency', 'cus_ada', 4 * HOUR, { currency: 'eur' }),
    charge('ch_last_month', 'cus_ada', 31 * DAY),
    charge('ch_other_customer', 'cus_ada2', 4 * HOUR),
    charge('ch_month_1', 'cus_calm', 28 * DAY),
    charge('ch_month_2', 'cus_calm', 1 * DAY),
    charge('ch_yen_1', 'cus_yen', 2 * HOUR, { amount: 500, amount_captured: 500, currency: 'jpy' }),
    charge('ch_yen_2', 'cus_yen', 1 * HOUR, {
      amount: 500,
      amount_captured: 500,
      amount_refunded: 500,
      currency: 'jpy',
      refunded: true,
    }),
  ],
}

const start = (t: ExecutionContext, key = STRIPE_KEY): Promise<TemplateBench> =>
  startTemplate(t, 'duplicate-charges', {
    names: [STRIPE_HOST],
    protocol: stripe(data),
    secrets: { STRIPE_API_KEY: key },
  })

test('finds what was charged twice among all charges of all customers with that address', async (t) => {
  const { run, service } = await start(t)
  const { result, error } = await run({ customer_email: 'Ada@Example.com' })
  t.is(error, null)
  t.like(result, {
    message: '1 amount was charged more than once within 24 hours.',
    payments_checked: 6,
    duplicates: [
      {
        amount: '19.99 USD',
        times: 3,
        too_much: '14.99 USD',
        charges: [
          { charge: 'ch_1', state: 'paid', for: 'Order 1042' },
          { charge: 'ch_2', state: '5.00 USD refunded' },
          { charge: 'ch_3', state: 'only reserved, not taken' },
        ],
      },
    ],
  })
  const pages = service.calls.filter(({ query }) => query.has('starting_after')).map(({ path }) => path)
  t.true(pages.includes('/v1/charges'))
  t.true(pages.includes('/v1/customers'))
})

test('says that nothing is too much where the second charge was refunded, without decimals for yen', async (t) => {
  const { run } = await start(t)
  const { result } = await run({ customer_email: 'cus_yen' })
  t.like(result.duplicates, [
    { amount: '500 JPY', too_much: '0 JPY', charges: [{ state: 'paid' }, { state: 'refunded' }] },
  ])
})

test('takes the same amount a month later for no duplicate, unless so many hours may lie between', async (t) => {
  const { run } = await start(t)
  const { result } = await run({ customer_email: 'calm@example.com' })
  t.deepEqual(result, {
    customer: 'calm@example.com',
    message: '2 payments in 30 days, none of them looks like a duplicate.',
    payments_checked: 2,
  })
  const wide = await run({ customer_email: 'calm@example.com', hours_apart: 28 * 24 })
  t.like(wide.result.duplicates, [{ times: 2, too_much: '19.99 USD' }])
})

test('says so where Stripe knows no such customer', async (t) => {
  const { run } = await start(t)
  const { result } = await run({ customer_email: 'nobody@example.com' })
  t.regex(String(result.message), /^Stripe knows no customer nobody@example\.com\./)
  const { error } = await run({ customer_email: 'cus_none' })
  t.regex(
    error?.message ?? '',
    /Stripe refuses the request \(400\)\. It says: No such customer: 'cus_none'\./,
  )
})

test('says which secret to check where the key is wrong', async (t) => {
  const { run } = await start(t, 'rk_test_of_somebody_else')
  const { error } = await run({ customer_email: 'ada@example.com' })
  t.regex(error?.message ?? '', /Stripe does not accept the key \(401\)\. Check the secret STRIPE_API_KEY/)
})

test('waits where it asks too often, and says so where that goes on', async (t) => {
  const { run, service } = await start(t)
  service.first(tooMany(1))
  t.is((await run({ customer_email: 'cus_yen' })).error, null)
  service.first(tooMany(1), tooMany(1), tooMany(90))
  const { error } = await run({ customer_email: 'cus_yen' })
  t.regex(error?.message ?? '', /Stripe is asked too often \(429\)\. Try again in 90 seconds/)
})
