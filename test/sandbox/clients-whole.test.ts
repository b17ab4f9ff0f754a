import { randomBytes } from 'node:crypto'
import test from 'ava'
import { startGitServer } from './support/git-server.ts'
import { answerAsModel } from './support/model-protocols.ts'
import { caFile, startSandbox } from './support/sandbox.ts'
import { startServer, startTlsServer } from './support/servers.ts'

// Clients that speak a whole protocol over the gate, unmodified, with certificates of the operator's own authority.

test('git clones a repository, whole', async (t) => {
  const files = {
    'README.md': '# Hello\n',
    'source/deep/main.py': 'print("é")\n',
    'data.txt': randomBytes(600_000).toString('base64'),
  }
  const { port, ca, head } = await startGitServer(t, 'git.internal', files)
  const { python } = await startSandbox(t, {
    allow: [`git.internal:${port}`],
    lookup: async () => ['127.0.0.1'],
    extraCaFile: await caFile(t, ca),
  })
  const code = `
import hashlib, json, pathlib, subprocess
subprocess.run(['git', 'clone', '--quiet', 'https://git.internal:${port}/repo', '/tmp/clone'], check=True)
folder = pathlib.Path('/tmp/clone')
head = subprocess.run(['git', '-C', folder, 'rev-parse', 'HEAD'], capture_output=True, text=True, check=True).stdout.strip()
print(json.dumps([head, {name: (folder / name).read_text() for name in ${JSON.stringify(Object.keys(files).slice(0, 2))}}]))
print(hashlib.sha256((folder / 'data.txt').read_bytes()).hexdigest())
subprocess.run(['git', 'clone', '--quiet', '--depth', '1', 'https://git.internal:${port}/repo', '/tmp/shallow'], check=True)
print((pathlib.Path('/tmp/shallow') / 'README.md').read_text())
`
  const { stdout, stderr, error, network } = await python(code)
  t.is(error, null, stderr)
  const [first, hash, readme] = stdout.split('\n')
  const { 'README.md': text, 'source/deep/main.py': main } = files
  t.deepEqual(JSON.parse(first ?? ''), [head, { 'README.md': text, 'source/deep/main.py': main }])
  const digest = await crypto.subtle.digest('SHA-256', Buffer.from(files['data.txt']))
  t.is(hash, Buffer.from(digest).toString('hex'))
  t.is(readme, '# Hello')
  t.is(network[0]?.host, 'git.internal')
  t.true((network[0]?.bytes_received ?? 0) > 800_000)
})

const MODELS: Record<string, string> = {
  openai: `
client = openai.OpenAI(api_key='key', base_url=URL + '/v1')
print(client.chat.completions.create(model='m', messages=MESSAGES).choices[0].message.content)
stream = client.chat.completions.create(model='m', messages=MESSAGES, stream=True)
print(''.join(chunk.choices[0].delta.content or '' for chunk in stream))
async def main():
    async with openai.AsyncOpenAI(api_key='key', base_url=URL + '/v1') as client:
        print((await client.chat.completions.create(model='m', messages=MESSAGES)).choices[0].message.content)
        stream = await client.chat.completions.create(model='m', messages=MESSAGES, stream=True)
        print(''.join([chunk.choices[0].delta.content or '' async for chunk in stream]))
asyncio.run(main())`,
  anthropic: `
client = anthropic.Anthropic(api_key='key', base_url=URL)
print(client.messages.create(model='m', max_tokens=9, messages=MESSAGES).content[0].text)
with client.messages.stream(model='m', max_tokens=9, messages=MESSAGES) as stream: print(''.join(stream.text_stream))
async def main():
    async with anthropic.AsyncAnthropic(api_key='key', base_url=URL) as client:
        print((await client.messages.create(model='m', max_tokens=9, messages=MESSAGES)).content[0].text)
        async with client.messages.stream(model='m', max_tokens=9, messages=MESSAGES) as stream:
            print(''.join([text async for text in stream.text_stream]))
asyncio.run(main())`,
}

for (const [library, code] of Object.entries(MODELS))
  for (const scheme of ['http', 'https'])
    test.serial(`${library} asks and streams over ${scheme}, at once and asynchronously`, async (t) => {
      const plain = scheme === 'http' ? await startServer(t, answerAsModel) : null
      const secure = plain ? null : await startTlsServer(t, ['models.internal'], answerAsModel)
      const { port } = plain ?? secure ?? { port: 0 }
      const { python } = await startSandbox(t, {
        allow: [`models.internal:${port}`],
        lookup: async () => ['127.0.0.1'],
        extraCaFile: secure ? await caFile(t, secure.ca) : undefined,
      })
      const start = `import asyncio, ${library}\nURL = '${scheme}://models.internal:${port}'\nMESSAGES = [{'role': 'user', 'content': 'hi'}]`
      const { stdout, stderr, error } = await python(`${start}${code}`)
      t.is(error, null, stderr)
      t.is(stdout, 'Hello, world\n'.repeat(4))
    })

const PARALLEL: Record<string, string> = {
  'requests in threads that keep their sessions open': `
import requests, threading
from concurrent.futures import ThreadPoolExecutor
sessions = []
def get(i):
    session = requests.Session()
    sessions.append(session)
    return len(session.get(f'{URL}/{i}').content)
with ThreadPoolExecutor(100) as pool: sizes = list(pool.map(get, range(100)))`,
  'httpx at once': `
import httpx, asyncio
async def main():
    async with httpx.AsyncClient(timeout=15) as client:
        return [len(r.content) for r in await asyncio.gather(*(client.get(f'{URL}/{i}') for i in range(100)))]
sizes = asyncio.run(main())`,
  'aiohttp at once': `
import aiohttp, asyncio
async def main():
    async with aiohttp.ClientSession() as session:
        async def get(i):
            async with session.get(f'{URL}/{i}') as r: return len(await r.read())
        return await asyncio.gather(*(get(i) for i in range(100)))
sizes = asyncio.run(main())`,
}

for (const [client, code] of Object.entries(PARALLEL))
  test.serial(`a hundred downloads of 100 KB in parallel arrive whole: ${client}`, async (t) => {
    const { port, ca } = await startTlsServer(
      t,
      ['files.internal'],
      (_, response) => void response.end(Buffer.alloc(100_000)),
    )
    const { python } = await startSandbox(t, {
      allow: [`files.internal:${port}`],
      lookup: async () => ['127.0.0.1'],
      extraCaFile: await caFile(t, ca),
    })
    const { stdout, stderr, error, network } = await python(
      `URL = 'https://files.internal:${port}'${code}\nprint(len(sizes), set(sizes))`,
    )
    t.is(error, null, stderr)
    t.is(stdout, '100 {100000}\n')
    t.is(network[0]?.refused, null)
  })

test.serial('large bodies go both ways over TLS, on one connection that is kept', async (t) => {
  const { port, ca } = await startTlsServer(
    t,
    ['files.internal'],
    ({ body }, response) => void response.end(body),
  )
  const { python } = await startSandbox(t, {
    allow: [`files.internal:${port}`],
    lookup: async () => ['127.0.0.1'],
    extraCaFile: await caFile(t, ca),
  })
  const code = `
import requests, hashlib
data = b''.join(hashlib.sha256(str(i).encode()).hexdigest().encode() for i in range(100_000))
with requests.Session() as session:
    for _ in range(3): print(session.post('https://files.internal:${port}/', data=data).content == data)
`
  const { stdout, stderr, network } = await python(code)
  t.is(stdout, 'True\n'.repeat(3), stderr)
  const { connections = 0, bytes_sent = 0, bytes_received = 0 } = network[0] ?? {}
  t.is(connections, 1)
  t.true(bytes_sent > 19_200_000 && bytes_received > 19_200_000)
})

test('a refused TLS handshake says so in the exception of the client, and in the error of the run', async (t) => {
  const { port, ca } = await startTlsServer(t, ['tools.internal', '127.0.0.1'])
  const { python } = await startSandbox(t, {
    allow: [`tools.internal:${port}`],
    lookup: async () => ['127.0.0.1'],
    extraCaFile: await caFile(t, ca),
  })
  const { error } = await python(`
import urllib3
urllib3.PoolManager(server_hostname='evil.internal', assert_hostname=False, retries=False).request('GET', 'https://tools.internal:${port}/')`)
  t.regex(error?.message ?? '', /^SSLError: .*TLSV1_UNRECOGNIZED_NAME/)
  t.regex(
    error?.message ?? '',
    /\nThe TLS client asks for 'evil\.internal' \(SNI\) instead of 'tools\.internal'/,
  )
})
