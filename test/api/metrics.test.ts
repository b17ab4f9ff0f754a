/*
 * What Prometheus is given. The stack is this file's own, so all numbers are known exactly; the tests share it one after
 * the other, and count from what they found.
 */
import { Client, Connection } from '@temporalio/client'
import anyTest, { type ExecutionContext, type TestFn } from 'ava'
import type { Run } from '../../domain/run.ts'
import { readRepositoryFile } from '../docs/markdown.ts'
import { AS_MANY_WAITING } from '../support/errand.ts'
import { eventually } from '../support/eventually.ts'
import { scrape } from '../support/metrics.ts'
import { type StackContext, withStack } from '../support/shared-stack.ts'
import { sendJson } from '../support/target-server.ts'

const test = (anyTest as TestFn<StackContext>).serial
const SECRET = 'canary-secret-5512'

withStack(
  anyTest as TestFn<StackContext>,
  ({ path }, response) => sendJson(response, { said: path }, path.includes('missing') ? 404 : 200),
  AS_MANY_WAITING,
)

type T = ExecutionContext<StackContext>

async function withAction(t: T, changes = {}): Promise<{ guru: string; action: string }> {
  const { api, newGuru, target } = t.context
  const guru = await newGuru()
  await api.put(`/${guru}/secrets/TOKEN`, { value: SECRET })
  const { id } = await api.post<{ id: string }>(`/${guru}/actions`, {
    name: 'GitHub profile',
    trigger: "When the user asks for a GitHub user's profile information",
    parameters: [{ name: 'username', type: 'string', description: 'The GitHub login that is asked for' }],
    type: 'api_call',
    api_call: {
      method: 'GET',
      url: `${target.url}/{username}`,
      headers: { Authorization: 'Bearer {TOKEN}' },
    },
    ...changes,
  })
  return { guru, action: id }
}

const trigger = ({ context: { api } }: T, guru: string, action: string, username: string): Promise<Run> =>
  api.post(`/${guru}/actions/${action}/trigger?wait=true`, { parameters: { username } })

/** The runs that have ended, by trigger and status, without those of which there are none. */
async function runsOf(t: T): Promise<Record<string, number>> {
  const { text } = await scrape(t.context)
  const samples = text.matchAll(/^errand_runs_total\{trigger="(\w+)",status="(\w+)"\} (\d+)$/gm)
  return Object.fromEntries(
    Array.from(samples, ([, by, status, count]) => [`${by} ${status}`, Number(count)] as const).filter(
      ([, count]) => count > 0,
    ),
  )
}

const total = (runs: Record<string, number>): number =>
  Object.values(runs).reduce((sum, count) => sum + count, 0)

/** As they are once there are that many: lists lag. Then once more, so that one that is counted twice shows. */
async function countedRuns(t: T, atLeast: number): Promise<Record<string, number>> {
  await eventually(`${atLeast} runs are counted`, async () => total(await runsOf(t)) >= atLeast)
  await eventually('the count is made anew', async () => {
    const before = (await scrape(t.context)).sum('errand_runs_counted_until_timestamp_seconds')
    return eventually('and again', async () => {
      const { sum } = await scrape(t.context)
      return sum('errand_runs_counted_until_timestamp_seconds') > before
    })
  })
  return runsOf(t)
}

test('each run is counted once, by what began it and how it ended', async (t) => {
  const { guru, action } = await withAction(t)
  for (const name of ['one', 'two', 'three']) await trigger(t, guru, action, name)
  t.is((await trigger(t, guru, action, 'missing')).status, 'failed')
  await t.context.api.post(`/${guru}/answer/`, { question: 'who is octocat on github?' })
  await t.context.api.post(`/${guru}/answer/`, { question: 'What is the capital of France?' })
  t.deepEqual(await countedRuns(t, 5), {
    'manual succeeded': 3,
    'manual failed': 1,
    'question succeeded': 1,
  })
})

test('a run that somebody ends in Temporal is counted, too, and a restart of the API forgets and repeats none', async (t) => {
  const { guru, action } = await withAction(t, { requires_approval: true })
  const before = await runsOf(t)
  const run = await t.context.api.post<Run>(`/${guru}/actions/${action}/trigger`, {
    parameters: { username: 'held' },
  })
  await eventually('it waits for approval', async () => {
    const { sum } = await scrape(t.context)
    return sum('errand_runs_under_way', { status: 'awaiting_approval' }) === 1
  })
  const connection = await Connection.connect({ address: t.context.errand.temporalAddress })
  t.teardown(() => connection.close())
  await new Client({ connection }).workflow.getHandle(run.id).terminate('by hand')
  const after = { ...before, 'manual cancelled': 1 }
  t.deepEqual(await countedRuns(t, total(after)), after)
  t.is((await scrape(t.context)).sum('errand_runs_under_way'), 0)

  const pid = t.context.errand.apiPid() as number
  process.kill(pid, 'SIGKILL')
  await eventually('another API serves', async () => {
    if (t.context.errand.apiPid() === pid) return false
    return fetch(`${t.context.errand.url}/readyz`).then(
      ({ status }) => status === 200,
      () => false,
    )
  })
  t.deepEqual(await countedRuns(t, total(after)), after)
})

test('steps, containers and queues are told by the worker that has them', async (t) => {
  const { guru, action } = await withAction(t, {
    parameters: [],
    type: 'python',
    python: { code: 'print(1)' },
    api_call: undefined,
  })
  const before = await scrape(t.context)
  const { status } = await t.context.api.post<Run>(`/${guru}/actions/${action}/trigger?wait=true`)
  t.is(status, 'succeeded')
  const after = await scrape(t.context)
  const more = (name: string, labels = {}) => after.sum(name, labels) - before.sum(name, labels)
  for (const step of ['execute', 'mask'])
    t.is(more('errand_step_duration_seconds_count', { step, status: 'succeeded' }), 1, step)
  t.is(more('errand_step_duration_seconds_count'), 2)
  t.is(more('errand_sandbox_wait_seconds_count'), 1)
  t.is(after.sum('errand_sandbox_running'), 0)
  t.true(after.sum('errand_sandbox_running_limit') > 0)
  t.is(after.sum('errand_sandbox_engine_up'), 1)
  t.is(after.sum('errand_task_queue_pollers', { queue: 'errand-sandbox' }), 1)
  t.is(after.sum('errand_task_queue_backlog'), 0)
  t.true(after.names.includes('temporal_activity_schedule_to_start_latency_seconds'))
})

test('requests are counted by the template of their route, and nothing that a client can make up is a label', async (t) => {
  const { guru, action } = await withAction(t)
  const route = '/api/v1/{guru}/actions/{id}'
  const labels = { method: 'GET', route, status: '2xx' }
  const before = await scrape(t.context)
  await t.context.api.get(`/${guru}/actions/${action}`)
  await t.context.api.get(`/${guru}/actions/${action}`)
  await t.context.api.request('GET', `/${guru}/made-up-path-1`)
  await t.context.api.request('GET', '/gurus/made-up-guru')
  await fetch(`${t.context.errand.url}/made-up-path-2?made-up=query`, { method: 'PROPFIND' })
  const after = await scrape(t.context)
  t.is(after.sum('errand_http_requests_total', labels) - before.sum('errand_http_requests_total', labels), 2)
  t.is(after.sum('errand_http_requests_total', { method: 'other', route: 'none', status: '4xx' }), 1)
  t.is(after.sum('errand_http_requests_total', { route: '/api/v1/gurus/{guru}', status: '4xx' }), 1)
  t.is(
    after.sum('errand_http_request_duration_seconds_count', { route }) -
      before.sum('errand_http_request_duration_seconds_count', { route }),
    2,
  )
  for (const text of ['made-up', guru, action, SECRET]) t.false(after.text.includes(text), text)
})

test('it takes the admin key, in either header, and no other', async (t) => {
  const { errand, api, newGuru } = t.context
  const guru = await newGuru()
  const ask = async (headers: Record<string, string>) =>
    (await fetch(`${errand.url}/metrics`, { headers })).status
  t.is(await ask({}), 401)
  t.is(await ask({ 'x-api-key': 'errand_wrong' }), 401)
  for (const role of ['manage', 'chat']) {
    const { key } = await api.post<{ key: string }>(`/gurus/${guru}/keys`, { name: role, role })
    t.is(await ask({ 'x-api-key': key }), 403, role)
  }
  t.is(await ask({ 'x-api-key': errand.adminKey }), 200)
  t.is(await ask({ authorization: `Bearer ${errand.adminKey}` }), 200)
  t.true((await scrape(t.context)).sum('errand_http_refused_total', { reason: 'forbidden' }) >= 2)
})

test('who asks for OpenMetrics gets it: counters by their base name, and an end', async (t) => {
  const { url, adminKey } = t.context.errand
  const response = await fetch(`${url}/metrics`, {
    headers: { 'x-api-key': adminKey, accept: 'application/openmetrics-text;version=1.0.0,text/plain;q=0.5' },
  })
  t.is(response.headers.get('content-type'), 'application/openmetrics-text; version=1.0.0; charset=utf-8')
  const text = await response.text()
  t.true(text.includes('# TYPE errand_runs counter\n'))
  t.true(text.includes('\nerrand_runs_total{'))
  t.true(text.endsWith('\n# EOF\n'))
  t.false(/\n\n/.test(text))
})

test('docs/observability.md has each metric, and no other', async (t) => {
  const page = readRepositoryFile('docs/observability.md')
  const ours = /\b(?:errand|process|nodejs)_[a-z0-9_]+/g
  const exposed = (await scrape(t.context)).names.filter((name) => !name.startsWith('temporal_'))
  t.true(exposed.length > 40)
  t.deepEqual([...new Set(page.match(ours))].toSorted(), exposed.toSorted())
})
