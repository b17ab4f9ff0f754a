/*
 * API Calls through a real forward proxy on loopback, which leads every tunnel to a server on loopback.
 */
import test, { type ExecutionContext } from 'ava'
import { type ForwardProxy, proxyOfEnvironment } from '../../egress/proxy.ts'
import { startActivityBench } from '../support/activity-bench.ts'
import { startProxy } from '../support/proxy-server.ts'
import { sendJson, startTarget } from '../support/target-server.ts'

const NAMES: Record<string, string[]> = {
  'api.example.com': ['203.0.114.7'],
  'inside.example.com': ['10.0.0.7'],
  'mixed.example.com': ['203.0.114.7', '10.0.0.7'],
}

async function setUp(
  t: ExecutionContext,
  options: { resolves?: boolean; status?: number; user?: string; allow?: (target: string) => string[] } = {},
) {
  const target = await startTarget((call, response) => sendJson(response, { path: call.path }))
  t.teardown(target.close)
  const server = await startProxy(t, { port: Number(new URL(target.url).port) }, options)
  const proxy: ForwardProxy = { for: () => server.url, resolves: options.resolves ?? false }
  const lookedUp: string[] = []
  const bench = await startActivityBench(t, {
    allow: options.allow?.(target.address) ?? [],
    lookup: async (host) => {
      lookedUp.push(host)
      return NAMES[host] ?? []
    },
    proxy,
  })
  const get = (url: string) => bench.call({ api_call: { url } })
  return { target, server, get, lookedUp }
}

test('the proxy is asked for the address that was judged, and the service for its name', async (t) => {
  const { get, server, target } = await setUp(t)
  const { error, output } = await get('http://api.example.com/a')
  t.is(error, null)
  t.is(output, '{"path":"/a"}')
  t.deepEqual(server.asked, ['203.0.114.7:80'])
  t.is(target.calls[0]?.headers.host, 'api.example.com')
})

for (const resolves of [false, true])
  test(`what may not be reached is not asked of the proxy ${resolves ? 'that resolves names' : 'either'}`, async (t) => {
    const { get, server, target } = await setUp(t, { resolves })
    const refused = [
      'http://10.0.0.7/',
      'http://[::1]/',
      'http://0x7f.1/',
      'http://localhost/',
      'http://metadata.google.internal/',
      'http://203.0.114.7:25/',
    ]
    if (!resolves) refused.push('http://inside.example.com/', 'http://mixed.example.com/')
    for (const url of refused) t.is((await get(url)).error?.code, 'blocked_address', url)
    t.deepEqual(server.asked, [])
    t.is(target.calls.length, 0)
  })

test('a proxy that resolves gets names, and nothing is resolved here', async (t) => {
  const { get, server, lookedUp } = await setUp(t, { resolves: true })
  t.is((await get('http://only.known.outside/')).error, null)
  t.deepEqual(server.asked, ['only.known.outside:80'])
  t.deepEqual(lookedUp, [])
})

test('what the operator exempted is inside, and reached without the proxy', async (t) => {
  const { get, server, target } = await setUp(t, { allow: (address) => [address] })
  t.is((await get(`${target.url}/`)).error, null)
  t.deepEqual(server.asked, [])
})

test('the user of the URL is told to the proxy, and to nobody else', async (t) => {
  const { get, server, target } = await setUp(t, { user: 'us%40er:pass%2Fword' })
  await get('http://api.example.com/')
  t.is(
    server.headers[0]?.['proxy-authorization'],
    `Basic ${Buffer.from('us@er:pass/word').toString('base64')}`,
  )
  t.is(target.calls[0]?.headers['proxy-authorization'], undefined)
})

test('a proxy that refuses, or is not there, is said so, without its password', async (t) => {
  const denied = await (await setUp(t, { status: 403, user: 'user:pass-word' })).get(
    'http://api.example.com/',
  )
  t.is(denied.error?.code, 'connection_failed')
  t.regex(
    denied.error?.message ?? '',
    /refused a tunnel to 203\.0\.114\.7:80 with status 403.*ERRAND_PROXY_RESOLVES=true/,
  )
  t.notRegex(denied.error?.message ?? '', /pass-word/)
  const login = await (await setUp(t, { status: 407 })).get('http://api.example.com/')
  t.regex(login.error?.message ?? '', /status 407\. The user or password/)
  const bench = await startActivityBench(t, {
    lookup: async () => ['203.0.114.7'],
    proxy: { for: () => new URL('http://127.0.0.1:1'), resolves: false },
  })
  const { error } = await bench.call({ api_call: { url: 'http://api.example.com/' }, timeout_seconds: 2 })
  t.is(error?.code, 'connection_failed')
  t.regex(error?.message ?? '', /proxy 127\.0\.0\.1:1 could not be reached \(ECONNREFUSED\)/)
})

test.serial('the usual variables say which proxy is meant for what', (t) => {
  const names = ['HTTP_PROXY', 'HTTPS_PROXY', 'ALL_PROXY', 'NO_PROXY']
  const all = [...names, ...names.map((name) => name.toLowerCase())]
  const before = all.map((name) => [name, process.env[name]] as const)
  t.teardown(() => {
    for (const [name, value] of before)
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
  })
  for (const name of all) delete process.env[name]
  const proxy = proxyOfEnvironment(false)
  t.is(proxy.for('api.example.com', 443), null)
  process.env.https_proxy = 'http://secure.internal:3128'
  process.env.HTTP_PROXY = 'https://plain.internal'
  process.env.NO_PROXY = 'direct.example.com,.local'
  t.is(proxy.for('api.example.com', 443)?.host, 'secure.internal:3128')
  t.is(proxy.for('api.example.com', 8443)?.host, 'secure.internal:3128')
  t.is(proxy.for('2001:db8::1', 443)?.host, 'secure.internal:3128')
  t.is(proxy.for('api.example.com', 80)?.host, 'plain.internal')
  t.is(proxy.for('direct.example.com', 443), null)
  t.is(proxy.for('printer.local', 443), null)
})
