/*
 * A part of the stack is away for a minute in the middle of runs, as when a machine is suspended or a network is cut:
 * the process is there and says nothing. For schedules that is a jump of the clock.
 */
import { setTimeout as sleep } from 'node:timers/promises'
import test from 'ava'
import type { Action } from '../../domain/action.ts'
import type { Run } from '../../domain/run.ts'
import { apiClient } from '../support/api-client.ts'
import { startErrand } from '../support/errand.ts'
import { eventually } from '../support/eventually.ts'
import { startTarget } from '../support/target-server.ts'

const AWAY_MS = 65_000

for (const part of ['temporal', 'mongodb'])
  test.serial(
    `${part} is away for more than a minute: every run ends truly, and the schedule goes on`,
    async (t) => {
      t.timeout(8 * 60_000)
      const target = await startTarget(async ({ path }, response) => {
        await sleep(path.startsWith('/slow') ? 3_000 : 0)
        response.end('done')
      })
      t.teardown(target.close)
      const errand = await startErrand({ environment: { ERRAND_EGRESS_ALLOW: target.address } })
      t.teardown(errand.remove)
      const api = apiClient(errand.url, errand.adminKey)
      await api.post('/gurus', { slug: 'acme' })
      const make = async (name: string, extra: object = {}) =>
        (
          await api.post<Action>('/acme/actions', {
            name,
            trigger: 'When asked',
            parameters: [{ name: 'ref', type: 'number', description: 'The number', default: 0 }],
            type: 'api_call',
            api_call: { method: 'POST', url: `${target.url}/${name}/{ref}` },
            ...extra,
          })
        ).id
      const ids = { slow: await make('slow'), fast: await make('fast'), reading: await make('reading') }
      await api.request('PATCH', `/acme/actions/${ids.reading}`, { api_call: { method: 'GET' } })
      const scheduled = await make('scheduled', { schedule: { enabled: true, cron: '* * * * *' } })
      const begun: { id: string; path: string }[] = []
      const begin = async (name: keyof typeof ids, ref: number) => {
        const { id } = await api.post<Run>(`/acme/actions/${ids[name]}/trigger`, { parameters: { ref } })
        begun.push({ id, path: `/${name}/${ref}` })
      }
      for (let ref = 1; ref <= 4; ref++)
        await Promise.all([begin('slow', ref), begin('fast', ref), begin('reading', ref)])
      const pid = errand.pids()[part] ?? 0
      process.kill(pid, 'SIGSTOP')
      await sleep(AWAY_MS)
      process.kill(pid, 'SIGCONT')

      const tally: Record<string, number> = {}
      for (const { id, path } of begun) {
        const run = await eventually(
          `run ${id} to end`,
          async () => {
            const seen = await api.get<Run>(`/acme/runs/${id}`).catch(() => null)
            return seen?.finished_at ? seen : null
          },
          120_000,
        )
        tally[run.status] = (tally[run.status] ?? 0) + 1
        const calls = target.calls.filter((call) => call.path === path).length
        if (run.status === 'succeeded') t.true(path.startsWith('/reading') ? calls >= 1 : calls === 1, path)
        else if (run.status === 'interrupted') t.true(calls <= 1, path)
        else t.is(calls, 0, `${path} is ${run.status}`)
      }
      t.log(tally)
      const before = target.calls.filter(({ path }) => path.startsWith('/scheduled')).length
      await eventually(
        'the next scheduled run',
        async () => target.calls.filter(({ path }) => path.startsWith('/scheduled')).length > before,
        130_000,
      )
      const { runs } = await api.get<{ runs: Run[] }>(`/acme/runs?action_id=${scheduled}`)
      const times = runs.map((run) => run.scheduled_for)
      t.is(new Set(times).size, times.length)
    },
  )
