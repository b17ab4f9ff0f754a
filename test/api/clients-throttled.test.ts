/*
 * The minute's answers are shared by every way of asking: a stack of its own, where a key has three.
 */
import anyTest, { type TestFn } from 'ava'
import OpenAI from 'openai'
import { connectMcp, textOf } from '../support/mcp-clients.ts'
import { type StackContext, withStack } from '../support/shared-stack.ts'
import { sendJson } from '../support/target-server.ts'

const test = anyTest as TestFn<StackContext>
withStack(test, (_call, response) => sendJson(response, { status: 'shipped' }), { ERRAND_RATE_LIMIT: '3' })

test('calls of tools and chat answers count, what is wrong or sent again does not', async (t) => {
  const { api, errand, target, newGuru } = t.context
  const guru = await newGuru()
  await api.post(`/${guru}/actions`, {
    name: 'Order status',
    trigger: 'When the user asks where an order is, or about its status',
    parameters: [{ name: 'order_id', type: 'number', description: 'The number of the order' }],
    type: 'api_call',
    api_call: { method: 'GET', url: `${target.url}/orders/{order_id}` },
  })
  const { key } = await api.post<{ key: string }>(`/gurus/${guru}/keys`, { name: 'all', role: 'manage' })
  const mcp = await connectMcp(errand.url, key, guru, 'auto')
  t.teardown(() => mcp.close())
  const call = (args: object, name?: string) =>
    mcp.callTool({
      name: 'order_status',
      arguments: { ...args },
      ...(name && { _meta: { 'errand/idempotency-key': name } }),
    })
  t.regex(textOf(await call({})), /order_id: is required/)
  t.falsy((await call({ order_id: 1 })).isError)
  t.falsy((await call({ order_id: 2 }, 'two')).isError)
  t.falsy((await call({ order_id: 2 }, 'two')).isError)

  const baseURL = `${errand.url}/v1`
  const chat = new OpenAI({ apiKey: key, baseURL, maxRetries: 0 })
  const ask = (idempotencyKey: string, user?: string) =>
    chat.chat.completions.create(
      {
        model: guru,
        messages: [{ role: 'user', content: 'What is the status of order 3?' }],
        ...(user && { user }),
      },
      { headers: { 'Idempotency-Key': idempotencyKey } },
    )
  const { id } = await ask('a')
  t.is((await ask('a')).id, id)

  const refused = await t.throwsAsync(ask('b'), { instanceOf: OpenAI.RateLimitError })
  t.is(refused?.code, 'rate_limit_exceeded')
  t.regex(refused?.headers?.get('retry-after') ?? '', /^\d+$/)
  const result = await call({ order_id: 4 })
  t.true(result.isError)
  t.regex(textOf(result), /^Request was throttled\. Expected available in \d+ seconds?\.$/)
  t.truthy((await ask('c', 'somebody else')).id)
})
