/*
 * A scheduled action with a webhook, through the whole stack: saved by the API, run by Temporal's schedule, delivered to
 * a receiver that verifies it.
 */
import anyTest, { type TestFn } from 'ava'
import { Webhook } from 'standardwebhooks'
import type { Action } from '../../domain/action.ts'
import type { Run } from '../../domain/run.ts'
import { eventually } from '../support/eventually.ts'
import { type StackContext, withStack } from '../support/shared-stack.ts'
import { sendJson } from '../support/target-server.ts'

const test = anyTest as TestFn<StackContext>

let attempts = 0
withStack(test, ({ path }, response) => {
  if (!path.startsWith('/hook/')) return sendJson(response, { open: 3 })
  attempts += 1
  return sendJson(response, {}, attempts === 1 ? 500 : 200)
})

test('a receiver gets the run that the schedule made, signed, and again where it failed the first time', async (t) => {
  t.timeout(90_000)
  const { api, newGuru, target } = t.context
  const guru = await newGuru()
  await api.put(`/${guru}/secrets/SIGNING`, { value: 'the-key-that-both-sides-know' })
  await api.put(`/${guru}/secrets/HOOK_KEY`, { value: 'hook-key-0123456789' })
  const action = await api.post<Action>(`/${guru}/actions`, {
    name: 'Open tickets',
    trigger: 'Never',
    type: 'api_call',
    api_call: { url: `${target.url}/tickets` },
    schedule: {
      enabled: true,
      cron: '0 9 * * *',
      delivery: { url: `${target.url}/hook/{HOOK_KEY}`, secret: 'SIGNING' },
    },
  })
  t.deepEqual((action as unknown as { secrets: string[] }).secrets, ['HOOK_KEY', 'SIGNING'])
  await api.post(`/${guru}/actions/${action.id}/schedule/backfill`, {
    from: '2026-01-05T00:00:00Z',
    to: '2026-01-05T12:00:00Z',
  })
  const calls = await eventually('two attempts', async () => {
    const found = target.calls.filter(({ path }) => path === '/hook/hook-key-0123456789')
    return found.length >= 2 && found
  })
  const [first, second] = calls
  const receiver = new Webhook('the-key-that-both-sides-know', { format: 'raw' })
  for (const call of calls)
    t.notThrows(() => receiver.verify(call.body, call.headers as Record<string, string>))
  t.is(first?.headers['webhook-id'], second?.headers['webhook-id'])
  const { type, data } = JSON.parse(second?.body ?? '{}') as { type: string; data: Run }
  t.is(type, 'run.finished')
  t.like(data, { status: 'succeeded', trigger: 'schedule', scheduled_for: '2026-01-05T09:00:00.000Z' })
  t.deepEqual(JSON.parse(data.output ?? ''), { open: 3 })
  const { runs } = await api.get<{ runs: Run[] }>(`/${guru}/runs`)
  t.deepEqual(
    runs.map(({ id }) => id),
    [data.id],
  )
})
