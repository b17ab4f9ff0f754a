/*
 * The words of a model as chunks of a completion, while it still writes them. What readers have can't be taken back: where a
 * model begins anew with other words, the whole comes after what there was.
 */
import anyTest, { type TestFn } from 'ava'
import OpenAI from 'openai'
import { createGrowingText } from '../../api/openai/growing-text.ts'
import { apiClient } from '../support/api-client.ts'
import { startErrand } from '../support/errand.ts'
import { startHeldModel } from '../support/held-model.ts'
import { sendJson, startTarget } from '../support/target-server.ts'

const test = anyTest as TestFn<Awaited<ReturnType<typeof setUp>>>

async function setUp() {
  const target = await startTarget((call, response) =>
    sendJson(response, { parcel: `P${call.path.slice(8)}` }),
  )
  const model = await startHeldModel()
  const errand = await startErrand({
    environment: { ERRAND_EGRESS_ALLOW: target.address, ERRAND_MODEL_URL: model.url, ERRAND_MODEL: 'held' },
  })
  const api = apiClient(errand.url, errand.adminKey)
  await api.post('/gurus', { slug: 'acme' })
  await api.post('/acme/actions', {
    name: 'Order status',
    trigger: 'When the user asks for the order status',
    parameters: [{ name: 'order_id', type: 'number', description: 'The number of the order' }],
    type: 'api_call',
    api_call: { method: 'GET', url: `${target.url}/orders/{order_id}` },
  })
  const close = async (): Promise<void> => {
    await errand.remove()
    await model.close()
    await target.close()
  }
  const client = new OpenAI({ apiKey: errand.adminKey, baseURL: `${errand.url}/v1`, maxRetries: 0 })
  return { model, close, client }
}

test.before(async (t) => {
  t.context = await setUp()
})
test.after.always((t) => t.context.close?.())

/** A streamed answer, and the text of it so far. */
async function stream(client: OpenAI, content: string) {
  const chunks = await client.chat.completions.create({
    model: 'acme',
    messages: [{ role: 'user', content }],
    stream: true,
    stream_options: { include_usage: true },
  })
  const reading = chunks[Symbol.asyncIterator]()
  let text = ''
  let usage: OpenAI.CompletionUsage | null | undefined
  const next = async (): Promise<boolean> => {
    const { value, done } = await reading.next()
    if (done) return false
    text += value.choices[0]?.delta.content ?? ''
    usage = value.usage ?? usage
    return true
  }
  return {
    async until(end: string) {
      while (!text.endsWith(end)) if (!(await next())) throw new Error(`It ended with '${text}'.`)
    },
    async all() {
      while (await next());
      return { text, usage }
    },
  }
}

test('words arrive while the model still writes, and what it took is told at the end', async (t) => {
  const { client, model } = t.context
  const streaming = await stream(client, 'Where is order 101?')
  const answer = await model.answerTo('101')
  answer.say('The order is ')
  await streaming.until('The order is ')
  answer.say('on its way 🚚.')
  answer.finish()
  const { text, usage } = await streaming.all()
  t.is(text, 'The order is on its way 🚚.')
  t.true((usage?.prompt_tokens ?? 0) > 0)
  t.is(usage?.total_tokens, (usage?.prompt_tokens ?? 0) + (usage?.completion_tokens ?? 0))
})

test('where a model begins anew with other words, the whole comes after what there was', async (t) => {
  const { client, model } = t.context
  const streaming = await stream(client, 'Where is order 102?')
  const broken = await model.answerTo('102')
  broken.say('It is lost')
  await streaming.until('It is lost')
  broken.cut()
  const answer = await model.answerTo('102')
  answer.say('It arrives tomorrow.')
  answer.finish()
  const { text } = await streaming.all()
  t.is(text, 'It is lost\n\n---\n\nIt arrives tomorrow.')
})

test('a text only ever grows', (t) => {
  const text = createGrowingText()
  t.is(text.add('One'), 'One')
  t.is(text.add('One, two'), ', two')
  t.is(text.add('Other'), '')
  t.is(text.add('One, two'), '')
  t.is(text.add('One, two, three'), ', three')
  t.is(text.finish('One, two, three.'), '.')
  t.is(text.shown(), 'One, two, three.')
  const nothing = createGrowingText()
  t.is(nothing.finish('Whole'), 'Whole')
})
