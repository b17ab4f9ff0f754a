import test from 'ava'
import type { OfferedAction } from '../../domain/language.ts'
import {
  action,
  currency,
  extracted,
  github,
  order,
  parameter,
  refund,
  ticket,
  understood,
  weather,
} from './samples.ts'

const number = (name: string, description = '') => parameter(name, description, { type: 'number' })
const triangle = action('Triangle area', 'When the user asks for the area of a triangle', [
  number('base', 'The base of the triangle'),
  number('height', 'The height of the triangle'),
])
const meeting = action('Book meeting', 'When the user wants to book a meeting', [
  parameter('date', 'Day of the meeting, YYYY-MM-DD'),
  parameter('attendee_email', 'Email address of the attendee'),
])
const trip = action('Book trip', 'When the user wants to book a trip', [
  parameter('origin', 'City of departure'),
  parameter('destination', 'City of arrival'),
  parameter('start_date', 'First day, YYYY-MM-DD'),
  parameter('end_date', 'Last day, YYYY-MM-DD'),
])
const ping = action('Check page', 'When the user asks whether a page is up', [
  parameter('url', 'Address of the page'),
])
const search = action('Search notes', 'When the user wants to search the notes', [
  parameter('query', 'Words to search for'),
])
const logs = action('Error logs', 'When the user asks for the error logs of a service', [
  parameter('service', 'Name of the service'),
  parameter('lines', 'How many lines', { type: 'number', required: false }),
  parameter('include_debug', 'Whether debug lines are shown too', { type: 'boolean', required: false }),
])
const loan = action('Loan interest', 'When the user asks for the interest of a loan', [
  number('principal', 'Amount of the loan'),
  number('annual_rate', 'Annual rate in percent'),
  number('years', 'Duration in years'),
])
const growth = action('Investment growth', 'When the user asks how an investment grows', [
  number('amount', 'Amount invested'),
  number('rate', 'Annual rate as a decimal, 5% is 0.05'),
])

const CASES: [string, OfferedAction, Record<string, unknown>][] = [
  ['who is octocat on github?', github, { username: 'octocat' }],
  ['github profile of "sindre-sorhus"', github, { username: 'sindre-sorhus' }],
  ['GitHub profile, my username is gaearon', github, { username: 'gaearon' }],
  ['where is my order 12345?', order, { order_number: '12345' }],
  ["what's the status of order #A-991?", order, { order_number: 'A-991' }],
  [
    'Has the refund for order 4711 been paid? I am ann@example.com',
    refund,
    { order_id: '4711', email: 'ann@example.com' },
  ],
  ["What's the weather in New York?", weather, { city: 'New York', units: 'metric' }],
  ['weather in São Paulo please, imperial', weather, { city: 'São Paulo', units: 'imperial' }],
  ['convert 1,250.50 USD to EUR', currency, { amount: 1250.5, from: 'USD', to: 'EUR' }],
  ['convert one hundred and fifty GBP to JPY', currency, { amount: 150, from: 'GBP', to: 'JPY' }],
  ['area of a triangle with a base of 10 cm and a height of 5 cm', triangle, { base: 10, height: 5 }],
  ['area of a triangle with height 5 and base 10', triangle, { base: 10, height: 5 }],
  [
    'book a meeting with bob@example.com on March 5th, 2026',
    meeting,
    { date: '2026-03-05', attendee_email: 'bob@example.com' },
  ],
  [
    'book a meeting tomorrow with bob@example.com',
    meeting,
    { date: '2026-03-03', attendee_email: 'bob@example.com' },
  ],
  [
    'book a trip from Berlin to Rome from May 3, 2026 to May 9, 2026',
    trip,
    { origin: 'Berlin', destination: 'Rome', start_date: '2026-05-03', end_date: '2026-05-09' },
  ],
  [
    'book a trip to Rome from Berlin on 2026-05-03',
    trip,
    { origin: 'Berlin', destination: 'Rome', start_date: '2026-05-03' },
  ],
  ['is the page https://example.com/a?b=1 up?', ping, { url: 'https://example.com/a?b=1' }],
  ['is the page status.example.org up?', ping, { url: 'status.example.org' }],
  ['search the notes for quarterly planning', search, { query: 'quarterly planning' }],
  ['search my notes for "red, green and blue"', search, { query: 'red, green and blue' }],
  [
    'open a ticket: the printer is on fire, urgent',
    ticket,
    { subject: 'the printer is on fire, urgent', urgent: true },
  ],
  ['last 50 lines of the error logs of the billing service', logs, { service: 'billing', lines: 50 }],
  ['error logs of the service checkout including debug', logs, { service: 'checkout', include_debug: true }],
  ['error logs of the service checkout without debug', logs, { service: 'checkout', include_debug: false }],
  [
    'interest of a loan of $5000 at an annual rate of 3% for 4 years',
    loan,
    { principal: 5000, annual_rate: 3, years: 4 },
  ],
  ['how does an investment of $2k grow at a rate of 5%?', growth, { amount: 2000, rate: 0.05 }],
]
for (const [question, offered, expected] of CASES)
  test(`takes the values out of "${question}"`, async (t) => {
    t.deepEqual(await extracted(question, offered), expected)
  })

test('what is not there is missing, never made up', async (t) => {
  const { matches } = await understood('Has my refund been paid?')
  t.deepEqual(matches[0]?.parameters, {})
  t.deepEqual(matches[0]?.missing, ['order_id', 'email'])
})

test('a default stands in for what is not there', async (t) => {
  const { matches } = await understood('chart of the sales please')
  t.deepEqual(matches[0]?.parameters, { months: 6 })
})

test('an absent optional parameter without a default is left out', async (t) => {
  t.deepEqual(await extracted('error logs of the service "api"', logs), { service: 'api' })
})

test("the user's own attribute fills a parameter of its name", async (t) => {
  const { matches } = await understood('Has the refund for order 4711 been paid?', {
    user: { email: 'me@example.org' },
  })
  t.deepEqual(matches[0]?.parameters, { order_id: '4711', email: 'me@example.org' })
  t.deepEqual(matches[0]?.missing, [])
})

test("an address in the question goes before the user's own", async (t) => {
  const { matches } = await understood('Has the refund for order 4711 been paid to ann@example.com?', {
    user: { email: 'me@example.org' },
  })
  t.is(matches[0]?.parameters.email, 'ann@example.com')
})

test("the user's address is not taken for somebody else's", async (t) => {
  const { matches } = await understood('book a meeting tomorrow', {
    actions: [meeting],
    user: { email: 'me@example.org' },
  })
  t.deepEqual(matches[0]?.missing, ['attendee_email'])
})

test('an attribute of the wrong type is not used', async (t) => {
  const { matches } = await understood('Has the refund for order 4711 been paid?', {
    user: { email: { nested: true } },
  })
  t.deepEqual(matches[0]?.missing, ['email'])
})

test('every value has the type of its parameter', async (t) => {
  for (const [question, offered] of CASES)
    for (const [name, value] of Object.entries(await extracted(question, offered)))
      t.is(
        typeof value,
        offered.parameters.find((one) => one.name === name)?.type ?? 'undefined',
        `${question}: ${name}`,
      )
})

test('every text value stands in the question, in the list of allowed words or is a date', async (t) => {
  for (const [question, offered] of CASES)
    for (const value of Object.values(await extracted(question, offered)))
      if (typeof value === 'string' && !/^\d{4}-\d\d-\d\d$/.test(value))
        t.true(question.includes(value) || ['metric', 'imperial'].includes(value), `${question}: ${value}`)
})
