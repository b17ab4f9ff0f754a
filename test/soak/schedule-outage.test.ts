/*
 * Everything is down for five minutes while a schedule is due each minute. Afterwards it has run once for that time, or
 * not at all where its catch-up window is over; then it goes on each minute; every due time is accounted for.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import test from 'ava'
import type { Action } from '../../domain/action.ts'
import type { Run } from '../../domain/run.ts'
import { apiClient } from '../support/api-client.ts'
import { startErrand } from '../support/errand.ts'
import { eventually } from '../support/eventually.ts'
import { startTarget } from '../support/target-server.ts'

const OUTAGE_MS = 5 * 60_000
const MINUTE_MS = 60_000

interface ScheduleView {
  runs_started: number
  runs_missed: number
  runs_skipped: number
}

test('after an outage of five minutes a schedule of each minute has caught up with one run', async (t) => {
  t.timeout(15 * MINUTE_MS)
  const target = await startTarget((_call, response) => void response.end('ok'))
  t.teardown(target.close)
  const environment = { ERRAND_EGRESS_ALLOW: target.address }
  const first = await startErrand({ environment })
  t.teardown(first.remove)
  const api = apiClient(first.url, first.adminKey)
  await api.post('/gurus', { slug: 'acme' })
  const make = async (name: string, catch_up_seconds: number) =>
    (
      await api.post<Action>('/acme/actions', {
        name,
        trigger: 'When asked',
        type: 'api_call',
        api_call: { method: 'POST', url: `${target.url}/${name}` },
        schedule: { enabled: true, cron: '* * * * *', catch_up_seconds },
      })
    ).id
  const ids = { patient: await make('patient', 600), hasty: await make('hasty', 10) }
  const callsOf = (name: string): number => target.calls.filter(({ path }) => path === `/${name}`).length
  await eventually('a first run', async () => callsOf('patient') > 0 && callsOf('hasty') > 0, 90_000)
  // In the middle of a minute, so that nothing is due while it stops or starts.
  await sleep(MINUTE_MS - ((Date.now() - 30_000) % MINUTE_MS))
  const before = { patient: callsOf('patient'), hasty: callsOf('hasty') }
  const outage = { from: Date.now(), to: 0 }
  t.is(await first.stop(), 0)
  await sleep(OUTAGE_MS - (Date.now() - outage.from))

  const second = await startErrand({ environment, dataFolder: first.dataFolder })
  t.teardown(second.remove)
  outage.to = Date.now()
  const later = apiClient(second.url, second.adminKey)
  await eventually('the run that catches up', async () => callsOf('patient') > before.patient, 60_000)
  await sleep(10_000)
  t.is(callsOf('patient') - before.patient, 1)
  t.is(callsOf('hasty') - before.hasty, 0)
  await eventually('the next minutes', async () => callsOf('hasty') >= before.hasty + 2, 3 * MINUTE_MS)

  for (const [name, id] of Object.entries(ids)) {
    const view = await later.get<ScheduleView>(`/acme/actions/${id}/schedule`)
    const runs = await runsOf(later, id)
    const times = runs.map((run) => run.scheduled_for ?? '').sort()
    const during = times.filter((time) => isWithin(time, outage))
    t.log(name, view, times)
    t.is(new Set(times).size, times.length)
    t.is(during.length, name === 'patient' ? 1 : 0)
    t.is(callsOf(name), runs.length)
    t.true(runs.every(({ status }) => status === 'succeeded'))
    t.true(name === 'patient' ? view.runs_skipped >= 3 : view.runs_missed >= 4)
  }
})

const isWithin = (time: string, { from, to }: { from: number; to: number }): boolean =>
  Date.parse(time) > from && Date.parse(time) < to

async function runsOf(api: ReturnType<typeof apiClient>, id: string): Promise<Run[]> {
  return (await api.get<{ runs: Run[] }>(`/acme/runs?action_id=${id}&limit=100`)).runs.filter(
    ({ finished_at }) => finished_at !== null,
  )
}
