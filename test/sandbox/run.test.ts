import test from 'ava'
import { startSandbox } from './support/sandbox.ts'

test('runs code and gives back what it printed', async (t) => {
  const { python } = await startSandbox(t)
  const ran = await python("import sys\nprint('hello, wörld ✓')\nprint('careful', file=sys.stderr)")
  t.like(ran, { stdout: 'hello, wörld ✓\n', stderr: 'careful\n', error: null })
})

test('gives the code its parameters and secrets and the few variables a process needs, nothing else', async (t) => {
  const { python } = await startSandbox(t)
  const environment = { city: 'Zürich', API_TOKEN: 'line one\nline "two"', EMPTY: '' }
  const { stdout, error } = await python('import os, json\nprint(json.dumps(dict(os.environ)))', {
    environment,
  })
  t.is(error, null)
  const seen = JSON.parse(stdout)
  t.like(seen, environment)
  const system = Object.keys(seen).filter((name) => !Object.hasOwn(environment, name))
  t.deepEqual(system.sort(), [
    'CURL_CA_BUNDLE',
    'GIT_SSL_CAINFO',
    'HOME',
    'HTTPS_PROXY',
    'HTTP_PROXY',
    'LANG',
    'PATH',
    'REQUESTS_CA_BUNDLE',
    'SSL_CERT_FILE',
    'http_proxy',
    'https_proxy',
  ])
})

test('an absent variable is absent, through every way that os offers', async (t) => {
  const { python } = await startSandbox(t)
  const code = `
import os
from os import environ, getenv
print(os.environ.get('A'), os.getenv('B'), environ.get('C', 'none'), getenv('GIVEN'), 'A' in os.environ)
`
  const { stdout } = await python(code, { environment: { GIVEN: 'x' } })
  t.is(stdout, 'None None none x False\n')
})

test("an exception is a python_error with its type, message and the code's line", async (t) => {
  const { python } = await startSandbox(t)
  const code = `
import json
def parse(text):
    return json.loads(text)
print('before')
parse('{')
`
  const { stdout, stderr, error } = await python(code)
  t.is(stdout, 'before\n')
  t.is(error?.code, 'python_error')
  t.regex(error?.message ?? '', /^JSONDecodeError: Expecting property name .* \(line 4\)$/)
  t.regex(stderr, /Traceback.*\s+File "action.py", line 6, in <module>\n {4}parse\('\{'\)/)
  t.notRegex(stderr, /errand_sandbox/)
})

test('a syntax error is a python_error with its line', async (t) => {
  const { python } = await startSandbox(t)
  const { error } = await python("print('a')\nif True print('b')\n")
  t.like(error, { code: 'python_error' })
  t.regex(error?.message ?? '', /^SyntaxError: .*\(line 2\)$/)
})

test('sys.exit ends the code: quietly with 0 or nothing, as a failure otherwise', async (t) => {
  const { python } = await startSandbox(t)
  t.is((await python('import sys\nprint(1)\nsys.exit()')).error, null)
  t.is((await python('raise SystemExit(0)')).error, null)
  t.like(await python("import sys\nsys.exit('no such customer')"), {
    stderr: 'no such customer\n',
    error: { code: 'python_error', message: 'SystemExit: no such customer (line 2)' },
  })
})

test('an interpreter that crashes is a python_error that names the signal', async (t) => {
  const { python } = await startSandbox(t)
  const { error } = await python('import ctypes\nctypes.string_at(0)')
  t.deepEqual(error, { code: 'python_error', message: 'The interpreter was ended by the signal SIGSEGV.' })
})

test('threads, processes, exit handlers and temporary files work as in any Python', async (t) => {
  const { python } = await startSandbox(t)
  const code = `
import atexit, threading, time, tempfile, multiprocessing, subprocess
atexit.register(lambda: print('exit handler'))
main_is_done = threading.Event()
threading.Thread(target=lambda: (main_is_done.wait(), time.sleep(0.2), print('late thread'))).start()
with multiprocessing.Pool(2) as pool:
    print(pool.map(abs, [-1, 2]))
with tempfile.NamedTemporaryFile('w+') as file:
    file.write('kept'); file.seek(0); print(file.read())
print(subprocess.run(['git', '--version'], capture_output=True, text=True).stdout[:11])
if __name__ == '__main__':
    print('main')
main_is_done.set()
`
  const { stdout, stderr, error } = await python(code)
  t.is(error, null, stderr)
  t.is(stdout, '[1, 2]\nkept\ngit version\nmain\nlate thread\nexit handler\n')
})

test('reads nothing on standard input', async (t) => {
  const { python } = await startSandbox(t)
  const { error } = await python("input('name? ')")
  t.like(error, { code: 'python_error', message: 'EOFError: EOF when reading a line (line 1)' })
})

test('keeps head and tail of a long output, and counts the rest', async (t) => {
  const { sandbox } = await startSandbox(t)
  const { stdout, error } = await sandbox.run({
    runId: 'long',
    code: "import sys\nsys.stdout.write('begin' + 'x' * 3_000_000 + 'end')",
    environment: {},
    timeoutSeconds: 20,
    signal: new AbortController().signal,
  })
  t.is(error, null)
  t.is(stdout.total, 3_000_008)
  t.is(Buffer.from(stdout.head).toString().slice(0, 6), 'beginx')
  t.is(Buffer.from(stdout.tail).toString().slice(-4), 'xend')
  t.true(stdout.head.length + stdout.tail.length < 1_000_000)
})

test('text that is no Unicode is printed escaped rather than ending the run', async (t) => {
  const { python } = await startSandbox(t)
  t.is((await python("print('\\ud800')")).stdout, '\\ud800\n')
})

test('says that it is waiting or running, now and then', async (t) => {
  const { python } = await startSandbox(t)
  let beats = 0
  await python('import time\ntime.sleep(2.5)', { onProgress: () => (beats += 1) })
  t.true(beats >= 2)
})
