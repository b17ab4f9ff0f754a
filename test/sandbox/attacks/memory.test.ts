import { attackSandbox } from './support/attack.ts'

// Attacks on memory: 512 MB, without swap, whatever it is taken as.

const attack = attackSandbox()

attack('memory by mmap runs out', {
  code: `
import mmap
held = []
while True:
    area = mmap.mmap(-1, 32 << 20)
    for offset in range(0, len(area), 4096): area[offset] = 1
    held.append(area)`,
  ends: 'out_of_memory',
})

attack('memory shared between processes runs out', {
  code: `
import mmap
held = []
for _ in range(8):
    area = mmap.mmap(-1, 100 << 20, mmap.MAP_SHARED | mmap.MAP_ANONYMOUS)
    held.append(area)
    if os.fork() == 0:
        for offset in range(0, len(area), 4096): area[offset] = 1
        os._exit(0)
statuses = [os.waitpid(-1, 0)[1] for _ in range(8)]
print(len(statuses), 9 in statuses)`,
  sees: '8 True\n',
})

attack('memory by System V segments runs out', {
  code: `
libc.shmat.restype = ctypes.c_void_p
while True:
    segment = libc.shmget(0, ctypes.c_size_t(64 << 20), 0o1600)
    address = libc.shmat(segment, None, 0)
    libc.shmctl(segment, 0, None)
    ctypes.memset(address, 1, 64 << 20)`,
  ends: 'out_of_memory',
})

attack('/dev/shm holds 16 MB, and /tmp 100 MB', {
  code: `
def fill(path):
    block, written = b'x' * 100_000, 0
    with open(path, 'wb', buffering=0) as file:
        try:
            while True: written += file.write(block)
        except OSError as error: print(path, round(written / 1_048_576), outcome(error))
fill('/dev/shm/a')
fill('/tmp/a')`,
  sees: '/dev/shm/a 16 ENOSPC\n/tmp/a 100 ENOSPC\n',
})

attack('what is in /tmp counts as memory', {
  code: `
open('/tmp/a', 'wb').write(b'x' * 90_000_000)
data = bytearray(b'x') * 460_000_000
print('had both')`,
  sees: '',
  ends: 'out_of_memory',
})

attack('memory by message queues runs out', {
  code: `
libc.mq_open.restype = ctypes.c_int
attributes = (ctypes.c_long * 8)(0, 10, 8192)
count = 0
while libc.mq_open(f'/q{count}'.encode(), os.O_CREAT | os.O_RDWR, 0o600, attributes) != -1: count += 1
print(count < 100, errno.errorcode[ctypes.get_errno()])`,
  sees: 'True EMFILE\n',
})

attack('memory in the buffers of pipes and sockets runs out', {
  code: `
import fcntl
held, count = [], 0
try:
    while True:
        ends = os.pipe() if count % 2 else tuple(s.detach() for s in socket.socketpair())
        os.set_blocking(ends[1], False)
        if count % 2: attempt(fcntl.fcntl, ends[1], fcntl.F_SETPIPE_SZ, 1 << 20)
        try:
            while True: os.write(ends[1], b'x' * 65536)
        except BlockingIOError: pass
        count += 1
except OSError as error: print(outcome(error))`,
  sees: 'EMFILE\n',
})

attack('a grandchild that takes too much is ended, and the code goes on', {
  code: `
ran = subprocess.run([sys.executable, '-c', 'data = bytearray(b"x") * 600_000_000'])
print(ran.returncode)`,
  sees: '-9\n',
})

attack('code that makes the harness the first choice of the kernel is out of memory all the same', {
  code: `
score = os.open('/proc/self/oom_score_adj', os.O_WRONLY)
print(attempt(os.write, score, b'-1'), attempt(os.write, score, b'0'), flush=True)
libc.shmat.restype = ctypes.c_void_p
libc.shmdt.argtypes = [ctypes.c_void_p]
# 448 MB that belong to no process, and then a program that is smaller than the harness.
for _ in range(28):
    segment = libc.shmget(0, ctypes.c_size_t(16 << 20), 0o1600)
    address = libc.shmat(segment, None, 0)
    ctypes.memset(address, 1, 16 << 20)
    libc.shmdt(address)
os.execv('/usr/bin/dd', ['dd', 'if=/dev/zero', 'of=/tmp/x', 'bs=64k'])`,
  sees: 'EACCES done\n',
  ends: 'out_of_memory',
})

attack('locked memory has a limit, and huge pages are none', {
  code: `
import mmap
area = mmap.mmap(-1, 64 << 20)
address = ctypes.addressof(ctypes.c_char.from_buffer(area))
print(call('mlock', ctypes.c_void_p(address), ctypes.c_size_t(64 << 20)))
print(attempt(mmap.mmap, -1, 64 << 20, mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS | 0x40000))`,
  sees: 'ENOMEM\nENOMEM\n',
})

attack('a zip bomb is out of memory', {
  code: `
import zlib
packer = zlib.compressobj(9)
bomb = b''.join(packer.compress(bytes(1 << 24)) for _ in range(64)) + packer.flush()
zlib.decompress(bomb)`,
  ends: 'out_of_memory',
})

attack('XML bombs stay small', {
  code: `
import xml.etree.ElementTree as tree
import lxml.etree
entities = ''.join(f'<!ENTITY a{i} "{f"&a{i - 1};" * 10}">' for i in range(1, 10))
bomb = f'<!DOCTYPE a [<!ENTITY a0 "aaaaaaaaaa">{entities}]><a>&a9;</a>'
print(attempt(tree.fromstring, bomb))
print(attempt(lambda: lxml.etree.fromstring(bomb)))`,
  sees: 'ParseError\nXMLSyntaxError\n',
})

attack('recursion without end is an exception, or ends the interpreter', {
  code: `
def down(): return down() + 1
print(attempt(down))
sys.setrecursionlimit(10 ** 9)
text = '[' * 1_000_000
import json
print(attempt(json.loads, text))
print(attempt(down))`,
  sees: /^RecursionError\nRecursionError\n/,
  ends: 'out_of_memory',
})

attack('an integer without end is ended at the time limit', {
  code: "x = 9 ** 9 ** 9\nprint('done')",
  sees: '',
  ends: 'timeout',
  seconds: 3,
})

attack('a regular expression that never comes back is ended at the time limit', {
  code: "import re\nre.match(r'(a+)+$', 'a' * 64 + 'b')",
  ends: 'timeout',
  seconds: 3,
})

attack('a stack that overflows in C ends the interpreter, not the harness', {
  code: `
threading.stack_size(64 << 10)
deep = []
for _ in range(3_000_000): deep = [deep]
print('built', flush=True)
ctypes.string_at(0)`,
  sees: 'built\n',
  ends: 'python_error',
  also: (t, { error }) => t.regex(error?.message ?? '', /SIGSEGV/),
})
