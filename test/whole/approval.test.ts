/*
 * Actions that ask for approval: their runs wait, whatever is restarted meanwhile, and are carried out once, or not at
 * all. Who decided, and when, stands in the run; the answer that had to wait is completed in its session.
 */
import test, { type ExecutionContext } from 'ava'
import type { Action } from '../../domain/action.ts'
import type { AnswerRecord, Run } from '../../domain/run.ts'
import { type ApiClient, apiClient } from '../support/api-client.ts'
import { NO_WAITING, startErrand } from '../support/errand.ts'
import { eventually } from '../support/eventually.ts'
import { sendJson, startTarget } from '../support/target-server.ts'

interface SessionView {
  messages: { role: string; content: string; actions: AnswerRecord['actions'] }[]
}

async function setUp(t: ExecutionContext) {
  t.timeout(180_000)
  const target = await startTarget((_call, response) => sendJson(response, { refund: 'paid out' }))
  t.teardown(target.close)
  const environment = { ...NO_WAITING, ERRAND_EGRESS_ALLOW: target.address }
  const errand = await startErrand({ environment })
  t.teardown(errand.remove)
  const api = apiClient(errand.url, errand.adminKey)
  await api.post('/gurus', { slug: 'acme' })
  const refund = (extra: object = {}) =>
    api.post<Action>('/acme/actions', {
      name: 'Refund',
      trigger: 'When the user asks to refund an order',
      parameters: [{ name: 'order', type: 'number', description: 'The number of the order' }],
      type: 'api_call',
      api_call: { method: 'POST', url: `${target.url}/refunds/{order}` },
      requires_approval: true,
      ...extra,
    })
  return { target, environment, errand, api, refund }
}

const begin = (api: ApiClient, { id }: Action, order = 7) =>
  api.post<Run>(`/acme/actions/${id}/trigger?wait=true`, { parameters: { order } })

const ended = (api: ApiClient, id: string) =>
  eventually('the run to end', async () => {
    const run = await api.get<Run>(`/acme/runs/${id}`)
    return run.finished_at !== null && run
  })

test.serial(
  'a run is approved after API and worker were killed, and once more after everything was restarted',
  async (t) => {
    const { target, environment, errand, api, refund } = await setUp(t)
    const action = await refund()
    const [first, second] = [await begin(api, action, 1), await begin(api, action, 2)]
    t.is(first.status, 'awaiting_approval')
    t.like(first.approval, { decided_at: null, decided_by: null, approved: null })
    const days =
      (Date.parse(first.approval?.expires_at ?? '') - Date.parse(first.approval?.requested_at ?? '')) /
      86_400_000
    t.is(days, 7)
    const pids = [errand.apiPid() ?? 0, ...errand.workerPids()]
    for (const pid of pids) process.kill(pid, 'SIGKILL')
    await eventually('both to be back', async () => {
      const response = await fetch(`${errand.url}/readyz`).catch(() => null)
      return response?.status === 200 && errand.apiPid() !== pids[0] && errand.workerPids()[0] !== pids[1]
    })
    await api.post(`/acme/runs/${first.id}/approve`, { comment: 'by the book' })
    const approved = await ended(api, first.id)
    t.is(approved.status, 'succeeded')
    t.like(approved.approval, { approved: true, decided_by: 'admin', comment: 'by the book' })
    t.true(Date.parse(approved.approval?.decided_at ?? '') > Date.parse(first.approval?.requested_at ?? ''))
    t.like(approved.steps, [{ name: 'approve', status: 'succeeded' }])

    t.is(await errand.stop(), 0)
    const again = await startErrand({ environment, dataFolder: errand.dataFolder })
    t.teardown(again.remove)
    const later = apiClient(again.url, again.adminKey)
    t.is((await later.get<Run>(`/acme/runs/${second.id}`)).status, 'awaiting_approval')
    await later.post(`/acme/runs/${second.id}/approve`)
    t.is((await ended(later, second.id)).status, 'succeeded')
    t.deepEqual(target.calls.map(({ path }) => path).sort(), ['/refunds/1', '/refunds/2'])
  },
)

test.serial('a run that is rejected sends nothing, and a second decision is refused', async (t) => {
  const { target, api, refund } = await setUp(t)
  const { id } = await begin(api, await refund())
  const decisions = await Promise.all([
    api.request('POST', `/acme/runs/${id}/reject`, { comment: 'too much' }),
    api.request('POST', `/acme/runs/${id}/reject`, { comment: 'far too much' }),
  ])
  t.deepEqual(decisions.map(({ status }) => status).sort(), [202, 409])
  const run = await ended(api, id)
  t.like(run, { status: 'rejected', error: { code: 'rejected' }, approval: { approved: false } })
  t.regex(run.error?.message ?? '', /rejected by admin: (far )?too much/)
  t.is((await api.request('POST', `/acme/runs/${id}/approve`)).status, 409)
  t.is(target.calls.length, 0)
})

test.serial('a run that nobody decides on in time is rejected', async (t) => {
  const { target, api, refund } = await setUp(t)
  const { id } = await begin(api, await refund({ approval_timeout_seconds: 2 }))
  const run = await ended(api, id)
  t.like(run, {
    status: 'rejected',
    error: { code: 'rejected', message: "Nobody approved 'Refund' within 2 seconds." },
    approval: { approved: null, decided_by: null },
  })
  t.is(target.calls.length, 0)
})

test.serial('an answer says that it waits, also in its session, and is completed there', async (t) => {
  const { api, refund } = await setUp(t)
  await refund()
  const question = 'please refund order 42'
  const { status, body } = await api.request<AnswerRecord>('POST', '/acme/answer/', { question })
  t.is(status, 202)
  t.regex(body.content, /\*\*Refund\*\* waits for somebody to approve it/)
  t.like(body.actions, [{ status: 'awaiting_approval', parameters: { order: 42 } }])
  const session = () => api.get<SessionView>(`/acme/sessions/${body.session_id}`)
  const waiting = await session()
  t.deepEqual(
    waiting.messages.map(({ role, content }) => [role, content]),
    [
      ['user', question],
      ['assistant', body.content],
    ],
  )
  await api.post(`/acme/runs/${body.actions[0]?.run_id}/approve`)
  const completed = await eventually('the answer', async () => {
    const seen = await session()
    return seen.messages[1]?.actions[0]?.status === 'succeeded' && seen
  })
  t.is(completed.messages.length, 2)
  t.regex(completed.messages[1]?.content ?? '', /paid out/)
})
