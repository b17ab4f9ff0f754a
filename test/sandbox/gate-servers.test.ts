import { once } from 'node:events'
import net, { type AddressInfo } from 'node:net'
import test, { type ExecutionContext } from 'ava'
import { openGate } from './support/gate-client.ts'

// Servers that want to do the worker harm: what they send reaches the process that runs everybody's actions. An
// exception there would fail these tests as uncaught.

async function ask(t: ExecutionContext, answer: (socket: net.Socket) => void): Promise<string> {
  const server = net.createServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', () => answer(socket))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close())
  const { port } = server.address() as AddressInfo
  const { talk, finish } = openGate(t, { allow: [`127.0.0.1:${port}`] })
  const text = await talk(`GET http://127.0.0.1:${port}/ HTTP/1.1\r\nConnection: close\r\n\r\n`)
  finish()
  return text
}

const ANSWERS: Record<string, string> = {
  'a control character in the reason': 'HTTP/1.1 200 O\x01K\r\n\r\n',
  'a status below 100': 'HTTP/1.1 099 X\r\n\r\n',
  'a status of four digits': 'HTTP/1.1 2000 X\r\n\r\n',
  'another protocol': 'HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
  'what is no HTTP': 'SSH-2.0-x\r\n',
  'a control character in a header': 'HTTP/1.1 200 OK\r\nX: a\x01b\r\n\r\n',
  'two lengths': 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab',
  'a length and chunks':
    'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n',
  'headers beyond 64 KB': `HTTP/1.1 200 OK\r\nX: ${'x'.repeat(70_000)}\r\n\r\n`,
  nothing: '',
}

for (const [what, answer] of Object.entries(ANSWERS))
  test(`a server that answers ${what} is a bad gateway`, async (t) => {
    const text = await ask(t, (socket) => socket.end(Buffer.from(answer, 'latin1')))
    t.regex(text, /^HTTP\/1.1 502 127\.0\.0\.1:\d+ .*connection_failed: /s)
  })

test('odd answers that are HTTP go through as they are', async (t) => {
  t.regex(
    await ask(t, (socket) => socket.end('HTTP/1.1 599 Odd\r\nX: \xe9\r\n\r\nbody')),
    /^HTTP\/1.1 599 Odd\r\n.*body/s,
  )
  t.regex(
    await ask(t, (socket) => socket.end('HTTP/1.1 103 Early Hints\r\n\r\nHTTP/1.1 200 OK\r\n\r\nbody')),
    /200 OK.*body/s,
  )
  t.regex(
    await ask(t, (socket) => socket.end('HTTP/1.1 204 No Content\r\nContent-Length: 4\r\n\r\nbody')),
    /^HTTP\/1.1 204/,
  )
})

test('hop-by-hop headers of a server are not passed on, nor a second response', async (t) => {
  const text = await ask(t, (socket) =>
    socket.end(
      'HTTP/1.1 200 OK\r\nContent-Length: 2\r\nConnection: X-Hop\r\nX-Hop: 1\r\nProxy-Authenticate: Basic\r\nKeep-Alive: 5\r\n\r\nabHTTP/1.1 200 OK\r\nX-Second: 1\r\n\r\n',
    ),
  )
  t.regex(text, /^HTTP\/1.1 200 OK\r\n.*\r\n\r\nab$/s)
  t.notRegex(text, /X-Hop|Proxy-Authenticate|Keep-Alive: 5|X-Second/i)
})

test('an answer that breaks off reaches the client as broken', async (t) => {
  const text = await ask(t, (socket) => {
    socket.write('HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\nhalf', () => socket.resetAndDestroy())
  })
  t.notRegex(text, /502/)
})
