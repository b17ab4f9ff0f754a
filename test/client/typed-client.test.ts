// The typed client against a running Errand. What the compiler knows of it is in client-types.ts.
import { readdirSync, readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import anyTest, { type TestFn } from 'ava'
import { createErrandClient } from '../../client/index.ts'
import { type StackContext, withStack } from '../support/shared-stack.ts'
import { sendJson } from '../support/target-server.ts'

const test = anyTest as TestFn<StackContext>
withStack(test, (_request, response) => sendJson(response, { status: 'shipped' }))

const CLIENT = new URL('../../client/', import.meta.url)

test('makes a guru, its key, an action, and a run of it, each with the type that it has', async (t) => {
  const { errand, target, newGuru } = t.context
  const admin = createErrandClient({ url: `${errand.url}/`, key: errand.adminKey })
  const guru = await newGuru()
  const made = await admin.POST('/api/v1/gurus/{guru}/keys', {
    params: { path: { guru } },
    body: { name: 'client', role: 'manage' },
  })
  const client = createErrandClient({ url: errand.url, key: made.data?.key })
  const action = await client.POST('/api/v1/{guru}/actions', {
    params: { path: { guru } },
    body: {
      name: 'Order status',
      trigger: 'When the user asks about the status of an order',
      parameters: [{ name: 'order_id', type: 'number', description: 'The number of the order' }],
      type: 'api_call',
      api_call: { url: `${target.url}/orders/{order_id}` },
    },
  })
  const id = action.data?.id ?? ''
  const run = await client.POST('/api/v1/{guru}/actions/{id}/trigger', {
    params: { path: { guru, id }, query: { wait: 'true' }, header: { 'idempotency-key': 'client-1' } },
    body: { parameters: { order_id: 1042 } },
  })
  t.is(run.response.status, 200)
  t.is(run.data?.status, 'succeeded')
  t.deepEqual(run.data?.parameters, { order_id: 1042 })
  const again = await client.POST('/api/v1/{guru}/actions/{id}/trigger', {
    params: { path: { guru, id }, query: { wait: 'true' }, header: { 'idempotency-key': 'client-1' } },
    body: { parameters: { order_id: 1042 } },
  })
  t.is(again.data?.id, run.data?.id)
  const listed = await client.GET('/api/v1/{guru}/runs', { params: { path: { guru }, query: { limit: 1 } } })
  t.deepEqual(
    listed.data?.runs.map((one) => one.id),
    [run.data?.id],
  )
  const answer = await client.POST('/api/v1/{guru}/answer', {
    params: { path: { guru } },
    body: { question: 'What is the status of order 1042?' },
  })
  t.is(answer.data?.actions[0]?.status, 'succeeded')
})

test('a refused request is a problem, and throws nothing', async (t) => {
  const { errand } = t.context
  const anybody = createErrandClient({ url: errand.url })
  const { data, error, response } = await anybody.GET('/api/v1/gurus')
  t.is(data, undefined)
  t.is(response.status, 401)
  t.is(error?.type, 'urn:errand:problem:unauthorized')
  const admin = createErrandClient({ url: errand.url, key: errand.adminKey })
  const wrong = await admin.POST('/api/v1/gurus', { body: { slug: 'Not a slug' } })
  t.is(wrong.error?.errors[0]?.path, 'slug')
  const ready = await anybody.GET('/healthz')
  t.deepEqual(ready.data, { status: 'ok' })
})

test('without its types it needs nothing but openapi-fetch: no line of the server gets into a browser', (t) => {
  const imported = new Set<string>()
  for (const file of readdirSync(CLIENT)) {
    const code = stripTypeScriptTypes(readFileSync(new URL(file, CLIENT), 'utf8'))
    for (const [, from = ''] of code.matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)) imported.add(from)
  }
  t.deepEqual(
    [...imported].filter((from) => !from.startsWith('./')),
    ['openapi-fetch'],
  )
})
