import test from 'ava'
import { startSandbox } from './support/sandbox.ts'

// Every test ends with a run that must be untouched by the one before.
const NEXT = "print('fine')"

test('stops code at its time limit, and keeps what it printed', async (t) => {
  const { python } = await startSandbox(t)
  const code = "import time\nprint('started')\ntime.sleep(60)"
  const { stdout, error, durationMs } = await python(code, { timeoutSeconds: 5 })
  t.is(stdout, 'started\n')
  t.deepEqual(error, { code: 'timeout', message: 'The code did not finish within 5 s.' })
  t.true(durationMs < 30_000)
  t.is((await python(NEXT)).stdout, 'fine\n')
})

test('stops code that does not want to be stopped', async (t) => {
  const { python } = await startSandbox(t)
  const code = `
import signal, multiprocessing, time
for number in range(1, 64):
    try: signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError): pass
while True:
    try:
        multiprocessing.Process(target=time.sleep, args=(60,)).start()
        while True: pass
    except BaseException: pass
`
  t.like((await python(code, { timeoutSeconds: 1 })).error, { code: 'timeout' })
  t.is((await python(NEXT)).stdout, 'fine\n')
})

test('ends code that takes more than 512 MB as out_of_memory', async (t) => {
  const { python } = await startSandbox(t)
  const code = "print('started')\ndata = []\nwhile True: data.append(bytearray(b'x' * 10_000_000))"
  const { stdout, error } = await python(code)
  t.is(stdout, 'started\n')
  t.like(error, { code: 'out_of_memory' })
  t.is((await python(NEXT)).stdout, 'fine\n')
})

test('lets code have most of the 512 MB', async (t) => {
  const { python } = await startSandbox(t)
  t.is((await python("data = bytearray(b'x') * 420_000_000\nprint(len(data))")).stdout, '420000000\n')
})

test('an allocation that can not be is out_of_memory with its line', async (t) => {
  const { python } = await startSandbox(t)
  const { error } = await python("a = 1\nb = 'x' * 10**18")
  t.deepEqual(error, { code: 'out_of_memory', message: 'The code used more than 512 MB of memory (line 2).' })
})

test('stops code that prints without end as output_limit', async (t) => {
  const { python } = await startSandbox(t)
  const { stdout, error } = await python("while True: print('x' * 10_000)")
  t.like(error, { code: 'output_limit' })
  t.true(stdout.length < 1_000_000)
  t.is((await python(NEXT)).stdout, 'fine\n')
})

test('ends a fork bomb, and nothing else suffers', async (t) => {
  const { python } = await startSandbox(t)
  const code = `
import multiprocessing, time
started = 0
try:
    while True:
        multiprocessing.Process(target=time.sleep, args=(60,), daemon=True).start()
        started += 1
except OSError as error:
    print(started < 128, type(error).__name__)
`
  t.like(await python(code), { stdout: 'True BlockingIOError\n', error: null })
  t.is((await python(NEXT)).stdout, 'fine\n')
})

test('lets 100 MB into /tmp, and writes nowhere else', async (t) => {
  const { python } = await startSandbox(t)
  const code = `
import pathlib
try:
    with open('/tmp/big', 'wb') as file:
        for _ in range(200): file.write(b'x' * 1_000_000)
except OSError as error: print(error.strerror)
print(90_000_000 < pathlib.Path('/tmp/big').stat().st_size <= 104_857_600)
for place in ('/', '/etc', '/opt/errand', '/var/tmp', '/run', '/sys', '/proc/sys/kernel'):
    try: pathlib.Path(place, 'x').write_text('x'); print('wrote to', place)
    except OSError: pass
`
  t.is((await python(code)).stdout, 'No space left on device\nTrue\n')
})

test('nothing in /tmp can be executed', async (t) => {
  const { python } = await startSandbox(t)
  const code = `
import pathlib, subprocess
pathlib.Path('/tmp/x.sh').write_text('#!/bin/sh\\necho ran')
pathlib.Path('/tmp/x.sh').chmod(0o755)
try: subprocess.run(['/tmp/x.sh'])
except PermissionError: print('denied')
`
  t.is((await python(code)).stdout, 'denied\n')
})

test('gives one CPU', async (t) => {
  const { python } = await startSandbox(t)
  const code = `
import multiprocessing, time
def burn(_):
    end = time.monotonic() + 2
    while time.monotonic() < end: pass
    return time.process_time()
with multiprocessing.Pool(2) as pool: print(sum(pool.map(burn, range(2), chunksize=1)))
`
  const { stdout, error } = await python(code)
  t.is(error, null)
  t.true(Number(stdout) < 3, stdout)
})
