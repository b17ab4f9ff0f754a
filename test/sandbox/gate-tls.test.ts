import { once } from 'node:events'
import net, { type AddressInfo } from 'node:net'
import test, { type ExecutionContext } from 'ava'
import { readClientHello } from '../../sandbox/gate/client-hello.ts'
import { extension, helloOf, inRecords, withExtensions } from './support/client-hellos.ts'
import { openGate, readAll } from './support/gate-client.ts'
import { startTlsServer } from './support/servers.ts'

// What clients may try inside a tunnel: the name that they ask the server for must be the one that was judged.

const ALERT = '\x15\x03\x03\x00\x02\x02\x70'

async function served(t: ExecutionContext) {
  const { port } = await startTlsServer(t, ['good.test'])
  return { port, ...openGate(t, { allow: [`good.test:${port}`, `127.0.0.1:${port}`] }) }
}

/** A server that tells what has reached it. */
async function listening(t: ExecutionContext) {
  const received: Buffer[] = []
  const server = net.createServer((socket) =>
    socket.on('error', () => {}).on('data', (data) => received.push(data)),
  )
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close())
  const { port } = server.address() as AddressInfo
  return { port, received, ...openGate(t, { allow: [`good.test:${port}`, `127.0.0.1:${port}`] }) }
}

const connect = (host: string, port: number) => `CONNECT ${host}:${port} HTTP/1.1\r\n\r\n`

test('a TLS client that names another server, or none, is told by an alert that it understands', async (t) => {
  const { shake, port, finish } = await served(t)
  t.is(await shake(`good.test:${port}`, { servername: 'good.test' }), 'secure')
  t.is(await shake(`GOOD.test.:${port}`, { servername: 'good.TEST' }), 'secure')
  t.is(await shake(`127.0.0.1:${port}`, { servername: '' }), 'secure')
  for (const servername of ['evil.test', '', 'good.test.evil.test', 'xgood.test'])
    t.is(await shake(`good.test:${port}`, { servername }), 'ERR_SSL_TLSV1_UNRECOGNIZED_NAME')
  t.is(await shake(`127.0.0.1:${port}`, { servername: 'evil.test' }), 'ERR_SSL_TLSV1_UNRECOGNIZED_NAME')
  t.deepEqual(
    finish().map(({ host, connections, refusals, refused }) => [host, connections, refusals, refused]),
    [
      ['good.test', 6, 4, 'invalid_request'],
      ['127.0.0.1', 2, 1, 'invalid_request'],
    ],
  )
})

test('a client that hides its name, or gives two, gets nothing through', async (t) => {
  const { talk, port, received } = await listening(t)
  const plain = await helloOf({ servername: 'good.test' })
  const name = (host: string) => {
    const bytes = Buffer.from(host)
    return Buffer.concat([Buffer.from([0, 0, bytes.length]), bytes])
  }
  const names = (...hosts: string[]) => {
    const list = Buffer.concat(hosts.map(name))
    return extension(0, Buffer.concat([Buffer.from([0, list.length]), list]))
  }
  t.deepEqual(readClientHello(withExtensions(plain, [names('good.test')])), { serverName: 'good.test' })
  const hellos = {
    'an encrypted name': withExtensions(plain, [names('good.test'), extension(0xfe0d, Buffer.alloc(40))]),
    'two names in a list': withExtensions(plain, [names('good.test', 'evil.test')]),
    'the same extension twice': withExtensions(plain, [names('good.test'), names('evil.test')]),
    'something after the names': withExtensions(plain, [
      extension(0, Buffer.concat([Buffer.from([0, 12]), name('good.test'), Buffer.from('x')])),
    ]),
    'a name with a NUL': withExtensions(plain, [names('good.test\0')]),
    'two hellos in one record': twice(plain),
  }
  for (const [what, hello] of Object.entries(hellos))
    t.is((await talk(connect('good.test', port), hello)).split('\r\n\r\n')[1], ALERT, what)
  t.deepEqual(received, [])
})

test('a hello in records of one byte, in packets of one byte, passes whole and takes no time', async (t) => {
  const { open, port, received } = await listening(t)
  const hello = inRecords(await helloOf({ servername: 'good.test' }), 1)
  const connection = open()
  connection.write(connect('good.test', port))
  for (const byte of hello) connection.write(Buffer.from([byte]))
  connection.end()
  await readAll(connection)
  t.deepEqual(Buffer.concat(received), hello)
})

test('a hello that grows without end is cut off', async (t) => {
  const { talk, port, received } = await listening(t)
  const start = Buffer.from([22, 3, 1, 64, 0, 1, 0, 127, 255, 3, 3])
  const text = await talk(
    connect('good.test', port),
    start,
    Buffer.alloc(16_384 - 6, 65),
    Buffer.alloc(100_000, 22),
  )
  t.true(text.endsWith(ALERT))
  t.deepEqual(received, [])
})

test('plain text in a tunnel goes nowhere, and is answered in words', async (t) => {
  const { talk, port, received, finish } = await listening(t)
  for (const text of [
    'GET / HTTP/1.1\r\nHost: evil.test\r\n\r\n',
    'GET /chat HTTP/1.1\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n',
    'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
    'EHLO x\r\n',
    '\x00\x00\x00\x08\x04\xd2\x16\x2f',
  ])
    t.regex(
      await talk(connect('good.test', port), text),
      /^HTTP\/1.1 200 .*\r\n\r\nHTTP\/1.1 400 CONNECT is for TLS only.*invalid_request: CONNECT is for TLS only/s,
    )
  t.deepEqual(received, [])
  t.like(finish()[0], { connections: 5, refusals: 5, refused: 'invalid_request', bytes_sent: 0 })
})

test('a bound secret leaves for no other host, under any spelling', async (t) => {
  const dialled: string[] = []
  const { talk } = openGate(t, {
    addresses: ['93.184.216.34'],
    allowedHosts: [['api.example']],
    dial: async ({ address }) => {
      dialled.push(address)
      throw new Error('recorded only')
    },
  })
  for (const host of [
    'evil.example',
    'api.example.evil.example',
    'xapi.example',
    'api.example%00.evil',
    '93.184.216.34',
  ])
    t.regex(await talk(`CONNECT ${host}:443 HTTP/1.1\r\n\r\n`), /^HTTP\/1.1 (403|400) /)
  t.deepEqual(dialled, [])
  for (const host of ['API.example', 'api.example.']) await talk(`CONNECT ${host}:443 HTTP/1.1\r\n\r\n`)
  t.is(dialled.length, 2)
})

/** The record with its handshake message two times. */
function twice(hello: Buffer): Buffer {
  const message = hello.subarray(5)
  const record = Buffer.concat([hello.subarray(0, 5), message, message])
  record.writeUInt16BE(message.length * 2, 3)
  return record
}
