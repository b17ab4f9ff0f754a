import { once } from 'node:events'
import http from 'node:http'
import net, { type AddressInfo } from 'node:net'
import test, { type ExecutionContext } from 'ava'
import type { DialTarget } from '../../egress/dial.ts'
import { SANDBOX_LIMITS } from '../../sandbox/limits.ts'
import { eventually } from '../support/eventually.ts'
import { openGate } from './support/gate-client.ts'
import { caFile, startSandbox } from './support/sandbox.ts'
import { startServer, startTlsServer } from './support/servers.ts'

// What the gate counts of a run, and where it stops it. Where a name is to be refused, `dial` records instead of
// connecting.

const LIMITS = SANDBOX_LIMITS.network
const MB = 1024 * 1024

async function recorded(t: ExecutionContext, addresses: string[]) {
  const dialled: DialTarget[] = []
  const looked: string[] = []
  const sandbox = await startSandbox(t, {
    lookup: async (name) => {
      looked.push(name)
      return addresses
    },
    dial: async (target): Promise<net.Socket> => {
      dialled.push(target)
      throw new Error('recorded only')
    },
  })
  return { ...sandbox, dialled, looked }
}

/** A server that sends `size` bytes on each request, and knows who is connected. */
async function startDownloads(t: ExecutionContext, size: number) {
  const server = http.createServer((request, response) => {
    response.writeHead(200, { 'content-length': size })
    const piece = Buffer.alloc(256 * 1024)
    let left = size
    const more = () => {
      while (left > 0) {
        left -= piece.length
        if (!response.write(piece)) return void response.once('drain', more)
      }
      response.end()
    }
    request.resume().once('end', more)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => {
    server.closeAllConnections()
    server.close()
  })
  const connections = () => new Promise<number>((resolve) => server.getConnections((_, n) => resolve(n)))
  return { port: (server.address() as AddressInfo).port, connections }
}

test('each host and port of a run is told with its connections, bytes and refusals', async (t) => {
  const plain = await startServer(t)
  const { port, ca } = await startTlsServer(t, ['tools.internal'])
  const { python } = await startSandbox(t, {
    allow: [`127.0.0.1:${plain.port}`, `tools.internal:${port}`],
    lookup: async () => ['127.0.0.1'],
    extraCaFile: await caFile(t, ca),
  })
  const code = `
import requests
for _ in range(3): requests.get('http://127.0.0.1:${plain.port}/' + 'x' * 1000)
with requests.Session() as session:
    for _ in range(2): session.post('https://TOOLS.internal:${port}/', data=b'y' * 5000)
for url in ('http://10.0.0.1/', 'https://10.0.0.1:444/'):
    try: requests.get(url)
    except requests.exceptions.ProxyError: pass
`
  const { error, network, stderr } = await python(code)
  t.is(error, null, stderr)
  t.deepEqual(
    network.map(({ host, port, connections, refusals, refused }) => [
      host,
      port,
      connections,
      refusals,
      refused,
    ]),
    [
      ['127.0.0.1', plain.port, 3, 0, null],
      ['tools.internal', port, 1, 0, null],
      ['10.0.0.1', 80, 0, 1, 'blocked_address'],
      ['10.0.0.1', 444, 0, 1, 'blocked_address'],
    ],
  )
  const [first, second, third] = network
  t.true(first && first.bytes_sent > 3_000 && first.bytes_sent < 10_000, String(first?.bytes_sent))
  t.true(first && first.bytes_received > 3_000 && first.bytes_received < 10_000)
  t.true(second && second.bytes_sent > 10_000 && second.bytes_sent < 20_000, String(second?.bytes_sent))
  t.is(third?.bytes_sent, 0)
})

test('a run that touches hosts without end fills no more than 51 lines', async (t) => {
  const { python } = await recorded(t, ['10.0.0.1'])
  const code = `
import requests
with requests.Session() as session:
    for i in range(120): session.get(f'http://host-{i}.example/')
`
  const { network } = await python(code)
  t.is(network.length, 51)
  t.deepEqual(network[0], {
    host: 'host-0.example',
    port: 80,
    connections: 0,
    bytes_sent: 0,
    bytes_received: 0,
    refusals: 1,
    refused: 'blocked_address',
  })
  const { host, port, refusals, refused } = network[50] ?? {}
  t.deepEqual([host, port, refusals, refused], ['*', null, 70, 'blocked_address'])
})

test('what names no host at all is one line', async (t) => {
  const { python } = await recorded(t, [])
  const code = `
import requests, os, socket
from urllib.parse import urlsplit
proxy = urlsplit(os.environ['http_proxy'])
for line in (b'CONNECT nonsense HTTP/1.1', b'GET / HTTP/1.1', b'GET http://%31.2/ HTTP/1.1', b'\\x00\\x01'):
    with socket.create_connection((proxy.hostname, proxy.port)) as s:
        s.sendall(line + b'\\r\\nConnection: close\\r\\n\\r\\n')
        while s.recv(4096): pass
`
  const { network, stderr } = await python(code)
  t.is(stderr, '')
  t.deepEqual(
    network.map(({ host, port, refusals, refused }) => [host, port, refusals, refused]),
    [['?', null, 4, 'invalid_request']],
  )
})

test('a run opens and tries so many connections, then it is told that it may not, and no name is looked up', async (t) => {
  const { talk, looked, finish } = openGate(t, {
    addresses: ['10.0.0.1'],
    dial: async () => {
      throw new Error('nothing is to be reached')
    },
  })
  for (let i = 0; i < LIMITS.connections; i++)
    await talk('GET http://a.example/ HTTP/1.1\r\nConnection: close\r\n\r\n')
  t.regex(
    await talk('GET http://b.example/ HTTP/1.1\r\nConnection: close\r\n\r\n'),
    /^HTTP\/1.1 429 .*network_limit: The code has opened 1000 connections/s,
  )
  t.regex(
    await talk('CONNECT b.example:443 HTTP/1.1\r\n\r\n'),
    /^HTTP\/1.1 429 The code has opened 1000 connections/,
  )
  t.is(looked.length, LIMITS.connections)
  t.deepEqual(
    finish().map(({ host, port, refusals, refused }) => [host, port, refusals, refused]),
    [
      ['a.example', 80, 1000, 'blocked_address'],
      ['b.example', 80, 1, 'network_limit'],
      ['b.example', 443, 1, 'network_limit'],
    ],
  )
})

test.serial('a run that downloads too much is cut off, and its error says so', async (t) => {
  const { port } = await startDownloads(t, LIMITS.receivedBytes + 10 * MB)
  const { python } = await startSandbox(t, { allow: [`127.0.0.1:${port}`] })
  const code = `
import requests
print(len(requests.get('http://127.0.0.1:${port}/', stream=True).raw.read(1)))
total = 0
for piece in requests.get('http://127.0.0.1:${port}/', stream=True).iter_content(1_000_000): total += len(piece)
`
  const { error, network } = await python(code, { timeoutSeconds: 30 })
  t.is(error?.code, 'python_error')
  t.regex(
    error?.message ?? '',
    /The code has received 200 MB over the network, and a run may not exceed that/,
  )
  const [use] = network
  t.is(use?.refused, 'network_limit')
  t.true(use && use.bytes_received < LIMITS.receivedBytes + 2 * MB, String(use?.bytes_received))
})

test.serial('a run that uploads too much is told so', async (t) => {
  const { port, connections } = await startDownloads(t, 0)
  const { python } = await startSandbox(t, { allow: [`127.0.0.1:${port}`] })
  const code = `
import requests
def pieces():
    for _ in range(${LIMITS.sentBytes / MB + 10}): yield b'x' * ${MB}
try: r = requests.post('http://127.0.0.1:${port}/', data=pieces()); print(r.status_code)
except requests.exceptions.ConnectionError: print('cut off')
print(requests.get('http://127.0.0.1:${port}/').text)
`
  const { stdout, error, network } = await python(code, { timeoutSeconds: 30 })
  t.is(error, null)
  t.regex(stdout, /network_limit: The code has sent 100 MB/)
  t.is(network[0]?.refused, 'network_limit')
  t.is(await connections(), 0)
})

test.serial(
  'nothing stays open when a run ends, whatever its clients and servers are waiting for',
  async (t) => {
    // Takes connections and requests, and never answers.
    let taken = 0
    const server = net.createServer((socket) => {
      taken += 1
      socket.on('error', () => {}).resume()
    })
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    t.teardown(() => server.close())
    const { port } = server.address() as AddressInfo
    const { python } = await startSandbox(t, { allow: [`127.0.0.1:${port}`] })
    const before = process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length
    const code = `
import os, socket, time
from urllib.parse import urlsplit
proxy = urlsplit(os.environ['http_proxy'])
get = b'GET http://127.0.0.1:${port}/ HTTP/1.1\\r\\n'
sockets = []
for data in (get, get[:5], get + b'\\r\\n', (get + b'\\r\\n') * 5, get + b'Content-Length: 9\\r\\n\\r\\nx',
             b'CONNECT 127.0.0.1:${port} HTTP/1.1\\r\\n\\r\\n', b'CONNECT 127.0.0.1:${port} HTTP/1.1\\r\\n\\r\\n\\x16\\x03\\x01\\x00'):
    for _ in range(5):
        s = socket.create_connection((proxy.hostname, proxy.port))
        s.sendall(data)
        sockets.append(s)
time.sleep(1)
print(len(sockets))
`
    const { stdout, stderr, network } = await python(code)
    t.is(stdout, '35\n', stderr)
    t.is(taken, 25)
    t.is(network[0]?.connections, 25)
    const connections = () => new Promise<number>((resolve) => server.getConnections((_, n) => resolve(n)))
    await eventually('no connection', async () => (await connections()) === 0)
    const after = process.getActiveResourcesInfo().filter((name) => name === 'TCPSocketWrap').length
    t.true(after <= before, `${before} → ${after}`)
  },
)
