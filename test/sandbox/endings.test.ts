import test from 'ava'
import { createMasker } from '../../domain/masking.ts'
import { shapeOutput } from '../../domain/output-text.ts'
import { startSandbox } from './support/sandbox.ts'

// How a run can end, and what its error says: always a code of the contract, and a message that helps.

const ENDINGS: Record<string, { code: string; ends: { code: string; message: string } | null }> = {
  'an exit status': {
    code: 'import sys\nsys.exit(3)',
    ends: { code: 'python_error', message: 'The code ended with exit status 3 (line 2).' },
  },
  'an exit with a text': {
    code: "import sys\n\nsys.exit('no such customer')",
    ends: { code: 'python_error', message: 'SystemExit: no such customer (line 3)' },
  },
  'an exit that is none': { code: 'import sys\nsys.exit()', ends: null },
  'an exit status behind its back': {
    code: 'import ctypes\nctypes.CDLL(None)._exit(7)',
    ends: { code: 'python_error', message: 'The code ended with exit status 7.' },
  },
  'SIGKILL by its own hand, which is no lack of memory': {
    code: 'import signal\nsignal.raise_signal(signal.SIGKILL)',
    ends: { code: 'python_error', message: 'The interpreter was ended by the signal SIGKILL.' },
  },
  SIGTERM: {
    code: 'import signal\nsignal.raise_signal(signal.SIGTERM)',
    ends: { code: 'python_error', message: 'The interpreter was ended by the signal SIGTERM.' },
  },
  'an alarm': {
    code: 'import signal, time\nsignal.alarm(1)\ntime.sleep(5)',
    ends: { code: 'python_error', message: 'The interpreter was ended by the signal SIGALRM.' },
  },
  'an interrupt of its own': {
    code: 'import signal\nsignal.raise_signal(signal.SIGINT)',
    ends: { code: 'python_error', message: 'KeyboardInterrupt (line 2)' },
  },
  'a crash in C': {
    code: 'import ctypes\nctypes.string_at(0)',
    ends: { code: 'python_error', message: 'The interpreter was ended by the signal SIGSEGV.' },
  },
  'an abort in C': {
    code: 'import ctypes\nctypes.CDLL(None).abort()',
    ends: { code: 'python_error', message: 'The interpreter was ended by the signal SIGABRT.' },
  },
  'too many processes': {
    code: 'import multiprocessing, time\nwhile True:\n    multiprocessing.Process(target=time.sleep, args=(60,), daemon=True).start()',
    ends: {
      code: 'python_error',
      message:
        'BlockingIOError: [Errno 11] Resource temporarily unavailable (line 3). The code may have 128 processes and threads at once.',
    },
  },
  'too many threads': {
    code: 'import threading, time\nwhile True:\n    threading.Thread(target=time.sleep, args=(60,), daemon=True).start()',
    ends: {
      code: 'python_error',
      message:
        "RuntimeError: can't start new thread (line 3). The code may have 128 processes and threads at once.",
    },
  },
  'another thing that is not available now': {
    code: 'import socket\na, b = socket.socketpair()\na.setblocking(False)\na.recv(1)',
    ends: {
      code: 'python_error',
      message: 'BlockingIOError: [Errno 11] Resource temporarily unavailable (line 4)',
    },
  },
  'recursion without end': {
    code: 'def f(): return f()\nf()',
    ends: { code: 'python_error', message: 'RecursionError: maximum recursion depth exceeded (line 1)' },
  },
  'an allocation that can not be': {
    code: "a = 1\nb = 'x' * 10**18",
    ends: { code: 'out_of_memory', message: 'The code used more than 512 MB of memory (line 2).' },
  },
  'more memory than there is': {
    code: "data = []\nwhile True: data.append(bytearray(b'x' * 10_000_000))",
    ends: { code: 'out_of_memory', message: 'The code used more than 512 MB of memory.' },
  },
  'a child process that took too much': {
    code: `import subprocess, sys\nsubprocess.run([sys.executable, '-c', 'data = bytearray(b"x") * 600_000_000'], check=True)`,
    ends: { code: 'out_of_memory', message: 'The code used more than 512 MB of memory.' },
  },
}

for (const [what, { code, ends }] of Object.entries(ENDINGS))
  test(`the error says it: ${what}`, async (t) => {
    const { python } = await startSandbox(t)
    t.deepEqual((await python(code, { timeoutSeconds: 60 })).error, ends)
  })

test('of a long output 200 KiB are kept, from its head and its tail, and the rest is counted; errors apart', async (t) => {
  const { sandbox } = await startSandbox(t)
  const { stdout, stderr, error } = await sandbox.run({
    runId: 'long',
    code: `
import sys
sys.stdout.write('begin' + 'x' * 2_999_992 + 'end')
sys.stderr.write('first' + 'y' * 99_991 + 'last')
`,
    environment: {},
    timeoutSeconds: 20,
    signal: new AbortController().signal,
  })
  t.is(error, null)
  t.is(stdout.total, 3_000_000)
  t.is(stderr.total, 100_000)
  const masker = createMasker([])
  for (const [output, limit, head, tail] of [
    [stdout, 200 * 1024, 'begin', 'end'],
    [stderr, 20 * 1024, 'first', 'last'],
  ] as const) {
    const { text, truncated } = shapeOutput(output, masker, limit)
    t.true(truncated)
    t.true(Buffer.byteLength(text) <= limit && Buffer.byteLength(text) > limit - 100)
    t.true(text.startsWith(head) && text.endsWith(tail))
    const left = Number(/… ([\d,]+) bytes left out …/.exec(text)?.[1]?.replaceAll(',', ''))
    t.is(left + text.replace(/\n… .* …\n/, '').length, output.total)
  }
})
