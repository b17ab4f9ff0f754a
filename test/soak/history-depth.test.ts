/*
 * A history of 20,000 runs on the embedded server: real runs that a worker has carried out, each with a call to a server
 * of the test. That the list is right at any depth is asserted; how long reading takes is printed beside the aim.
 * `SOAK_RUNS=500 npm run soak -- test/soak/history-depth.test.ts` tries it out.
 */
import { readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { Client, Connection } from '@temporalio/client'
import test from 'ava'
import { startInvocation } from '../../api/temporal/start.ts'
import { RUN_STATUSES, type Run } from '../../domain/run.ts'
import { type InvokeInput, planOf } from '../../domain/workflow-contract.ts'
import { type ApiClient, apiClient } from '../support/api-client.ts'
import { startErrand } from '../support/errand.ts'
import { eventually } from '../support/eventually.ts'
import { sendJson, startTarget } from '../support/target-server.ts'

const RUNS = Number(process.env.SOAK_RUNS ?? 20_000)
/** Runs under way at once: enough to keep both processors busy. */
const UNDER_WAY = 60
const REQUESTS = 40
const AIM_MS = 150
const PAGE = 100
/** A chart takes some thirty counts, and the embedded server lets a namespace make 100 a second. */
const CHART_PAUSE_MS = 600
const GURU = 'deep'

interface Page {
  runs: Run[]
  next_cursor: string | null
}

/** Every hundredth calls the rare action, every fiftieth fails, every two hundredth is ended by hand. */
const kindOf = (number: number): 'rare' | 'missing' | 'held' | 'common' => {
  if (number % 200 === 7) return 'held'
  if (number % 100 === 3) return 'rare'
  return number % 50 === 1 ? 'missing' : 'common'
}

const action = (name: string, url: string) => ({
  name,
  trigger: 'When asked to run it by hand',
  type: 'api_call' as const,
  parameters: [{ name: 'number', type: 'number', description: 'Which run' }],
  api_call: { method: 'GET', url: `${url}/${name}/{number}` },
})

test('a history of many thousand runs is right at any depth', async (t) => {
  t.timeout(45 * 60_000)
  const target = await startTarget((call, response) =>
    call.path.startsWith('/held')
      ? undefined
      : sendJson(response, { said: call.path }, call.path.startsWith('/missing') ? 404 : 200),
  )
  t.teardown(target.close)
  const errand = await startErrand({ environment: { ERRAND_EGRESS_ALLOW: target.address } })
  t.teardown(errand.remove)
  const api = apiClient(errand.url, errand.adminKey)
  await api.post('/gurus', { slug: GURU })
  const actions = new Map<string, Parameters<typeof planOf>[0] & { id: string; version: number }>()
  for (const name of ['rare', 'missing', 'held', 'common'])
    actions.set(name, await api.post(`/${GURU}/actions`, action(name, target.url)))

  const connection = await Connection.connect({ address: errand.temporalAddress })
  t.teardown(() => connection.close())
  const client = new Client({ connection })
  const temporal = {
    client,
    namespace: 'default',
    soon: <T>(work: () => Promise<T>) => work(),
    close: () => connection.close(),
  }

  const began = Date.now()
  let ended = 0
  const expected: Record<string, number> = { succeeded: 0, failed: 0, cancelled: 0 }
  for (let number = 0; number < RUNS; number++) {
    // One that is terminated may have called or not.
    while (number - ended - target.calls.length > UNDER_WAY) await delay(5)
    const kind = kindOf(number)
    const saved = actions.get(kind)
    if (!saved) throw new Error(kind)
    const input: InvokeInput = {
      guru: GURU,
      plan: planOf(saved, { id: saved.id, version: saved.version }),
      trigger: 'manual',
      parameters: { number },
      question: null,
      draft: null,
      local_language: true,
    }
    const { workflowId } = await startInvocation(temporal, input, null)
    if (kind === 'held') await client.workflow.getHandle(workflowId).terminate('by the test')
    const status = { held: 'cancelled', missing: 'failed', rare: 'succeeded', common: 'succeeded' }[kind]
    expected[status] = (expected[status] ?? 0) + 1
    if (kind === 'held') ended += 1
  }
  await eventually(
    'all runs to end',
    async () => (await api.get<Page>(`/${GURU}/runs?status=running`)).runs.length === 0,
    600_000,
  )
  const made = Math.round((Date.now() - began) / 1_000)

  const cursors: string[] = []
  const ids = new Set<string>()
  const found: Record<string, number> = {}
  let last = '9'
  for (let cursor: string | null = ''; cursor !== null; ) {
    cursors.push(cursor)
    const page: Page = await api.get(`/${GURU}/runs?limit=${PAGE}${cursor && `&cursor=${cursor}`}`)
    for (const { id, status, finished_at } of page.runs) {
      ids.add(id)
      found[status] = (found[status] ?? 0) + 1
      t.true(finished_at !== null && finished_at <= last)
      last = finished_at ?? last
    }
    cursor = page.next_cursor
  }
  t.is(ids.size, RUNS)
  t.deepEqual(found, expected)
  const { totals } = await api.get<{ totals: Record<string, number> }>(
    `/${GURU}/runs/stats?from=${new Date(began - 60_000).toISOString()}`,
  )
  t.deepEqual(totals, { ...Object.fromEntries(RUN_STATUSES.map((status) => [status, 0])), ...expected })
  const rare = actions.get('rare')?.id
  const { runs: rarely } = await api.get<Page>(`/${GURU}/runs?action_id=${rare}&limit=100`)
  t.true(rarely.every((run) => run.action.name === 'rare'))

  const all = [...ids]
  const deep = cursors[Math.floor(RUNS / PAGE) - 1]
  const middle = new Date((began + Date.now()) / 2).toISOString()
  const rows = [
    await timed('the first page of 20', api, () => 'runs'),
    await timed('by status (1 in 50)', api, () => 'runs?status=failed'),
    await timed('by status, ended by hand (1 in 200)', api, () => 'runs?status=cancelled'),
    await timed('by a status that no run has', api, () => 'runs?status=rejected'),
    await timed('by action (1 in 100)', api, () => `runs?action_id=${rare}`),
    await timed(
      'by action, trigger, status and time',
      api,
      () => `runs?action_id=${rare}&trigger=manual&status=succeeded&to=${middle}`,
    ),
    await timed(
      `page ${Math.floor(RUNS / PAGE)} of ${PAGE} each`,
      api,
      () => `runs?limit=${PAGE}&cursor=${deep}`,
    ),
    await timed('100 by status and time', api, () => `runs?limit=${PAGE}&status=succeeded&to=${middle}`),
    await timed('one run', api, (at) => `runs/${all[(at * 997) % all.length]}`),
    // Each asks for a range of its own: none is answered from what was kept.
    await timed(
      'the chart, 24 bars asked for',
      api,
      (at) => `runs/stats?from=${new Date(began - at - 1).toISOString()}`,
      REQUESTS,
      CHART_PAUSE_MS,
    ),
  ]
  const exporting = Date.now()
  const text = await fetch(`${errand.url}/api/v1/${GURU}/runs/export`, {
    headers: { 'x-api-key': errand.adminKey },
  }).then((response) => response.text())
  t.is(text.split('\n').length - 1, RUNS)
  const exported = Date.now() - exporting

  const megabytes = (folder: string) => `${Math.round(sizeOf(join(errand.dataFolder, folder)) / 1e6)} MB`
  t.log(`${RUNS} runs, made in ${made} s (${Math.round(RUNS / made)}/s)`)
  t.log(`data folder ${megabytes('.')}, of it Temporal's database ${megabytes('temporal')}`)
  for (const row of rows) t.log(row)
  t.log(`export of all ${RUNS} as listed: ${exported} ms`)
})

/** p50 and p95 of so many requests, one after the other. */
async function timed(
  what: string,
  api: ApiClient,
  path: (at: number) => string,
  requests = REQUESTS,
  pauseMs = 0,
): Promise<string> {
  const times: number[] = []
  for (let at = 0; at < requests; at++) {
    await delay(pauseMs)
    const start = performance.now()
    await api.get(`/${GURU}/${path(at)}`)
    times.push(performance.now() - start)
  }
  times.sort((a, b) => a - b)
  const p50 = times[Math.ceil(requests / 2) - 1] ?? 0
  const p95 = times[Math.ceil(requests * 0.95) - 1] ?? 0
  const aim = p50 <= AIM_MS ? `aim ${AIM_MS} ms  PASS` : `aim ${AIM_MS} ms  over`
  return `${what.padEnd(40)} p50 ${p50.toFixed(1).padStart(7)} ms  p95 ${p95.toFixed(1).padStart(7)} ms  ${pauseMs > 0 ? 'kept for 30 s' : aim}`
}

const sizeOf = (path: string): number =>
  statSync(path).isDirectory()
    ? readdirSync(path).reduce((sum, name) => sum + sizeOf(join(path, name)), 0)
    : statSync(path).size
