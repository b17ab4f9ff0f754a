/*
 * A question whose answer takes two actions, one with a value from the other's result, over HTTP with a model that says
 * so in its first answer: what reads runs at once, what changes something waits for somebody to look at that value.
 */
import test, { type ExecutionContext } from 'ava'
import type { AnswerRecord, Run } from '../../domain/run.ts'
import { shownText, stepsOf, streamClient } from '../support/answer-stream.ts'
import { apiClient } from '../support/api-client.ts'
import { NO_WAITING, startErrand } from '../support/errand.ts'
import { eventually } from '../support/eventually.ts'
import {
  lastUserText,
  type ModelReply,
  type ModelRequest,
  startModelServer,
} from '../support/model-server.ts'
import { sendJson, startTarget } from '../support/target-server.ts'

const from = (tool: string, parameter: string, what: string) => [{ parameter, tool, what }]

/** What this model makes of each question; without tools it copies the customer from what it is shown, or words it. */
function scripted(request: ModelRequest): ModelReply {
  const { tools, response_format } = request.body
  const asked = lastUserText(request)
  if (response_format) {
    const customer = /cus_\d+/.exec(asked)?.[0] ?? null
    return { text: JSON.stringify({ customer }) }
  }
  if (!tools) return { text: `Here it is: ${/"answer":"([^"]*)"/.exec(asked)?.[1] ?? 'nothing'}` }
  const find = { name: 'Find_customer', arguments: { email: 'ann@example.com' } }
  const second = (name: string) => ({
    name,
    arguments: { customer: null, from_results_1: from('Find_customer', 'customer', "the customer's id") },
  })
  if (asked.includes('invoices')) return { calls: [second('Invoices'), find] }
  if (asked.includes('close')) return { calls: [find, second('Close_account')] }
  if (asked.includes('that customer'))
    return {
      calls: [
        {
          name: asked.includes('Shut') ? 'Close_account' : 'Invoices',
          arguments: {
            customer: null,
            from_results_1: from('earlier_answers', 'customer', "the customer's id"),
          },
        },
      ],
    }
  return { calls: [find] }
}

async function setUp(t: ExecutionContext) {
  t.timeout(180_000)
  const target = await startTarget(({ path, method }, response) => {
    if (path.startsWith('/customers')) return sendJson(response, { answer: 'Ann is cus_77', id: 'cus_77' })
    return sendJson(response, { answer: `${method} ${path}` })
  })
  t.teardown(target.close)
  const model = await startModelServer(scripted)
  t.teardown(model.close)
  const errand = await startErrand({
    environment: {
      ...NO_WAITING,
      ERRAND_EGRESS_ALLOW: target.address,
      ERRAND_MODEL_URL: model.url,
      ERRAND_MODEL: 'm',
    },
  })
  t.teardown(errand.remove)
  const api = apiClient(errand.url, errand.adminKey)
  await api.post('/gurus', { slug: 'acme' })
  const action = (name: string, method: string, path: string, parameter: string) =>
    api.post('/acme/actions', {
      name,
      trigger: `When the user asks for ${name}`,
      parameters: [{ name: parameter, type: 'string', description: `The ${parameter}, such as cus_1` }],
      type: 'api_call',
      api_call: { method, url: `${target.url}/${path}/{${parameter}}` },
    })
  await action('Find customer', 'GET', 'customers', 'email')
  await action('Invoices', 'GET', 'invoices', 'customer')
  await action('Close account', 'POST', 'close', 'customer')
  const ask = (question: string, session_id?: string) =>
    api.post<AnswerRecord>('/acme/answer/', { question, session_id })
  return { target, model, api, ask, client: streamClient(errand.url, errand.adminKey, 'acme') }
}

test('a value from one result is the parameter of the next action, which only reads', async (t) => {
  const { target, api, ask } = await setUp(t)
  const answer = await ask('Which invoices has the customer with ann@example.com?')
  t.deepEqual(
    target.calls.map(({ method, path }) => `${method} ${path}`),
    ['GET /customers/ann%40example.com', 'GET /invoices/cus_77'],
  )
  t.deepEqual(
    answer.actions.map(({ name, status, parameters, from_outputs }) => [
      name,
      status,
      parameters,
      from_outputs,
    ]),
    [
      ['Invoices', 'succeeded', { customer: 'cus_77' }, ['customer']],
      ['Find customer', 'succeeded', { email: 'ann@example.com' }, undefined],
    ],
  )
  const run = await api.get<Run>(`/acme/runs/${answer.actions[0]?.run_id}`)
  t.deepEqual(run.from_outputs, ['customer'])
  t.is(run.usage?.calls, 2, 'one to take the value, one to word the answer')

  const followed = await ask(
    'And the invoices of that customer once more, please: that customer',
    answer.session_id,
  )
  t.like(followed.actions[0], { name: 'Invoices', status: 'succeeded', parameters: { customer: 'cus_77' } })
})

test('what changes something waits until somebody has seen the value that came from a result', async (t) => {
  const { target, api, ask } = await setUp(t)
  const posts = () => target.calls.filter(({ method }) => method === 'POST').length
  const answer = await ask('Please close the account of ann@example.com')
  t.like(answer.actions.at(-1), { name: 'Close account', status: 'awaiting_approval' })
  t.is(posts(), 0)
  const waiting = await eventually('the run to be listed', async () => {
    const { runs } = await api.get<{ runs: Run[] }>('/acme/runs?status=awaiting_approval')
    return runs[0]
  })
  const run = await api.get<Run>(`/acme/runs/${waiting.id}`)
  t.deepEqual([run.parameters, run.from_outputs], [{ customer: 'cus_77' }, ['customer']])
  await api.post(`/acme/runs/${waiting.id}/approve`, {})
  await eventually('the answer to be in its session', async () => {
    const { messages } = await api.get<{ messages: { content: string }[] }>(
      `/acme/sessions/${answer.session_id}`,
    )
    return messages.at(-1)?.content.includes('POST /close/cus_77')
  })
  t.is(posts(), 1)
})

test('a rejected run that is run again waits again, unless it is given values anew', async (t) => {
  const { target, api, ask } = await setUp(t)
  const posts = () => target.calls.filter(({ method }) => method === 'POST').map(({ path }) => path)
  const beside = await ask('Please close the account of ann@example.com')
  // The only action of its question: that run has no workflow of its own.
  const { session_id } = await ask('Who is the customer with ann@example.com?')
  const within = await ask('Shut the account of that customer', session_id)
  for (const { actions } of [beside, within]) {
    const id = actions.at(-1)?.run_id ?? ''
    await api.post(`/acme/runs/${id}/reject`, {})
    await eventually('it to be rejected', async () => {
      const { status } = await api.get<Run>(`/acme/runs/${id}`)
      return status === 'rejected'
    })
    const again = await api.request<Run>('POST', `/acme/runs/${id}/rerun?wait=true`, {})
    t.is(again.status, 202)
    t.like(again.body, {
      status: 'awaiting_approval',
      rerun_of: id,
      parameters: { customer: 'cus_77' },
      from_outputs: ['customer'],
    })
    t.deepEqual(posts(), [])
  }
  const id = within.actions.at(-1)?.run_id ?? ''
  const parameters = { customer: 'cus_78' }
  const other = await api.post<Run>(`/acme/runs/${id}/rerun?wait=true`, { parameters })
  t.like(other, { status: 'succeeded', parameters, approval: null })
  t.deepEqual(posts(), ['/close/cus_78'])
})

test('a chain is streamed: the step that takes the value, one text in its order, and an approval in the middle', async (t) => {
  const { api, client } = await setUp(t)
  const invoices = await client.ask({ question: 'Which invoices has the customer with ann@example.com?' })
  const events = await invoices.all()
  const steps = stepsOf(events)
  const taken = steps.indexOf('Invoices: extract running')
  t.true(taken > steps.indexOf('Find customer: execute succeeded'))
  t.true(steps.indexOf('Invoices: extract succeeded') > taken)
  t.true(steps.indexOf('Invoices: execute running') > taken)
  t.is(shownText(events), events.at(-1)?.data.content ?? '')
  t.false(events.some(({ data }) => data.reset))

  const body = { question: 'Please close the account of ann@example.com' }
  const waiting = await (await client.ask(body)).all()
  const { actions = [], content } = waiting.at(-1)?.data ?? {}
  t.like(actions.at(-1), { name: 'Close account', status: 'awaiting_approval' })
  t.is(shownText(waiting), content ?? '')
  const later = await client.ask(body, { 'last-event-id': waiting.at(-1)?.id ?? '' })
  await api.post(`/acme/runs/${actions.at(-1)?.run_id}/approve`)
  const rest = await later.all()
  t.true(stepsOf(rest).includes('Close account: approve succeeded'))
  t.is(shownText([...waiting, ...rest]), rest.at(-1)?.data.content ?? '')
  t.regex(shownText([...waiting, ...rest]), /POST \/close\/cus_77/)
})
