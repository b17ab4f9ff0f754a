/*
 * Ctrl-C and a second start on the same data folder: everything is still there.
 */
import test from 'ava'
import type { Action } from '../../domain/action.ts'
import type { AnswerRecord, Run } from '../../domain/run.ts'
import { profileAction } from '../support/actions.ts'
import { apiClient } from '../support/api-client.ts'
import { NO_WAITING, startErrand } from '../support/errand.ts'
import { sendJson, startTarget } from '../support/target-server.ts'

test('guru, keys, actions, secrets, sessions and history survive a restart', async (t) => {
  const target = await startTarget((_call, response) =>
    sendJson(response, { name: 'The Octocat', company: '@github' }),
  )
  t.teardown(target.close)
  const environment = { ...NO_WAITING, ERRAND_EGRESS_ALLOW: target.address }
  const first = await startErrand({ environment })
  t.teardown(first.remove)
  const before = apiClient(first.url, first.adminKey)
  await before.post('/gurus', { slug: 'acme' })
  const { key } = await before.post<{ key: string }>('/gurus/acme/keys', { name: 'k', role: 'manage' })
  await before.put('/acme/secrets/GITHUB_TOKEN', { value: 'ghp_0123456789abcdef' })
  await before.post('/acme/actions', profileAction(target.url))
  const asked = await apiClient(first.url, key).post<AnswerRecord>('/acme/answer/', {
    question: 'who is octocat on github?',
  })
  t.is(await first.stop(), 0)

  const second = await startErrand({ environment, dataFolder: first.dataFolder })
  t.teardown(second.remove)
  t.is(second.adminKey, first.adminKey)
  const after = apiClient(second.url, key)
  const { actions } = await after.get<{ actions: Action[] }>('/acme/actions')
  t.like(actions, [{ name: 'GitHub profile', version: 1 }])
  const run = await after.get<Run>(`/acme/runs/${asked.actions[0]?.run_id}`)
  t.like(run, { status: 'succeeded', answer: asked.content })
  const session = await after.get<{ messages: object[] }>(`/acme/sessions/${asked.session_id}`)
  t.is(session.messages.length, 2)
  const again = await after.post<AnswerRecord>('/acme/answer/', { question: 'who is torvalds on github?' })
  t.like(again.actions, [{ status: 'succeeded', parameters: { username: 'torvalds' } }])
  t.is(target.calls.at(-1)?.headers.authorization, 'Bearer ghp_0123456789abcdef')
})
