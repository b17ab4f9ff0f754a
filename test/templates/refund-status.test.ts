/*
 * The template 'refund-status' as it is, against a server that speaks Stripe's API.
 */
import test, { type ExecutionContext } from 'ava'
import { startTemplate, type TemplateBench } from './support/bench.ts'
import { tooMany } from './support/service.ts'
import { refuse, STRIPE_HOST, STRIPE_KEY, type StripeObject, stripe } from './support/stripe.ts'

const CREATED = 1_772_359_200

const charge = (id: string, fields: object = {}): StripeObject => ({
  id,
  object: 'charge',
  amount: 4250,
  amount_captured: 4250,
  amount_refunded: 0,
  captured: true,
  created: CREATED,
  currency: 'eur',
  metadata: {},
  payment_intent: `pi_${id}`,
  refunded: false,
  status: 'succeeded',
  ...fields,
})

const refund = (id: string, of: string, fields: object = {}): StripeObject => ({
  id,
  object: 'refund',
  amount: 1000,
  charge: of,
  created: CREATED + 60,
  currency: 'eur',
  reason: null,
  status: 'succeeded',
  ...fields,
})

const arn = (reference: string) => ({
  destination_details: { card: { reference, reference_status: 'available', type: 'refund' }, type: 'card' },
})

const data = {
  charges: [
    charge('ch_1042', { amount_refunded: 3000, metadata: { order_id: '1042' } }),
    charge('ch_declined', { status: 'failed', amount_captured: 0, metadata: { order_id: '1042' } }),
    charge('ch_second', { amount: 500, amount_captured: 500, metadata: { order_id: '1042' } }),
    charge('ch_yen', { amount: 3800, amount_captured: 3800, amount_refunded: 3800, currency: 'jpy' }),
    charge('ch_dinar', { amount: 12_340, amount_captured: 12_340, currency: 'kwd' }),
    charge('ch_quote', { metadata: { bestellung: 'A"1\\2' } }),
  ],
  refunds: [
    refund('re_1', 'ch_1042', { created: CREATED + 300, ...arn('74627224073000123456789') }),
    refund('re_2', 'ch_1042', { created: CREATED + 200, status: 'pending', reason: 'requested_by_customer' }),
    refund('re_3', 'ch_1042', {
      created: CREATED + 100,
      status: 'failed',
      failure_reason: 'expired_or_canceled_card',
    }),
    refund('re_yen', 'ch_yen', { amount: 3800, currency: 'jpy' }),
  ],
}

const start = (t: ExecutionContext, key = STRIPE_KEY, more = {}): Promise<TemplateBench> =>
  startTemplate(t, 'refund-status', {
    names: [STRIPE_HOST],
    protocol: stripe(data),
    secrets: { STRIPE_API_KEY: key, ...more },
  })

test('gives every refund of an order, over all pages of search and list', async (t) => {
  const { run, service } = await start(t)
  const { result, error } = await run({ reference: '#1042' })
  t.is(error, null)
  t.deepEqual(result, {
    reference: '#1042',
    paid: '42.50 EUR, 5.00 EUR',
    refunded: '30.00 EUR, 0.00 EUR',
    refunds: [
      {
        refund: 're_1',
        sum: '10.00 EUR',
        status: 'succeeded',
        meaning: 'sent to the bank; cards show it within 5 to 10 business days',
        created: '2026-03-01T10:05Z',
        bank_reference: '74627224073000123456789',
      },
      {
        refund: 're_2',
        sum: '10.00 EUR',
        status: 'pending',
        meaning: 'on its way, not confirmed by the bank yet',
        created: '2026-03-01T10:03Z',
        reason: 'requested_by_customer',
      },
      {
        refund: 're_3',
        sum: '10.00 EUR',
        status: 'failed',
        meaning: 'did not arrive: the money is back in the Stripe balance',
        created: '2026-03-01T10:01Z',
        failure: 'expired_or_canceled_card',
      },
    ],
  })
  t.true(service.calls.some(({ query }) => query.get('page') === 'page-2'))
  t.true(service.calls.some(({ query }) => query.get('starting_after') === 're_2'))
})

test('takes the ids of charges, payments and refunds, and knows currencies without decimals', async (t) => {
  const { run } = await start(t)
  for (const reference of ['ch_yen', 'pi_ch_yen', 're_yen']) {
    const { result } = await run({ reference })
    t.is(result.paid, '3800 JPY', reference)
    t.like(result.refunds, [{ refund: 're_yen', sum: '3800 JPY' }])
  }
  const { result } = await run({ reference: 'ch_dinar' })
  t.is(result.paid, '12.340 KWD')
  t.regex(String(result.message), /nothing of it was refunded/)
})

test('an order number cannot change the search, and may be in another field', async (t) => {
  const { run } = await start(t, STRIPE_KEY, { STRIPE_ORDER_FIELD: 'bestellung' })
  const { result, error } = await run({ reference: 'A"1\\2' })
  t.is(error, null)
  t.is(result.paid, '42.50 EUR')
})

test('says so where there is no such payment', async (t) => {
  const { run } = await start(t)
  for (const reference of ['9999', 'ch_none', 're_none', 'ch_../../customers'])
    t.deepEqual((await run({ reference })).result, {
      reference,
      message: `No payment was found in Stripe for ${reference}.`,
    })
})

test('says which secret to check where the key is refused, and shows no part of it', async (t) => {
  const { run, service } = await start(t, 'rk_test_of_somebody_else')
  const wrong = await run({ reference: '1042' })
  t.is(wrong.error?.code, 'python_error')
  t.regex(
    wrong.error?.message ?? '',
    /^ServiceError: Stripe does not accept the key \(401\)\. Check the secret STRIPE_API_KEY\./,
  )
  const scope =
    "The provided key 'rk_test_*********2kQz' does not have the required permissions for this endpoint."
  service.first(refuse(403, { message: scope }))
  const narrow = await run({ reference: '1042' })
  t.regex(
    narrow.error?.message ?? '',
    /forbids that \(403\)\. It says: The provided key … does not have the required/,
  )
  t.false(narrow.error?.message.includes('2kQz'))
})

test('waits as long as it is told where it asks too often, and tries again after faults', async (t) => {
  const { run, service } = await start(t)
  service.first(
    tooMany(1, { error: { code: 'rate_limit', message: 'Too many requests' } }),
    { status: 500 },
    { broken: true },
  )
  const { result, error } = await run({ reference: 'ch_yen' })
  t.is(error, null)
  t.is(result.paid, '3800 JPY')
})

test('gives up at once where it would have to wait longer than it may', async (t) => {
  const { run, service } = await start(t)
  service.first(tooMany(600))
  const { error } = await run({ reference: '1042' })
  t.regex(error?.message ?? '', /Stripe is asked too often \(429\)\. Try again in 600 seconds\./)
  t.is(service.calls.length, 1)
})
