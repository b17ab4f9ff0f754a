/*
 * The template 'sla-risk' as it is, against a server that speaks Zendesk's Ticketing API: API tokens, the cursors of
 * the export search, SLA targets as a sideload.
 */
import test, { type ExecutionContext } from 'ava'
import { startTemplate, type TemplateBench, templateOf } from './support/bench.ts'
import { basic, type Call, type Protocol, type Reply, tooMany } from './support/service.ts'

const HOST = 'acme.zendesk.com'
const EMAIL = 'support-bot@example.com'
const TOKEN = 'zdt-templates-9f8e7d6c5b4a'
/** Smaller than what is asked for, so that nothing fits on one page. */
const PAGE = 3

interface Ticket {
  id: number
  subject: string
  status: string
  priority: string | null
  assignee_id: number | null
  group: string
  slas?: { policy_metrics: object[] }
}

const inMinutes = (minutes: number): string =>
  new Date(Date.now() + minutes * 60_000 + 30_000).toISOString().replace(/\.\d+Z$/, 'Z')

const target = (minutes: number | null, metric = 'first_reply_time', stage = 'active') => ({
  metric,
  stage,
  breach_at: minutes === null ? null : inMinutes(minutes),
})

const ticket = (id: number, targets: object[], fields: Partial<Ticket> = {}): Ticket => ({
  id,
  subject: `Ticket ${id}`,
  status: 'open',
  priority: 'normal',
  assignee_id: 7,
  group: 'Support',
  slas: { policy_metrics: targets },
  ...fields,
})

const tickets = (): Ticket[] => [
  ticket(1, [target(90), target(45, 'next_reply_time')], { priority: 'high' }),
  ticket(2, [target(600)]),
  ticket(3, [target(-30, 'total_resolution_time')], { assignee_id: null, group: 'Billing' }),
  ticket(4, [target(10, 'first_reply_time', 'achieved'), target(null, 'agent_work_time', 'paused')]),
  ticket(5, [target(5)], { status: 'solved' }),
  ticket(6, []),
  ticket(7, [target(119)], { priority: null, status: 'new' }),
]

const error = (status: number, title: string, description: string): Reply => ({
  status,
  body: { error: title, description },
})

function zendesk(all: Ticket[]): Protocol {
  return (call) => {
    if (basic(call) !== `${EMAIL}/token:${TOKEN}`)
      return { status: 401, body: { error: "Couldn't authenticate you" } }
    if (call.path === '/api/v2/search/export') return searchExport(all, call)
    if (call.path === '/api/v2/tickets/show_many') return showMany(all, call)
    return error(404, 'InvalidEndpoint', 'Not found')
  }
}

function searchExport(all: Ticket[], { query }: Call): Reply {
  if (query.get('filter[type]') !== 'ticket') return error(400, 'InvalidValue', 'filter[type] is required')
  if (!(Number(query.get('page[size]')) <= 1000)) return error(400, 'InvalidValue', 'page[size] is too large')
  const words = query.get('query')?.match(/\w+[<:](?:"[^"]*"|\S+)/g) ?? []
  const found = all.filter((each) =>
    words.every((word) => {
      if (word === 'status<solved') return ['new', 'open', 'pending', 'hold'].includes(each.status)
      const [, field, value] = /^(group|priority):"([^"]*)"$/.exec(word) ?? []
      return field !== undefined && each[field as 'group' | 'priority'] === value
    }),
  )
  const start = Number(Buffer.from(query.get('page[after]') ?? '', 'base64').toString() || 0)
  const more = start + PAGE < found.length
  const cursor = Buffer.from(String(start + PAGE)).toString('base64')
  return {
    body: {
      // A search knows nothing of SLAs.
      results: found
        .slice(start, start + PAGE)
        .map(({ slas, ...rest }) => ({ ...rest, result_type: 'ticket' })),
      meta: { has_more: more, after_cursor: more ? cursor : null, before_cursor: null },
      links: { next: more ? `https://${HOST}/api/v2/search/export?page[after]=${cursor}` : null, prev: null },
      facets: null,
    },
  }
}

function showMany(all: Ticket[], { query }: Call): Reply {
  const ids = (query.get('ids') ?? '').split(',').map(Number)
  if (ids.length > 100) return error(400, 'TooManyIds', 'Number of ids exceeds 100')
  const found = all.filter(({ id }) => ids.includes(id))
  const sideload = query.get('include')?.split(',').includes('slas')
  return {
    body: {
      count: found.length,
      next_page: null,
      previous_page: null,
      tickets: found.map(({ slas, ...rest }) => (sideload && slas ? { ...rest, slas } : rest)),
    },
  }
}

const start = (t: ExecutionContext, all = tickets(), token = TOKEN): Promise<TemplateBench> =>
  startTemplate(t, 'sla-risk', {
    names: [HOST],
    protocol: zendesk(all),
    secrets: { ZENDESK_HOST: HOST, ZENDESK_EMAIL: EMAIL, ZENDESK_API_TOKEN: token },
  })

test('gives the open tickets whose target is missed or near, the most urgent first, over all pages', async (t) => {
  const { run, service } = await start(t)
  const { result, error } = await run()
  t.is(error, null)
  t.like(result, {
    message: 'Open tickets past their SLA target: 1. Due within 120 minutes: 2.',
    open_tickets: 6,
  })
  const near = result.tickets as { ticket: number; minutes_left: number }[]
  t.deepEqual(
    near.map(({ ticket }) => ticket),
    [3, 1, 7],
  )
  t.like(near[0], {
    target: 'total resolution time',
    assigned: 'no',
    link: `https://${HOST}/agent/tickets/3`,
  })
  t.like(near[1], { target: 'next reply time', assigned: 'yes', priority: 'high', subject: 'Ticket 1' })
  t.true(Math.abs((near[0]?.minutes_left ?? 0) + 30) <= 1)
  t.true(Math.abs((near[1]?.minutes_left ?? 0) - 45) <= 1)
  t.true(service.calls.some(({ query }) => query.has('page[after]')))
})

test('asks for the SLA targets of a hundred tickets at a time', async (t) => {
  const many = Array.from({ length: 130 }, (_, index) => ticket(index + 1, [target(index + 10)]))
  const { run, service } = await start(t, many)
  const { result } = await run({ minutes_ahead: 60 })
  t.is(result.open_tickets, 130)
  t.is((result.tickets as object[]).length, 25)
  t.is(service.calls.filter(({ path }) => path.endsWith('show_many')).length, 2)
})

test('keeps to a group, a priority and the time ahead', async (t) => {
  const { run } = await start(t)
  const billing = await run({ group: 'Bil"ling' })
  t.like(billing.result, { open_tickets: 1, tickets: [{ ticket: 3 }] })
  const high = await run({ priority: 'high', minutes_ahead: 30 })
  t.deepEqual(high.result, { message: 'No open ticket breaches its SLA within 30 minutes.', open_tickets: 1 })
})

test('says so where there are no tickets, and where there are no SLA targets', async (t) => {
  const none = await start(t, [])
  t.is((await none.run()).result.message, 'No open tickets.')
  const plain = await start(t, [ticket(1, [], { slas: undefined })])
  t.regex(String((await plain.run()).result.message), /^No open ticket has an SLA target that is running\./)
})

test('says what to check where the token is wrong, and where the host is', async (t) => {
  const { run } = await start(t, tickets(), 'zdt-of-somebody-else')
  const wrong = await run()
  t.regex(
    wrong.error?.message ?? '',
    /Zendesk does not accept the key \(401\)\. Check the secret ZENDESK_API_TOKEN/,
  )
  const { run: again, service } = await start(t)
  service.first({ status: 404, body: '<h1>Oops, this help center no longer exists</h1>' })
  t.regex((await again()).error?.message ?? '', /no Zendesk at this host\. Check the secret ZENDESK_HOST/)
})

test('waits where it asks too often, and says so where that would take too long', async (t) => {
  const { run, service } = await start(t)
  service.first(tooMany(1, 'Number of allowed API requests per minute exceeded'))
  t.is((await run()).error, null)
  service.first(tooMany(55))
  t.regex((await run()).error?.message ?? '', /Zendesk is asked too often \(429\)\. Try again in 55 seconds/)
})

test('comes with a schedule that is switched off', (t) => {
  t.like(templateOf('sla-risk').action.schedule, {
    enabled: false,
    cron: '0 * * * *',
    timezone: 'UTC',
    parameters: {},
  })
})
