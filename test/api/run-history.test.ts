/*
 * The history as a whole, against the real stack: its order and pages while runs begin and end, what filters let
 * through, exporting, counting, and how long Temporal keeps it.
 */
import { Client, Connection } from '@temporalio/client'
import anyTest, { type ExecutionContext, type TestFn } from 'ava'
import { RUN_STATUSES, type Run } from '../../domain/run.ts'
import { prepareNamespace } from '../../worker/prepare-namespace.ts'
import { eventually } from '../support/eventually.ts'
import { type StackContext, withStack } from '../support/shared-stack.ts'
import { sendJson } from '../support/target-server.ts'

const RETENTION_DAYS = 12
const test = anyTest as TestFn<StackContext>
/** Calls to /hold/KEY wait until KEY is released. */
const held = new Map<string, (() => void)[]>()
const holding = (key: string, count: number) =>
  eventually(`${count} calls of ${key}`, async () => held.get(key)?.length === count)
const release = (key: string) => {
  for (const go of held.get(key) ?? []) go()
  held.delete(key)
}
withStack(
  test,
  async ({ path }, response) => {
    const [, key] = /^\/hold\/(\w+)/.exec(path) ?? []
    if (key)
      await new Promise<void>((go) => {
        held.set(key, [...(held.get(key) ?? []), go])
      })
    sendJson(response, { said: path }, path.startsWith('/missing') ? 404 : 200)
  },
  { ERRAND_RETENTION_DAYS: String(RETENTION_DAYS) },
)
test.after.always(() => {
  for (const key of held.keys()) release(key)
})

type T = ExecutionContext<StackContext>
interface Page {
  runs: Run[]
  next_cursor: string | null
}

async function newAction({ context: { api, target } }: T, guru: string, path: string, changes = {}) {
  const { id } = await api.post<{ id: string }>(`/${guru}/actions`, {
    name: `Get ${path}`,
    trigger: 'When asked to run it by hand',
    type: 'api_call',
    api_call: { method: 'GET', url: `${target.url}/${path}` },
    ...changes,
  })
  return id
}

const begin = ({ context: { api } }: T, guru: string, action: string) =>
  api.post<Run>(`/${guru}/actions/${action}/trigger`, {})

/** Begins so many, and waits until the list has them as finished. */
async function finished(t: T, guru: string, action: string, count: number): Promise<string[]> {
  const runs = await Promise.all(Array.from({ length: count }, () => begin(t, guru, action)))
  const ids = runs.map(({ id }) => id)
  await eventually('the runs to be listed as finished', async () => {
    const listed = await everyPage(t, guru, `action_id=${action}&limit=100`)
    return ids.every((id) => listed.some((run) => run.id === id && run.finished_at))
  })
  return ids
}

async function everyPage(
  { context: { api } }: T,
  guru: string,
  filters: string,
  between: () => Promise<unknown> = async () => {},
): Promise<Run[]> {
  const all: Run[] = []
  let cursor = ''
  do {
    const page = await api.get<Page>(`/${guru}/runs?${filters}${cursor && `&cursor=${cursor}`}`)
    all.push(...page.runs)
    cursor = page.next_cursor ?? ''
    if (cursor) await between()
  } while (cursor)
  return all
}

test('pages neither repeat nor lose a finished run while others begin and end', async (t) => {
  const guru = await t.context.newGuru()
  const quick = await newAction(t, guru, 'quick')
  const slow = await newAction(t, guru, 'hold/paging')
  const before = await finished(t, guru, quick, 40)
  const running = await Promise.all(Array.from({ length: 5 }, () => begin(t, guru, slow)))
  await holding('paging', running.length)
  let pages = 0
  const seen = await everyPage(t, guru, 'limit=3', async () => {
    pages += 1
    const begun = [begin(t, guru, quick), begin(t, guru, quick)]
    if (pages === 4) release('paging')
    await Promise.all(begun)
  })
  t.true(pages >= 15, `${pages} pages`)
  const ended = seen.filter((run) => run.finished_at).map(({ id }) => id)
  t.is(new Set(ended).size, ended.length, 'none twice')
  for (const id of before) t.true(ended.includes(id), `${id} is there`)
  for (const { id } of running)
    t.true(
      seen.some((run) => run.id === id),
      `${id} is there`,
    )
})

test('running ones come first, then the finished ones, newest first', async (t) => {
  const guru = await t.context.newGuru()
  const slow = await newAction(t, guru, 'hold/order')
  const { id: first } = await begin(t, guru, slow)
  const done = await finished(t, guru, await newAction(t, guru, 'quick'), 6)
  const { id: second } = await begin(t, guru, slow)
  const listed = await eventually('all of them', async () => {
    const runs = await everyPage(t, guru, 'limit=4')
    return runs.length === done.length + 2 && runs
  })
  t.deepEqual(
    listed.slice(0, 2).map(({ id }) => id),
    [second, first],
  )
  const times = listed.slice(2).map(({ finished_at }) => finished_at ?? '')
  t.deepEqual(times, times.toSorted().toReversed())
  await holding('order', 2)
  release('order')
  const [latest] = await eventually('the end of those', async () => {
    const { runs } = await t.context.api.get<Page>(`/${guru}/runs`)
    return runs.every((run) => run.finished_at) && runs
  })
  t.true([first, second].includes(latest?.id ?? ''))
})

test('from belongs to a range of time and to does not, so that ranges can be laid end to end', async (t) => {
  const { api, newGuru } = t.context
  const guru = await newGuru()
  await finished(t, guru, await newAction(t, guru, 'quick'), 8)
  const { runs } = await api.get<Page>(`/${guru}/runs`)
  const starts = runs.map(({ started_at }) => started_at).toSorted()
  const border = starts[4] ?? ''
  const idsOf = async (filter: string) =>
    (await api.get<Page>(`/${guru}/runs?${filter}`)).runs.map(({ id }) => id)
  const [before, after] = [await idsOf(`to=${border}`), await idsOf(`from=${border}`)]
  t.deepEqual([...before, ...after].toSorted(), runs.map(({ id }) => id).toSorted())
  for (const { id, started_at } of runs) t.is(after.includes(id), started_at >= border)
})

test('a filter that is no value, and a cursor of another list, are refused with their names', async (t) => {
  const { api, newGuru } = t.context
  const [guru, other] = [await newGuru(), await newGuru()]
  const action = await newAction(t, guru, 'quick')
  await finished(t, guru, action, 3)
  await finished(t, other, await newAction(t, other, 'quick'), 3)
  const attack = encodeURIComponent("x' OR ErrandGuru = 'guru-1")
  for (const route of ['runs', 'runs/export', 'runs/stats'])
    for (const name of [
      'action_id',
      'trigger',
      'from',
      'to',
      ...(route === 'runs/stats' ? [] : ['status']),
    ]) {
      const { status, body } = await api.request<{ errors: { path: string }[] }>(
        'GET',
        `/${guru}/${route}?${name}=${attack}`,
      )
      t.is(status, 422, `${route} ${name}`)
      t.deepEqual(
        body.errors.map(({ path }) => path),
        [name],
      )
    }
  for (const query of [
    'status=failed&status=running',
    'limit=101',
    'limit=0',
    'nothing=1',
    `cursor=${attack}`,
  ])
    t.is((await api.request('GET', `/${guru}/runs?${query}`)).status, 422, query)
  for (const query of ['buckets=0', 'buckets=49', 'buckets=x', 'status=failed', 'from=2999-01-01T00:00:00Z'])
    t.is((await api.request('GET', `/${guru}/runs/stats?${query}`)).status, 422, query)
  t.is((await api.request('GET', `/${guru}/runs/export?limit=5`)).status, 422)

  const { next_cursor } = await api.get<Page>(`/${guru}/runs?limit=1`)
  t.truthy(next_cursor)
  for (const path of [
    `/${guru}/runs?limit=1&trigger=manual&cursor=${next_cursor}`,
    `/${other}/runs?limit=1&cursor=${next_cursor}`,
    `/${guru}/runs?limit=1&cursor=${next_cursor?.slice(0, -2)}AA`,
  ])
    t.is((await api.request('GET', path)).status, 422, path)
  t.is((await api.get<Page>(`/${guru}/runs?limit=2&cursor=${next_cursor}`)).runs.length, 2)
})

test('one guru’s history shows nothing of another’s', async (t) => {
  const { api, newGuru } = t.context
  const [guru, other] = [await newGuru(), await newGuru()]
  const [id = ''] = await finished(t, guru, await newAction(t, guru, 'quick'), 1)
  t.deepEqual(await api.get<Page>(`/${other}/runs`), { runs: [], next_cursor: null })
  t.is((await api.request('GET', `/${other}/runs/${id}`)).status, 404)
  t.is(await exported(t, other, '').then((runs) => runs.length), 0)
  const { totals } = await api.get<Stats>(`/${other}/runs/stats`)
  t.deepEqual(new Set(Object.values(totals)), new Set([0]))
})

async function exported({ context: { errand } }: T, guru: string, query: string): Promise<Run[]> {
  const response = await fetch(`${errand.url}/api/v1/${guru}/runs/export?${query}`, {
    headers: { 'x-api-key': errand.adminKey },
  })
  if (response.status !== 200) throw new Error(`The export answered ${response.status}`)
  const text = await response.text()
  return text
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Run)
}

test('an export has every run that the list has, as lines of JSON, across pages', async (t) => {
  const { api, errand, newGuru } = t.context
  const guru = await newGuru()
  const action = await newAction(t, guru, 'quick')
  const missing = await newAction(t, guru, 'missing')
  for (let round = 0; round < 4; round++) await finished(t, guru, action, 27)
  await finished(t, guru, missing, 3)
  const runs = await exported(t, guru, '')
  t.is(runs.length, 4 * 27 + 3)
  t.deepEqual(runs, await everyPage(t, guru, 'limit=100'))
  const failed = await exported(t, guru, `status=failed&action_id=${missing}`)
  t.deepEqual(failed, (await api.get<Page>(`/${guru}/runs?status=failed`)).runs)
  const whole = await exported(t, guru, 'status=failed&full=true')
  t.is(whole.length, 3)
  for (const run of whole) t.deepEqual(run, await api.get<Run>(`/${guru}/runs/${run.id}`))
  t.true(whole.every(({ steps, output }) => steps.length > 0 && output !== null))

  const { headers } = await fetch(`${errand.url}/api/v1/${guru}/runs/export`, {
    method: 'HEAD',
    headers: { 'x-api-key': errand.adminKey },
  })
  t.is(headers.get('content-type'), 'application/x-ndjson')
  t.is(headers.get('content-disposition'), `attachment; filename=${guru}-runs.jsonl`)
})

/** Before all others: they would miss Temporal. */
test.serial("an export that can't go on is cut, so that nobody takes it for whole", async (t) => {
  const { errand, newGuru } = t.context
  const guru = await newGuru()
  await finished(t, guru, await newAction(t, guru, 'quick'), 80)
  const { temporal } = errand.pids()
  if (!temporal) throw new Error('The stack tells no process of Temporal.')
  t.teardown(() => process.kill(temporal, 'SIGCONT'))
  // Again where all of it was on its way already: on a busy machine we get to stop Temporal late.
  const [first, last] = await eventually('an export to be under way when Temporal stops', async () => {
    process.kill(temporal, 'SIGCONT')
    const response = await fetch(`${errand.url}/api/v1/${guru}/runs/export?full=true`, {
      headers: { 'x-api-key': errand.adminKey },
    })
    t.is(response.status, 200)
    const reader = response.body?.getReader()
    const { value } = (await reader?.read()) ?? {}
    process.kill(temporal, 'SIGSTOP')
    let text = Buffer.from(value ?? []).toString()
    try {
      for (let piece = await reader?.read(); piece?.value; piece = await reader?.read())
        text += Buffer.from(piece.value).toString()
    } catch (error) {
      return [text, error] as const
    }
    t.is(text.trimEnd().split('\n').length, 80, 'what ends as a whole is whole')
    return null
  })
  t.regex(first, /^\{"id":/)
  t.true(last instanceof Error)
  t.is((await t.context.api.request('GET', `/${guru}/runs/export`)).status, 503)
})

interface Stats {
  from: string
  to: string
  totals: Record<string, number>
  buckets: { from: string; to: string; counts: Record<string, number> }[]
  latency: { count: number; p50_ms: number | null; p90_ms: number | null; p99_ms: number | null }
}

test('the chart counts every run once, by its status and the part of the range in which it started', async (t) => {
  const { api, newGuru } = t.context
  const guru = await newGuru()
  const quick = await newAction(t, guru, 'quick')
  const missing = await newAction(t, guru, 'missing')
  const asking = await newAction(t, guru, 'quick', { name: 'Asks', requires_approval: true })
  await finished(t, guru, quick, 5)
  const { id: running } = await begin(t, guru, await newAction(t, guru, 'hold/chart'))
  const { id: waiting } = await begin(t, guru, asking)
  const { id: terminated } = await begin(t, guru, asking)
  await finished(t, guru, missing, 2)
  const connection = await Connection.connect({ address: t.context.errand.temporalAddress })
  t.teardown(() => connection.close())
  await new Client({ connection }).workflow.getHandle(terminated).terminate()
  const runs = await eventually('their statuses', async () => {
    const listed = await everyPage(t, guru, 'limit=100')
    const statusOf = (id: string) => listed.find((run) => run.id === id)?.status
    const settled =
      statusOf(running) === 'running' &&
      statusOf(waiting) === 'awaiting_approval' &&
      statusOf(terminated) === 'cancelled'
    return settled && listed
  })

  const starts = runs.map(({ started_at }) => Date.parse(started_at))
  const [from, to] = [Math.min(...starts), Math.max(...starts) + 1]
  const range = `from=${new Date(from).toISOString()}&to=${new Date(to).toISOString()}`
  const stats = await api.get<Stats>(`/${guru}/runs/stats?${range}&buckets=7`)
  t.deepEqual(stats.totals, {
    ...Object.fromEntries(RUN_STATUSES.map((status) => [status, 0])),
    ...{ running: 1, awaiting_approval: 1, succeeded: 5, failed: 2, cancelled: 1 },
  })
  t.is(stats.buckets.length, 7)
  t.is(stats.buckets[0]?.from, stats.from)
  t.is(stats.buckets.at(-1)?.to, stats.to)
  for (const [at, bucket] of stats.buckets.entries()) {
    t.is(bucket.from, stats.buckets[at - 1]?.to ?? stats.from)
    for (const status of RUN_STATUSES) {
      const inside = runs.filter(
        (run) => run.status === status && run.started_at >= bucket.from && run.started_at < bucket.to,
      )
      t.is(bucket.counts[status], inside.length, `${status} in bucket ${at}`)
    }
  }
  const durations = runs.flatMap(({ duration_ms }) => duration_ms ?? []).toSorted((a, b) => a - b)
  t.is(stats.latency.count, 8)
  t.true(Math.abs((stats.latency.p50_ms ?? 0) - (durations[3] ?? 0)) <= 1)
  t.true(Math.abs((stats.latency.p99_ms ?? 0) - (durations[7] ?? 0)) <= 1)

  const one = await api.get<Stats>(`/${guru}/runs/stats?action_id=${missing}`)
  t.is(one.totals.failed, 2)
  t.is(Date.parse(one.to) - Date.parse(one.from), 86_400_000)
  t.is(one.buckets.length, 24)
  t.is(
    Object.values(one.totals).reduce((sum, count) => sum + count),
    2,
  )
  t.like(await api.get<Stats>(`/${guru}/runs/stats?trigger=question`), {
    latency: { count: 0, p50_ms: null, p90_ms: null, p99_ms: null },
  })
  // Kept for 30 s: what has been answered a moment ago is answered again.
  await finished(t, guru, quick, 1)
  t.deepEqual(await api.get<Stats>(`/${guru}/runs/stats?${range}&buckets=7`), stats)
  t.deepEqual(await api.get<Stats>(`/${guru}/runs/stats?action_id=${missing}`), one)
  release('chart')
})

test('a chat key reads no history', async (t) => {
  const { api, errand, newGuru } = t.context
  const guru = await newGuru()
  const { key } = await api.post<{ key: string }>(`/gurus/${guru}/keys`, { name: 'w', role: 'chat' })
  for (const route of ['runs', 'runs/export', 'runs/stats']) {
    const { status } = await fetch(`${errand.url}/api/v1/${guru}/${route}`, { headers: { 'x-api-key': key } })
    t.is(status, 403, route)
  }
})

test('Temporal keeps the history as long as the setting says, and a worker warns where it does not', async (t) => {
  const address = t.context.errand.temporalAddress
  const connection = await Connection.connect({ address })
  t.teardown(() => connection.close())
  const { config } = await connection.workflowService.describeNamespace({ namespace: 'default' })
  t.is(Number(config?.workflowExecutionRetentionTtl?.seconds), RETENTION_DAYS * 86_400)

  const warnings = async (retentionDays: number): Promise<string[]> => {
    const said: string[] = []
    const warn = (message: string) => void said.push(message)
    await prepareNamespace({ address }, { namespace: 'default', retentionDays, warn })
    return said
  }
  t.deepEqual(await warnings(RETENTION_DAYS), [])
  const [warning = '', ...more] = await warnings(RETENTION_DAYS + 1)
  t.regex(warning, /keeps its history for 12 days only\. Run: temporal operator namespace update .* 13d$/)
  t.is(more.length, 0)
})
