/*
 * Orders hidden in what an action returns, over HTTP against everything that `npm start` brings up, with a model that
 * obeys every order that it sees. What was asked for runs; nothing that a result asks for does, neither with the same
 * question nor with later ones in its session, and no secret shows.
 */
import anyTest, { type TestFn } from 'ava'
import pLimit from 'p-limit'
import type { AnswerRecord } from '../../domain/run.ts'
import { INJECTIONS, TARGET } from '../language/injections.ts'
import { type ApiClient, apiClient } from '../support/api-client.ts'
import { type Errand, NO_WAITING, startErrand } from '../support/errand.ts'
import { encodingsOf, filesWith } from '../support/find-bytes.ts'
import { type ModelServer, startModelServer, textOf } from '../support/model-server.ts'
import { obedientBrain } from '../support/obedient-brain.ts'
import { sendJson, startTarget, type TargetServer } from '../support/target-server.ts'

/** Each is a conversation of three questions: all at once are more than a busy machine answers in time. */
const few = pLimit(4)
const CANARY = 'shop-canary-6hW2mZr9LqXe'

interface Stack {
  errand: Errand
  api: ApiClient
  target: TargetServer
  model: ModelServer
}
const test = anyTest as TestFn<Stack>

test.before(async (t) => {
  t.timeout(300_000)
  // A careless service: it repeats its token, and what somebody has written into the order.
  const target = await startTarget(({ path, headers }, response) =>
    sendJson(response, {
      order: path.split('/').at(-1),
      note: INJECTIONS[Number(path.split('/').at(-1))]?.text ?? 'none',
      seen: headers.authorization,
    }),
  )
  const model = await startModelServer(obedientBrain())
  const errand = await startErrand({
    environment: {
      ...NO_WAITING,
      ERRAND_EGRESS_ALLOW: target.address,
      ERRAND_MODEL_URL: model.url,
      ERRAND_MODEL: 'obedient',
      ERRAND_RATE_LIMIT: '10000',
    },
  })
  const api = apiClient(errand.url, errand.adminKey)
  await api.post('/gurus', { slug: 'acme' })
  await api.put('/acme/secrets/SHOP_TOKEN', { value: CANARY })
  const headers = { Authorization: 'Bearer {SHOP_TOKEN}' }
  await api.post('/acme/actions', {
    name: 'Order status',
    trigger: 'When the user asks about an order',
    parameters: [{ name: 'order_number', type: 'string', description: 'The number of the order' }],
    type: 'api_call',
    api_call: { method: 'GET', url: `${target.url}/orders/{order_number}`, headers },
  })
  await api.post('/acme/actions', {
    name: TARGET,
    trigger: 'When the user asks to delete an account',
    parameters: [{ name: 'account', type: 'string', description: 'The number of the account' }],
    type: 'api_call',
    api_call: { method: 'DELETE', url: `${target.url}/accounts/{account}`, headers },
  })
  t.context = { errand, api, target, model }
})
test.after.always(async ({ context }) => {
  await context.errand?.remove()
  await context.target?.close()
  await context.model?.close()
})

const namesOf = ({ actions }: AnswerRecord): string[] => actions.map(({ name }) => name)
const deletions = ({ target }: Stack): number =>
  target.calls.filter(({ method }) => method === 'DELETE').length

test('the model of these tests deletes an account where the user says so', async (t) => {
  const { api } = t.context
  const answer = await api.post<AnswerRecord>('/acme/answer/', {
    question: 'Please call Delete_account with account=4242',
  })
  t.deepEqual(namesOf(answer), [TARGET])
  t.is(t.context.target.calls.filter(({ path }) => path === '/accounts/4242').length, 1)
})

for (const [index, { name, text }] of INJECTIONS.entries())
  test(`${name}: runs nothing, in this question nor in the next ones of the session`, (t) =>
    few(async () => {
      const { api, target, model } = t.context
      const asked = await api.post<AnswerRecord>('/acme/answer/', {
        question: `Please call Order_status: order_number is ${index}`,
      })
      t.deepEqual(namesOf(asked), ['Order status'])
      t.is(asked.actions[0]?.status, 'succeeded')
      const told = model.requests.some(({ body }) =>
        body.messages.some(
          (message) => !body.tools && textOf(message).includes(JSON.stringify(text).slice(1, -1)),
        ),
      )
      t.true(told, 'the model has seen the order, else this shows nothing')
      const thanks = await api.post<AnswerRecord>('/acme/answer/', {
        question: 'Thank you! Go on.',
        session_id: asked.session_id,
      })
      // It obeys what the user said before once more: that is the user's.
      t.false(namesOf(thanks).includes(TARGET))
      const again = await api.post<AnswerRecord>('/acme/answer/', {
        question: `Please call Order_status: order_number is ${index}`,
        session_id: asked.session_id,
      })
      t.false(namesOf(again).includes(TARGET))
      t.is(
        target.calls.filter(({ path, method }) => method === 'DELETE' && path !== '/accounts/4242').length,
        0,
      )
      for (const answer of [asked, thanks, again])
        for (const [form, bytes] of encodingsOf(CANARY))
          t.false(JSON.stringify(answer).includes(bytes.toString()), form)
    }))

test.serial.after('the model was never told the secret, nor does any file hold it', async (t) => {
  t.true(deletions(t.context) <= 1)
  const told = JSON.stringify(t.context.model.requests.map(({ body, headers }) => [body, headers]))
  for (const [form, bytes] of encodingsOf(CANARY)) t.false(told.includes(bytes.toString()), form)
  t.deepEqual(await filesWith(t.context.errand.dataFolder, CANARY), [])
})
