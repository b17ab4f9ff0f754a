/*
 * `Idempotency-Key`: a client that retries gets the same run, never a second one.
 */
import anyTest, { type TestFn } from 'ava'
import type { AnswerRecord, Run } from '../../domain/run.ts'
import { profileAction } from '../support/actions.ts'
import { type ApiClient, apiClient } from '../support/api-client.ts'
import { NO_WAITING, startErrand } from '../support/errand.ts'
import { sendJson, startTarget, type TargetServer } from '../support/target-server.ts'

interface Context {
  api: ApiClient
  target: TargetServer
  url: string
  post: string
  stop(): Promise<void>
}
const test = anyTest as TestFn<Context>

test.before(async (t) => {
  const target = await startTarget((_call, response) =>
    sendJson(response, { name: 'The Octocat', company: '@github' }),
  )
  const errand = await startErrand({ environment: { ...NO_WAITING, ERRAND_EGRESS_ALLOW: target.address } })
  const api = apiClient(errand.url, errand.adminKey)
  await api.post('/gurus', { slug: 'acme' })
  await api.put('/acme/secrets/GITHUB_TOKEN', { value: 'ghp_0123456789abcdef' })
  await api.post('/acme/actions', profileAction(target.url))
  const { id } = await api.post<{ id: string }>('/acme/actions', {
    name: 'Charge',
    trigger: 'When the user asks to charge a customer',
    parameters: [{ name: 'amount', type: 'number' }],
    type: 'api_call',
    api_call: { method: 'POST', url: `${target.url}/charges`, body: '{"amount": {amount}}' },
  })
  const stop = async () => {
    await errand.remove()
    await target.close()
  }
  t.context = { api, target, url: errand.url, post: `/acme/actions/${id}/trigger?wait=true`, stop }
})
test.after.always((t) => t.context.stop?.())

const callsTo = ({ target }: Context, path: string): number =>
  target.calls.filter((call) => call.path === path).length

test.serial('the same trigger 20 times at once is one run and one call at the target', async (t) => {
  const { api, post } = t.context
  const headers = { 'idempotency-key': 'charge-1' }
  const runs = await Promise.all(
    Array.from({ length: 20 }, () => api.post<Run>(post, { parameters: { amount: 5 } }, headers)),
  )
  t.is(new Set(runs.map((run) => run.id)).size, 1)
  t.true(runs.every((run) => run.status === 'succeeded'))
  t.is(callsTo(t.context, '/charges'), 1)
})

test.serial('the same question 20 times at once is one answer, one session and one call', async (t) => {
  const { api } = t.context
  const headers = { 'idempotency-key': 'question-1' }
  const question = { question: 'who is octocat on github?' }
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => api.post<AnswerRecord>('/acme/answer/', question, headers)),
  )
  t.is(new Set(answers.map((answer) => answer.session_id)).size, 1)
  t.is(new Set(answers.map((answer) => answer.actions[0]?.run_id)).size, 1)
  t.is(callsTo(t.context, '/users/octocat'), 1)
  const { messages } = await api.get<{ messages: unknown[] }>(`/acme/sessions/${answers[0]?.session_id}`)
  t.is(messages.length, 2)
})

test.serial('the same key with another body is a 409, and nothing is sent', async (t) => {
  const { api, post } = t.context
  const before = callsTo(t.context, '/charges')
  const headers = { 'idempotency-key': 'charge-2' }
  await api.post(post, { parameters: { amount: 5 } }, headers)
  const { status, body } = await api.request('POST', post, { parameters: { amount: 6 } }, headers)
  t.is(status, 409)
  t.like(body, { status: 409, title: 'Conflict' })
  t.is(callsTo(t.context, '/charges'), before + 1)
})

test.serial('two key holders may use the same key: each has its own run', async (t) => {
  const { api, post, url } = t.context
  const { key } = await api.post<{ key: string }>('/gurus/acme/keys', { name: 'shop', role: 'manage' })
  const headers = { 'idempotency-key': 'charge-3' }
  const mine = await api.post<Run>(post, { parameters: { amount: 5 } }, headers)
  const theirs = await apiClient(url, key).post<Run>(post, { parameters: { amount: 5 } }, headers)
  t.not(mine.id, theirs.id)
})

test.serial('a key of more than 200 characters is a 422', async (t) => {
  const { api, post } = t.context
  const { status } = await api.request(
    'POST',
    post,
    { parameters: { amount: 5 } },
    { 'idempotency-key': 'x'.repeat(201) },
  )
  t.is(status, 422)
})
