/*
 * Cancelling reaches what runs: the process in its container, the socket of a call; and what only waits.
 */
import test, { type ExecutionContext } from 'ava'
import Docker from 'dockerode'
import type { Action } from '../../domain/action.ts'
import type { AnswerRecord, Run } from '../../domain/run.ts'
import { type ApiClient, apiClient } from '../support/api-client.ts'
import { startErrand } from '../support/errand.ts'
import { eventually } from '../support/eventually.ts'
import { startTarget } from '../support/target-server.ts'

/** Far beyond what it takes, so that a busy machine fails nothing; the log has what it took. */
const SOON_MS = 15_000

async function setUp(t: ExecutionContext) {
  t.timeout(240_000)
  const closed: string[] = []
  const target = await startTarget(async ({ path }, response) => {
    response.on('close', () => closed.push(path))
    if (path.startsWith('/hello')) response.end('hello')
  })
  t.teardown(target.close)
  const errand = await startErrand({ environment: { ERRAND_EGRESS_ALLOW: target.address } })
  t.teardown(errand.remove)
  const api = apiClient(errand.url, errand.adminKey)
  await api.post('/gurus', { slug: 'acme' })
  const trigger = async (action: object): Promise<Run> => {
    const { id } = await api.post<Action>('/acme/actions', { name: 'It', trigger: 'When asked', ...action })
    return api.post<Run>(`/acme/actions/${id}/trigger`)
  }
  return { target, closed, api, trigger }
}

async function cancel(t: ExecutionContext, api: ApiClient, id: string): Promise<Run> {
  const startedAt = performance.now()
  t.is((await api.request('POST', `/acme/runs/${id}/cancel`)).status, 202)
  const run = await eventually('the run to end', async () => {
    const seen = await api.get<Run>(`/acme/runs/${id}`)
    return seen.finished_at !== null && seen
  })
  const took = performance.now() - startedAt
  t.log(`ended ${Math.round(took)} ms after the cancel was asked for`)
  t.true(took < SOON_MS)
  t.like(run, { status: 'cancelled', error: { code: 'cancelled' } })
  t.is((await api.request('POST', `/acme/runs/${id}/cancel`)).status, 409)
  return run
}

test.serial('a Python action that sleeps is stopped, and its container goes', async (t) => {
  const { target, api, trigger } = await setUp(t)
  const run = await trigger({
    type: 'python',
    python: {
      code: `import time, urllib.request\nurllib.request.urlopen('${target.url}/hello')\ntime.sleep(25)\nurllib.request.urlopen('${target.url}/late')`,
    },
  })
  await target.received(1)
  const docker = new Docker()
  const running = async () => {
    const containers = await docker.listContainers()
    return new Set(containers.map(({ Id: id }) => id))
  }
  const before = await running()
  await cancel(t, api, run.id)
  const gone = await eventually('a container to go', async () => {
    const now = await running()
    return [...before].filter((id) => !now.has(id)).length
  })
  t.true(gone >= 1)
  t.false(target.calls.some(({ path }) => path === '/late'))
})

for (const method of ['GET', 'POST'])
  test.serial(`a ${method} that gets no answer is given up, and its socket is closed`, async (t) => {
    const { target, closed, api, trigger } = await setUp(t)
    const run = await trigger({
      type: 'api_call',
      api_call: { method, url: `${target.url}/silence` },
      timeout_seconds: 100,
    })
    await target.received(1)
    await cancel(t, api, run.id)
    await eventually('the socket to close', async () => closed.includes('/silence'))
    t.is(target.calls.length, 1)
  })

test.serial('a run that waits for approval is cancelled, and nothing is sent', async (t) => {
  const { target, api, trigger } = await setUp(t)
  const run = await trigger({
    type: 'api_call',
    api_call: { method: 'POST', url: `${target.url}/hello` },
    requires_approval: true,
  })
  await eventually('it to wait', async () => {
    return (await api.get<Run>(`/acme/runs/${run.id}`)).status === 'awaiting_approval'
  })
  await cancel(t, api, run.id)
  t.is(target.calls.length, 0)
})

test.serial('cancelling the run of a question leaves the answer, which says so', async (t) => {
  const { target, api } = await setUp(t)
  await api.post('/acme/actions', {
    name: 'Stock level',
    trigger: 'When the user asks for the stock level',
    type: 'api_call',
    api_call: { url: `${target.url}/silence` },
    timeout_seconds: 100,
  })
  const asking = api.post<AnswerRecord>('/acme/answer/', { question: 'what is the stock level?' })
  await target.received(1)
  const { runs } = await eventually('the run in the list', async () => {
    const list = await api.get<{ runs: Run[] }>('/acme/runs')
    return list.runs.length > 0 && list
  })
  t.is((await api.request('POST', `/acme/runs/${runs[0]?.id}/cancel`)).status, 202)
  const answer = await asking
  t.like(answer.actions, [{ name: 'Stock level', status: 'cancelled' }])
  t.regex(answer.content, /cancelled/)
})
