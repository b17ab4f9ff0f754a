import { attackSandbox } from './support/attack.ts'

// Attacks by what is printed: 50 MB end a run, and what is kept of them is small.

const attack = attackSandbox()
const KEPT = 2 * (200 + 160) * 1024

attack('bytes without an end and without a line are stopped', {
  code: 'while True: os.write(1, os.urandom(1 << 16))',
  ends: 'output_limit',
  also: (t, { stdout }) => t.true(Buffer.byteLength(stdout) <= 3 * KEPT),
})

attack('errors without an end are stopped', {
  code: "while True: os.write(2, b'x' * (1 << 16))",
  ends: 'output_limit',
  also: (t, { stdout, stderr }) => {
    t.is(stdout, '')
    t.true(stderr.length <= 2 * (20 + 160) * 1024)
  },
})

attack('a hundred processes that all print are stopped', {
  code: `
for _ in range(100):
    if os.fork() == 0:
        while True: os.write(1 + os.getpid() % 2, b'x' * 4096)
time.sleep(60)`,
  ends: 'output_limit',
})

attack('single characters without an end are stopped', {
  code: "while True: os.write(1, b'\\n')",
  ends: 'timeout',
  seconds: 3,
})

attack('closing every descriptor ends the output, nothing else', {
  code: "print('before', flush=True)\nos.closerange(0, 1024)",
  sees: 'before\n',
})

attack("descriptors put in each other's place change nothing", {
  code: `
os.dup2(1, 3)
os.dup2(1, 2)
os.write(3, b'to the report\\n')
os.write(2, b'to the errors\\n')
os.dup2(os.open('/dev/null', os.O_RDWR), 1)
print('to nobody')`,
  sees: 'to the report\nto the errors\n',
})

attack('pipes made small, full and non-blocking hurt their owner only', {
  code: `
import fcntl
for descriptor in (1, 2, 3):
    attempt(fcntl.fcntl, descriptor, fcntl.F_SETPIPE_SZ, 4096)
    os.set_blocking(descriptor, False)
def flood(descriptor):
    for _ in range(10_000): attempt(os.write, descriptor, b'x' * 4096)
for descriptor in (2, 3): flood(descriptor)
os.set_blocking(1, True)
print('still here')`,
  sees: 'still here\n',
})

attack('bytes that are no text come out as replacement characters', {
  code: "os.write(1, b'\\xff\\xfe\\x00\\xc3 \\xed\\xa0\\x80 \\x1b[2J end\\n')",
  sees: /end\n$/,
})

attack('a report of many megabytes is none', {
  code: `
block = b'[' * 65536
for _ in range(400): os.write(3, block)
os._exit(1)`,
  ends: 'python_error',
  also: (t, { error }) => t.is(error?.message, 'The code ended with exit status 1.'),
})

attack('an exception that misbehaves in every way is reported', {
  code: `
import builtins
class Meta(type):
    def __getattribute__(cls, name): raise RuntimeError('no')
class Odd(Exception):
    errand_forbidden = property(lambda self: 1 / 0)
    errand_line = property(lambda self: sys.exit('out'))
    def __str__(self): raise SystemExit('no text')
    def __getattribute__(self, name): raise KeyboardInterrupt(name)
for name in ('str', 'print', 'len', 'getattr', 'isinstance', 'type'): setattr(builtins, name, None)
raise Odd`,
  ends: 'python_error',
})

attack('an exception whose text takes for ever is ended at the time limit', {
  code: `
class Slow(Exception):
    def __str__(self):
        while True: pass
raise Slow`,
  ends: 'timeout',
  seconds: 3,
})
