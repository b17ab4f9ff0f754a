import test from 'ava'
import { reservedNameProblem } from '../../domain/reserved-names.ts'
import { startSandbox } from './support/sandbox.ts'
import { startServer } from './support/servers.ts'

// Parameters and secrets are environment variables. Names that people want must not disturb anything, and names that
// would are reserved: both are tried here in the real sandbox.

const WANTED = [
  'path',
  'home',
  'user',
  'shell',
  'lang',
  'language',
  'env',
  'tz',
  'term',
  'temp',
  'pager',
  'git_dir',
  'python_version',
  'ld_preload',
  'GIT_TOKEN',
  'AWS_ACCESS_KEY_ID',
  'OPENAI_BASE_URL',
  'PIP_INDEX_URL',
  'REQUEST_METHOD',
  'COLUMNS',
  'PORT',
]

test('names that are free disturb no library, no program and no connection', async (t) => {
  for (const name of WANTED) t.is(reservedNameProblem(name), null, name)
  const { port } = await startServer(t)
  const { python } = await startSandbox(t, { allow: [`127.0.0.1:${port}`] })
  const code = `
import os, subprocess, sys, tempfile, datetime, urllib.request, requests, numpy, ssl
import matplotlib.pyplot as plt
URL = 'http://127.0.0.1:${port}/'
def say(*command): return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
print([os.environ[name] for name in ${JSON.stringify(WANTED)}] == ['/nowhere/at/all'] * ${WANTED.length})
print(requests.get(URL).text, urllib.request.urlopen(URL).read().decode(), say('curl', '-sS', URL))
print(say('git', 'init', '-q', '/tmp/repository') == '', say('sh', '-c', 'cd /usr && pwd'), say(sys.executable, '-c', 'print(1)'))
plt.plot([1, 2]); plt.savefig('/tmp/plot.png')
print(tempfile.gettempdir(), datetime.datetime.now().astimezone().utcoffset().total_seconds(), 'é'.encode())
`
  const environment = Object.fromEntries(WANTED.map((name) => [name, '/nowhere/at/all']))
  const { stdout, stderr, error } = await python(code, { environment })
  t.is(error, null, stderr)
  t.is(stdout, "True\nGET / 0 GET / 0 GET / 0\nTrue /usr 1\n/tmp 0.0 b'\\xc3\\xa9'\n")
})

test('the variables of the process itself are those of the sandbox, whatever a run is given', async (t) => {
  const { python } = await startSandbox(t)
  const own = ['PATH', 'HOME', 'LANG', 'http_proxy', 'HTTPS_PROXY', 'SSL_CERT_FILE', 'REQUESTS_CA_BUNDLE']
  const { stdout } = await python(
    `import os\nprint([os.environ[name] for name in ${JSON.stringify(own)}].count('mine'))`,
    { environment: Object.fromEntries(own.map((name) => [name, 'mine'])) },
  )
  t.is(stdout, '0\n')
})

const STEERING: Record<string, [value: string, command: string[]]> = {
  GLIBC_TUNABLES: ['wrong', ['sh', '-c', 'true']],
  MALLOC_ARENA_MAX: ['wrong', ['sh', '-c', 'true']],
  LD_PRELOAD: ['/nowhere.so', ['sh', '-c', 'true']],
  GIT_DIR: ['/nowhere/at/all', ['git', 'init', '-q', '/tmp/a']],
  GIT_CONFIG_COUNT: ['wrong', ['git', 'init', '-q', '/tmp/b']],
  MPLBACKEND: ['wrong', ['python3', '-c', 'import matplotlib.pyplot']],
  PYTHONHOME: ['/nowhere', ['python3', '-c', 'pass']],
  SSLKEYLOGFILE: ['/nowhere/keys', ['python3', '-c', 'import ssl; ssl.create_default_context()']],
  TMPDIR: ['/tmp/out', ['python3', '-c', 'import tempfile; assert tempfile.gettempdir() == "/tmp"']],
  TZ: ['XXX5', ['sh', '-c', 'test $(date +%Z) = UTC']],
  LC_ALL: ['tr_TR', ['bash', '-c', 'true']],
  BASH_ENV: ['/etc/passwd', ['bash', '-c', 'true']],
  CDPATH: ['/usr', ['sh', '-c', 'cd /; test -z "$(cd bin)"']],
}

test('names that are reserved do change what happens', async (t) => {
  for (const name of Object.keys(STEERING)) t.truthy(reservedNameProblem(name), name)
  const { python } = await startSandbox(t)
  const code = `
import json, os, subprocess
def clean(command, extra):
    done = subprocess.run(command, env={**os.environ, **extra}, capture_output=True, text=True)
    return done.returncode == 0 and done.stderr == ''
for name, (value, command) in json.loads(${JSON.stringify(JSON.stringify(STEERING))}).items():
    print(name, clean(command, {}), clean(command, {name: value}))
`
  const { stdout, stderr } = await python(code, { timeoutSeconds: 30 })
  const lines = Object.keys(STEERING).map((name) => `${name} True False\n`)
  t.is(stdout, lines.join(''), stderr)
})
