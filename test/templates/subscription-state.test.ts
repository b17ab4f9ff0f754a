/*
 * The template 'subscription-state' as it is, against a server that speaks Stripe's API.
 */
import test, { type ExecutionContext } from 'ava'
import { startTemplate, type TemplateBench } from './support/bench.ts'
import { tooMany } from './support/service.ts'
import { STRIPE_HOST, STRIPE_KEY, type StripeObject, stripe } from './support/stripe.ts'

const MARCH = 1_772_359_200
const APRIL = 1_775_037_600

const item = (product: string, price: object = {}, quantity = 1) => ({
  id: `si_${product}`,
  current_period_start: MARCH,
  current_period_end: APRIL,
  quantity,
  price: {
    id: `price_${product}`,
    product,
    nickname: null,
    currency: 'eur',
    unit_amount: 1900,
    recurring: { interval: 'month', interval_count: 1 },
    ...price,
  },
})

const subscription = (id: string, fields: object = {}): StripeObject => ({
  id,
  object: 'subscription',
  cancel_at: null,
  cancel_at_period_end: false,
  canceled_at: null,
  created: MARCH,
  customer: 'cus_ada',
  ended_at: null,
  items: { object: 'list', data: [item('prod_team', {}, 5)] },
  latest_invoice: 'in_paid',
  pause_collection: null,
  status: 'active',
  trial_end: null,
  ...fields,
})

const data = {
  customers: [
    { id: 'cus_ada', email: 'ada@example.com', created: 1 },
    { id: 'cus_never', email: 'never@example.com', created: 2 },
  ],
  products: [
    { id: 'prod_team', name: 'Team plan', created: 1 },
    { id: 'prod_seats', name: 'Extra seats', created: 2 },
    { id: 'prod_jp', name: 'Japan plan', created: 3 },
  ],
  invoices: [
    { id: 'in_paid', status: 'paid', amount_remaining: 0, currency: 'eur' },
    { id: 'in_open', status: 'open', amount_remaining: 11_400, currency: 'eur' },
  ],
  subscriptions: [
    subscription('sub_old', { status: 'canceled', created: MARCH + 50, canceled_at: MARCH, ended_at: APRIL }),
    subscription('sub_due', {
      status: 'past_due',
      latest_invoice: 'in_open',
      created: MARCH + 40,
      items: { data: [item('prod_team', {}, 5), item('prod_seats', { unit_amount: 950 }, 2)] },
    }),
    subscription('sub_leaving', {
      cancel_at_period_end: true,
      cancel_at: APRIL,
      canceled_at: MARCH,
      created: MARCH + 30,
    }),
    subscription('sub_trial', {
      status: 'trialing',
      trial_end: APRIL,
      created: MARCH + 20,
      items: {
        data: [item('prod_jp', { currency: 'jpy', unit_amount: 2800, recurring: { interval: 'year' } })],
      },
    }),
    subscription('sub_metered', {
      created: MARCH + 10,
      items: {
        data: [
          item('prod_unknown', {
            unit_amount: null,
            nickname: 'By use',
            recurring: { interval: 'month', interval_count: 3 },
          }),
        ],
      },
    }),
  ],
}

const start = (t: ExecutionContext, key = STRIPE_KEY): Promise<TemplateBench> =>
  startTemplate(t, 'subscription-state', {
    names: [STRIPE_HOST],
    protocol: stripe(data),
    secrets: { STRIPE_API_KEY: key },
  })

test('gives every subscription of a customer, over all pages, ended ones last', async (t) => {
  const { run, service } = await start(t)
  const { result, error } = await run({ customer_email: 'ADA@example.com' })
  t.is(error, null)
  t.deepEqual(result, {
    customer: 'ADA@example.com',
    subscriptions: [
      {
        subscription: 'sub_due',
        plan: 'Team plan, Extra seats',
        status: 'past_due',
        meaning: 'the last payment failed and is tried again',
        price: '5 × 19.00 EUR per month, 2 × 9.50 EUR per month',
        period_ends: '2026-04-01T10:00Z',
        owed: '114.00 EUR',
      },
      {
        subscription: 'sub_leaving',
        plan: 'Team plan',
        status: 'active',
        price: '5 × 19.00 EUR per month',
        period_ends: '2026-04-01T10:00Z',
        cancelled_on: '2026-03-01T10:00Z',
        ends: '2026-04-01T10:00Z',
      },
      {
        subscription: 'sub_trial',
        plan: 'Japan plan',
        status: 'trialing',
        meaning: 'in its trial, nothing charged yet',
        price: '1 × 2800 JPY per year',
        period_ends: '2026-04-01T10:00Z',
        trial_ends: '2026-04-01T10:00Z',
      },
      {
        subscription: 'sub_metered',
        plan: 'By use',
        status: 'active',
        price: 'by tiers per 3 months',
        period_ends: '2026-04-01T10:00Z',
      },
      {
        subscription: 'sub_old',
        plan: 'Team plan',
        status: 'canceled',
        meaning: 'ended',
        price: '5 × 19.00 EUR per month',
        period_ends: '2026-04-01T10:00Z',
        cancelled_on: '2026-03-01T10:00Z',
        ends: '2026-04-01T10:00Z',
      },
    ],
  })
  const pages = service.calls.filter(({ query }) => query.has('starting_after')).map(({ path }) => path)
  t.deepEqual(new Set(pages), new Set(['/v1/subscriptions', '/v1/products']))
})

test('takes the id of a customer or of one subscription', async (t) => {
  const { run } = await start(t)
  const one = await run({ customer_email: 'sub_trial' })
  t.like(one.result.subscriptions, [{ subscription: 'sub_trial', status: 'trialing' }])
  const all = await run({ customer_email: 'cus_ada' })
  t.is((all.result.subscriptions as object[]).length, 5)
})

test('tells a customer without a subscription from nobody', async (t) => {
  const { run } = await start(t)
  const never = await run({ customer_email: 'never@example.com' })
  t.is(never.result.message, 'never@example.com has no subscription, and never had one.')
  for (const customer of ['nobody@example.com', 'sub_none'])
    t.is((await run({ customer_email: customer })).result.message, `${customer} is not known to Stripe.`)
})

test('says which secret to check where the key is wrong', async (t) => {
  const { run } = await start(t, 'rk_test_of_somebody_else')
  const { error } = await run({ customer_email: 'ada@example.com' })
  t.regex(error?.message ?? '', /Stripe does not accept the key \(401\)\. Check the secret STRIPE_API_KEY/)
})

test('tries again where it asks too often or Stripe has a fault, and gives up in the end', async (t) => {
  const { run, service } = await start(t)
  service.first(tooMany(1), { status: 503 })
  t.is((await run({ customer_email: 'cus_ada' })).error, null)
  service.first({ status: 500 }, { status: 502 }, { status: 503 }, { status: 504 })
  const { error } = await run({ customer_email: 'cus_ada' })
  t.regex(error?.message ?? '', /Stripe has a problem of its own \(504\)\. Try again in 60 seconds\./)
})
