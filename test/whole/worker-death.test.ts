/*
 * A worker that is killed without warning: what only reads is done again and its answer arrives; what may have
 * changed something is not repeated, and its run says so.
 */

import { setTimeout as delay } from 'node:timers/promises'
import test, { type ExecutionContext } from 'ava'
import type { AnswerRecord, Run } from '../../domain/run.ts'
import { profileAction } from '../support/actions.ts'
import { apiClient } from '../support/api-client.ts'
import { NO_WAITING, startErrand } from '../support/errand.ts'
import { eventually } from '../support/eventually.ts'
import { sendJson, startTarget } from '../support/target-server.ts'

async function setUp(t: ExecutionContext) {
  const target = await startTarget(async (call, response) => {
    await delay(4_000)
    sendJson(response, { name: 'The Octocat', company: '@github', public_repos: 8, method: call.method })
  })
  t.teardown(target.close)
  const errand = await startErrand({ environment: { ...NO_WAITING, ERRAND_EGRESS_ALLOW: target.address } })
  t.teardown(errand.remove)
  const api = apiClient(errand.url, errand.adminKey)
  await api.post('/gurus', { slug: 'acme' })
  await api.put('/acme/secrets/GITHUB_TOKEN', { value: 'ghp_0123456789abcdef' })
  return { target, errand, api }
}

test('finishes a slow GET on a new worker when the worker is killed, and its answer arrives', async (t) => {
  const { target, errand, api } = await setUp(t)
  await api.post('/acme/actions', profileAction(target.url))
  const asked = api.post<AnswerRecord>('/acme/answer/', { question: 'who is octocat on github?' })
  await target.received(1)
  for (const pid of errand.workerPids()) process.kill(pid, 'SIGKILL')
  const answer = await asked
  t.like(answer.actions, [{ name: 'GitHub profile', status: 'succeeded' }])
  t.regex(answer.content, /The Octocat/)
  t.is(target.calls.length, 2)
})

test('does not repeat a POST when the worker is killed: the run ends as interrupted', async (t) => {
  const { target, errand, api } = await setUp(t)
  const { id } = await api.post<{ id: string }>('/acme/actions', {
    name: 'Refund',
    trigger: 'When the user asks to refund an order',
    type: 'api_call',
    api_call: { method: 'POST', url: `${target.url}/refunds`, body: '{"order": 1}' },
  })
  const { id: runId } = await api.post<Run>(`/acme/actions/${id}/trigger`)
  await target.received(1)
  for (const pid of errand.workerPids()) process.kill(pid, 'SIGKILL')
  const run = await eventually(
    'the run to end',
    async () => {
      const { body } = await api.request<Run>('GET', `/acme/runs/${runId}`)
      return body.finished_at && body
    },
    60_000,
  )
  t.like(run, { status: 'interrupted', error: { code: 'interrupted' } })
  t.is(target.calls.length, 1)
})
