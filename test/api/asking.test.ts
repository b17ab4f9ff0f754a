/*
 * Asking, triggering, testing and matching over HTTP, sessions, and the history.
 */
import { setTimeout as delay } from 'node:timers/promises'
import anyTest, { type TestFn } from 'ava'
import type { Action } from '../../domain/action.ts'
import type { AnswerRecord, Run } from '../../domain/run.ts'
import { profileAction } from '../support/actions.ts'
import { apiClient } from '../support/api-client.ts'
import { eventually } from '../support/eventually.ts'
import { type StackContext, withStack } from '../support/shared-stack.ts'
import { sendJson } from '../support/target-server.ts'

const test = anyTest as TestFn<StackContext>
withStack(test, (call, response) => {
  if (call.path === '/deep') response.end('['.repeat(30_000) + ']'.repeat(30_000))
  else if (call.path.startsWith('/teapot')) sendJson(response, { error: 'I am a teapot' }, 418)
  else if (call.path.startsWith('/echo')) sendJson(response, { received: call.body, path: call.path })
  else
    sendJson(response, {
      login: call.path.split('/').pop(),
      name: 'The Octocat',
      company: '@github',
      public_repos: 8,
    })
})

async function guruWithProfile({
  api,
  target,
  newGuru,
}: StackContext): Promise<{ guru: string; id: string }> {
  const guru = await newGuru()
  await api.put(`/${guru}/secrets/GITHUB_TOKEN`, { value: 'ghp_0123456789abcdef' })
  const { id } = await api.post<Action>(`/${guru}/actions`, profileAction(target.url))
  return { guru, id }
}

const echoAction = (url: string, extra: object = {}): Record<string, unknown> => ({
  name: 'Echo',
  trigger: 'When the user wants an echo',
  parameters: [
    { name: 'text', type: 'string' },
    { name: 'times', type: 'number', required: false, default: 2 },
    { name: 'loud', type: 'boolean', required: false },
  ],
  type: 'api_call',
  api_call: {
    method: 'POST',
    url: `${url}/echo`,
    body: '{"text": {text}, "times": {times}, "loud": {loud}}',
  },
  ...extra,
})

test('a service that nests its answer without an end to it is answered with as text', async (t) => {
  const { api, target } = t.context
  const guru = await t.context.newGuru()
  await api.post(`/${guru}/actions`, {
    name: 'Deep',
    trigger: 'When the user asks how deep it is',
    type: 'api_call',
    api_call: { url: `${target.url}/deep` },
  })
  const { content, actions } = await api.post<AnswerRecord>(`/${guru}/answer/`, {
    question: 'How deep is it?',
  })
  t.like(actions, [{ status: 'succeeded' }])
  t.regex(content, /\[{100}/)
})

test('a question without a value asks for it, and the next message supplies it', async (t) => {
  const { api } = t.context
  const { guru } = await guruWithProfile(t.context)
  const first = await api.post<AnswerRecord>(`/${guru}/answer/`, {
    question: "I need a GitHub user's profile information",
  })
  t.like(first.actions, [{ status: 'needs_parameters', missing: ['username'], run_id: null }])
  t.regex(first.content, /username/)
  const second = await api.post<AnswerRecord>(`/${guru}/answer/`, {
    question: 'octocat',
    session_id: first.session_id,
  })
  t.is(second.session_id, first.session_id)
  t.like(second.actions, [{ status: 'succeeded', parameters: { username: 'octocat' } }])
  const session = await api.get<{ messages: { role: string; content: string }[] }>(
    `/${guru}/sessions/${first.session_id}`,
  )
  t.deepEqual(
    session.messages.map((message) => message.role),
    ['user', 'assistant', 'user', 'assistant'],
  )
  t.is(session.messages[3]?.content, second.content)
})

test('a session is a 404 to another key and to another external user', async (t) => {
  const { api, errand, newGuru } = t.context
  const guru = await newGuru()
  const { key } = await api.post<{ key: string }>(`/gurus/${guru}/keys`, { name: 'c', role: 'chat' })
  const chat = apiClient(errand.url, key)
  const mine = await chat.post<AnswerRecord>(`/${guru}/answer/`, {
    question: 'hello',
    external_user_id: 'anna',
  })
  const path = `/${guru}/sessions/${mine.session_id}`
  t.is((await chat.request('GET', `${path}?external_user_id=anna`)).status, 200)
  t.is((await chat.request('GET', `${path}?external_user_id=ben`)).status, 404)
  t.is((await api.request('GET', path)).status, 404)
  const intrusion = { question: 'hello', session_id: mine.session_id, external_user_id: 'ben' }
  t.is((await chat.request('POST', `/${guru}/answer/`, intrusion)).status, 404)
})

test('references lead to the run', async (t) => {
  const { api, errand } = t.context
  const { guru } = await guruWithProfile(t.context)
  const { references, actions } = await api.post<{
    references: { title: string; link: string }[]
    actions: { run_id: string }[]
  }>(`/${guru}/answer/`, { question: 'who is octocat on github?' })
  t.is(references[0]?.title, 'GitHub profile')
  const link = new URL(references[0]?.link ?? '', errand.url)
  t.is(link.pathname, `/gurus/${guru}/runs/${actions[0]?.run_id}`)
  t.is((await fetch(link)).status, 200)
})

test('a trigger answers 202 and the run at once, or the finished run when asked to wait', async (t) => {
  const { api } = t.context
  const { guru, id } = await guruWithProfile(t.context)
  const begun = await api.request<Run>('POST', `/${guru}/actions/${id}/trigger`, {
    parameters: { username: 'octocat' },
  })
  t.is(begun.status, 202)
  t.is(begun.body.trigger, 'manual')
  const waited = await api.request<Run>('POST', `/${guru}/actions/${id}/trigger?wait=true`, {
    parameters: { username: 'octocat' },
  })
  t.is(waited.status, 200)
  t.like(waited.body, { status: 'succeeded', question: null, error: null, action: { id, version: 1 } })
  t.regex(waited.body.output ?? '', /The Octocat/)
  t.truthy(waited.body.finished_at)
  t.regex(waited.body.temporal_ui_url ?? '', /^http:\/\/127\.0\.0\.1:\d+\/namespaces\//)
})

test('a trigger checks its parameters, fills in defaults and leaves out what is absent', async (t) => {
  const { api, target, newGuru } = t.context
  const guru = await newGuru()
  const { id } = await api.post<Action>(`/${guru}/actions`, echoAction(target.url))
  const trigger = (parameters: object) =>
    api.request<Run>('POST', `/${guru}/actions/${id}/trigger?wait=true`, { parameters })
  t.is((await trigger({})).status, 422)
  t.is((await trigger({ text: 5 })).status, 422)
  t.is((await trigger({ text: 'a', other: 1 })).status, 422)
  const { body } = await trigger({ text: 'say "hi" {loud}' })
  t.is(body.status, 'succeeded')
  const echoed = JSON.parse(body.output ?? '{}') as { received: string }
  t.deepEqual(JSON.parse(echoed.received), { text: 'say "hi" {loud}', times: 2 })
})

test('a disabled action is a 409 to trigger, and no question finds it', async (t) => {
  const { api } = t.context
  const { guru, id } = await guruWithProfile(t.context)
  await api.post(`/${guru}/actions/${id}/disable`)
  t.is(
    (await api.request('POST', `/${guru}/actions/${id}/trigger`, { parameters: { username: 'a' } })).status,
    409,
  )
  const answer = await api.post<AnswerRecord>(`/${guru}/answer/`, { question: 'who is octocat on github?' })
  t.deepEqual(answer.actions, [])
})

test('an unsaved action is tested with the same checks and leaves only its run', async (t) => {
  const { api, target, newGuru } = t.context
  const guru = await newGuru()
  const { status, body } = await api.request<Run>('POST', `/${guru}/actions/test`, {
    action: echoAction(target.url),
    parameters: { text: 'x' },
  })
  t.is(status, 200)
  t.like(body, { status: 'succeeded', trigger: 'test', action: { id: null, name: 'Echo', version: null } })
  t.like(await api.get(`/${guru}/actions`), { actions: [], used: 0 })
  const listed = await eventually('the run in the list', async () => {
    const { runs } = await api.get<{ runs: Run[] }>(`/${guru}/runs?trigger=test`)
    return runs[0]
  })
  t.is(listed.id, body.id)
})

test('a test can be followed instead of waited for', async (t) => {
  const { api, target, newGuru } = t.context
  const guru = await newGuru()
  const { status, body } = await api.request<Run>('POST', `/${guru}/actions/test?wait=false`, {
    action: echoAction(target.url),
    parameters: { text: 'x' },
  })
  t.is(status, 202)
  const run = await eventually('the end of the run', async () => {
    const now = await api.get<Run>(`/${guru}/runs/${body.id}`)
    return now.finished_at ? now : undefined
  })
  t.is(run.status, 'succeeded')
})

test('match says what a question would run, and runs nothing', async (t) => {
  const { api, target } = t.context
  const { guru, id } = await guruWithProfile(t.context)
  const { matches } = await api.post<{
    matches: { action: object; score: number; parameters: object; missing: string[] }[]
  }>(`/${guru}/actions/match`, { question: 'who is neverasked on github?' })
  t.like(matches, [
    { action: { id, name: 'GitHub profile' }, parameters: { username: 'neverasked' }, missing: [] },
  ])
  t.true((matches[0]?.score ?? 0) > 0)
  t.false(target.calls.some((call) => call.path.includes('neverasked')))
})

test('an error status of the service is the run’s http_error, with its body as output', async (t) => {
  const { api, target, newGuru } = t.context
  const guru = await newGuru()
  const { id } = await api.post<Action>(`/${guru}/actions`, {
    name: 'Teapot',
    trigger: 'When the user wants tea',
    type: 'api_call',
    api_call: { url: `${target.url}/teapot` },
  })
  const run = await api.post<Run>(`/${guru}/actions/${id}/trigger?wait=true`)
  t.like(run, { status: 'failed', error: { code: 'http_error' } })
  t.regex(run.error?.message ?? '', /418/)
  t.regex(run.output ?? '', /teapot/)
})

test('the history filters by action, trigger and status, pages, and belongs to one guru', async (t) => {
  const { api, newGuru } = t.context
  const { guru, id } = await guruWithProfile(t.context)
  for (let count = 0; count < 3; count++)
    await api.post(`/${guru}/actions/${id}/trigger?wait=true`, { parameters: { username: `user${count}` } })
  const list = (query: string) =>
    api.get<{ runs: Run[]; next_cursor: string | null }>(`/${guru}/runs${query}`)
  const all = await eventually('three runs in the list', async () => {
    const page = await list('?status=succeeded')
    return page.runs.length === 3 && page
  })
  t.deepEqual(
    all.runs.map((run) => run.parameters.username),
    ['user2', 'user1', 'user0'],
  )
  const first = await list('?limit=2')
  t.is(first.runs.length, 2)
  const second = await list(`?limit=2&cursor=${first.next_cursor}`)
  t.is(second.runs.length, 1)
  t.is((await list(`?action_id=${id}&trigger=manual`)).runs.length, 3)
  t.is((await list('?trigger=question')).runs.length, 0)
  t.is((await list('?status=failed')).runs.length, 0)
  const other = await newGuru()
  t.deepEqual((await api.get<{ runs: Run[] }>(`/${other}/runs`)).runs, [])
  t.is((await api.request('GET', `/${other}/runs/${all.runs[0]?.id}`)).status, 404)
  for (const query of [
    "?action_id=x' OR ErrandGuru='y",
    '?status=sleeping',
    '?limit=1000',
    '?from=yesterday',
    '?cursor=abc',
    '?x=1',
  ])
    t.is((await api.request('GET', `/${guru}/runs${query}`)).status, 422, query)
})

test('a run that needs approval waits for it, sends nothing before, and can be rejected', async (t) => {
  const { api, target, newGuru } = t.context
  const guru = await newGuru()
  const { id } = await api.post<Action>(
    `/${guru}/actions`,
    echoAction(target.url, { requires_approval: true }),
  )
  const start = () =>
    api.request<Run>('POST', `/${guru}/actions/${id}/trigger?wait=true`, {
      parameters: { text: 'approve me' },
    })
  const sent = () => target.calls.filter((call) => call.body.includes('approve me')).length
  const waiting = await start()
  t.is(waiting.status, 202)
  const path = `/${guru}/runs/${waiting.body.id}`
  const ended = (from: string) =>
    eventually('the run to end', async () => {
      const run = await api.get<Run>(from)
      return run.finished_at && run
    })
  await eventually('the run to wait', async () => (await api.get<Run>(path)).status === 'awaiting_approval')
  t.is(sent(), 0)
  await api.post(`${path}/approve`)
  t.like(await ended(path), { status: 'succeeded' })
  t.is(sent(), 1)
  const second = `/${guru}/runs/${(await start()).body.id}`
  await eventually('the run to wait', async () => (await api.get<Run>(second)).status === 'awaiting_approval')
  await api.post(`${second}/reject`)
  t.like(await ended(second), { status: 'rejected', error: { code: 'rejected' } })
  t.is(sent(), 1)
})

test('a guru made again under a deleted slug does not see the runs of the old one', async (t) => {
  const { api } = t.context
  const { guru, id } = await guruWithProfile(t.context)
  const run = await api.post<Run>(`/${guru}/actions/${id}/trigger?wait=true`, {
    parameters: { username: 'a' },
  })
  await api.request('DELETE', `/gurus/${guru}`)
  await delay(6_000)
  await api.post('/gurus', { slug: guru })
  t.is((await api.request('GET', `/${guru}/runs/${run.id}`)).status, 404)
  t.deepEqual((await api.get<{ runs: Run[] }>(`/${guru}/runs`)).runs, [])
})
