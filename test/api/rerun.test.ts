/*
 * Running a run's action again: with its parameters or others, as the action is or as it was, whole where lists only
 * show parts, and with personal data that nobody but a worker can read.
 */
import anyTest, { type TestFn } from 'ava'
import type { Action } from '../../domain/action.ts'
import type { AnswerRecord, Run } from '../../domain/run.ts'
import { eventually } from '../support/eventually.ts'
import { type StackContext, withStack } from '../support/shared-stack.ts'
import { sendJson } from '../support/target-server.ts'

const test = anyTest as TestFn<StackContext>

withStack(test, ({ path, body }, response) => sendJson(response, { path, body }))

const NOTE = 'x'.repeat(3_000)

const noteAction = (url: string, extra: object = {}): Record<string, unknown> => ({
  name: 'Note',
  trigger: 'When the user wants a note taken',
  parameters: [
    { name: 'text', type: 'string', description: 'The note' },
    { name: 'urgency', type: 'number', description: 'How urgent', default: 1 },
  ],
  type: 'api_call',
  api_call: { method: 'POST', url: `${url}/v1`, body: '{"text": "{text}", "urgency": {urgency}}' },
  ...extra,
})

async function setUp({ api, newGuru, target }: StackContext, options: object = {}, extra: object = {}) {
  const guru = await newGuru({ ...options })
  const action = await api.post<Action>(`/${guru}/actions`, noteAction(target.url, extra))
  const run = await api.post<Run>(`/${guru}/actions/${action.id}/trigger?wait=true`, {
    parameters: { text: NOTE },
  })
  const rerun = (id: string, body: object = {}, headers: Record<string, string> = {}) =>
    api.request<Run>('POST', `/${guru}/runs/${id}/rerun?wait=true`, body, headers)
  return { api, guru, action, run, rerun, target }
}

const sent = (run: Run): Record<string, unknown> => JSON.parse(JSON.parse(run.output ?? '{}').body)

test('a run is repeated with all of its parameters, and says which it repeats', async (t) => {
  const { api, guru, run, rerun } = await setUp(t.context)
  const { status, body } = await rerun(run.id)
  t.is(status, 200)
  t.like(body, { status: 'succeeded', trigger: 'manual', rerun_of: run.id })
  t.not(body.id, run.id)
  t.deepEqual(sent(body), { text: NOTE, urgency: 1 })
  const listed = await eventually('it in the list', async () => {
    const { runs } = await api.get<{ runs: Run[] }>(`/${guru}/runs`)
    return runs.find(({ id }) => id === body.id)
  })
  t.is(listed.rerun_of, run.id)
})

test('parameters are replaced, taken away and checked', async (t) => {
  const { run, rerun } = await setUp(t.context)
  t.deepEqual(sent((await rerun(run.id, { parameters: { urgency: 5 } })).body), { text: NOTE, urgency: 5 })
  const wrong = await rerun(run.id, { parameters: { urgency: 'very', colour: 'red', text: null } })
  t.is(wrong.status, 422)
  t.deepEqual(
    (wrong.body as unknown as { errors: { path: string }[] }).errors.map(({ path }) => path).sort(),
    ['parameters.colour', 'parameters.text', 'parameters.urgency'],
  )
})

test('the action is taken as it is now, or as it was', async (t) => {
  const { api, guru, action, run, rerun, target } = await setUp(t.context)
  await api
    .request('PATCH', `/${guru}/actions/${action.id}`, {
      api_call: { url: `${target.url}/v2` },
      parameters: [{ name: 'text', type: 'string', description: 'The note' }],
    })
    .then(({ status }) => t.is(status, 422))
  await api.request('PATCH', `/${guru}/actions/${action.id}`, {
    api_call: { url: `${target.url}/v2`, body: '{"text": "{text}"}' },
    parameters: [{ name: 'text', type: 'string', description: 'The note' }],
  })
  const now = (await rerun(run.id)).body
  t.is(now.action.version, 2)
  t.is(JSON.parse(now.output ?? '').path, '/v2')
  const then = (await rerun(run.id, { version: 'original' })).body
  t.is(then.action.version, 1)
  t.is(JSON.parse(then.output ?? '').path, '/v1')
})

test('an action that is disabled or gone is not repeated; a test is, as it was', async (t) => {
  const { api, guru, action, run, rerun, target } = await setUp(t.context)
  await api.post(`/${guru}/actions/${action.id}/disable`)
  t.is((await rerun(run.id)).status, 409)
  t.is((await rerun(run.id, { version: 'original' })).status, 409)
  await api.request('DELETE', `/${guru}/actions/${action.id}`)
  t.is((await rerun(run.id)).status, 409)
  t.is((await rerun('no-such-run')).status, 404)
  const tested = await api.post<Run>(`/${guru}/actions/test`, {
    action: noteAction(target.url),
    parameters: { text: 'a test' },
  })
  const again = (await rerun(tested.id)).body
  t.like(again, { status: 'succeeded', trigger: 'test', action: { id: null, name: 'Note' } })
  t.deepEqual(sent(again), { text: 'a test', urgency: 1 })
})

test('a run of a question is repeated without its question', async (t) => {
  const { api, guru, rerun } = await setUp(t.context)
  const answer = await api.post<AnswerRecord>(`/${guru}/answer/`, {
    question: 'I want a note taken: "call the bank"',
  })
  const [asked] = answer.actions
  t.is(asked?.status, 'succeeded')
  const { body } = await rerun(asked?.run_id ?? '')
  t.like(body, { trigger: 'manual', question: null, answer: null, parameters: asked?.parameters ?? {} })
})

test('a client that repeats its request gets the same run', async (t) => {
  const { run, rerun } = await setUp(t.context)
  const key = { 'idempotency-key': 'again' }
  const [first, second] = [await rerun(run.id, {}, key), await rerun(run.id, {}, key)]
  t.is(first.body.id, second.body.id)
  t.is((await rerun(run.id, { parameters: { urgency: 2 } }, key)).status, 409)
})

test('personal data goes along sealed, also beside new', async (t) => {
  const { api, newGuru, target } = t.context
  const guru = await newGuru({ pii: { enabled: true } })
  const action = await api.post<Action>(`/${guru}/actions`, noteAction(target.url))
  const run = await api.post<Run>(`/${guru}/actions/${action.id}/trigger?wait=true`, {
    parameters: { text: 'write to ada@example.com' },
  })
  t.regex(String(run.parameters.text), /^write to <<EMAIL/)
  const calls = () =>
    target.calls.filter(({ body }) => /ada@|bob@/.test(body)).map(({ body }) => JSON.parse(body).text)
  const again = await api.post<Run>(`/${guru}/runs/${run.id}/rerun?wait=true`)
  t.is(again.status, 'succeeded')
  t.deepEqual(calls(), ['write to ada@example.com', 'write to ada@example.com'])
  const other = await api.post<Run>(`/${guru}/runs/${run.id}/rerun?wait=true`, {
    parameters: { text: `${run.parameters.text} and bob@example.com` },
  })
  t.notRegex(JSON.stringify(other), /ada@|bob@/)
  t.is(calls().at(-1), 'write to ada@example.com and bob@example.com')
})
