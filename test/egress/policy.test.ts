import { once } from 'node:events'
import net, { type AddressInfo } from 'node:net'
import test, { type ExecutionContext } from 'ava'
import { type RunErrorCode, RunFailure } from '../../domain/run-errors.ts'
import type { DialTarget } from '../../egress/dial.ts'
import { createEgressPolicy } from '../../egress/policy.ts'

// Nothing here can send a packet but the tests that dial their own server on loopback: `dial` records.
interface Setup {
  allow?: string[]
  /** What the resolver answers. */
  names?: Record<string, string[]>
}

function recordingPolicy({ allow = [], names = {} }: Setup = {}) {
  const dialled: DialTarget[] = []
  const asked: string[] = []
  const policy = createEgressPolicy({
    allow,
    lookup: async (host) => {
      asked.push(host)
      return names[host] ?? []
    },
    dial: async (target) => {
      dialled.push(target)
      return new net.Socket()
    },
  })
  return { policy, dialled, asked }
}

async function refuses(
  t: ExecutionContext,
  code: RunErrorCode,
  setup: Setup,
  host: string,
  port = 80,
): Promise<string> {
  const { policy, dialled } = recordingPolicy(setup)
  const error = await t.throwsAsync(policy.connect({ host, port }, {}), { instanceOf: RunFailure }, host)
  t.is((error as RunFailure).code, code, host)
  t.deepEqual(dialled, [], host)
  return error?.message ?? ''
}

test('refuses a forbidden address in every spelling, without a packet', async (t) => {
  for (const host of [
    '127.0.0.1',
    '127.1',
    '2130706433',
    '0x7f.0.0.1',
    '0177.0.0.1',
    '[::1]',
    '::1',
    '::ffff:127.0.0.1',
    '169.254.169.254',
    '2852039166',
    '0xa9fea9fe',
    '10.0.0.1',
    '0.0.0.0',
    '64:ff9b::a9fe:a9fe',
    '2002:7f00:1::',
  ])
    await refuses(t, 'blocked_address', {}, host)
})

test('refuses metadata hosts and this machine by name, without asking a resolver', async (t) => {
  for (const host of [
    'localhost',
    'LOCALHOST.',
    'app.localhost',
    'metadata.google.internal',
    'Metadata.Goog.',
    'instance-data',
  ]) {
    const { policy, asked } = recordingPolicy()
    await t.throwsAsync(policy.connect({ host, port: 80 }, {}), { instanceOf: RunFailure })
    t.deepEqual(asked, [], host)
  }
})

test('refuses a name with one forbidden address among public ones, and does not tell the address', async (t) => {
  const message = await refuses(
    t,
    'blocked_address',
    { names: { 'mixed.example': ['8.8.8.8', '10.20.30.40'] } },
    'mixed.example',
  )
  t.false(message.includes('10.20.30.40'))
})

test('resolves once and dials the address that was judged', async (t) => {
  const { policy, asked, dialled } = recordingPolicy({ names: { 'api.example': ['93.184.216.34'] } })
  await policy.connect({ host: 'API.example.', port: 8443 }, {})
  t.deepEqual(asked, ['api.example'])
  t.deepEqual(dialled, [{ address: '93.184.216.34', port: 8443 }])
})

test('takes what the operator exempted by name, address and range, at its ports only', async (t) => {
  const names = { 'wiki.corp': ['10.0.0.9'], 'other.corp': ['10.7.0.1'] }
  const allow = ['wiki.corp', '10.7.0.0/16:9000', '127.0.0.1:8080']
  const { policy, dialled } = recordingPolicy({ allow, names })
  await policy.connect({ host: 'wiki.corp', port: 443 }, {})
  await policy.connect({ host: 'other.corp', port: 9000 }, {})
  await policy.connect({ host: 'localhost', port: 8080 }, {})
  t.deepEqual(
    dialled.map(({ address }) => address),
    ['10.0.0.9', '10.7.0.1', '127.0.0.1'],
  )
  await refuses(t, 'blocked_address', { allow, names }, 'wiki.corp', 27017)
  await refuses(t, 'blocked_address', { allow, names }, 'other.corp', 443)
  await refuses(t, 'blocked_address', { allow, names }, '10.0.0.9', 443)
  await refuses(t, 'blocked_address', { allow, names }, 'localhost', 80)
})

test('calls what is no host or no port an invalid request', async (t) => {
  for (const host of ['', 'a@b', 'a b', 'a/b']) await refuses(t, 'invalid_request', {}, host)
  for (const port of [0, -1, 65_536, 1.5, Number.NaN])
    await refuses(t, 'invalid_request', {}, '8.8.8.8', port)
})

test('says so when a name has no address', async (t) => {
  await refuses(t, 'connection_failed', {}, 'nowhere.example')
})

test('tries the next address when one can not be reached', async (t) => {
  const tried: string[] = []
  const policy = createEgressPolicy({
    allow: [],
    lookup: async () => ['2606:4700::1', '93.184.216.34'],
    dial: async ({ address }) => {
      tried.push(address)
      if (address.includes(':')) throw Object.assign(new Error('no route'), { code: 'ENETUNREACH' })
      return new net.Socket()
    },
  })
  await policy.connect({ host: 'api.example', port: 443 }, {})
  t.deepEqual(tried, ['2606:4700::1', '93.184.216.34'])
})

test('gives up at its timeout, in the look-up as in the connection', async (t) => {
  const forever = new Promise<never>(() => {})
  const slowLookup = createEgressPolicy({ allow: [], lookup: () => forever })
  const slowDial = createEgressPolicy({
    allow: [],
    dial: (_, signal) =>
      new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
  })
  for (const [policy, host] of [
    [slowLookup, 'api.example'],
    [slowDial, '8.8.8.8'],
  ] as const) {
    const error = await t.throwsAsync(policy.connect({ host, port: 443 }, { timeoutMs: 50 }), {
      instanceOf: RunFailure,
    })
    t.is((error as RunFailure).code, 'connection_failed')
    t.regex(error?.message ?? '', /did not answer within 0.05 s/)
  }
})

test("throws the signal's reason when it aborts", async (t) => {
  const forever = new Promise<never>(() => {})
  const policy = createEgressPolicy({ allow: [], lookup: () => forever })
  const abort = new AbortController()
  const connecting = policy.connect({ host: 'api.example', port: 443 }, { signal: abort.signal })
  const reason = new Error('no longer wanted')
  abort.abort(reason)
  t.is(await t.throwsAsync(connecting), reason)
})

test('connects over TCP to an exempted server, and reports one that is not there', async (t) => {
  const server = net.createServer((socket) => socket.end('hello')).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const policy = createEgressPolicy({ allow: [`127.0.0.1:${port}`] })
  const socket = await policy.connect({ host: '127.0.0.1', port }, {})
  const [data] = await once(socket, 'data')
  t.is(String(data), 'hello')
  socket.destroy()
  server.close()
  await once(server, 'close')
  const error = await t.throwsAsync(policy.connect({ host: '127.0.0.1', port }, {}), {
    instanceOf: RunFailure,
  })
  t.is((error as RunFailure).code, 'connection_failed')
  t.regex(error?.message ?? '', /ECONNREFUSED/)
})

test('does not start with an allow list that it can not read', (t) => {
  t.throws(() => createEgressPolicy({ allow: ['nonsense:port'] }), { message: /nonsense:port/ })
})
