/*
 * What MCP refuses, and what it never tells: to other keys, to web pages, to whoever sends what is no protocol.
 */
import { request } from 'node:http'
import anyTest, { type ExecutionContext, type TestFn } from 'ava'
import type { Run } from '../../domain/run.ts'
import { eventually } from '../support/eventually.ts'
import { connectMcp, ERAS, postMcp, textOf } from '../support/mcp-clients.ts'
import { type StackContext, withStack } from '../support/shared-stack.ts'
import { sendJson } from '../support/target-server.ts'

const test = anyTest as TestFn<StackContext>
const SECRET = 'tok-5f0c9a72e1'

/** Calls of such a path are answered once the test says so. */
const gates = new Map<string, PromiseWithResolvers<void>>()
function newGate(): { path: string; open(): void } {
  const path = `/held-${gates.size}`
  const gate = Promise.withResolvers<void>()
  gates.set(path, gate)
  return { path, open: gate.resolve }
}

withStack(test, async (call, response) => {
  await gates.get(call.path)?.promise
  if (call.path === '/echo') sendJson(response, { seen: call.headers.authorization })
  else if (call.path === '/fails') sendJson(response, { seen: call.headers.authorization }, 500)
  else if (call.path === '/long') response.end('x'.repeat(150_000))
  else sendJson(response, { path: call.path, sent: call.body })
})

const action = (name: string, url: string, extra = {}): Record<string, unknown> => ({
  name,
  trigger: `When the user wants ${name}`,
  type: 'api_call',
  api_call: { method: 'POST', url },
  ...extra,
})

type Context = ExecutionContext<StackContext>
const keyOf = async ({ context: { api } }: Context, guru: string, role: string): Promise<string> =>
  (await api.post<{ key: string }>(`/gurus/${guru}/keys`, { name: role, role })).key

/** The only run of a guru, once it has ended. */
const endOf = ({ context: { api } }: Context, guru: string): Promise<Run> =>
  eventually('the run to end', async () => {
    const { runs } = await api.get<{ runs: Run[] }>(`/${guru}/runs`)
    return runs[0]?.finished_at ? runs[0] : undefined
  })

const listing = { jsonrpc: '2.0', id: 1, method: 'tools/list' }
const initializing = {
  jsonrpc: '2.0',
  id: 0,
  method: 'initialize',
  params: { protocolVersion: '2025-06-18', capabilities: {}, clientInfo: { name: 'raw', version: '1' } },
}
const calling = (name: string, args: object = {}, id: number | string = 1) => ({
  jsonrpc: '2.0',
  id,
  method: 'tools/call',
  params: { name, arguments: args },
})
/** The result in a response of one event. */
const resultIn = (text: string) => JSON.parse(/^data: (.*)$/m.exec(text)?.[1] ?? text).result

test('nobody gets in without a key of this guru', async (t) => {
  const { api, errand, newGuru } = t.context
  const [guru, other] = [await newGuru(), await newGuru()]
  const url = `${errand.url}/mcp/${guru}`
  const none = await postMcp(url, listing)
  t.is(none.status, 401)
  t.is(none.headers.get('www-authenticate'), 'Bearer realm="errand"')
  const wrong = await postMcp(url, listing, { authorization: 'Bearer errand_wrong' })
  t.is(wrong.status, 401)
  t.is(wrong.headers.get('www-authenticate'), 'Bearer realm="errand", error="invalid_token"')
  const foreign = await postMcp(url, listing, { 'x-api-key': await keyOf(t, other, 'manage') })
  t.is(foreign.status, 403)
  t.regex(foreign.text, /^\{"jsonrpc":"2\.0","id":null,"error":\{.*belongs to another guru/)
  t.is((await postMcp(`${errand.url}/mcp/none`, listing, { 'x-api-key': errand.adminKey })).status, 404)
  const own = await keyOf(t, guru, 'manage')
  t.is((await postMcp(url, listing, { 'x-api-key': own })).status, 200)
  const { keys } = await api.get<{ keys: { id: string }[] }>(`/gurus/${guru}/keys`)
  await api.request('DELETE', `/gurus/${guru}/keys/${keys[0]?.id}`)
  t.is((await postMcp(url, listing, { 'x-api-key': own })).status, 401)
})

test('a chat key gets in only where the guru says so, and reads no runs', async (t) => {
  const { api, errand, target, newGuru } = t.context
  const guru = await newGuru({ instructions: 'Be kind to resellers.' })
  await api.post(`/${guru}/actions`, action('hello', `${target.url}/hello`))
  const key = await keyOf(t, guru, 'chat')
  const refused = await postMcp(`${errand.url}/mcp/${guru}`, listing, { 'x-api-key': key })
  t.is(refused.status, 403)
  t.regex(refused.text, /mcp_for_chat/)

  const { body } = await api.request('PATCH', `/gurus/${guru}`, { mcp_for_chat: true })
  t.like(body, { mcp_for_chat: true })
  for (const era of ERAS) {
    const client = await connectMcp(errand.url, key, guru, era)
    t.teardown(() => client.close())
    t.false((client.getInstructions() ?? '').includes('resellers'))
    t.is(client.getServerCapabilities()?.resources, undefined)
    const { structuredContent } = await client.callTool({ name: 'hello' })
    t.like(structuredContent, { status: 'succeeded' })
    const { id } = structuredContent as { id: string }
    const reading = {
      jsonrpc: '2.0',
      id: 9,
      method: 'resources/read',
      params: { uri: `errand://runs/${id}` },
    }
    const { text } = await postMcp(`${errand.url}/mcp/${guru}`, reading, { 'x-api-key': key })
    t.regex(text, /-32601/)
  }
})

test("a run of another guru can't be read as a resource", async (t) => {
  const { api, errand, target, newGuru } = t.context
  const [guru, other] = [await newGuru(), await newGuru()]
  await api.post(`/${other}/actions`, action('hello', `${target.url}/hello`))
  const theirs = await connectMcp(errand.url, errand.adminKey, other, 'legacy')
  const { structuredContent } = await theirs.callTool({ name: 'hello' })
  const { id } = structuredContent as { id: string }
  const client = await connectMcp(errand.url, await keyOf(t, guru, 'manage'), guru, 'legacy')
  for (const uri of [
    `errand://runs/${id}`,
    `errand://runs/${id}/files/a.png`,
    'errand://runs/..%2F..',
    'file:///etc/passwd',
    'errand://runs/%',
  ])
    await t.throwsAsync(client.readResource({ uri }), { message: /not found/i }, uri)
  t.regex(JSON.stringify(await theirs.readResource({ uri: `errand://runs/${id}` })), /succeeded/)
  await Promise.all([theirs.close(), client.close()])
})

test('a secret that a service sends back is masked, in results and in errors', async (t) => {
  const { api, errand, target, newGuru } = t.context
  const guru = await newGuru()
  await api.put(`/${guru}/secrets/SHOP_TOKEN`, { value: SECRET })
  for (const path of ['echo', 'fails']) {
    const headers = { Authorization: 'Bearer {SHOP_TOKEN}' }
    await api.post(
      `/${guru}/actions`,
      action(path, '', { api_call: { method: 'POST', url: `${target.url}/${path}`, headers } }),
    )
  }
  const client = await connectMcp(errand.url, errand.adminKey, guru, 'auto')
  t.teardown(() => client.close())
  const echoed = await client.callTool({ name: 'echo' })
  t.deepEqual((echoed.structuredContent as { output: unknown }).output, { seen: 'Bearer ***SHOP_TOKEN***' })
  const failed = await client.callTool({ name: 'fails' })
  t.true(failed.isError)
  const told = JSON.stringify([echoed, failed, await client.listTools()])
  t.false(told.includes(SECRET))
  t.false(told.includes('{SHOP_TOKEN}') || told.includes(target.url))
})

test('whatever actions are called, each is a tool of a name of its own, and that runs it', async (t) => {
  const { api, errand, target, newGuru } = t.context
  const guru = await newGuru({ action_limit: 20 })
  const names = [
    'Order status',
    'Order-status',
    'Order_status',
    'Order  status',
    '../../etc/passwd',
    '__proto__',
    'constructor',
    'Größe prüfen',
    '注文状況',
    'a"},{"name":"evil',
    '<script>alert(1)</script>',
    'x'.repeat(80),
    `${'x'.repeat(79)}y`,
  ]
  for (const [index, name] of names.entries())
    await api.post(`/${guru}/actions`, action(name, `${target.url}/named/${index}`))
  const client = await connectMcp(errand.url, errand.adminKey, guru, 'auto')
  t.teardown(() => client.close())
  const { tools } = await client.listTools()
  t.deepEqual(
    tools.map(({ title }) => title),
    names,
  )
  t.is(new Set(tools.map(({ name }) => name)).size, names.length)
  for (const [index, { name }] of tools.entries()) {
    t.regex(name, /^[a-z0-9_-]{1,64}$/)
    const { structuredContent } = await client.callTool({ name })
    t.like(structuredContent, { output: { path: `/named/${index}` } }, name)
  }
  for (const name of ['toString', 'Order status', 'order_status ', ''])
    await t.throwsAsync(client.callTool({ name }), undefined, name)
})

test('web pages of other sites, and names that were made to lead here, are refused', async (t) => {
  const { errand, newGuru } = t.context
  const guru = await newGuru()
  const url = `${errand.url}/mcp/${guru}`
  const { port } = new URL(errand.url)
  const from = (headers: Record<string, string>) =>
    postMcp(url, listing, { 'x-api-key': errand.adminKey, ...headers })
  t.is((await from({ origin: 'https://evil.example' })).status, 403)
  t.is((await from({ origin: 'null' })).status, 403)
  t.is((await from({ origin: 'https://localhost.evil.example' })).status, 403)
  t.is((await from({ origin: 'http://localhost:6274' })).status, 200)
  // fetch sets Host itself.
  const statusFor = (host: string) =>
    new Promise((resolve, reject) => {
      const headers = {
        host,
        'x-api-key': errand.adminKey,
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
      }
      request({ port, host: '127.0.0.1', path: `/mcp/${guru}`, method: 'POST', headers }, (response) => {
        response.resume()
        resolve(response.statusCode)
      })
        .on('error', reject)
        .end(JSON.stringify(listing))
    })
  t.is(await statusFor(`rebound.evil.example:${port}`), 403)
  t.is(await statusFor(`localhost:${port}`), 200)
})

test('what is no message of the protocol is refused with an error of it', async (t) => {
  const { errand, newGuru } = t.context
  const guru = await newGuru()
  const url = `${errand.url}/mcp/${guru}`
  const key = { 'x-api-key': errand.adminKey }
  const refused = async (message: unknown, headers = {}) => {
    const { status, text } = await postMcp(url, message, { ...key, ...headers })
    return [status, JSON.parse(text).error.code]
  }
  t.deepEqual(await refused('{'), [400, -32700])
  t.deepEqual(await refused(`{"a":"${'x'.repeat(1_100_000)}"}`), [413, -32000])
  t.deepEqual(await refused(listing, { 'content-type': 'text/plain' }), [415, -32000])
  t.deepEqual(await refused(Array(21).fill(listing)), [413, -32000])
  t.deepEqual(await refused({ hello: 'world' }), [400, -32600])
  t.deepEqual(await refused(listing, { 'mcp-protocol-version': '1999-01-01' }), [400, -32000])
  const meta = {
    'io.modelcontextprotocol/protocolVersion': '2099-01-01',
    'io.modelcontextprotocol/clientInfo': { name: 'raw', version: '1' },
    'io.modelcontextprotocol/clientCapabilities': {},
  }
  const later = { ...listing, params: { _meta: meta } }
  t.deepEqual(
    await refused(later, { 'mcp-protocol-version': '2099-01-01', 'mcp-method': 'tools/list' }),
    [400, -32022],
  )
  const { text } = await postMcp(url, { ...listing, params: { cursor: 'bm9uZQ' } }, key)
  t.regex(text, /-32602.*nextCursor/)
  for (const method of ['GET', 'DELETE', 'PUT']) {
    const response = await fetch(url, { method, headers: { ...key, accept: 'text/event-stream' } })
    t.is(response.status, 405, method)
    t.is(response.headers.get('allow'), 'POST', method)
  }
})

test('a request that is sent again in its session is the same call', async (t) => {
  const { api, errand, target, newGuru } = t.context
  const guru = await newGuru()
  await api.post(`/${guru}/actions`, action('pay', `${target.url}/pay`, { parameters: [{ name: 'to' }] }))
  const url = `${errand.url}/mcp/${guru}`
  const key = { 'x-api-key': errand.adminKey }
  const session = (await postMcp(url, initializing, key)).headers.get('mcp-session-id') ?? ''
  t.regex(session, /^\w{24}$/)
  const send = async (message: object, id = session) => {
    const { text } = await postMcp(url, message, { ...key, 'mcp-session-id': id })
    return resultIn(text)
  }
  const [first, again] = await Promise.all([
    send(calling('pay', { to: 'ann' }, 7)),
    send(calling('pay', { to: 'ann' }, 7)),
  ])
  t.is(again.structuredContent.id, first.structuredContent.id)
  t.is((await send(calling('pay', { to: 'ann' }, 7))).structuredContent.id, first.structuredContent.id)
  t.is(target.calls.filter(({ path }) => path === '/pay').length, 1)

  const other = await send(calling('pay', { to: 'bob' }, 7))
  t.true(other.isError)
  t.regex(textOf(other), /was used for another request/)
  t.not((await send(calling('pay', { to: 'ann' }, 8))).structuredContent.id, first.structuredContent.id)
  const elsewhere = (await postMcp(url, initializing, key)).headers.get('mcp-session-id') ?? ''
  t.not(
    (await send(calling('pay', { to: 'ann' }, 7), elsewhere)).structuredContent.id,
    first.structuredContent.id,
  )
})

test('a call with a name is run once, also where its client went away', async (t) => {
  const { api, errand, target, newGuru } = t.context
  const guru = await newGuru()
  await api.post(`/${guru}/actions`, action('pay', `${target.url}/pay-once`))
  const call = async (name: string | number) => {
    const client = await connectMcp(errand.url, errand.adminKey, guru, 'auto')
    t.teardown(() => client.close())
    return client.callTool({ name: 'pay', _meta: { 'errand/idempotency-key': name } })
  }
  const idOf = ({ structuredContent }: Awaited<ReturnType<typeof call>>) =>
    (structuredContent as { id?: string }).id
  t.is(idOf(await call('a')), idOf(await call('a')))
  t.is(target.calls.filter(({ path }) => path === '/pay-once').length, 1)
  t.not(idOf(await call('b')), idOf(await call('a')))
  t.regex(textOf(await call(5)), /_meta\.errand\/idempotency-key: must be a text/)
})

test("another key can't cancel a call, and one that only loses its connection goes on", async (t) => {
  const { api, errand, target, newGuru } = t.context
  const guru = await newGuru({ mcp_for_chat: true })
  const gate = newGate()
  await api.post(`/${guru}/actions`, action('wait', `${target.url}${gate.path}`))
  const url = `${errand.url}/mcp/${guru}`
  const key = { 'x-api-key': errand.adminKey }
  const session = (await postMcp(url, initializing, key)).headers.get('mcp-session-id') ?? ''
  const leaving = new AbortController()
  const { status } = await fetch(url, {
    method: 'POST',
    headers: {
      ...key,
      'mcp-session-id': session,
      'content-type': 'application/json',
      accept: 'application/json, text/event-stream',
    },
    body: JSON.stringify(calling('wait', {}, 3)),
    signal: leaving.signal,
  })
  t.is(status, 200)
  await eventually('the call to arrive', async () => target.calls.some(({ path }) => path === gate.path))
  const cancelling = { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 3 } }
  const chat = await keyOf(t, guru, 'chat')
  const others: Record<string, string>[] = [
    { 'x-api-key': chat, 'mcp-session-id': session },
    { ...key, 'mcp-session-id': 'another-session-than-that' },
    key,
  ]
  for (const headers of others) t.is((await postMcp(url, cancelling, headers)).status, 202)
  leaving.abort()
  gate.open()
  t.like(await endOf(t, guru), { status: 'succeeded', trigger: 'mcp' })
})

test('a call with a name goes on where its client leaves, and is there when it comes back', async (t) => {
  const { api, errand, target, newGuru } = t.context
  const guru = await newGuru()
  const gate = newGate()
  await api.post(`/${guru}/actions`, action('wait', `${target.url}${gate.path}`))
  const call = async (signal?: AbortSignal) => {
    const client = await connectMcp(errand.url, errand.adminKey, guru, 'auto')
    t.teardown(() => client.close())
    const params = { name: 'wait', _meta: { 'errand/idempotency-key': 'a' } }
    return client.callTool(params, signal && { signal })
  }
  const leaving = new AbortController()
  const left = call(leaving.signal)
  await eventually('the call to arrive', async () => target.calls.some(({ path }) => path === gate.path))
  leaving.abort()
  await t.throwsAsync(left)
  const back = call()
  gate.open()
  t.like((await back).structuredContent, { status: 'succeeded' })
  t.is(target.calls.filter(({ path }) => path === gate.path).length, 1)
})

test('personal data in arguments is put away before anything is stored', async (t) => {
  const { api, errand, target, newGuru } = t.context
  const guru = await newGuru({ pii: { enabled: true } })
  const parameters = [{ name: 'email' }]
  await api.post(
    `/${guru}/actions`,
    action('invite', '', {
      parameters,
      api_call: { method: 'POST', url: `${target.url}/invite`, body: '{"to": {email}}' },
    }),
  )
  const client = await connectMcp(errand.url, errand.adminKey, guru, 'auto')
  t.teardown(() => client.close())
  const result = await client.callTool({ name: 'invite', arguments: { email: 'ann@example.com' } })
  t.false(JSON.stringify(result).includes('ann@example.com'))
  t.is(target.calls.find(({ path }) => path === '/invite')?.body, '{"to":"ann@example.com"}')
  const { id } = result.structuredContent as { id: string }
  t.deepEqual((await api.get<Run>(`/${guru}/runs/${id}`)).parameters, { email: '<<EMAIL>>' })
})

test('a long output is shortened, and said to be', async (t) => {
  const { api, errand, target, newGuru } = t.context
  const guru = await newGuru()
  await api.post(`/${guru}/actions`, action('long', `${target.url}/long`))
  const client = await connectMcp(errand.url, errand.adminKey, guru, 'legacy')
  t.teardown(() => client.close())
  const result = await client.callTool({ name: 'long' })
  t.true(JSON.stringify(result).length < 70_000)
  t.like(result.structuredContent, { status: 'succeeded', output_truncated: true })
  t.regex(textOf(result), /Something of the output is left out here; the run has more: \/gurus\//)
})
