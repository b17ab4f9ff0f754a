/*
 * MCP with the official client, in both eras of the protocol: without sessions (2026-07-28), and with the handshake
 * of the revisions before.
 */
import { Client as OldClient } from '@modelcontextprotocol/sdk/client/index.js'
import { StreamableHTTPClientTransport as OldTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js'
import anyTest, { type TestFn } from 'ava'
import type { Run } from '../../domain/run.ts'
import { eventually } from '../support/eventually.ts'
import { connectMcp, ERAS, type Era, textOf } from '../support/mcp-clients.ts'
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
  await gates.get(call.path)?.promise
  if (call.path.startsWith('/teapot')) sendJson(response, { error: 'I am a teapot' }, 418)
  else sendJson(response, { path: call.path, big: '@', sent: call.body })
})

const orderAction = (url: string, extra = {}): Record<string, unknown> => ({
  name: 'Order status',
  description: 'Looks up an order',
  trigger: 'When the user asks where an order is, or about its status',
  parameters: [
    { name: 'order_id', type: 'number', description: 'The number of the order' },
    { name: 'region', description: 'Where it was bought', default: 'eu' },
  ],
  type: 'api_call',
  api_call: { method: 'GET', url: `${url}/{region}/orders/{order_id}` },
  usage_instructions: 'Give the status and the carrier',
  ...extra,
})

const post = (url: string, extra = {}): Record<string, unknown> => ({
  name: 'Place order',
  trigger: 'When the user wants to order something',
  parameters: [{ name: 'item', description: 'What is ordered' }],
  type: 'api_call',
  api_call: { method: 'POST', url, body: '{"item": {item}}' },
  ...extra,
})

async function connect(
  t: { context: StackContext; teardown(close: () => void): void },
  guru: string,
  era: Era,
) {
  const { errand } = t.context
  const client = await connectMcp(errand.url, errand.adminKey, guru, era)
  t.teardown(() => void client.close())
  return client
}

for (const era of ERAS) {
  test(`${era}: lists the enabled actions as tools, and runs one`, async (t) => {
    const { api, target, newGuru } = t.context
    const guru = await newGuru({ name: 'Acme', description: 'Orders of Acme' })
    await api.post(`/${guru}/actions`, orderAction(target.url))
    await api.post(`/${guru}/actions`, post(`${target.url}/orders`, { enabled: false }))
    const client = await connect(t, guru, era)
    t.is(client.getServerVersion()?.title, 'Acme')
    t.is(client.getInstructions(), 'Orders of Acme')

    const { tools } = await client.listTools()
    t.deepEqual(
      tools.map(({ name, title }) => [name, title]),
      [['order_status', 'Order status']],
    )
    t.deepEqual(tools[0]?.inputSchema, {
      type: 'object',
      properties: {
        order_id: { type: 'number', description: 'The number of the order' },
        region: { type: 'string', description: 'Where it was bought', default: 'eu' },
      },
      required: ['order_id'],
      additionalProperties: false,
    })
    t.regex(
      tools[0]?.description ?? '',
      /^Looks up an order\n\nWhen to use: When the user asks where an order is/,
    )
    t.like(tools[0]?.annotations, { readOnlyHint: true, destructiveHint: false, openWorldHint: true })

    const result = await client.callTool({ name: 'order_status', arguments: { order_id: 1042 } })
    t.falsy(result.isError)
    t.like(result.structuredContent, { status: 'succeeded', output: { path: '/eu/orders/1042' } })
    t.is(textOf(result), '{"path":"/eu/orders/1042","big":"@","sent":""}')
    const { id } = result.structuredContent as { id: string }
    t.like(await api.get<Run>(`/${guru}/runs/${id}`), {
      trigger: 'mcp',
      status: 'succeeded',
      parameters: { order_id: 1042, region: 'eu' },
      question: null,
    })
    const runs = await eventually('the run to be listed', async () => {
      const { runs } = await api.get<{ runs: Run[] }>(`/${guru}/runs?trigger=mcp`)
      return runs.length > 0 && runs
    })
    t.is(runs[0]?.id, id)
  })

  test(`${era}: tells each step while it runs`, async (t) => {
    const { api, target, newGuru } = t.context
    const guru = await newGuru()
    const gate = newGate()
    await api.post(`/${guru}/actions`, post(`${target.url}${gate.path}`))
    const client = await connect(t, guru, era)
    const told: string[] = []
    const begun = Promise.withResolvers<void>()
    const call = client.callTool(
      { name: 'place_order', arguments: { item: 'tea' } },
      {
        onprogress: ({ message = '', progress }) => {
          told.push(`${progress} ${message}`)
          if (message === 'execute: running') begun.resolve()
        },
      },
    )
    await begun.promise
    t.deepEqual(told, ['1 execute: running'])
    gate.open()
    t.like((await call).structuredContent, { status: 'succeeded' })
    t.deepEqual(told, ['1 execute: running', '2 execute: succeeded', '3 mask: succeeded'])
  })

  test(`${era}: a call that its client cancels is a cancelled run`, async (t) => {
    const { api, target, newGuru } = t.context
    const guru = await newGuru()
    const gate = newGate()
    t.teardown(gate.open)
    await api.post(`/${guru}/actions`, post(`${target.url}${gate.path}`))
    const client = await connect(t, guru, era)
    const cancelling = new AbortController()
    const call = client.callTool(
      { name: 'place_order', arguments: { item: 'tea' } },
      { signal: cancelling.signal },
    )
    await eventually('the call to arrive', async () => target.calls.some(({ path }) => path === gate.path))
    cancelling.abort('enough')
    await t.throwsAsync(call)
    await eventually('the run to be cancelled', async () => {
      const { runs } = await api.get<{ runs: Run[] }>(`/${guru}/runs`)
      return runs[0]?.status === 'cancelled'
    })
  })

  test(`${era}: a run that fails is an error that says what to do`, async (t) => {
    const { api, target, newGuru } = t.context
    const guru = await newGuru()
    await api.post(`/${guru}/actions`, post(`${target.url}/teapot`))
    const client = await connect(t, guru, era)
    await client.listTools()
    const result = await client.callTool({ name: 'place_order', arguments: { item: 'tea' } })
    t.true(result.isError)
    t.like(result.structuredContent, {
      status: 'failed',
      error: { code: 'http_error' },
      output: { error: 'I am a teapot' },
    })
    t.regex(
      textOf(result),
      /answered 418.*Check the URL, the parameters and the credentials\. \(http_error\)/,
    )
    t.regex(textOf(result), /\{"error":"I am a teapot"\}/)
  })

  test(`${era}: arguments that are not right are told by their names, and nothing runs`, async (t) => {
    const { api, target, newGuru } = t.context
    const guru = await newGuru()
    await api.post(`/${guru}/actions`, orderAction(`${target.url}/never`))
    const client = await connect(t, guru, era)
    const call = (given: Record<string, unknown>) =>
      client.callTool({ name: 'order_status', arguments: given })
    const result = await call({ region: 5, colour: 'red' })
    t.true(result.isError)
    t.is(
      textOf(result),
      'Nothing was run. These arguments are not right:\n- colour: is not a parameter of this action\n- order_id: is required\n- region: must be a string',
    )
    t.regex(textOf(await call({ order_id: '1042' })), /- order_id: must be a number/)
    t.false(target.calls.some(({ path }) => path.startsWith('/never')))
    await t.throwsAsync(client.callTool({ name: 'nothing', arguments: {} }), {
      message: /There is no tool 'nothing'/,
    })
  })

  test(`${era}: an action that needs an approval says that it waits, and where`, async (t) => {
    const { api, target, newGuru } = t.context
    const guru = await newGuru()
    await api.post(`/${guru}/actions`, post(`${target.url}/approved-${era}`, { requires_approval: true }))
    const client = await connect(t, guru, era)
    const told: string[] = []
    const result = await client.callTool(
      { name: 'place_order', arguments: { item: 'tea' } },
      { onprogress: ({ message = '' }) => told.push(message) },
    )
    t.falsy(result.isError)
    const { id, status, link } = result.structuredContent as Record<string, string>
    t.is(status, 'awaiting_approval')
    t.is(link, `/gurus/${guru}/runs/${id}`)
    t.regex(textOf(result), /waits for a person to approve it\. Nothing was done yet/)
    t.deepEqual(told, ['approve: running'])
    t.false(target.calls.some(({ path }) => path === `/approved-${era}`))

    await api.post(`/${guru}/runs/${id}/approve`)
    await eventually('it to be carried out', async () =>
      target.calls.some(({ path }) => path === `/approved-${era}`),
    )
    const { contents } = await eventually('the run to be read as ended', async () => {
      const read = await client.readResource({ uri: `errand://runs/${id}` })
      return JSON.stringify(read).includes('succeeded') && read
    })
    t.is(contents[0]?.mimeType, 'application/json')
  })
}

test('a client of the newest revision is told that the tools have changed', async (t) => {
  const { api, errand, target, newGuru } = t.context
  const guru = await newGuru()
  const changed = Promise.withResolvers<string[]>()
  const client = await connectMcp(errand.url, errand.adminKey, guru, 'auto', {
    listChanged: {
      tools: { onChanged: (_error, tools) => changed.resolve((tools ?? []).map(({ name }) => name)) },
    },
  })
  t.teardown(() => client.close())
  t.deepEqual((await client.listTools()).tools, [])
  await api.post(`/${guru}/actions`, orderAction(target.url))
  t.deepEqual(await changed.promise, ['order_status'])
})

test('the SDK of before, which many programs still have inside, lists and calls tools', async (t) => {
  const { api, errand, target, newGuru } = t.context
  const guru = await newGuru()
  await api.post(`/${guru}/actions`, orderAction(target.url))
  const client = new OldClient({ name: 'old', version: '1.0.0' })
  t.teardown(() => client.close())
  const transport = new OldTransport(new URL(`${errand.url}/mcp/${guru}`), {
    requestInit: { headers: { 'x-api-key': errand.adminKey } },
  })
  await client.connect(transport as never)
  t.regex(transport.sessionId ?? '', /^\w{24}$/)
  t.like(await client.listTools(), { tools: [{ name: 'order_status' }] })
  const { structuredContent } = await client.callTool({ name: 'order_status', arguments: { order_id: 7 } })
  t.like(structuredContent, { status: 'succeeded', output: { path: '/eu/orders/7' } })
})
