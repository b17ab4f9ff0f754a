/*
 * The words of a model, from its server through Temporal to a client, while it still writes: each step of it waits for
 * the one before, so nothing here depends on time. The history is encrypted, but where a worker dies.
 */
import { join } from 'node:path'
import anyTest, { type TestFn } from 'ava'
import type { AnswerRecord } from '../../domain/run.ts'
import {
  type AnswerStream,
  type Streamed,
  shownText,
  stepsOf,
  streamClient,
} from '../support/answer-stream.ts'
import { apiClient } from '../support/api-client.ts'
import { NO_WAITING, startErrand } from '../support/errand.ts'
import { eventually } from '../support/eventually.ts'
import { filesWith } from '../support/find-bytes.ts'
import { startHeldModel } from '../support/held-model.ts'
import { sendJson, startTarget } from '../support/target-server.ts'

const test = anyTest as TestFn<Awaited<ReturnType<typeof setUp>>>

async function setUp(environment: Record<string, string>) {
  const target = await startTarget((call, response) =>
    sendJson(response, { parcel: `P${call.path.slice(8)}` }),
  )
  const model = await startHeldModel()
  const errand = await startErrand({
    environment: {
      ...NO_WAITING,
      ERRAND_EGRESS_ALLOW: target.address,
      ERRAND_MODEL_URL: model.url,
      ERRAND_MODEL: 'held',
      ...environment,
    },
  })
  const api = apiClient(errand.url, errand.adminKey)
  const close = async (): Promise<void> => {
    await errand.remove()
    await model.close()
    await target.close()
  }
  await api.post('/gurus', { slug: 'acme' })
  for (const name of ['Order status', 'Order invoice'])
    await api.post('/acme/actions', {
      name,
      trigger: `When the user asks for the ${name.toLowerCase()}`,
      parameters: [{ name: 'order_id', type: 'number', description: 'The number of the order' }],
      type: 'api_call',
      api_call: { method: 'GET', url: `${target.url}/orders/{order_id}` },
    })
  return { errand, api, model, close, client: streamClient(errand.url, errand.adminKey, 'acme') }
}

test.before(async (t) => {
  t.context = await setUp({ ERRAND_ENCRYPT_HISTORY: 'true' })
})
test.after.always((t) => t.context.close?.())

const doneOf = (events: Streamed[]): AnswerRecord =>
  events.find(({ event }) => event === 'done')?.data as AnswerRecord

const untilShown = (stream: AnswerStream, text: string): Promise<Streamed> =>
  stream.until(({ event }) => event === 'delta' && shownText(stream.events).endsWith(text))

test('words arrive while the model still writes, and Temporal keeps none of them readable', async (t) => {
  const { client, model, errand } = t.context
  const stream = await client.ask({ question: 'Where is order 101?' })
  const answer = await model.answerTo('101')
  answer.say('The order is ')
  await untilShown(stream, 'is ')
  t.is(stepsOf(stream.events).at(-1), 'Order status: interpret running')
  answer.say('wordcanary3Kq7 and ')
  await untilShown(stream, 'and ')
  answer.say('on its way 🚚.')
  answer.finish()
  const events = await stream.all()
  t.is(shownText(events), 'The order is wordcanary3Kq7 and on its way 🚚.')
  t.is(doneOf(events).content, shownText(events))
  t.false(events.some(({ data }) => data.reset))
  t.true(events.filter(({ event }) => event === 'delta').length >= 2)
  t.deepEqual(await filesWith(join(errand.dataFolder, 'temporal'), 'wordcanary3Kq7'), [])
})

test('who comes back while the model writes gets the words from where they left', async (t) => {
  const { client, model } = t.context
  const body = { question: 'Where is order 102?' }
  const stream = await client.ask(body)
  const answer = await model.answerTo('102')
  answer.say('One ')
  const first = await untilShown(stream, 'One ')
  stream.leave()
  await stream.all()
  answer.say('two ')
  const again = await client.ask(body, { 'last-event-id': first.id })
  await untilShown(again, 'two ')
  answer.say('three')
  answer.finish()
  const rest = await again.all()
  t.is(shownText(rest), 'two three')
  t.is(doneOf(rest).content, 'One two three')
})

test('of several answers at once the later one is held back, and the text has each word once', async (t) => {
  const { client, model } = t.context
  const stream = await client.ask({ question: 'Where is order 103, and the invoice of order 104?' })
  const first = await model.answerTo('P103')
  const second = await model.answerTo('P104')
  second.say('Paid ')
  first.say('Sent ')
  await untilShown(stream, 'Sent ')
  second.finish()
  await stream.until(({ data }) => data.step === 'interpret' && data.status === 'succeeded')
  t.false(shownText(stream.events).includes('Paid'))
  first.say('off.')
  first.finish()
  const events = await stream.all()
  t.is(shownText(events), doneOf(events).content)
  t.regex(shownText(events), /^### Order \w+\n\nSent off\.\n\n### Order \w+\n\nPaid $/)
  t.false(events.some(({ data }) => data.reset))
  for (const [index, { id }] of events.slice(0, -1).entries()) {
    const after = await (await client.ask({ question: 'the same' }, { 'last-event-id': id })).all()
    t.is(shownText([...events.slice(0, index + 1), ...after]), doneOf(events).content, id)
  }
})

test('where the model is cut off, what takes its place takes the place of its words', async (t) => {
  const { client, model } = t.context
  const stream = await client.ask({ question: 'Where is order 105?' })
  const answer = await model.answerTo('105')
  answer.say('The order fell ')
  await untilShown(stream, 'fell ')
  // Asked once more, or left to the built-in engine.
  model.answerAtOnce('105', 'The order is safe.')
  answer.cut()
  const events = await stream.all()
  t.is(shownText(events), doneOf(events).content)
  t.false(shownText(events).includes('fell'))
  t.true(events.some(({ data }) => data.reset))
})

test('nobody reads along any more: the model words its answer to the end', async (t) => {
  const { client, model, api } = t.context
  const stream = await client.ask({ question: 'Where is order 106?' })
  const answer = await model.answerTo('106')
  answer.say('Nobody ')
  await untilShown(stream, 'Nobody ')
  stream.leave()
  await stream.all()
  answer.say('reads this.')
  answer.finish()
  const run = stream.headers.get('content-location')?.split('/').at(-2)
  const found = await eventually('the run to end', async () => {
    const { answer: text, finished_at } = await api.get<{ answer: string; finished_at: string }>(
      `/acme/runs/${run}`,
    )
    return finished_at ? { text } : null
  })
  t.is(found.text, 'Nobody reads this.')
})

test('a worker that dies while the model writes: another words the answer anew', async (t) => {
  t.timeout(180_000)
  const { client, model, errand, close } = await setUp({})
  t.teardown(close)
  const stream = await client.ask({ question: 'Where is order 201?' })
  const answer = await model.answerTo('201')
  answer.say('Lost ')
  await untilShown(stream, 'Lost ')
  for (const pid of errand.workerPids()) process.kill(pid, 'SIGKILL')
  const another = await model.answerTo('201')
  another.say('Found ')
  await untilShown(stream, 'Found ')
  another.say('again.')
  another.finish()
  const events = await stream.all()
  t.is(shownText(events), 'Found again.')
  t.is(doneOf(events).content, 'Found again.')
  t.is(events.filter(({ data }) => data.reset).length, 1)
  const again = await (
    await client.ask({ question: 'the same' }, { 'last-event-id': events[0]?.id ?? '' })
  ).all()
  t.is(shownText(again), 'Found again.')
})

test('when the API is stopped its streams end with an error, and go on with the next one', async (t) => {
  t.timeout(180_000)
  const { client, model, errand, close } = await setUp({})
  t.teardown(close)
  const stream = await client.ask({ question: 'Where is order 202?' })
  const answer = await model.answerTo('202')
  answer.say('Before ')
  const said = await untilShown(stream, 'Before ')
  const pid = errand.apiPid() ?? 0
  process.kill(pid, 'SIGTERM')
  const last = (await stream.all()).at(-1)
  t.is(last?.event, 'error')
  t.like(last?.data, { status: 503, type: 'urn:errand:problem:unavailable' })
  answer.say('and after.')
  answer.finish()
  const rest = await eventually('the next API', async () => {
    const again = await client.ask({ question: 'the same' }, { 'last-event-id': said.id }).catch(() => null)
    return again?.status === 200 && again.all()
  })
  t.is(shownText(rest), 'and after.')
  t.is(doneOf(rest).content, 'Before and after.')
})
