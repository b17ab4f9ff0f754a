import test from 'ava'
import { startSandbox } from './support/sandbox.ts'

// What is neither HTTP nor HTTPS fails at once, as it would on a machine without network, and says why.

const REASON =
  "can't be reached. Use the service's HTTP API, with requests, httpx, aiohttp, urllib3 or urllib.request"

/** Each tries its way to `db.example` or 8.8.8.8; with the exception that it ends in and the place that it names. */
const WAYS: Record<string, { code: string; type: string; place: string }> = {
  'socket.create_connection to a name': {
    code: "import socket\nsocket.create_connection(('db.example', 5432), timeout=10)",
    type: 'gaierror -2',
    place: 'db.example:5432',
  },
  'socket.create_connection to an address': {
    code: "import socket\nsocket.create_connection(('8.8.8.8', 5432))",
    type: 'OSError 101',
    place: '8.8.8.8:5432',
  },
  'an IPv6 address': {
    code: "import socket\nsocket.socket(socket.AF_INET6).connect(('2001:4860:4860::8888', 53))",
    type: 'OSError 101',
    place: '2001:4860:4860::8888:53',
  },
  'a plain connect to a name': {
    code: "import socket\nsocket.socket().connect(('db.example', 5432))",
    type: 'gaierror -2',
    place: 'db.example:5432',
  },
  'a datagram': {
    code: "import socket\nsocket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendto(b'x', ('8.8.8.8', 53))",
    type: 'OSError 101',
    place: '8.8.8.8:53',
  },
  'a datagram with sendmsg': {
    code: "import socket\nsocket.socket(socket.AF_INET, socket.SOCK_DGRAM).sendmsg([b'x'], [], 0, ('8.8.8.8', 53))",
    type: 'OSError 101',
    place: '8.8.8.8:53',
  },
  'looking a name up': {
    code: "import socket\nsocket.gethostbyname('db.example')",
    type: 'gaierror -2',
    place: 'db.example',
  },
  smtplib: {
    code: "import smtplib\nsmtplib.SMTP('mail.example', 25)",
    type: 'gaierror -2',
    place: 'mail.example:25',
  },
  ftplib: { code: "import ftplib\nftplib.FTP('ftp.example')", type: 'gaierror -2', place: 'ftp.example:21' },
  imaplib: {
    code: "import imaplib\nimaplib.IMAP4_SSL('mail.example')",
    type: 'gaierror -2',
    place: 'mail.example:993',
  },
  'asyncio, by name': {
    code: "import asyncio\nasyncio.run(asyncio.open_connection('db.example', 5432))",
    type: 'gaierror -2',
    place: 'db.example:5432',
  },
  'asyncio, by address': {
    code: "import asyncio\nasyncio.run(asyncio.open_connection('8.8.8.8', 5432))",
    type: 'OSError 101',
    place: '8.8.8.8:5432',
  },
  'http.client': {
    code: "import http.client\nhttp.client.HTTPSConnection('api.example').request('GET', '/')",
    type: 'gaierror -2',
    place: 'api.example:443',
  },
  'ssl around a socket': {
    code: "import socket, ssl\nssl.create_default_context().wrap_socket(socket.socket(), server_hostname='a').connect(('8.8.8.8', 443))",
    type: 'OSError 101',
    place: '8.8.8.8:443',
  },
  'the thread of a driver': {
    code: `import socket
from concurrent.futures import ThreadPoolExecutor
with ThreadPoolExecutor() as pool: pool.submit(socket.create_connection, ('db.example', 3306)).result()`,
    type: 'gaierror -2',
    place: 'db.example:3306',
  },
}

test('what can not work in the sandbox fails at once, with the usual exception and a text that says why', async (t) => {
  const { python } = await startSandbox(t)
  const ways = Object.values(WAYS)
  const code = `
import time
for code in ${JSON.stringify(ways.map((way) => way.code))}:
    started = time.monotonic()
    try: exec(code, {})
    # Engines differ in how they leave the network out: in these numbers.
    except OSError as error: print(type(error).__name__, {-3: -2, 99: 101}.get(error.errno, error.errno), error.strerror, sep='|', end='|')
    print('slow' if time.monotonic() - started > 5 else 'fast')
`
  const { stdout, stderr } = await python(code)
  t.deepEqual(
    stdout.split('\n').slice(0, -1),
    ways.map(({ type, place }) => {
      const text = `The sandbox has no network but HTTP and HTTPS through its proxy, so ${place} ${REASON}`
      return `${type.replace(' ', '|')}|${text}|fast`
    }),
    stderr,
  )
})

test('a Python that the code starts says the same', async (t) => {
  const { python } = await startSandbox(t)
  const code = `
import subprocess, sys
run = subprocess.run([sys.executable, '-c', "import socket; socket.create_connection(('db.example', 1))"], capture_output=True, text=True)
print(run.stderr.splitlines()[-1])
`
  t.regex(
    (await python(code)).stdout,
    /^socket.gaierror: \[Errno -[23]\] The sandbox has no network but .* db\.example:1 /,
  )
})

test("the error of the run has it, in one sentence, and the code's own line", async (t) => {
  const { python } = await startSandbox(t)
  const { error } = await python("import socket\n\nsocket.create_connection(('db.example', 5432))")
  t.is(error?.code, 'python_error')
  t.regex(
    error?.message ?? '',
    /^gaierror: \[Errno -[23]\] The sandbox has no network but .*db\.example:5432 .*\(line 3\)$/,
  )
})

test('sockets of the code itself work as ever: servers, clients, pairs, datagrams, and what they refuse', async (t) => {
  const { python } = await startSandbox(t)
  const code = `
import asyncio, errno, socket, threading
with socket.create_server(('127.0.0.1', 0)) as server:
    port = server.getsockname()[1]
    threading.Thread(target=lambda: server.accept()[0].sendall(b'hello'), daemon=True).start()
    with socket.create_connection(('localhost', port)) as client: print(client.recv(5))
try: socket.create_connection(('127.0.0.1', port))
except ConnectionRefusedError as error: print(error)
a, b = socket.socketpair(); a.sendall(b'pair'); print(b.recv(4))
a = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); a.bind(('127.0.0.1', 0))
b = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); b.sendto(b'gram', a.getsockname()); print(a.recv(4))
print(socket.socket().connect_ex(('8.8.8.8', 53)) == errno.ENETUNREACH)
async def main():
    async def greet(reader, writer): writer.write(b'async'); await writer.drain(); writer.close()
    server = await asyncio.start_server(greet, '127.0.0.1', 0)
    reader, writer = await asyncio.open_connection('localhost', server.sockets[0].getsockname()[1])
    print(await reader.read(5))
    writer.close()
asyncio.run(main())
print(socket.getaddrinfo('127.0.0.1', 80, type=socket.SOCK_STREAM)[0][4], socket.getaddrinfo('8.8.8.8', 'https')[0][4][1])
try: socket.socket().connect('nonsense')
except TypeError as error: print('TypeError')
`
  const { stdout, stderr } = await python(code)
  t.is(
    stdout,
    "b'hello'\n[Errno 111] Connection refused\nb'pair'\nb'gram'\nTrue\nb'async'\n('127.0.0.1', 80) 443\nTypeError\n",
    stderr,
  )
})
