import { attackSandbox } from './support/attack.ts'

// Attacks by processes, threads and signals. 128 of them, the harness among them, is all that a run may have.

const attack = attackSandbox()

/** How many processes the container has, threads counted. */
const TASKS = `
def tasks():
    count = 0
    for pid in filter(str.isdigit, os.listdir('/proc')):
        try: count += len(os.listdir(f'/proc/{pid}/task'))
        except OSError: pass
    return count
`

attack('a fork bomb stops at 128 processes', {
  code: `${TASKS}
def bomb():
    while True:
        try: os.fork()
        except BlockingIOError: time.sleep(0.1)
if os.fork() == 0: bomb()
while tasks() < 128: time.sleep(0.05)
time.sleep(0.5)
print(tasks())`,
  sees: '128\n',
})

attack('a fork bomb whose children leave their session and their parent ends with the run', {
  code: `
def bomb():
    while True:
        try:
            if os.fork() == 0:
                os.setsid()
                if os.fork(): os._exit(0)
        except BlockingIOError: pass
if os.fork() == 0: bomb()
time.sleep(1)
print('main is done')`,
  sees: 'main is done\n',
})

attack('a fork bomb by raw system calls stops there, too', {
  code: `${TASKS}
if libc.fork() == 0:
    while True: libc.syscall(ctypes.c_long(number(56, 220)), signal.SIGCHLD, 0, 0, 0, 0)
while tasks() < 128: time.sleep(0.05)
time.sleep(0.5)
print(tasks())`,
  sees: '128\n',
})

attack('a fork bomb that goes on while the code ends does not hold the run open', {
  code: `
if os.fork() == 0:
    signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
    while True: attempt(os.fork)
time.sleep(0.5)
print('gone')`,
  sees: 'gone\n',
})

attack('a thread bomb stops at 128 threads', {
  code: `${TASKS}
count = 0
try:
    while True:
        threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
        count += 1
except RuntimeError as error: print(count < 128, tasks(), error)`,
  sees: "True 128 can't start new thread\n",
})

attack('a thousand orphans, all dead, take no place', {
  code: `
for _ in range(1000):
    child = os.fork()
    if child == 0:
        # Its own child becomes the harness's.
        attempt(os.fork)
        os._exit(0)
    os.waitpid(child, 0)
print('all gone')`,
  sees: 'all gone\n',
})

attack('no signal reaches the harness', {
  code: `
for _ in range(3):
    for which in range(1, 65):
        attempt(os.kill, 1, which)
        # As if by sigqueue, with a word of one's own.
        system_call(129, 138, 1, which, ctypes.create_string_buffer(128))
time.sleep(0.2)
print('still here')`,
  sees: 'still here\n',
})

attack('a flood of the one signal that the harness listens to changes nothing', {
  code: `
def flood():
    end = time.monotonic() + 1
    while time.monotonic() < end: os.kill(1, signal.SIGCHLD)
threading.Thread(target=flood).start()
for i in range(20): print(i); time.sleep(0.02)`,
  sees: `${Array.from({ length: 20 }, (_, i) => i).join('\n')}\n`,
})

attack('killing everybody leaves the harness', {
  code: `
for _ in range(5): attempt(os.fork)
print(attempt(os.kill, -1, signal.SIGSTOP), attempt(os.kill, -1, signal.SIGKILL)) if os.getpid() == os.getsid(0) else time.sleep(60)`,
  sees: 'done done\n',
})

attack('code that stops itself is ended at its time limit', {
  code: "print('before', flush=True)\nos.kill(os.getpid(), signal.SIGSTOP)",
  sees: 'before\n',
  ends: 'timeout',
  seconds: 3,
})

attack('code that blocks every signal is ended at its time limit', {
  code: `
signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
for number in range(1, 65): attempt(signal.signal, number, signal.SIG_IGN)
while True: pass`,
  ends: 'timeout',
  seconds: 3,
})

attack('an exit handler that never ends is ended at the time limit', {
  code: `
import atexit
def forever():
    while True: time.sleep(1)
atexit.register(forever)
print('main is done')`,
  sees: 'main is done\n',
  ends: 'timeout',
  seconds: 3,
})

attack('threads that go on after the main program are ended at the time limit', {
  code: `
def forever():
    while True:
        try: time.sleep(1)
        except BaseException: pass
threading.Thread(target=forever).start()
print('main is done')`,
  sees: 'main is done\n',
  ends: 'timeout',
  seconds: 3,
})

attack('daemons that keep every descriptor open end with the run', {
  code: `
for _ in range(10):
    if os.fork() == 0:
        os.setsid()
        if os.fork() == 0:
            for number in range(1, 65): attempt(signal.signal, number, signal.SIG_IGN)
            while True: time.sleep(60)
        os._exit(0)
print('left behind')`,
  sees: 'left behind\n',
  also: (t, { durationMs }) => t.true(durationMs < 30_000),
})

attack('descriptors hidden in a socket nobody reads do not hold the run open', {
  code: `
a, b = socket.socketpair()
socket.send_fds(a, [b'x'], [1, 2, 3, b.fileno()])
c, d = socket.socketpair()
socket.send_fds(c, [b'x'], [a.fileno(), b.fileno(), d.fileno()])
print('hidden')`,
  sees: 'hidden\n',
})

attack('priorities, schedulers and limits can not be raised', {
  code: `
import resource
print(attempt(os.nice, -1), attempt(os.sched_setscheduler, 0, os.SCHED_FIFO, os.sched_param(1)))
for name in ('RLIMIT_NOFILE', 'RLIMIT_CORE', 'RLIMIT_NPROC', 'RLIMIT_MEMLOCK'):
    limit = getattr(resource, name)
    soft, hard = resource.getrlimit(limit)
    print(name, attempt(resource.setrlimit, limit, (hard + 1, hard + 1)))
print(system_call(251, 30, 1, 0, (1 << 13) | 0))`,
  sees: `EPERM EPERM
RLIMIT_NOFILE ValueError
RLIMIT_CORE ValueError
RLIMIT_NPROC ValueError
RLIMIT_MEMLOCK ValueError
EPERM
`,
})
