/*
 * `"stream": true` with the built-in engine, whose words come at once: the order of events, that they say what the
 * answer says that is not streamed, and going on after a connection was lost. Words as they come are in
 * whole/stream-model.test.ts.
 */
import { Client, Connection } from '@temporalio/client'
import anyTest, { type ExecutionContext, type TestFn } from 'ava'
import type { AnswerRecord, Run } from '../../domain/run.ts'
import { type Streamed, shownText, stepsOf, streamClient } from '../support/answer-stream.ts'
import { eventually } from '../support/eventually.ts'
import { type StackContext, withStack } from '../support/shared-stack.ts'
import { sendJson } from '../support/target-server.ts'

const test = anyTest as TestFn<StackContext>

/** Calls below such a path are answered once the test says so. */
const gates = new Map<string, PromiseWithResolvers<void>>()
function newGate(): { path: string; open(): void } {
  const path = `/held-${gates.size}`
  const gate = Promise.withResolvers<void>()
  gates.set(path, gate)
  return { path, open: gate.resolve }
}

withStack(test, async (call, response) => {
  await gates.get(call.path.slice(0, call.path.lastIndexOf('/')))?.promise
  if (call.path.startsWith('/teapot')) sendJson(response, { error: 'I am a teapot' }, 418)
  else sendJson(response, { order: call.path.split('/').pop(), status: 'shipped', city: 'Rome' })
})

const orderAction = (url: string, extra = {}): Record<string, unknown> => ({
  name: 'Order status',
  trigger: 'When the user asks where an order is, or about its status',
  parameters: [{ name: 'order_id', type: 'number', description: 'The number of the order' }],
  type: 'api_call',
  api_call: { method: 'GET', url: `${url}/orders/{order_id}` },
  ...extra,
})

const weatherAction = (url: string, extra = {}): Record<string, unknown> => ({
  name: 'Weather',
  trigger: 'When the user asks for the weather in a city',
  parameters: [{ name: 'city', type: 'string', description: 'The city whose weather is asked for' }],
  type: 'api_call',
  api_call: { method: 'GET', url: `${url}/weather/{city}` },
  ...extra,
})

async function guruWith({ api, errand, newGuru }: StackContext, ...actions: object[]) {
  const guru = await newGuru()
  for (const action of actions) await api.post(`/${guru}/actions`, action)
  return { guru, client: streamClient(errand.url, errand.adminKey, guru) }
}

const QUESTION = 'What is the status of order 1042?'
const BOTH = 'What is the weather in Rome and where is order 555?'

/** Without what is another in each run of the same question. */
const comparable = ({ session_id: _, ...answer }: AnswerRecord): string =>
  JSON.stringify({ ...answer, date_updated: null }).replace(/\.question\.\d{8}-\d{6}\.\w+/g, '.question')

const doneOf = (events: Streamed[]): AnswerRecord =>
  events.find(({ event }) => event === 'done')?.data as AnswerRecord

test('tells the steps in their order, then the text, then the answer as it is told unstreamed', async (t) => {
  const { api, target } = t.context
  const { guru, client } = await guruWith(t.context, orderAction(target.url))
  const stream = await client.ask({ question: QUESTION })
  t.is(stream.status, 200)
  t.is(stream.headers.get('content-type'), 'text/event-stream; charset=utf-8')
  t.is(stream.headers.get('cache-control'), 'no-store')
  t.is(stream.headers.get('x-accel-buffering'), 'no')
  const events = await stream.all()
  t.deepEqual(stepsOf(events), [
    'detect running',
    'detect succeeded',
    'extract succeeded',
    'Order status: execute running',
    'Order status: execute succeeded',
    'Order status: mask succeeded',
    'Order status: interpret running',
    'Order status: interpret succeeded',
  ])
  t.is(events.at(-1)?.event, 'done')
  t.is(events.at(-2)?.event, 'delta')
  t.is(new Set(events.map(({ id }) => id)).size, events.length)
  const done = doneOf(events)
  t.is(shownText(events), done.content)
  t.regex(done.content, /shipped/)
  const whole = await api.post<AnswerRecord>(`/${guru}/answer/`, { question: QUESTION })
  t.is(comparable(done), comparable(whole))
  const session = await api.get<{ messages: { content: string }[] }>(`/${guru}/sessions/${done.session_id}`)
  t.deepEqual(
    session.messages.map(({ content }) => content),
    [QUESTION, done.content],
  )
})

test('asks for what is missing, and says that nothing fits, without a step of an action', async (t) => {
  const { api, target } = t.context
  const { guru, client } = await guruWith(t.context, orderAction(target.url))
  for (const question of ['What is the status of my order?', 'What is the capital of France?']) {
    const events = await (await client.ask({ question })).all()
    t.deepEqual(stepsOf(events), ['detect running', 'detect succeeded', 'extract succeeded'])
    t.is(shownText(events), doneOf(events).content)
    const whole = await api.post<AnswerRecord>(`/${guru}/answer/`, { question })
    t.is(comparable(doneOf(events)), comparable(whole))
  }
})

test('several actions: the steps of each, one text in the order of the answer', async (t) => {
  const { api, target } = t.context
  const { guru, client } = await guruWith(t.context, orderAction(target.url), weatherAction(target.url))
  const events = await (await client.ask({ question: BOTH })).all()
  const steps = stepsOf(events)
  for (const name of ['Order status', 'Weather'])
    t.deepEqual(
      steps.filter((step) => step.startsWith(name)).map((step) => step.slice(name.length + 2)),
      ['execute running', 'execute succeeded', 'mask succeeded', 'interpret running', 'interpret succeeded'],
    )
  t.is(shownText(events), doneOf(events).content)
  t.false(events.some(({ data }) => data.reset))
  t.regex(shownText(events), /^### Weather\n\n[\s\S]+\n\n### Order status\n\n/)
  const whole = await api.post<AnswerRecord>(`/${guru}/answer/`, { question: BOTH })
  t.is(doneOf(events).content, whole.content)
})

test('what comes later in the answer is held back until what comes before is whole', async (t) => {
  const { target } = t.context
  const gate = newGate()
  const slow = weatherAction(target.url, {
    api_call: { method: 'GET', url: `${target.url}${gate.path}/{city}` },
  })
  const { client } = await guruWith(t.context, orderAction(target.url), slow)
  const stream = await client.ask({ question: BOTH })
  await stream.until(({ data }) => data.action?.name === 'Order status' && data.step === 'interpret')
  t.is(shownText(stream.events), '')
  gate.open()
  const events = await stream.all()
  t.false(events.some(({ data }) => data.reset))
  t.is(shownText(events), doneOf(events).content)
})

test('an action that fails is a failed step and an answer that says so', async (t) => {
  const { target } = t.context
  const teapot = orderAction(target.url, {
    api_call: { method: 'GET', url: `${target.url}/teapot/{order_id}` },
  })
  const { client } = await guruWith(t.context, teapot)
  const events = await (await client.ask({ question: QUESTION })).all()
  t.true(stepsOf(events).includes('Order status: execute failed'))
  t.like(doneOf(events), { actions: [{ status: 'failed' }] })
  t.is(shownText(events), doneOf(events).content)
})

/** From each event on, all that came after it comes again, the same, and nothing else. */
async function assertGoesOnFromEverywhere(
  t: ExecutionContext<StackContext>,
  events: Streamed[],
  reopen: (lastEventId: string) => Promise<Streamed[]>,
): Promise<void> {
  const told = (some: Streamed[]) =>
    some.map((event) => ({ ...event, data: { ...event.data, date_updated: null } }))
  for (const [index, { id }] of events.slice(0, -1).entries())
    t.deepEqual(told(await reopen(id)), told(events.slice(index + 1)), id)
}

test('goes on after any event, by the same POST and by GET, and begins nothing', async (t) => {
  const { api, target } = t.context
  const { guru, client } = await guruWith(t.context, orderAction(target.url))
  const stream = await client.ask({ question: QUESTION })
  const events = await stream.all()
  const path = stream.headers.get('content-location')?.replace(`/api/v1/${guru}/answer/`, '') ?? ''
  await assertGoesOnFromEverywhere(t, events, async (id) =>
    (await client.ask({ question: QUESTION }, { 'last-event-id': id })).all(),
  )
  await assertGoesOnFromEverywhere(t, events, async (id) =>
    (await client.open(path, { 'last-event-id': id })).all(),
  )
  const again = await (await client.open(path)).all()
  t.deepEqual(stepsOf(again), stepsOf(events))
  t.is(shownText(again), shownText(events))
  const { runs } = await eventually('the run in the list', async () => {
    const page = await api.get<{ runs: Run[] }>(`/${guru}/runs`)
    return page.runs.length > 0 && page
  })
  t.is(runs.length, 1)
  const last = events.at(-1)?.id ?? ''
  t.is((await client.ask({ question: QUESTION }, { 'last-event-id': last })).status, 204)
  t.is((await client.open(path, { 'last-event-id': last })).status, 204)
})

test('of several actions no word is lost or doubled after any event', async (t) => {
  const { target } = t.context
  const { client } = await guruWith(t.context, orderAction(target.url), weatherAction(target.url))
  const events = await (await client.ask({ question: BOTH })).all()
  const { content } = doneOf(events)
  for (const [index, { id }] of events.slice(0, -1).entries()) {
    const after = await (await client.ask({ question: BOTH }, { 'last-event-id': id })).all()
    t.is(shownText([...events.slice(0, index + 1), ...after]), content, id)
    const steps = stepsOf([...events.slice(0, index + 1), ...after])
    t.deepEqual(steps.toSorted(), stepsOf(events).toSorted(), id)
  }
})

test('a client that left in the middle comes back to what happened meanwhile; the run went on', async (t) => {
  const { target } = t.context
  const gate = newGate()
  const slow = orderAction(target.url, {
    api_call: { method: 'GET', url: `${target.url}${gate.path}/{order_id}` },
  })
  const { client } = await guruWith(t.context, slow)
  const stream = await client.ask({ question: QUESTION })
  const running = await stream.until(({ data }) => data.step === 'execute')
  stream.leave()
  await stream.all()
  gate.open()
  const after = await (await client.ask({ question: QUESTION }, { 'last-event-id': running.id })).all()
  t.is(stepsOf(after)[0], 'Order status: execute succeeded')
  t.like(doneOf(after), { actions: [{ status: 'succeeded' }] })
  t.is(shownText(after), doneOf(after).content)
})

test('nobody reads along any more: the answer is in its session all the same', async (t) => {
  const { api, target } = t.context
  const gate = newGate()
  const slow = orderAction(target.url, {
    api_call: { method: 'GET', url: `${target.url}${gate.path}/{order_id}` },
  })
  const { guru, client } = await guruWith(t.context, slow)
  const { session_id } = await api.post<AnswerRecord>(`/${guru}/answer/`, { question: 'hello' })
  const stream = await client.ask({ question: QUESTION, session_id })
  await stream.until(({ data }) => data.step === 'execute')
  stream.leave()
  gate.open()
  const messages = await eventually('the answer in the session', async () => {
    const session = await api.get<{ messages: { content: string }[] }>(`/${guru}/sessions/${session_id}`)
    return session.messages.length === 4 && session.messages
  })
  t.regex(messages[3]?.content ?? '', /shipped/)
})

test('a run that waits for an approval ends the stream; who comes back hears how it went on', async (t) => {
  const { api, target } = t.context
  const careful = orderAction(target.url, { requires_approval: true })
  const { guru, client } = await guruWith(t.context, careful)
  const stream = await client.ask({ question: QUESTION })
  const events = await stream.all()
  t.is(stepsOf(events).at(-1), 'Order status: approve running')
  const waiting = doneOf(events)
  t.like(waiting, { actions: [{ status: 'awaiting_approval' }] })
  t.regex(waiting.content, /approve/)
  t.is(shownText(events), waiting.content)
  const session = await api.get<{ messages: { content: string }[] }>(
    `/${guru}/sessions/${waiting.session_id}`,
  )
  t.is(session.messages.at(-1)?.content, waiting.content)

  const later = await client.ask({ question: QUESTION }, { 'last-event-id': events.at(-1)?.id ?? '' })
  t.is(later.status, 200)
  await api.post(`/${guru}/runs/${waiting.actions[0]?.run_id}/approve`)
  const rest = await later.all()
  t.is(stepsOf(rest)[0], 'Order status: approve succeeded')
  t.true(stepsOf(rest).includes('Order status: execute succeeded'))
  t.like(doneOf(rest), { actions: [{ status: 'succeeded' }] })
  t.is(shownText([...events, ...rest]), doneOf(rest).content)
  const path = stream.headers.get('content-location')?.replace(`/api/v1/${guru}/answer/`, '') ?? ''
  const whole = await (await client.open(path)).all()
  t.is(doneOf(whole).content, doneOf(rest).content)
  t.is(shownText(whole), doneOf(whole).content)
})

test('a run that is rejected is a failed step, and its answer takes the place of the waiting', async (t) => {
  const { api, target } = t.context
  const careful = orderAction(target.url, { requires_approval: true })
  const { guru, client } = await guruWith(t.context, careful)
  const waiting = await (await client.ask({ question: QUESTION })).all()
  const later = await client.ask({ question: QUESTION }, { 'last-event-id': waiting.at(-1)?.id ?? '' })
  await api.post(`/${guru}/runs/${doneOf(waiting).actions[0]?.run_id}/reject`)
  const rest = await later.all()
  t.is(stepsOf(rest)[0], 'Order status: approve failed')
  t.like(doneOf(rest), { actions: [{ status: 'rejected' }] })
  t.is(shownText([...waiting, ...rest]), doneOf(rest).content)
})

test('a question that is ended in Temporal ends its stream, and says so', async (t) => {
  const { errand, target } = t.context
  const gate = newGate()
  t.teardown(gate.open)
  const slow = orderAction(target.url, {
    api_call: { method: 'GET', url: `${target.url}${gate.path}/{order_id}` },
  })
  const { client } = await guruWith(t.context, slow)
  const stream = await client.ask({ question: QUESTION })
  const { id } = await stream.until(({ data }) => data.step === 'execute')
  const connection = await Connection.connect({ address: errand.temporalAddress })
  t.teardown(() => connection.close())
  await new Client({ connection }).workflow.getHandle(id.split(':')[0] ?? '').terminate('test')
  const events = await stream.all()
  t.is(stepsOf(events).at(-1), 'Order status: execute failed')
  t.regex(doneOf(events).content, /was ended/)
  t.is(shownText(events), doneOf(events).content)
})

test('the same Idempotency-Key follows the same run', async (t) => {
  const { target } = t.context
  const { client } = await guruWith(t.context, orderAction(target.url))
  const key = { 'idempotency-key': 'once' }
  const [first, second] = await Promise.all([
    client.ask({ question: QUESTION }, key).then((stream) => stream.all()),
    client.ask({ question: QUESTION }, key).then((stream) => stream.all()),
  ])
  t.is(doneOf(first).actions[0]?.run_id, doneOf(second).actions[0]?.run_id)
  t.is(shownText(second), doneOf(second).content)
  t.is((await client.ask({ question: 'Another one' }, key)).status, 409)
})

test('a stream belongs to the key and the external user that asked', async (t) => {
  const { api, errand, target } = t.context
  const { guru, client: admin } = await guruWith(t.context, orderAction(target.url))
  const { key } = await api.post<{ key: string }>(`/gurus/${guru}/keys`, { name: 'c', role: 'chat' })
  const chat = streamClient(errand.url, key, guru)
  const anna = { question: QUESTION, external_user_id: 'anna' }
  const stream = await chat.ask(anna)
  const events = await stream.all()
  const [first] = events
  const header = { 'last-event-id': first?.id ?? '' }
  const path = stream.headers.get('content-location')?.replace(`/api/v1/${guru}/answer/`, '') ?? ''
  t.is((await chat.ask(anna, header)).status, 200)
  t.is((await chat.open(`${path}?external_user_id=anna`)).status, 200)
  t.is((await chat.ask({ ...anna, external_user_id: 'ben' }, header)).status, 404)
  t.is((await chat.ask({ question: QUESTION }, header)).status, 404)
  t.is((await chat.open(`${path}?external_user_id=ben`)).status, 404)
  t.is((await chat.open(path)).status, 404)
  t.is((await admin.open(`${path}?external_user_id=anna`)).status, 404)
  const other = await t.context.newGuru()
  t.is((await streamClient(errand.url, errand.adminKey, other).open(path)).status, 404)
  const last = { 'last-event-id': events.at(-1)?.id ?? '' }
  t.is((await chat.ask({ ...anna, external_user_id: 'ben' }, last)).status, 404)
})

test('what is wrong with a request is an error status, before any event', async (t) => {
  const { api, target } = t.context
  const { guru, client } = await guruWith(t.context, orderAction(target.url))
  t.is((await client.ask({ question: '' })).status, 422)
  t.is((await client.ask({ question: QUESTION, session_id: 'none' })).status, 404)
  for (const id of ['nonsense', 'a:b', 'a:1+2', ':1', 'a:1,,x', `a:${'9'.repeat(30)}`, 'a:1+5.1'])
    t.is((await client.ask({ question: QUESTION }, { 'last-event-id': id })).status, 422, id)
  t.is((await client.ask({ question: QUESTION }, { 'last-event-id': `${guru}.question.x:1` })).status, 404)
  t.is((await client.open(`${guru}.question.x/events`)).status, 404)
  t.is((await client.open(`${guru}.question.x/events`, { 'last-event-id': 'another:1' })).status, 422)
  t.is((await client.open('a%20b/events')).status, 404)
  const { id } = await api.post<{ id: string }>(`/${guru}/actions`, weatherAction(target.url))
  const run = await api.post<Run>(`/${guru}/actions/${id}/trigger?wait=true`, {
    parameters: { city: 'Rome' },
  })
  t.is((await client.open(`${run.id}/events`)).status, 404)
})

test('personal data is hidden in what is streamed as it is in the answer', async (t) => {
  const { api, errand, target } = t.context
  const guru = await t.context.newGuru({ pii: { enabled: true } })
  await api.post(`/${guru}/actions`, orderAction(target.url))
  const client = streamClient(errand.url, errand.adminKey, guru)
  const stream = await client.ask({ question: `${QUESTION} I am anna@example.org.` })
  const events = await stream.all()
  t.false(JSON.stringify(events).includes('anna@example.org'))
  t.regex(doneOf(events).question, /<<EMAIL>>/)
  t.is(shownText(events), doneOf(events).content)
})
