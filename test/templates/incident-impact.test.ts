/*
 * The template 'incident-impact' as it is, against a server that speaks PostHog's query API. It reads no SQL: it
 * checks that the query is of the form that HogQL has, that every value comes as a value and never in the text, and
 * answers what such a query answers.
 */
import test, { type ExecutionContext } from 'ava'
import { startTemplate, type TemplateBench } from './support/bench.ts'
import { type Protocol, type Reply, tooMany } from './support/service.ts'

const HOST = 'eu.posthog.com'
const KEY = 'phx_templates_0a1b2c3d4e5f'
const PROJECT = '12345'

interface Event {
  person: string
  email: string | null
  event: string
  at: string
  url: string | null
}

const event = (person: string, at: string, fields: Partial<Event> = {}): Event => ({
  person,
  email: `${person}@example.com`,
  event: '$exception',
  at,
  url: 'https://app.example.com/checkout/pay',
  ...fields,
})

const events = (): Event[] => [
  event('ada', '2026-03-01T14:00:00Z'),
  event('ada', '2026-03-01T14:30:00Z'),
  event('ada', '2026-03-01T15:29:59Z', { url: 'https://app.example.com/orders' }),
  event('bob', '2026-03-01T15:00:00Z', { url: null }),
  event('eve', '2026-03-01T15:00:00Z', { email: null }),
  event('late', '2026-03-01T15:30:00Z'),
  event('early', '2026-03-01T13:59:59Z'),
  event('calm', '2026-03-01T14:30:00Z', { event: '$pageview' }),
]

const refuse = (status: number, type: string, code: string, detail: string): Reply => ({
  status,
  body: { type, code, detail, attr: null },
})

const COLUMNS = ['who', 'email', 'name', 'events', 'first_at', 'last_at']
const SHAPE =
  /^\s*SELECT toString\(person_id\) AS who, .* FROM events WHERE (.*) GROUP BY who ORDER BY who LIMIT (\d+)\s*$/

function posthog(all: Event[]): Protocol {
  return ({ method, path, headers, body }) => {
    if (headers.authorization !== `Bearer ${KEY}`)
      return refuse(
        401,
        'authentication_error',
        'authentication_failed',
        'Personal API key found in request Authorization header is invalid.',
      )
    if (method !== 'POST' || path !== `/api/projects/${PROJECT}/query/`)
      return refuse(404, 'invalid_request', 'not_found', 'Project not found.')
    const { query } = JSON.parse(body)
    const [, where = '', limit] = SHAPE.exec(query.query.replace(/\s+/g, ' ')) ?? []
    const names = Array.from(where.matchAll(/\{(\w+)\}/g), ([, name = '']) => name)
    const unset = names.find((name) => typeof query.values[name] !== 'string')
    if (query.kind !== 'HogQLQuery' || !where || unset || /'/.test(where))
      return refuse(400, 'validation_error', 'invalid_input', `Unresolved placeholder: {${unset}}`)
    if (Number(limit) > 50_000) return refuse(400, 'validation_error', 'invalid_input', 'LIMIT is too large')
    return {
      body: { columns: COLUMNS, results: rows(all, query.values, names, Number(limit)), hasMore: false },
    }
  }
}

function rows(all: Event[], values: Record<string, string>, names: string[], limit: number): unknown[][] {
  const time = (text = ''): number => Date.parse(text) / 1000
  const inUrl = names.includes('url') ? (values.url ?? '').replaceAll('%', '') : null
  const hits = all.filter(
    ({ event, at, url, person }) =>
      event === values.event &&
      time(at) >= time(values.start) &&
      time(at) < time(values.end) &&
      person > (values.after ?? '') &&
      (inUrl === null || url?.includes(inUrl)),
  )
  const people = [...Map.groupBy(hits, ({ person }) => person)].sort(([a], [b]) => (a < b ? -1 : 1))
  return people.slice(0, limit).map(([person, of]) => {
    const times = of.map(({ at }) => time(at))
    return [person, of[0]?.email, null, of.length, Math.min(...times), Math.max(...times)]
  })
}

const start = (
  t: ExecutionContext,
  all = events(),
  secrets: Record<string, string> = {},
): Promise<TemplateBench> =>
  startTemplate(t, 'incident-impact', {
    names: [HOST],
    protocol: posthog(all),
    secrets: { POSTHOG_HOST: HOST, POSTHOG_PROJECT_ID: PROJECT, POSTHOG_API_KEY: KEY, ...secrets },
  })

const window = { start_time: '2026-03-01T14:00:00Z', end_time: '2026-03-01T15:30:00Z' }

test('gives who had errors within the window, and how many', async (t) => {
  const { run } = await start(t)
  const { result, error } = await run(window)
  t.is(error, null)
  t.deepEqual(result, {
    message:
      'Customers who had the event $exception between 2026-03-01T14:00:00Z and 2026-03-01T15:30:00Z: 3, 5 times in all.',
    customers: 3,
    without_email: 1,
    most_affected: [
      { customer: 'ada@example.com', events: 3, first: '2026-03-01T14:00:00Z', last: '2026-03-01T15:29:59Z' },
      { customer: 'bob@example.com', events: 1, first: '2026-03-01T15:00:00Z', last: '2026-03-01T15:00:00Z' },
      { customer: 'eve', events: 1, first: '2026-03-01T15:00:00Z', last: '2026-03-01T15:00:00Z' },
    ],
  })
})

test('goes on to the last page', async (t) => {
  const many = Array.from({ length: 2300 }, (_, index) =>
    event(`person-${String(index).padStart(5, '0')}`, '2026-03-01T14:10:00Z'),
  )
  const { run, service } = await start(t, many)
  const { result } = await run(window)
  t.is(result.customers, 2300)
  t.is((result.most_affected as object[]).length, 25)
  t.deepEqual(
    service.calls.map(({ body }) => JSON.parse(body).query.values.after),
    ['', 'person-00999', 'person-01999'],
  )
})

test('reads times as people write them, in any zone', async (t) => {
  const { run } = await start(t)
  const { result } = await run({ start_time: '1 March 2026 15:00 +0100', end_time: '2026-03-01 15:30' })
  t.is(result.customers, 3)
})

test('keeps to an event and a part of the address, neither of which can change the query', async (t) => {
  const { run } = await start(t)
  const checkout = await run({ ...window, page: '/checkout' })
  t.is(checkout.result.customers, 2)
  const views = await run({ ...window, event: '$pageview' })
  t.is(views.result.customers, 1)
  const odd = await run({ ...window, event: "x' OR 1=1 --" })
  t.is(odd.error, null)
  t.is(odd.result.customers, 0)
  t.regex(String(odd.result.message), /^Nobody had the event/)
})

test('says what is wrong with a window before it asks', async (t) => {
  const { run, service } = await start(t)
  const cases: [string, string, RegExp][] = [
    [
      'yesterday-ish',
      '2026-03-01',
      /start_time must be a date and time such as 2026-03-01 14:00, not 'yesterday-ish'/,
    ],
    ['2026-03-02', '2026-03-01', /end_time must be after start_time/],
    ['2026-01-01', '2026-03-01', /may last 31 days at most/],
  ]
  for (const [start_time, end_time, expected] of cases)
    t.regex((await run({ start_time, end_time })).error?.message ?? '', expected)
  t.is(service.calls.length, 0)
})

test('says which secret to check where key or project are wrong', async (t) => {
  const { run } = await start(t, events(), { POSTHOG_API_KEY: 'phx_of_somebody_else' })
  t.regex(
    (await run(window)).error?.message ?? '',
    /PostHog does not accept the key \(401\)\. Check the secret POSTHOG_API_KEY/,
  )
  const { run: elsewhere } = await start(t, events(), { POSTHOG_PROJECT_ID: '999/../1' })
  t.regex(
    (await elsewhere(window)).error?.message ?? '',
    /no such project\. Check the secret POSTHOG_PROJECT_ID/,
  )
})

test('waits where it asks too often, and passes on what PostHog says of a query it refuses', async (t) => {
  const { run, service } = await start(t)
  service.first(
    tooMany(1, { type: 'throttled_error', code: 'throttled', detail: 'Request was throttled.' }),
    { status: 504 },
  )
  t.is((await run(window)).error, null)
  service.first(refuse(400, 'validation_error', 'invalid_input', 'Query exceeds memory limits.'))
  t.regex(
    (await run(window)).error?.message ?? '',
    /PostHog refuses the request \(400\)\. It says: Query exceeds memory limits\./,
  )
})
