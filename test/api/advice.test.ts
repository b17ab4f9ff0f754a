/*
 * What somebody who writes actions is told over HTTP: advice on saving one, and why a question matches or does not.
 */
import anyTest, { type TestFn } from 'ava'
import type { Action } from '../../domain/action.ts'
import type { MatchRecord } from '../../domain/workflow-contract.ts'
import { profileAction } from '../support/actions.ts'
import { type StackContext, withStack } from '../support/shared-stack.ts'
import { sendJson } from '../support/target-server.ts'

const test = anyTest as TestFn<StackContext>
withStack(test, (_call, response) => sendJson(response, { ok: true }))

const orderStatus: Record<string, unknown> = {
  name: 'Order status',
  trigger: 'When the user asks where an order is, or about its status',
  parameters: [{ name: 'order_id', type: 'number', description: 'The number of the order' }],
  type: 'api_call',
  api_call: { url: 'https://shop.example.com/orders/{order_id}' },
}

test('saving a vague action says what to write instead; put right, it has no warnings', async (t) => {
  const { api, newGuru } = t.context
  const guru = await newGuru()
  const vague = { ...orderStatus, trigger: 'orders', parameters: [{ name: 'order_id', type: 'number' }] }
  const saved = await api.post<Action>(`/${guru}/actions`, vague)
  t.is(saved.warnings.length, 2, saved.warnings.join('\n'))
  t.regex(saved.warnings[0] ?? '', /^The trigger 'orders' is too short/)
  t.regex(saved.warnings[1] ?? '', /^Parameter 'order_id' has no description/)
  const better = await api.request<Action>('PATCH', `/${guru}/actions/${saved.id}`, {
    trigger: orderStatus.trigger,
  })
  t.is(better.body.warnings.length, 1)
  const good = await api.request<Action>('PUT', `/${guru}/actions/${saved.id}`, orderStatus)
  t.deepEqual(good.body.warnings, [])
})

test('saving an action that another one overlaps names it, unless that is disabled or the action itself', async (t) => {
  const { api, newGuru } = t.context
  const guru = await newGuru()
  const first = await api.post<Action>(`/${guru}/actions`, orderStatus)
  t.deepEqual(first.warnings, [])
  const again = { ...orderStatus, name: 'Where is my order' }
  const second = await api.post<Action>(`/${guru}/actions`, again)
  t.is(second.warnings.length, 1)
  t.regex(second.warnings[0] ?? '', /'Where is my order' would fit 'Order status' nearly as well/)
  await api.post(`/${guru}/actions/${first.id}/disable`)
  const alone = await api.request<Action>('PATCH', `/${guru}/actions/${second.id}`, { description: 'Looks' })
  t.deepEqual(alone.body.warnings, [])
})

test('the same advice is given before anything is saved', async (t) => {
  const { api, newGuru } = t.context
  const guru = await newGuru()
  const { id } = await api.post<Action>(`/${guru}/actions`, orderStatus)
  const advise = (body: object) => api.request<{ advice: string[] }>('POST', `/${guru}/actions/advice`, body)
  const vague = await advise({ trigger: 'orders', parameters: [{ name: 'order_id', type: 'number' }] })
  t.is(vague.status, 200)
  t.regex(
    vague.body.advice.join('\n'),
    /^The trigger 'orders' is too short.*\n.*'order_id' has no description/,
  )

  const { name, trigger } = orderStatus
  const another = await advise({ name: 'Where is my order', trigger })
  t.regex(another.body.advice.join('\n'), /would fit 'Order status' nearly as well/)
  t.deepEqual((await advise({ id, name, trigger })).body, { advice: [] })
  t.like(await advise({ name: 'Orders' }), { status: 422, body: { errors: [{ path: 'trigger' }] } })
  t.like(await api.get(`/${guru}/actions`), { used: 1 })
})

test('match says of each near action why it would run or not', async (t) => {
  const { api, newGuru, target } = t.context
  const guru = await newGuru()
  await api.put(`/${guru}/secrets/GITHUB_TOKEN`, { value: 'ghp_0123456789abcdef' })
  await api.post(`/${guru}/actions`, orderStatus)
  await api.post(`/${guru}/actions`, profileAction(target.url))
  const off = await api.post<Action>(`/${guru}/actions`, { ...orderStatus, name: 'Old order status' })
  await api.post(`/${guru}/actions/${off.id}/disable`)
  const { matches, considered, threshold } = await api.post<MatchRecord>(`/${guru}/actions/match`, {
    question: 'What is the status of order 1042?',
  })
  t.like(matches, [{ action: { name: 'Order status' }, parameters: { order_id: 1042 } }])
  t.is(threshold, 0.5)
  t.deepEqual(
    considered?.map(({ action, matched }) => [action.name, matched]),
    [
      ['Order status', true],
      ['GitHub profile', false],
    ],
  )
  t.true(considered?.[0]?.because.includes('Found of what it needs: order_id (1042).'))
  t.is(considered?.[0]?.score, matches[0]?.score)
  t.regex(considered?.[1]?.because.join('\n') ?? '', /'Order status' was nearer, with/)
})

test('match without any action has nothing to explain', async (t) => {
  const { api, newGuru } = t.context
  const guru = await newGuru()
  const record = await api.post<MatchRecord>(`/${guru}/actions/match`, { question: 'Where is order 1042?' })
  t.deepEqual(record, { matches: [], considered: [], threshold: 0.5 })
})
