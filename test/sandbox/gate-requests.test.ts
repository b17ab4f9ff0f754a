import type net from 'node:net'
import test, { type ExecutionContext } from 'ava'
import type { DialTarget } from '../../egress/dial.ts'
import { SANDBOX_LIMITS } from '../../sandbox/limits.ts'
import { openGate } from './support/gate-client.ts'
import { startServer } from './support/servers.ts'

// What clients may try at the gate over plain HTTP. Where nothing may be reached, `dial` records instead of connecting.

function recorded(t: ExecutionContext, addresses = ['93.184.216.34']) {
  const dialled: DialTarget[] = []
  const dial = async (target: DialTarget): Promise<net.Socket> => {
    dialled.push(target)
    throw new Error('recorded only')
  }
  return { ...openGate(t, { addresses, dial }), dialled }
}

const CLOSE = 'Connection: close\r\n\r\n'

async function served(t: ExecutionContext) {
  const { port, seen } = await startServer(t)
  return { port, seen, ...openGate(t, { allow: [`tools.test:${port}`, `127.0.0.1:${port}`] }) }
}

const UNREADABLE: Record<string, string> = {
  'HTTP/2 with prior knowledge': 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  'an IPv6 address with a zone': `GET http://[fe80::1%25eth0]/ HTTP/1.1\r\n${CLOSE}`,
  'a tunnel to an IPv6 address with a zone': 'CONNECT [fe80::1%eth0]:443 HTTP/1.1\r\n\r\n',
  'a percent-encoded host': `GET http://%31%32%37.0.0.1/ HTTP/1.1\r\n${CLOSE}`,
  'a percent-encoded host in CONNECT': 'CONNECT api%2eexample:443 HTTP/1.1\r\n\r\n',
  'user and password': `GET http://user:password@api.example/ HTTP/1.1\r\n${CLOSE}`,
  'user and password in CONNECT': 'CONNECT user:password@api.example:443 HTTP/1.1\r\n\r\n',
  'a host with a backslash': `GET http://api.example\\@10.0.0.1/ HTTP/1.1\r\n${CLOSE}`,
  'a host with a NUL': `GET http://api.example\0.evil/ HTTP/1.1\r\n${CLOSE}`,
  'headers beyond 64 KB': `GET http://api.example/ HTTP/1.1\r\nX: ${'x'.repeat(70_000)}\r\n${CLOSE}`,
  'two hosts in one line': `GET http://api.example http://evil.example HTTP/1.1\r\n${CLOSE}`,
  'a header name with a space': `GET http://api.example/ HTTP/1.1\r\nContent-Length : 5\r\n${CLOSE}`,
  'a bare line feed in a header': `GET http://api.example/ HTTP/1.1\r\nX: a\rTransfer-Encoding: chunked\r\n${CLOSE}`,
  'a negative length': `POST http://api.example/ HTTP/1.1\r\nContent-Length: -5\r\n${CLOSE}`,
  'a WebSocket over plain HTTP': `GET http://api.example/ HTTP/1.1\r\nUpgrade: WebSocket\r\nConnection: Upgrade, close\r\n\r\n`,
}

for (const [what, request] of Object.entries(UNREADABLE))
  test(`${what} is refused before a name is looked up, and counted`, async (t) => {
    const { talk, dialled, looked, finish } = recorded(t)
    t.regex(await talk(request), /^HTTP\/1\.1 400 .*\r\n.*\r\n\r\ninvalid_request: /s)
    t.deepEqual([dialled, looked], [[], []])
    const [use] = finish()
    t.like(use, { connections: 0, refusals: 1, refused: 'invalid_request' })
  })

test('the refusal of a plain WebSocket says what to use', async (t) => {
  const { talk } = recorded(t)
  t.regex(await talk(UNREADABLE['a WebSocket over plain HTTP'] ?? ''), /Use wss:\/\/ instead of ws:\/\//)
})

test('a host is judged and asked for by one spelling', async (t) => {
  const { talk, seen, port, finish } = await served(t)
  for (const host of ['TOOLS.Test', 'tools.test.', 'tools.test'])
    t.regex(await talk(`GET http://${host}:${port}/ HTTP/1.1\r\n${CLOSE}`), /^HTTP\/1.1 200/)
  for (const host of ['2130706433', '0x7f.1', '127.1', '017700000001'])
    t.regex(await talk(`GET http://${host}:${port}/ HTTP/1.1\r\n${CLOSE}`), /^HTTP\/1.1 200/)
  t.deepEqual(
    seen.map(({ host }) => host),
    [...Array(3).fill(`tools.test:${port}`), ...Array(4).fill(`127.0.0.1:${port}`)],
  )
  t.deepEqual(
    finish().map(({ host, connections }) => [host, connections]),
    [
      ['tools.test', 3],
      ['127.0.0.1', 4],
    ],
  )
})

test('an international name is judged in its ASCII form', async (t) => {
  const { talk, looked } = recorded(t)
  await talk(`GET http://xn--bcher-kva.example/ HTTP/1.1\r\n${CLOSE}`)
  t.deepEqual(looked, ['xn--bcher-kva.example'])
})

test('no other host is asked for behind the one that was judged', async (t) => {
  const { talk, seen, port } = await served(t)
  await talk(
    `GET http://tools.test:${port}/a HTTP/1.1\r\nHost: evil.example\r\nHost: evil2.example\r\n${CLOSE}`,
  )
  await talk(
    `GET http://tools.test:${port}/b HTTP/1.1\r\nhOST: evil.example\r\nX-Forwarded-Host: x\r\n${CLOSE}`,
  )
  t.deepEqual(
    seen.map(({ host, url }) => [host, url]),
    [
      [`tools.test:${port}`, '/a'],
      [`tools.test:${port}`, '/b'],
    ].slice(seen.length === 1 ? 1 : 0),
  )
  t.true(seen.length > 0)
})

test('ports of mail and of remote shells are not reached, and the message says why', async (t) => {
  const { talk, dialled } = recorded(t)
  for (const port of [22, 25, 465, 587]) {
    t.regex(
      await talk(`CONNECT mail.example:${port} HTTP/1.1\r\n\r\n`),
      /^HTTP\/1.1 403 mail.example leads to port \d+ \(S/,
    )
    t.regex(
      await talk(`POST http://mail.example:${port}/ HTTP/1.1\r\n${CLOSE}`),
      /^HTTP\/1.1 403 .*ERRAND_EGRESS_ALLOW/,
    )
  }
  t.deepEqual(dialled, [])
  await talk('CONNECT api.example:8443 HTTP/1.1\r\n\r\n')
  t.is(dialled.length, 1)
})

test('a client that expects 100 Continue gets it, and the server need not know', async (t) => {
  const { open, seen, port } = await served(t)
  const connection = open()
  connection.write(
    `POST http://tools.test:${port}/ HTTP/1.1\r\nExpect: 100-continue\r\nContent-Length: 4\r\n${CLOSE}`,
  )
  let text = ''
  for await (const data of connection) {
    text += data
    if (text === 'HTTP/1.1 100 Continue\r\n\r\n') connection.write('body')
  }
  t.regex(text, /^HTTP\/1.1 100 Continue\r\n\r\nHTTP\/1.1 200 OK.*POST \/ 4/s)
  t.is(seen[0]?.headers.expect, undefined)
})

test('trailers and chunk extensions are dropped, and endless extensions are refused', async (t) => {
  const { talk, seen, port } = await served(t)
  const start = `POST http://tools.test:${port}/ HTTP/1.1\r\nTransfer-Encoding: chunked\r\nTrailer: X-Evil\r\n${CLOSE}`
  t.regex(
    await talk(`${start}4;a=b\r\nbody\r\n0\r\nX-Evil: 1\r\nHost: evil.example\r\n\r\n`),
    /200 OK.*POST \/ 4/s,
  )
  t.is(seen[0]?.headers['x-evil'], undefined)
  t.is(seen[0]?.host, `tools.test:${port}`)
  t.regex(await talk(`${start}4;${'a'.repeat(100_000)}`), /^HTTP\/1.1 400 The chunk extensions are too large/)
  t.is(seen.length, 1)
})

test('a request in a body stays in the body', async (t) => {
  const { talk, seen, port } = await served(t)
  const smuggled = `GET http://tools.test:${port}/smuggled HTTP/1.1\r\nHost: x\r\n\r\n`
  const start = `POST http://tools.test:${port}/ HTTP/1.1\r\nConnection: close\r\n`
  for (const framing of [
    `Content-Length: ${smuggled.length}\r\nConnection: Content-Length`,
    `Content-Length: ${smuggled.length}\r\nX: y\r\nConnection: close, X`,
  ])
    await talk(`${start}${framing}\r\n\r\n${smuggled}`)
  for (const framing of [
    'Content-Length: 0\r\nTransfer-Encoding: chunked',
    'Transfer-Encoding: xchunked',
    'Transfer-Encoding: chunked\r\nTransfer-Encoding: identity',
    'Content-Length: 5, 5',
    'Transfer-Encoding:\x0bchunked',
  ])
    await talk(`${start}${framing}\r\n\r\n0\r\n\r\n${smuggled}`)
  t.deepEqual(
    seen.filter(({ url }) => url === '/smuggled'),
    [],
  )
  t.is(seen.filter(({ body }) => body === smuggled).length, 2)
})

test('requests that are sent ahead without end are cut off', async (t) => {
  const { talk, dialled, looked } = recorded(t)
  const request = 'GET http://api.example/ HTTP/1.1\r\n\r\n'
  t.is(await talk(request.repeat(SANDBOX_LIMITS.network.pipelined + 1)), '')
  t.true(dialled.length <= 1 && looked.length <= 1)
})

test('requests that are sent ahead are served one after the other, in their order', async (t) => {
  const { talk, seen, port } = await served(t)
  const text = await talk(
    ...[1, 2, 3].map((n) => `GET http://tools.test:${port}/${n} HTTP/1.1\r\n${n === 3 ? CLOSE : '\r\n'}`),
  )
  t.deepEqual(
    seen.map(({ url }) => url),
    ['/1', '/2', '/3'],
  )
  t.deepEqual(text.match(/GET \/\d 0/g), ['GET /1 0', 'GET /2 0', 'GET /3 0'])
})
