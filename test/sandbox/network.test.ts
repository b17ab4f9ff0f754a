import { once } from 'node:events'
import net, { type AddressInfo } from 'node:net'
import test from 'ava'
import { caFile, startSandbox } from './support/sandbox.ts'
import { startServer, startTlsServer } from './support/servers.ts'

/** Reads URL in the way of each library and tool that actions use. */
const CLIENTS: Record<string, string> = {
  requests: 'import requests\nr = requests.get(URL)\nprint(r.status_code, r.text)',
  'a requests session': 'import requests\nr = requests.Session().get(URL)\nprint(r.status_code, r.text)',
  httpx: 'import httpx\nr = httpx.get(URL)\nprint(r.status_code, r.text)',
  'httpx, asynchronously': `import httpx, asyncio
async def main():
    async with httpx.AsyncClient() as client:
        r = await client.get(URL)
        print(r.status_code, r.text)
asyncio.run(main())`,
  'urllib.request':
    'import urllib.request\nr = urllib.request.urlopen(URL)\nprint(r.status, r.read().decode())',
  "urllib3's PoolManager":
    'import urllib3\nr = urllib3.PoolManager().request("GET", URL)\nprint(r.status, r.data.decode())',
  'urllib3.request': 'import urllib3\nr = urllib3.request("GET", URL)\nprint(r.status, r.data.decode())',
  aiohttp: `import aiohttp, asyncio
async def main():
    async with aiohttp.ClientSession() as session, session.get(URL) as r:
        print(r.status, await r.text())
asyncio.run(main())`,
  curl: 'import subprocess\nprint(200, subprocess.run(["curl", "-sSf", URL], capture_output=True, text=True, check=True).stdout)',
  'another Python': `import subprocess, sys
code = "import urllib3, sys; r = urllib3.PoolManager().request('GET', sys.argv[1]); print(r.status, r.data.decode(), end='')"
print(subprocess.run([sys.executable, "-c", code, URL], capture_output=True, text=True, check=True).stdout)`,
}

for (const [client, code] of Object.entries(CLIENTS)) {
  test.serial(`${client} reaches an allowed server over HTTP`, async (t) => {
    const { port, seen } = await startServer(t)
    const { python } = await startSandbox(t, { allow: [`127.0.0.1:${port}`] })
    const { stdout, stderr, error } = await python(`URL = 'http://127.0.0.1:${port}/a?b=c%20d'\n${code}`)
    t.is(error, null, stderr)
    t.is(stdout, '200 GET /a?b=c%20d 0\n')
    t.is(seen[0]?.host, `127.0.0.1:${port}`)
    t.is(seen[0]?.headers['proxy-connection'], undefined)
  })

  test.serial(
    `${client} reaches an allowed server over TLS, and trusts the operator's authority`,
    async (t) => {
      const { port, ca } = await startTlsServer(t, ['tools.internal'])
      const { python } = await startSandbox(t, {
        allow: [`tools.internal:${port}`],
        lookup: async () => ['127.0.0.1'],
        extraCaFile: await caFile(t, ca),
      })
      const { stdout, stderr, error } = await python(`URL = 'https://tools.internal:${port}/a'\n${code}`)
      t.is(error, null, stderr)
      t.is(stdout, '200 GET /a 0\n')
    },
  )
}

test.serial('openai and anthropic reach an allowed server', async (t) => {
  const { port, seen } = await startServer(t, (_, response) => {
    response.writeHead(418, { 'content-type': 'application/json' }).end('{"error":{"message":"teapot"}}')
  })
  const { python } = await startSandbox(t, { allow: [`127.0.0.1:${port}`] })
  const code = `
import openai, anthropic
url = 'http://127.0.0.1:${port}'
try: openai.OpenAI(api_key='k', base_url=url, max_retries=0).models.list()
except openai.APIStatusError as error: print(error.status_code)
try: anthropic.Anthropic(api_key='k', base_url=url, max_retries=0).models.list()
except anthropic.APIStatusError as error: print(error.status_code)
`
  const { stdout, stderr } = await python(code)
  t.is(stdout, '418\n418\n', stderr)
  t.is(seen.length, 2)
})

test('git clones through the gate', async (t) => {
  const { port, seen } = await startServer(t, (_, response) => void response.writeHead(404).end())
  const { python } = await startSandbox(t, { allow: [`127.0.0.1:${port}`] })
  await python(`import subprocess\nsubprocess.run(['git', 'ls-remote', 'http://127.0.0.1:${port}/repo'])`)
  t.true(seen[0]?.url.startsWith('/repo/info/refs'))
})

test('a server whose certificate nobody signed is not trusted', async (t) => {
  const { port, seen } = await startTlsServer(t, ['127.0.0.1'])
  const { python } = await startSandbox(t, { allow: [`127.0.0.1:${port}`] })
  const { error } = await python(`import requests\nrequests.get('https://127.0.0.1:${port}/')`)
  t.regex(error?.message ?? '', /^SSLError: .*CERTIFICATE_VERIFY_FAILED/)
  t.deepEqual(seen, [])
})

test('bodies go through whole in both directions, larger than any window', async (t) => {
  const { port, seen } = await startServer(t, ({ body }, response) => void response.end(body))
  const { python } = await startSandbox(t, { allow: [`127.0.0.1:${port}`] })
  const code = `
import requests
text = ''.join(chr(97 + i % 26) for i in range(5_000_000))
r = requests.post('http://127.0.0.1:${port}/', data=text)
print(r.text == text)
r = requests.post('http://127.0.0.1:${port}/', data=(piece for piece in (b'one', b'two')))
print(r.text)
`
  const { stdout, stderr } = await python(code)
  t.is(stdout, 'True\nonetwo\n', stderr)
  t.is(seen[1]?.headers['transfer-encoding'], 'chunked')
})

test('answers that stream arrive as they come, and many connections at once', async (t) => {
  const seen = Promise.withResolvers<void>()
  const { port } = await startServer(t, async ({ url }, response) => {
    if (url === '/seen') seen.resolve()
    response.write('first\n')
    if (url === '/stream') await seen.promise
    setTimeout(() => response.end('second\n'), 300)
  })
  const { python } = await startSandbox(t, { allow: [`127.0.0.1:${port}`] })
  const code = `
import requests
from concurrent.futures import ThreadPoolExecutor
lines = requests.get('http://127.0.0.1:${port}/stream', stream=True).iter_lines(chunk_size=1)
print(next(lines).decode())
requests.get('http://127.0.0.1:${port}/seen')
print(next(lines).decode())
with ThreadPoolExecutor(100) as pool:
    print(len(list(pool.map(lambda _: requests.get('http://127.0.0.1:${port}/').text, range(100)))))
`
  const { stdout, stderr } = await python(code)
  t.is(stdout, 'first\nsecond\n100\n', stderr)
})

test('a slow reader does not make the worker hold the answer', async (t) => {
  let written = 0
  const server = net.createServer((socket) => {
    socket.on('error', () => {})
    socket.once('data', () => {
      socket.write('HTTP/1.1 200 OK\r\nConnection: close\r\n\r\n')
      const more = () => {
        while (socket.write(Buffer.alloc(65_536))) written += 65_536
        socket.once('drain', more)
      }
      more()
    })
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  t.teardown(() => server.close())
  const { port } = server.address() as AddressInfo
  const { python } = await startSandbox(t, { allow: [`127.0.0.1:${port}`] })
  const code = `import urllib.request, time\nr = urllib.request.urlopen('http://127.0.0.1:${port}/')\nr.read(10)\ntime.sleep(2)`
  t.is((await python(code)).error, null)
  t.true(written < 64 * 1024 * 1024, `${written} bytes`)
})
