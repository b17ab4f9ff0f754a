/*
 * Schedules: Temporal has exactly those that the database wants, whatever happened in between, and what they do is told.
 */
import { Client, Connection } from '@temporalio/client'
import anyTest, { type ExecutionContext, type TestFn } from 'ava'
import type { Action } from '../../domain/action.ts'
import type { Run } from '../../domain/run.ts'
import { eventually } from '../support/eventually.ts'
import { type StackContext, withStack } from '../support/shared-stack.ts'
import { sendJson } from '../support/target-server.ts'

const test = anyTest as TestFn<StackContext>

withStack(test, (_call, response) => sendJson(response, { ok: true }))

interface ScheduleView {
  state: string
  description: string
  notes: string[]
  next_runs: string[]
  recent_runs: Run[]
  runs_started: number
}

const scheduled = (url: string, schedule: object = {}, extra: object = {}): Record<string, unknown> => ({
  name: 'SLA report',
  trigger: 'When asked for the report',
  type: 'api_call',
  api_call: { url: `${url}/report` },
  schedule: { enabled: true, cron: '0 9 * * *', timezone: 'Europe/Berlin', ...schedule },
  ...extra,
})

async function setUp(t: ExecutionContext<StackContext>, schedule: object = {}, extra: object = {}) {
  const { api, newGuru, target, errand } = t.context
  const guru = await newGuru()
  const action = await api.post<Action>(`/${guru}/actions`, scheduled(target.url, schedule, extra))
  const connection = await Connection.connect({ address: errand.temporalAddress })
  t.teardown(() => connection.close())
  const { schedule: client } = new Client({ connection })
  const handle = client.getHandle(`${guru}.${action.id}`)
  const path = `/${guru}/actions/${action.id}`
  return { api, guru, action, handle, client, path }
}

const isGone = async (describing: Promise<unknown>): Promise<boolean> =>
  describing.then(
    () => false,
    (error) => error.name === 'ScheduleNotFoundError',
  )

test('a scheduled action says when it runs next, as Temporal does', async (t) => {
  const { api, guru, action, handle, path } = await setUp(t)
  const { info, policies, state, spec } = await handle.describe()
  const next = info.nextActionTimes[0]?.toISOString()
  t.is(action.next_run_at, next ?? 'none')
  t.is((await api.get<Action>(path)).next_run_at, next ?? 'none')
  const { actions } = await api.get<{ actions: Action[] }>(`/${guru}/actions`)
  t.is(actions[0]?.next_run_at, next ?? 'none')
  t.like(policies, { overlap: 'SKIP', catchupWindow: 600_000 })
  t.like(state, { paused: false })
  t.is(spec.timezone, 'Europe/Berlin')
  const view = await api.get<ScheduleView>(`${path}/schedule`)
  t.like(view, { state: 'active', description: 'At 09:00 (Europe/Berlin)', recent_runs: [] })
  t.deepEqual(
    view.next_runs,
    info.nextActionTimes.map((time) => time.toISOString()),
  )
})

test('a change of the action is a change of the schedule', async (t) => {
  const { api, handle, path } = await setUp(t)
  const changed = await api.request<Action>('PATCH', path, { schedule: { cron: '30 14 * * MON' } })
  t.is(changed.status, 200)
  t.regex(changed.body.next_run_at ?? '', /T1[23]:30:00/)
  t.is((await handle.describe()).spec.calendars?.[0]?.comment, '30 14 * * MON')
})

test('it pauses with its action, and goes on with it', async (t) => {
  const { api, handle, path } = await setUp(t)
  t.is((await api.post<Action>(`${path}/disable`)).next_run_at, null)
  t.true((await handle.describe()).state.paused)
  t.like(await api.get<ScheduleView>(`${path}/schedule`), { state: 'paused', next_runs: [] })
  t.not((await api.post<Action>(`${path}/enable`)).next_run_at, null)
  t.false((await handle.describe()).state.paused)
})

test('it goes with its action, with being switched off, and with the guru', async (t) => {
  const deleted = await setUp(t)
  t.is((await deleted.api.request('DELETE', deleted.path)).status, 204)
  t.true(await isGone(deleted.handle.describe()))
  const off = await setUp(t)
  await off.api.request('PATCH', off.path, { schedule: { enabled: false } })
  t.true(await isGone(off.handle.describe()))
  t.like(await off.api.get<ScheduleView>(`${off.path}/schedule`), { state: 'off', next_runs: [] })
  const orphan = await setUp(t)
  await orphan.api.request('DELETE', `/gurus/${orphan.guru}`)
  t.true(await isGone(orphan.handle.describe()))
})

test('a secret that goes takes the schedule of its action out of service', async (t) => {
  const { api, guru, handle, path } = await setUp(t, {}, { secrets: ['REPORT_KEY'] })
  // Temporal may tell of a schedule as it was a moment ago.
  const pausedIs = (paused: boolean) =>
    eventually(`paused: ${paused}`, async () => (await handle.describe()).state.paused === paused)
  await pausedIs(true)
  await api.put(`/${guru}/secrets/REPORT_KEY`, { value: 'a-key-of-reports' })
  await api.post(`${path}/enable`)
  await pausedIs(false)
  await api.request('DELETE', `/${guru}/secrets/REPORT_KEY`)
  await pausedIs(true)
  t.pass()
})

test('a scheduled run carries the fixed parameters and the time it was due at', async (t) => {
  const parameters = [
    { name: 'team', type: 'string', description: 'Whose report' },
    { name: 'days', type: 'number', description: 'Days back', default: 7 },
  ]
  const { api, guru, handle, path, action } = await setUp(
    t,
    { parameters: { team: 'support' } },
    { parameters, api_call: { url: `${t.context.target.url}/report/{team}?days={days}` } },
  )
  await handle.trigger()
  const run = await eventually('the run', async () => {
    const { runs } = await api.get<{ runs: Run[] }>(`/${guru}/runs?action_id=${action.id}&status=succeeded`)
    return runs[0]
  })
  t.like(run, { trigger: 'schedule', parameters: { team: 'support', days: 7 } })
  const whole = await api.get<Run>(`/${guru}/runs/${encodeURIComponent(run.id)}`)
  t.true(Math.abs(Date.parse(whole.scheduled_for ?? '') - Date.parse(whole.started_at)) < 60_000)
  t.is(whole.scheduled_for, run.scheduled_for)
  t.regex(whole.output ?? '', /"ok": ?true/)
  const view = await api.get<ScheduleView>(`${path}/schedule`)
  t.is(view.runs_started, 1)
  t.deepEqual(
    view.recent_runs.map(({ id }) => id),
    [run.id],
  )
})

test('a backfill runs each due time once, across a change of the clock at the same local time', async (t) => {
  const { api, guru, path, action } = await setUp(t, { cron: '30 9 * * *' })
  const span = { from: '2026-10-23T00:00:00Z', to: '2026-10-26T23:00:00Z' }
  const expected = [
    '2026-10-23T07:30:00.000Z',
    '2026-10-24T07:30:00.000Z',
    '2026-10-25T08:30:00.000Z',
    '2026-10-26T08:30:00.000Z',
  ]
  const first = await api.request<object>('POST', `${path}/schedule/backfill`, span)
  t.is(first.status, 202)
  t.deepEqual(first.body as unknown, { started: expected, left_out: [] })
  const runs = await eventually('four runs', async () => {
    const list = await api.get<{ runs: Run[] }>(`/${guru}/runs?action_id=${action.id}&status=succeeded`)
    return list.runs.length === expected.length && list.runs
  })
  t.deepEqual(runs.map((run) => run.scheduled_for).sort(), expected)
  const second = await api.request<object>('POST', `${path}/schedule/backfill`, span)
  t.deepEqual(second.body as unknown, { started: [], left_out: expected })
})

test('a backfill over the skipped hour leaves that day out, and runs once where the hour comes twice', async (t) => {
  const { api, path } = await setUp(t, { cron: '30 2 * * *' })
  const over = async (from: string, to: string) =>
    (await api.post<{ started: string[] }>(`${path}/schedule/backfill`, { from, to })).started
  t.deepEqual(await over('2026-03-28T00:00:00Z', '2026-03-30T12:00:00Z'), [
    '2026-03-28T01:30:00.000Z',
    '2026-03-30T00:30:00.000Z',
  ])
  t.deepEqual(await over('2026-10-24T12:00:00Z', '2026-10-25T12:00:00Z'), ['2026-10-25T00:30:00.000Z'])
})

test('a backfill of too many, of the future, or of nothing scheduled is refused', async (t) => {
  const { api, path } = await setUp(t, { cron: '* * * * *' })
  const backfill = (from: string, to: string) =>
    api.request('POST', `${path}/schedule/backfill`, { from, to })
  const tooMany = await backfill('2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z')
  t.is(tooMany.status, 422)
  t.regex(JSON.stringify(tooMany.body), /at most 500/)
  t.is((await backfill('2026-01-01T00:00:00Z', '2999-01-02T00:00:00Z')).status, 422)
  t.is((await backfill('2026-01-02T00:00:00Z', '2026-01-01T00:00:00Z')).status, 422)
  t.is((await backfill('0001-01-01T00:00:00+10:00', '2026-01-01T00:00:00Z')).status, 422)
  await api.post(`${path}/disable`)
  t.is((await backfill('2026-01-01T00:00:00Z', '2026-01-01T00:10:00Z')).status, 409)
  await api.request('PATCH', path, { schedule: { enabled: false }, enabled: true })
  t.is((await backfill('2026-01-01T00:00:00Z', '2026-01-01T00:10:00Z')).status, 409)
})

test('a preview tells in words and times what a schedule would do, and leaves nothing behind', async (t) => {
  const { api, newGuru, errand } = t.context
  const guru = await newGuru()
  const view = await api.post<ScheduleView>(`/${guru}/actions/schedule/preview`, {
    cron: '30 2 * * *',
    timezone: 'Europe/Berlin',
  })
  t.is(view.description, 'At 02:30 (Europe/Berlin)')
  t.is(view.next_runs.length, 10)
  t.true(view.notes.some((note) => /02:30 is skipped/.test(note)))
  t.true(view.notes.some((note) => /02:30 comes twice, and runs the first time/.test(note)))
  const bad = await api.request('POST', `/${guru}/actions/schedule/preview`, { cron: '0 9 13 * 5' })
  t.is(bad.status, 422)
  const connection = await Connection.connect({ address: errand.temporalAddress })
  t.teardown(() => connection.close())
  await eventually('nothing of it', async () => {
    for await (const { scheduleId } of new Client({ connection }).schedule.list())
      if (scheduleId.startsWith(`${guru}.`)) return false
    return true
  })
})
