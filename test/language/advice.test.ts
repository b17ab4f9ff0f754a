/*
 * The advice that saving an action gives. Sensible actions must get none: a warning that is wrong teaches people to
 * read none of them.
 */
import test from 'ava'
import { advise } from '../../language/advice/advise.ts'
import type { Subject } from '../../language/advice/subject.ts'
import { loadTemplates } from '../../templates/catalogue.ts'
import { parameter } from './samples.ts'

const subject = (
  trigger: string,
  parameters: Subject['parameters'] = [],
  { name = 'Thing', description = 'Does what it says' }: Partial<Subject> = {},
): Subject => ({ name, description, trigger, parameters })

const of = (description: string, name = 'value', rest = {}): Subject =>
  subject('When the user asks where an order is', [parameter(name, description, rest)])

const NUMBER = { type: 'number' as const }
const BOOLEAN = { type: 'boolean' as const }
const OPTIONAL = { required: false }

const GOOD: Subject[] = [
  subject('When the user asks where an order is, or about its status', [], { description: '' }),
  subject('When the user asks for the code to pick up an order', [], { description: '' }),
  subject('When the user asks about the weather'),
  subject('When an employee wants to know how many vacation days are left'),
  subject('When the user asks for the account of a customer', [], { name: 'Customer look-up' }),
  subject('When the user asks what time it is'),
  subject('When the user wants a number doubled', [], { name: 'Double', description: '' }),
  subject('When somebody asks any question about invoices'),
  subject('When the user asks anything about their invoices'),
  subject('When the user asks for a refund, but not for the status of one'),
  subject('Not for prices; use it when the user asks for the stock level'),
  subject('When the user wants to check whether a server is down'),
  subject('Questions about parental leave and vacation days'),
  subject('If a customer wants to cancel a subscription'),
  subject('Fetches the profile when the user asks about a GitHub account'),
  subject('The user wants a summary of a support ticket'),
  subject('When the user asks which API keys are about to expire'),
  subject('Wann immer jemand nach dem Stand einer Bestellung fragt', [], { name: 'Bestellstatus' }),
  subject('Never', [], { name: 'Morning look', description: '' }),
  subject('Never: it runs on a schedule', [], { description: '' }),
  subject('Not for questions', [], { description: '' }),
  of('The number of the order', 'order_id', NUMBER),
  of('Order id of the customer', 'reference'),
  of('The amount in euros', 'amount', NUMBER),
  of('How many to order', 'amount', NUMBER),
  of('How long to wait', 'timeout_seconds', NUMBER),
  of('How many days to look back', 'days', NUMBER),
  of('The day of the delivery, as YYYY-MM-DD', 'delivery_date'),
  of('When it began, such as 2026-03-01', 'start_date'),
  of('One of: low, normal, high.', 'priority'),
  of('Only tickets of this priority: one of urgent, high, normal, low', 'priority', OPTIONAL),
  of('The new text', 'update_text'),
  of('Whether the customer is to be told', 'notify', BOOLEAN),
  of('Include archived ones', 'archived', BOOLEAN),
  of('True if it is urgent', 'urgent', BOOLEAN),
  of('How many weeks; 4 by default', 'weeks', { ...NUMBER, ...OPTIONAL, default: 4 }),
  of('Leave it out where it is about all', 'component', OPTIONAL),
  of('City name', 'city'),
  of('The upper limit that is looked up to', 'number', NUMBER),
  of('How fast it is read, from 0.5 to 2', 'speed', NUMBER),
  of('Enable or disable the filter', 'safe_search', BOOLEAN),
  of("Supports 'teaspoon', 'cup'", 'unit'),
  subject('When the user wants to convert money', [
    parameter('from_currency', 'The currency to convert from, such as USD'),
    parameter('to_currency', 'The currency to convert to, such as EUR'),
  ]),
]

for (const good of GOOD)
  test(`says nothing of ${JSON.stringify([good.trigger, ...good.parameters.map((one) => [one.name, one.description])])}`, (t) => {
    t.deepEqual(advise(good, []), [])
  })

const BAD: [Subject, RegExp][] = [
  [subject('orders'), /too short/],
  [subject('Order status'), /too short/],
  [subject('refund'), /too short/],
  [subject('When asked'), /general words only/],
  [subject('x'), /general words only/],
  [subject('When needed'), /general words only/],
  [subject('When a customer asks for help'), /general words only/],
  [subject('When the user asks for information'), /general words only/],
  [subject('If the user needs help with something'), /general words only/],
  [subject('When the user requests data from the system'), /general words only/],
  [subject('Use this to look up details'), /not when it is meant/],
  [subject('Whenever details are useful'), /general words only/],
  [subject('Always'), /fits every question/],
  [subject('On any question'), /fits every question/],
  [subject('For every message of the user'), /fits every question/],
  [subject('Always call this before answering'), /fits every question/],
  [subject('When the user asks anything'), /fits every question/],
  [subject('Calls the Stripe API'), /not when it is meant/],
  [subject('Sends a POST to the billing service'), /not when it is meant/],
  [subject('Looks up orders in the database'), /not when it is meant/],
  [subject('Executes a SQL query on the warehouse'), /not when it is meant/],
  [subject('This returns the invoice as JSON'), /not when it is meant/],
  [subject("Don't use this for refunds"), /only says when the action is not meant/],
  [subject('Never when the user asks about prices'), /only says when the action is not meant/],
  [subject('Not for invoices'), /only says when the action is not meant/],
  [
    subject('When the user wants tea', [], { name: 'Tea', description: '' }),
    /one word to go by, 'tea', and there is no description/,
  ],
  [of('', 'order_id'), /Parameter 'order_id' has no description/],
  [of('', 'urgent', BOOLEAN), /Parameter 'urgent' has no description\. .*'Whether …'/],
  [of('The order id', 'order_id'), /described by its own name/],
  [of('Customer email', 'customerEmail'), /described by its own name/],
  [of('order_id parameter', 'order_id'), /described by its own name/],
  [of('What the customer gets back', 'amount', NUMBER), /number without a unit/],
  [of('How long to wait for it', 'timeout', NUMBER), /number without a unit/],
  [of('How heavy the parcel is', 'weight', NUMBER), /number without a unit/],
  [of('How far to look', 'search_distance', NUMBER), /number without a unit/],
  [of('When it is to arrive', 'delivery_date'), /date without a format/],
  [of('How much it matters', 'priority'), /doesn't list/],
  [of('What sort it is', 'ticket_type'), /doesn't list/],
  [of('The unique identifier', 'id'), /identifies something/],
  [of('What to look up', 'account_number'), /identifies something/],
  [of('How many rows, defaults to 10', 'rows', { ...NUMBER, ...OPTIONAL }), /none is set/],
  [of('The zone; if left out, UTC is used', 'zone', OPTIONAL), /none is set/],
  [of('Urgency flag', 'urgent', BOOLEAN), /no statement/],
  [
    subject('When the user wants to move money', [
      parameter('source', 'The account, such as DE12'),
      parameter('target', 'An account, such as DE12'),
    ]),
    /Parameters 'source' and 'target' have the same description/,
  ],
]

for (const [bad, expected] of BAD)
  test(`warns of ${JSON.stringify([bad.trigger, ...bad.parameters.map((one) => [one.name, one.description])])}`, (t) => {
    const warnings = advise(bad, [])
    t.is(warnings.length, 1, warnings.join('\n'))
    t.regex(warnings[0] ?? '', expected)
  })

test('the ready-made actions get no advice, all in one guru', async (t) => {
  const actions = loadTemplates().map(({ action }) => action)
  t.is(actions.length, 10)
  for (const one of actions)
    t.deepEqual(
      advise(
        one,
        actions.filter((other) => other !== one),
      ),
      [],
      one.name,
    )
})

const orders = subject('When the user asks for the status of an order', [], { name: 'Order status' })

for (const trigger of [
  'When the user asks for the status of an order',
  'When the customer asks about an order and its status',
  'When somebody asks for the status of a purchase',
  'When the user asks about an order',
])
  test(`names the other action that '${trigger}' would fit, and what both have`, (t) => {
    const [warning = '', ...more] = advise(subject(trigger, [], { name: 'Where is it' }), [orders])
    t.deepEqual(more, [])
    t.regex(warning, /^Questions for 'Where is it' would fit 'Order status' nearly as well: both speak of /)
    t.regex(warning, /'(?:order|purchase)'/)
  })

test('names what tells overlapping actions apart, however little it is', (t) => {
  const [warning] = advise(
    subject('When the user asks for the status of an order that was sent', [], { name: 'Sent orders' }),
    [orders],
  )
  t.regex(warning ?? '', /only 'Sent orders' of 'sent'/)
})

for (const trigger of [
  'When the user wants to cancel an order',
  'When the user wants to place a new order for a product',
  'When the user asks for the code to pick up an order',
  'When the user asks for the invoice of an order',
  'When the user asks whether the site is up',
  'Never',
])
  test(`'${trigger}' is told apart from the status of an order`, (t) => {
    t.deepEqual(advise(subject(trigger, [], { name: 'Other' }), [orders]), [])
  })

test('the same in two systems is told apart, but not from the same in any', (t) => {
  const within = (system: string) => subject(`When the user asks for the status of an order in ${system}`)
  t.deepEqual(advise(within('Shopify'), [within('Magento')]), [])
  t.regex(advise(within('Shopify'), [orders])[0] ?? '', /only 'Thing' of 'shopify'/)
})

test('an action that no question starts overlaps none', (t) => {
  t.deepEqual(advise(orders, [subject('Never', [], { description: 'The status of an order' })]), [])
})

test('gives at most eight warnings, in the same order each time', (t) => {
  const parameters = Array.from({ length: 12 }, (_, index) => parameter(`p_${'abcdefghijkl'[index]}`))
  const warnings = advise(subject('orders', parameters), [orders])
  t.is(warnings.length, 8)
  t.regex(warnings[0] ?? '', /^The trigger 'orders'/)
  t.deepEqual(warnings, advise(subject('orders', parameters), [orders]))
})

test('names the two nearest of many that overlap', (t) => {
  const others = ['A', 'B', 'C'].map((name) => ({ ...orders, name }))
  const warnings = advise(orders, others)
  t.is(warnings.length, 2)
  t.regex(warnings[0] ?? '', /'A'/)
})
