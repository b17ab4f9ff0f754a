/*
 * The template 'incidents' as it is, against a server that answers like a public page of Statuspage.
 */
import test, { type ExecutionContext } from 'ava'
import { startTemplate, type TemplateBench } from './support/bench.ts'
import type { Protocol } from './support/service.ts'

const HOST = 'status.example.com'

const component = (name: string, status = 'operational', fields: object = {}) => ({
  id: name.toLowerCase(),
  name,
  status,
  description: null,
  group: false,
  group_id: null,
  only_show_if_degraded: false,
  page_id: 'p1',
  position: 1,
  showcase: true,
  created_at: '2024-01-01T00:00:00.000Z',
  updated_at: '2026-03-01T14:10:00.000Z',
  ...fields,
})

const update = (body: string, status: string, at: string) => ({
  id: at,
  incident_id: 'i1',
  body,
  status,
  created_at: at,
  display_at: at,
  updated_at: at,
})

const incident = {
  id: 'i1',
  page_id: 'p1',
  name: 'Payments are delayed',
  status: 'identified',
  impact: 'major',
  shortlink: 'https://stspg.io/i1',
  created_at: '2026-03-01T14:00:00.000Z',
  started_at: '2026-03-01T13:55:00.000Z',
  updated_at: '2026-03-01T14:10:00.000Z',
  monitoring_at: null,
  resolved_at: null,
  components: [component('Payments', 'partial_outage')],
  // The newest comes first.
  incident_updates: [
    update('We found the cause\nand are fixing it.', 'identified', '2026-03-01T14:10:00.000Z'),
    update('We are looking into it.', 'investigating', '2026-03-01T14:00:00.000Z'),
  ],
}

const slow = {
  ...incident,
  id: 'i2',
  name: 'Slow exports',
  impact: 'minor',
  status: 'investigating',
  components: [],
  incident_updates: [update('x'.repeat(900), 'investigating', '2026-03-01T14:00:00.000Z')],
}

const maintenance = (name: string, status: string) => ({
  ...incident,
  id: name,
  name,
  status,
  impact: 'maintenance',
  components: [component('API', 'under_maintenance')],
  incident_updates: [update('Database upgrade', status, '2026-03-01T14:00:00.000Z')],
  scheduled_for: '2026-03-01T14:00:00.000Z',
  scheduled_until: '2026-03-01T16:00:00.000Z',
})

const summary = (over: object = {}) => ({
  page: {
    id: 'p1',
    name: 'Acme',
    url: `https://${HOST}`,
    time_zone: 'Etc/UTC',
    updated_at: '2026-03-01T14:10:00Z',
  },
  status: { indicator: 'major', description: 'Partial System Outage' },
  components: [
    component('API', 'under_maintenance'),
    component('Payments', 'partial_outage'),
    component('Login'),
    component('All of it', 'partial_outage', { group: true }),
  ],
  incidents: [incident, slow],
  scheduled_maintenances: [maintenance('Upgrade', 'in_progress'), maintenance('Next week', 'scheduled')],
  ...over,
})

const page =
  (body: object): Protocol =>
  ({ method, path }) =>
    method === 'GET' && path === '/api/v2/summary.json'
      ? { body }
      : { status: 404, body: '<h1>Not found</h1>' }

const start = (t: ExecutionContext, protocol: Protocol = page(summary())): Promise<TemplateBench> =>
  startTemplate(t, 'incidents', { names: [HOST], protocol, secrets: { STATUSPAGE_HOST: `https://${HOST}/` } })

test('gives what is open, with the latest update of each, running maintenance and what is degraded', async (t) => {
  const { run } = await start(t)
  const { result, error } = await run()
  t.is(error, null)
  t.like(result, {
    message: '2 open incidents.',
    overall: 'Partial System Outage',
    degraded: 'API: under maintenance, Payments: partial outage',
    page: `https://${HOST}`,
    maintenance_now: [{ name: 'Upgrade', until: '2026-03-01T16:00:00.000Z', components: 'API' }],
  })
  t.deepEqual((result.incidents as object[])[0], {
    name: 'Payments are delayed',
    status: 'identified',
    impact: 'major',
    since: '2026-03-01T13:55:00.000Z',
    updated: '2026-03-01T14:10:00.000Z',
    components: 'Payments',
    latest_update: 'We found the cause and are fixing it.',
    link: 'https://stspg.io/i1',
  })
  t.is((result.maintenance_now as object[]).length, 1)
  t.is((result.incidents as { latest_update: string }[])[1]?.latest_update.length, 500)
})

test('keeps to the component that was asked for', async (t) => {
  const { run } = await start(t)
  const payments = await run({ component: 'payments' })
  t.is(payments.result.message, "1 open incident about 'payments'.")
  t.is(payments.result.degraded, 'Payments: partial outage')
  const login = await run({ component: 'Login' })
  t.deepEqual(login.result, {
    message: "No open incident about 'Login'.",
    overall: 'Partial System Outage',
    page: `https://${HOST}`,
  })
})

test('says that all is well where it is', async (t) => {
  const calm = summary({
    status: { indicator: 'none', description: 'All Systems Operational' },
    components: [component('API')],
    incidents: [],
    scheduled_maintenances: [],
  })
  const { run } = await start(t, page(calm))
  t.deepEqual((await run()).result, {
    message: 'No open incident.',
    overall: 'All Systems Operational',
    page: `https://${HOST}`,
  })
})

test('says what to check where the host has no such page, or a private one', async (t) => {
  const none = await start(t, () => ({ status: 404, body: '<h1>Not found</h1>' }))
  t.regex(
    (await none.run()).error?.message ?? '',
    /no public Statuspage at this host\. Check the secret STATUSPAGE_HOST/,
  )
  const website = await start(t, () => ({ body: '<h1>Welcome</h1>' }))
  t.regex((await website.run()).error?.message ?? '', /does not answer in JSON\. Check the host/)
  const locked = await start(t, () => ({ status: 401, body: {} }))
  t.regex((await locked.run()).error?.message ?? '', /Check the secret STATUSPAGE_HOST/)
  const moved = await start(t, () => ({ status: 302, headers: { location: 'https://elsewhere.example' } }))
  t.regex((await moved.run()).error?.message ?? '', /refuses the request \(302\)/)
})

test('tries again after a fault and says so where it lasts', async (t) => {
  const { run, service } = await start(t)
  service.first({ status: 502 })
  t.is((await run()).error, null)
  service.first({ status: 503 }, { status: 503 }, { status: 503 }, { status: 503 })
  t.regex((await run()).error?.message ?? '', /The status page has a problem of its own \(503\)/)
})
