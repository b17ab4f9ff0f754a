import { once } from 'node:events'
import net, { type AddressInfo } from 'node:net'
import test, { type ExecutionContext } from 'ava'
import type { DialTarget } from '../../egress/dial.ts'
import { startSandbox } from './support/sandbox.ts'
import { startServer, startTlsServer } from './support/servers.ts'

// Where code may not go. But for the allowed servers on loopback, `dial` records instead of connecting, so that no
// packet would leave even if the policy were broken.

async function recorded(t: ExecutionContext, lookup?: (host: string) => Promise<string[]>) {
  const dialled: DialTarget[] = []
  const dial = async (target: DialTarget): Promise<net.Socket> => {
    dialled.push(target)
    throw new Error('recorded only')
  }
  return { ...(await startSandbox(t, { dial, lookup })), dialled }
}

/** A raw conversation with the proxy, in Python: talk(bytes) gives all that comes back. */
const TALK = `
import os, socket
from urllib.parse import urlsplit
def talk(data):
    proxy = urlsplit(os.environ['http_proxy'])
    with socket.create_connection((proxy.hostname, proxy.port), timeout=10) as s:
        s.sendall(data)
        return b''.join(iter(lambda: s.recv(65536), b''))
`

test('metadata, private and loopback addresses are refused in every spelling, by every way', async (t) => {
  const { python, dialled } = await recorded(t)
  const code = `
import requests
for host in ('169.254.169.254', '127.0.0.1', 'localhost', '10.0.0.1', '2130706433', '0x7f.1', '[::1]', '[::ffff:169.254.169.254]', 'metadata.google.internal'):
    r = requests.get('http://' + host + '/latest/meta-data/')
    print(r.status_code, r.text[:16])
    try: requests.get('https://' + host + '/')
    except requests.exceptions.ProxyError as error: print('403 ' in str(error), 'ERRAND_EGRESS_ALLOW' in str(error))
`
  const { stdout, stderr } = await python(code)
  t.is(stdout, '403 blocked_address:\nTrue True\n'.repeat(9), stderr)
  t.deepEqual(dialled, [])
})

test('a name that leads to a private address is refused', async (t) => {
  const { python, dialled } = await recorded(t, async () => ['93.184.216.34', '192.168.0.1'])
  const { stdout } = await python(
    "import requests\nprint(requests.get('http://rebind.example/').status_code)",
  )
  t.is(stdout, '403\n')
  t.deepEqual(dialled, [])
})

test('each request on a kept-alive connection is judged', async (t) => {
  const { port, seen } = await startServer(t)
  const { python } = await startSandbox(t, { allow: [`127.0.0.1:${port}`] })
  const code = `${TALK}
answer = talk(b'GET http://127.0.0.1:${port}/one HTTP/1.1\\r\\nHost: x\\r\\n\\r\\nGET http://169.254.169.254/two HTTP/1.1\\r\\nHost: 127.0.0.1:${port}\\r\\nConnection: close\\r\\n\\r\\n')
print(answer.count(b'HTTP/1.1 200 OK'), answer.count(b'HTTP/1.1 403'))
`
  t.is((await python(code)).stdout, '1 1\n')
  t.deepEqual(
    seen.map(({ url, host }) => [url, host]),
    [['/one', `127.0.0.1:${port}`]],
  )
})

test('what is no clear request for an HTTP address is refused', async (t) => {
  const { python, dialled } = await recorded(t)
  const code = `${TALK}
for line in (b'GET / HTTP/1.1', b'GET ftp://8.8.8.8/ HTTP/1.1', b'GET http://user@8.8.8.8/ HTTP/1.1', b'GET http://8.8.8.8@127.0.0.1/ HTTP/1.1',
             b'GET http://8.8.8.8:0/ HTTP/1.1', b'GET https://8.8.8.8/ HTTP/1.1', b'GET http:///x HTTP/1.1', b'CONNECT 8.8.8.8 HTTP/1.1',
             b'CONNECT user@8.8.8.8:443 HTTP/1.1', b'CONNECT 8.8.8.8:99999 HTTP/1.1', b'nonsense'):
    print(talk(line + b'\\r\\nHost: 8.8.8.8\\r\\nConnection: close\\r\\n\\r\\n')[:12])
`
  t.is((await python(code)).stdout, "b'HTTP/1.1 400'\n".repeat(11))
  t.deepEqual(dialled, [])
})

test('a request whose end two readers could see differently is not passed on', async (t) => {
  const { port, seen } = await startServer(t)
  const { python } = await startSandbox(t, { allow: [`127.0.0.1:${port}`] })
  const code = `${TALK}
start = b'POST http://127.0.0.1:${port}/ HTTP/1.1\\r\\nHost: x\\r\\nConnection: close\\r\\n'
smuggled = b'0\\r\\n\\r\\nGET /smuggled HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n'
print(talk(start + b'Content-Length: 5\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n' + smuggled)[:12])
print(talk(start + b'Content-Length: 5\\r\\nContent-Length: 50\\r\\n\\r\\n' + smuggled)[:12])
print(talk(start + b'Transfer-Encoding: chunked, identity\\r\\n\\r\\n' + smuggled)[:12])
print(talk(start + b'X: a\\r\\n b\\r\\n\\r\\n')[:12])
`
  await python(code)
  t.deepEqual(
    seen.filter(({ url }) => url === '/smuggled'),
    [],
  )
})

test('a client that is still sending gets to read why it is refused', async (t) => {
  const { python } = await recorded(t)
  const code = "import requests\nprint(requests.post('http://10.0.0.1/', data=b'x' * 5_000_000).status_code)"
  t.is((await python(code)).stdout, '403\n')
})

test('code that holds a bound secret reaches its hosts only', async (t) => {
  const { port, seen } = await startServer(t)
  const { python } = await startSandbox(t, {
    allow: [`api.stripe.test:${port}`, `evil.test:${port}`],
    lookup: async () => ['127.0.0.1'],
  })
  const code = `
import requests
print(requests.get('http://api.stripe.test:${port}/').status_code)
r = requests.get('http://evil.test:${port}/'); print(r.status_code, r.text.split(':')[0])
try: requests.get('https://evil.test:${port}/')
except requests.exceptions.ProxyError as error: print('allowed hosts' in str(error))
`
  const { stdout } = await python(code, {
    allowedHosts: [['*.stripe.test'], ['api.stripe.test', 'other.test']],
  })
  t.is(stdout, '200\n403 secret_not_allowed\nTrue\n')
  t.is(seen.length, 1)
})

test('a TLS client that asks for another host than it named to the gate gets nowhere', async (t) => {
  const { port, seen } = await startTlsServer(t, ['good.test', 'evil.test'])
  const { python } = await startSandbox(t, {
    allow: [`good.test:${port}`, `127.0.0.1:${port}`],
    lookup: async () => ['127.0.0.1'],
  })
  const code = `
import os, socket, ssl
from urllib.parse import urlsplit
def shake(host, name):
    proxy = urlsplit(os.environ['http_proxy'])
    s = socket.create_connection((proxy.hostname, proxy.port), timeout=10)
    s.sendall(f'CONNECT {host}:${port} HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n'.encode())
    assert s.recv(4096).startswith(b'HTTP/1.1 200')
    context = ssl.create_default_context(); context.check_hostname = False; context.verify_mode = ssl.CERT_NONE
    try: context.wrap_socket(s, server_hostname=name); return True
    except (ssl.SSLError, OSError): return False
print(shake('good.test', 'good.test'), shake('GOOD.test.', 'good.TEST'))
print(shake('good.test', 'evil.test'), shake('good.test', None), shake('127.0.0.1', 'evil.test'))
print(shake('127.0.0.1', None))
`
  const { stdout, stderr } = await python(code)
  t.is(stdout, 'True True\nFalse False False\nTrue\n', stderr)
  t.deepEqual(seen, [])
})

test('what is no TLS goes through no tunnel', async (t) => {
  const received: Buffer[] = []
  const server = net.createServer((socket) => socket.on('data', (data) => received.push(data)))
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close())
  const { port } = server.address() as AddressInfo
  const { python } = await startSandbox(t, { allow: [`127.0.0.1:${port}`] })
  const code = `${TALK}
for data in (b'GET / HTTP/1.1\\r\\n\\r\\n', b'EHLO x\\r\\n', b'\\x16\\x03\\x01\\x00\\x05hello', b'\\x16\\x03\\x01\\xff\\xff'):
    print(talk(b'CONNECT 127.0.0.1:${port} HTTP/1.1\\r\\nHost: x\\r\\n\\r\\n' + data)[:12])
`
  t.is((await python(code)).stdout, "b'HTTP/1.1 200'\n".repeat(4))
  t.deepEqual(received, [])
})

test('nothing is let out while code is only checked', async (t) => {
  const { sandbox, dialled } = await recorded(t)
  t.deepEqual(await sandbox.checkCode("import requests\nrequests.get('http://8.8.8.8')"), [])
  t.deepEqual(dialled, [])
})
