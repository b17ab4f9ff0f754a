/*
 * Deliveries as they are saved: what is refused, and which secrets the action then uses. What is delivered, and how, is
 * in test/activities/ and test/workflows/.
 */
import anyTest, { type TestFn } from 'ava'
import type { Action } from '../../domain/action.ts'
import { type StackContext, withStack } from '../support/shared-stack.ts'
import { sendJson } from '../support/target-server.ts'

const test = anyTest as TestFn<StackContext>
withStack(test, (call, response) => sendJson(response, { path: call.path }))

interface ProblemBody {
  msg: string
  errors: { path: string; message: string }[]
}

const DELIVERY = { url: 'https://hooks.example.com/{HOOK}', secret: 'SIGNING' }
const action = (name: string, delivery: object | null = DELIVERY, changes: object = {}) => ({
  name,
  trigger: `When the user asks for ${name}`,
  type: 'api_call',
  api_call: { url: 'https://api.example.com/' },
  schedule: { delivery },
  ...changes,
})

test('a delivery is saved with secrets that are there, and a parameter is none', async (t) => {
  const { api, newGuru } = t.context
  const guru = await newGuru()
  const parameters = [{ name: 'HOOK', required: false }]
  const post = <T>(body: object) => api.request<T>('POST', `/${guru}/actions`, body)
  const refused = await post<ProblemBody>(action('one', DELIVERY, { parameters }))
  t.is(refused.status, 422)
  t.deepEqual(
    refused.body.errors.map(({ path }) => path),
    ['schedule.delivery.url', 'schedule.delivery.secret'],
  )
  for (const name of ['HOOK', 'SIGNING'])
    await api.request('PUT', `/${guru}/secrets/${name}`, { value: 'tok_0123456789abcdef' })
  const saved = await post<Action>(action('one'))
  t.is(saved.status, 201)
  t.like(saved.body, {
    enabled: true,
    disabled_reason: null,
    secrets: ['HOOK', 'SIGNING'],
    schedule: { delivery: { ...DELIVERY, when: 'always' } },
  })
  const collision = await post<ProblemBody>(action('two', null, { parameters: [{ name: 'SIGNING' }] }))
  t.is(collision.status, 409)
})

test('an action whose delivery declares a secret to come is disabled until it is there; and again when it goes', async (t) => {
  const { api, newGuru } = t.context
  const guru = await newGuru()
  const create = (name: string) =>
    api.request('PUT', `/${guru}/secrets/${name}`, { value: 'tok_0123456789abcdef' })
  const { id, disabled_reason } = await api.post<Action>(
    `/${guru}/actions`,
    action('early', DELIVERY, { secrets: ['HOOK', 'SIGNING'] }),
  )
  t.is(disabled_reason, 'The secrets HOOK, SIGNING do not exist.')
  await create('HOOK')
  await create('SIGNING')
  const path = `/${guru}/actions/${id}`
  const enabled = await api.request<Action>('PATCH', path, { enabled: true })
  t.like(enabled.body, { enabled: true, disabled_reason: null })
  const { secrets } = await api.get<{ secrets: { name: string; used_by: { name: string }[] }[] }>(
    `/${guru}/secrets`,
  )
  for (const { used_by } of secrets)
    t.deepEqual(
      used_by.map(({ name }) => name),
      ['early'],
    )

  await api.request('DELETE', `/${guru}/secrets/SIGNING`)
  t.like(await api.get<Action>(path), {
    enabled: false,
    disabled_reason: 'The secret SIGNING does not exist.',
  })
  // What is saved meanwhile is not refused for it.
  t.is((await api.request('PATCH', path, { description: 'still to be changed' })).status, 200)
  const without = await api.request<Action>('PATCH', path, { secrets: [], schedule: { delivery: null } })
  t.is(without.status, 200)
  t.deepEqual(without.body.secrets, [])
})
