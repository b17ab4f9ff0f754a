import test, { type ExecutionContext } from 'ava'
import { eventually } from '../support/eventually.ts'
import { caFile, startSandbox } from './support/sandbox.ts'
import { startServer, startTlsServer } from './support/servers.ts'

// Ways in which people's code uses its HTTP libraries, each unmodified: what works on their machine works here. The
// commonest are in network.test.ts.

const asynchronously = (body: string, imports = ''): string =>
  `import asyncio${imports && `, ${imports}`}
async def main():
${body.replace(/^/gm, '    ')}
asyncio.run(main())`

/** Code that reads URL and prints what a GET of it gives. */
const CLIENTS: Record<string, string> = {
  'requests with a session and retries': `
import requests
from requests.adapters import HTTPAdapter
from urllib3.util.retry import Retry
session = requests.Session()
session.mount('http://', HTTPAdapter(max_retries=Retry(total=3, backoff_factor=0.1, status_forcelist=[502])))
session.mount('https://', HTTPAdapter(max_retries=Retry(total=3, backoff_factor=0.1, status_forcelist=[502])))
for _ in range(2): r = session.get(URL)
print(r.text)`,
  'requests that streams': `
import requests
with requests.get(URL, stream=True) as r: print(b''.join(r.iter_content(3)).decode())`,
  'requests that trusts no environment': `
import requests
session = requests.Session()
session.trust_env = False
print(session.get(URL).text)`,
  'requests with a prepared request': `
import requests
session = requests.Session()
print(session.send(requests.Request('GET', URL).prepare()).text)`,
  "requests with certifi's bundle": `
import requests, certifi
print(requests.get(URL, verify=certifi.where()).text)`,
  'requests with an adapter that has a context of its own': `
import requests, ssl
from requests.adapters import HTTPAdapter
class Adapter(HTTPAdapter):
    def init_poolmanager(self, *arguments, **options):
        options['ssl_context'] = ssl.create_default_context()
        return super().init_poolmanager(*arguments, **options)
session = requests.Session()
session.mount('https://', Adapter())
print(session.get(URL).text)`,
  'an httpx client that streams': `
import httpx
with httpx.Client(timeout=5, follow_redirects=True) as client, client.stream('GET', URL) as r: print(b''.join(r.iter_bytes()).decode())`,
  'httpx with a transport of its own': `
import httpx
with httpx.Client(transport=httpx.HTTPTransport(retries=3)) as client: print(client.get(URL).text)`,
  'httpx with an asynchronous transport of its own': asynchronously(
    `async with httpx.AsyncClient(transport=httpx.AsyncHTTPTransport(retries=3)) as client:
    print((await client.get(URL)).text)`,
    'httpx',
  ),
  'httpx that trusts no environment': `
import httpx
print(httpx.get(URL, trust_env=False).text)`,
  'httpx with a context of its own': `
import httpx, ssl, certifi
print(httpx.get(URL, verify=ssl.create_default_context(cafile=certifi.where())).text)`,
  'a subclass of PoolManager': `
import urllib3
class Manager(urllib3.PoolManager):
    def urlopen(self, method, url, redirect=True, **options):
        return super().urlopen(method, url, redirect, **options)
manager = Manager(num_pools=2, headers={'X-A': '1'})
print(manager.request('GET', URL).data.decode(), isinstance(manager, Manager) and '' , end='\\n', sep='')`,
  "PoolManager with certifi's bundle": `
import urllib3, certifi
print(urllib3.PoolManager(cert_reqs='CERT_REQUIRED', ca_certs=certifi.where(), retries=False).request('GET', URL).data.decode())`,
  'PoolManager as a context, streaming': `
import urllib3
with urllib3.PoolManager(maxsize=4, block=True, timeout=urllib3.Timeout(5)) as manager:
    r = manager.request('GET', URL, preload_content=False); print(r.read().decode()); r.release_conn()`,
  'urllib.request with a request and a context': `
import urllib.request, ssl
request = urllib.request.Request(URL, headers={'X-A': '1'})
context = ssl.create_default_context() if URL.startswith('https') else None
with urllib.request.urlopen(request, timeout=5, context=context) as r: print(r.read().decode())`,
  'urllib.request with an opener': `
import urllib.request
opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor())
print(opener.open(URL).read().decode())`,
  'aiohttp with a connector of its own': asynchronously(
    `async with aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=5, ttl_dns_cache=300)) as session:
    async with session.get(URL) as r: print(await r.text())`,
    'aiohttp',
  ),
  'aiohttp with a context of its own': asynchronously(
    `async with aiohttp.ClientSession() as session:
    async with session.get(URL, ssl=ssl.create_default_context(cafile=certifi.where())) as r: print(await r.text())`,
    'aiohttp, ssl, certifi',
  ),
  'aiohttp with a connector that has a context': asynchronously(
    `connector = aiohttp.TCPConnector(ssl=ssl.create_default_context())
async with aiohttp.ClientSession(connector=connector, timeout=aiohttp.ClientTimeout(total=5)) as session:
    async with session.get(URL) as r: print(await r.text())`,
    'aiohttp, ssl',
  ),
  'aiohttp that is told not to trust the environment': asynchronously(
    `async with aiohttp.ClientSession(trust_env=False) as session:
    async with session.get(URL) as r: print(await r.text())`,
    'aiohttp',
  ),
  'aiohttp.request': asynchronously(
    `async with aiohttp.request('GET', URL) as r: print(await r.text())`,
    'aiohttp',
  ),
  'pandas that reads a URL': `
import pandas
print(pandas.read_csv(URL, header=None).to_string(header=False, index=False))`,
  'a process that multiprocessing starts': `
import multiprocessing, requests
def get(url): return requests.get(url).text
print(multiprocessing.get_context('fork').Pool(1).apply(get, (URL,)))`,
  curl: `
import subprocess
print(subprocess.run(['curl', '-sSfL', '--retry', '1', URL], capture_output=True, text=True).stdout)`,
}

async function served(t: ExecutionContext, scheme: string) {
  if (scheme === 'http') {
    const { port } = await startServer(t)
    return {
      url: `http://127.0.0.1:${port}`,
      sandbox: await startSandbox(t, { allow: [`127.0.0.1:${port}`] }),
    }
  }
  const { port, ca } = await startTlsServer(t, ['tools.internal'])
  const sandbox = await startSandbox(t, {
    allow: [`tools.internal:${port}`],
    lookup: async () => ['127.0.0.1'],
    extraCaFile: await caFile(t, ca),
  })
  return { url: `https://tools.internal:${port}`, sandbox }
}

for (const [client, code] of Object.entries(CLIENTS))
  for (const scheme of ['http', 'https'])
    test.serial(`${client} works over ${scheme}`, async (t) => {
      const { url, sandbox } = await served(t, scheme)
      const { stdout, stderr, error } = await sandbox.python(`URL = '${url}/a'\n${code}`)
      t.is(error, null, stderr)
      t.is(stdout.trim(), 'GET /a 0')
    })

test.serial(
  'libraries that were imported while the container waited take proxy, authorities and explanations as well',
  async (t) => {
    const { port, ca } = await startTlsServer(t, ['tools.internal'])
    const { python, sandbox } = await startSandbox(t, {
      waiting: 2,
      allow: [`tools.internal:${port}`],
      lookup: async () => ['127.0.0.1'],
      extraCaFile: await caFile(t, ca),
    })
    const code = `
import aiohttp, asyncio, certifi, httpx, requests, socket, ssl, urllib3
URL = 'https://tools.internal:${port}/a'
class Manager(urllib3.PoolManager): pass
session = requests.Session()
session.trust_env = False
print(requests.get(URL).text, session.get(URL).text, Manager().request('GET', URL).data.decode())
print(httpx.get(URL, trust_env=False).text, httpx.get(URL, verify=ssl.create_default_context(cafile=certifi.where())).text)
async def main():
    async with aiohttp.ClientSession(trust_env=False) as session, session.get(URL) as r: print(await r.text())
asyncio.run(main())
try: socket.create_connection(('db.example', 5432))
except socket.gaierror as error: print('The sandbox has no network' in str(error))
`
    sandbox.prepareFor(code)
    const isReady = () => sandbox.waiting().some(({ modules }) => modules.includes('aiohttp'))
    await eventually('a container with aiohttp', async () => isReady())
    const { stdout, stderr, error } = await python(code)
    t.is(error, null, stderr)
    const answer = 'GET /a 0'
    t.is(stdout, `${answer} ${answer} ${answer}\n${answer} ${answer}\n${answer}\nTrue\n`)
  },
)
