import test, { type ExecutionContext } from 'ava'
import { type GateClientOptions, openGate } from './support/gate-client.ts'
import { startServer, startTlsServer } from './support/servers.ts'

// Code that holds a bound secret: which hosts the gate lets it reach. The operator allows both names here, and both lead
// to the same server, so nothing but the binding keeps them apart.

const CLOSE = 'Connection: close\r\n\r\n'
const BOUND = [['good.test']]

function gateTo(t: ExecutionContext, port: number, options: GateClientOptions = {}) {
  const allow = [`good.test:${port}`, `evil.test:${port}`, `sub.good.test:${port}`, `127.0.0.1:${port}`]
  return openGate(t, { allow, allowedHosts: BOUND, ...options })
}

test('a host that is not allowed is not even looked up, so its name carries nothing out', async (t) => {
  const { port, seen } = await startServer(t)
  const { talk, looked, finish } = gateTo(t, port)
  for (const host of ['evil.test', 'tok_0123456789.evil.test', 'xn--good-test.test', 'good.test.evil.test'])
    for (const request of [
      `GET http://${host}:${port}/ HTTP/1.1\r\n${CLOSE}`,
      `CONNECT ${host}:${port} HTTP/1.1\r\n\r\n`,
    ])
      t.regex(await talk(request), /^HTTP\/1\.1 403 .*not among the allowed hosts of a secret.*good\.test/)
  t.deepEqual(looked, [])
  t.deepEqual(seen, [])
  for (const use of finish()) t.like(use, { connections: 0, refused: 'secret_not_allowed' })
})

test('the address of an allowed host is not that host', async (t) => {
  const { port, seen } = await startServer(t)
  const { talk } = gateTo(t, port)
  for (const host of ['127.0.0.1', '2130706433', '0x7f.1', '[::ffff:127.0.0.1]', '[::1]'])
    t.regex(
      await talk(`GET http://${host}:${port}/ HTTP/1.1\r\nHost: good.test\r\n${CLOSE}`),
      /^HTTP\/1\.1 403 /,
      host,
    )
  t.deepEqual(seen, [])
})

test('an address under the name of an allowed host (SNI) is refused before TLS begins', async (t) => {
  const { port } = await startTlsServer(t, ['good.test'])
  const { shake } = gateTo(t, port)
  t.is(await shake(`good.test:${port}`, { servername: 'good.test' }), 'secure')
  t.regex(await shake(`127.0.0.1:${port}`, { servername: 'good.test' }), /^HTTP\/1\.1 403 /)
})

test('an allowed host is not asked for another one: not by SNI, not without SNI, not by the Host header', async (t) => {
  const { port } = await startTlsServer(t, ['good.test', 'evil.test'])
  const { shake } = gateTo(t, port)
  for (const servername of ['evil.test', '', 'sub.good.test'])
    t.is(await shake(`good.test:${port}`, { servername }), 'ERR_SSL_TLSV1_UNRECOGNIZED_NAME')
  const plain = await startServer(t)
  const { talk } = gateTo(t, plain.port)
  const answer = await talk(
    `GET http://good.test:${plain.port}/ HTTP/1.1\r\nHost: evil.test\r\nForwarded: host=evil.test\r\n${CLOSE}`,
  )
  t.regex(answer, /^HTTP\/1\.1 200/)
  t.deepEqual(
    plain.seen.map(({ host }) => host),
    [`good.test:${plain.port}`],
  )
})

test('each request of a connection is judged, also after one that was allowed', async (t) => {
  const { port, seen } = await startServer(t)
  const { talk } = gateTo(t, port)
  const text = await talk(
    `GET http://good.test:${port}/1 HTTP/1.1\r\n\r\n`,
    `GET http://evil.test:${port}/2 HTTP/1.1\r\nHost: good.test\r\n\r\n`,
    `GET http://good.test:${port}/3 HTTP/1.1\r\n${CLOSE}`,
  )
  t.deepEqual(text.match(/HTTP\/1\.1 \d+/g), ['HTTP/1.1 200', 'HTTP/1.1 403', 'HTTP/1.1 200'])
  t.deepEqual(
    seen.map(({ url }) => url),
    ['/1', '/3'],
  )
})

test('a pattern covers what is below it, not itself; several lists leave what is in each of them', async (t) => {
  const { port } = await startServer(t)
  const reached = async (host: string, allowedHosts: string[][]) => {
    const { talk } = gateTo(t, port, { allowedHosts })
    return (await talk(`GET http://${host}:${port}/ HTTP/1.1\r\n${CLOSE}`)).startsWith('HTTP/1.1 200')
  }
  t.true(await reached('sub.good.test', [['*.good.test']]))
  t.true(await reached('SUB.good.test.', [['*.good.test']]))
  t.false(await reached('good.test', [['*.good.test']]))
  t.true(await reached('sub.good.test', [['*.good.test', 'evil.test'], ['sub.good.test']]))
  t.false(await reached('evil.test', [['*.good.test', 'evil.test'], ['sub.good.test']]))
  t.true(await reached('127.0.0.1', [['127.0.0.1']]))
  for (const host of ['good.test', 'evil.test']) t.false(await reached(host, [['good.test'], ['evil.test']]))
})
