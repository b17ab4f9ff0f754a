import { setTimeout as sleep } from 'node:timers/promises'
import test, { type ExecutionContext } from 'ava'
import { containersOf, startSandbox } from '../support/sandbox.ts'
import { startServer } from '../support/servers.ts'
import { HELPERS } from './support/helpers.ts'

// Attacks of one run on another: before it, after it, beside it.

const SECRET = 'k3y-0f-4n0th3r-run'

/** Looks for the secret in all that a process can see, by a pattern that is not the secret itself. */
const SEARCH = `${HELPERS}
import re
wanted = re.compile(rb'${[...SECRET].map((letter) => `[${letter}]`).join('')}')
found = []
for root in ('/tmp', '/dev/shm', '/dev/mqueue', '/var', '/run', '/proc/1', '/proc/self', '/opt/errand/lib/python3.13/site-packages/errand_sandbox'):
    for place, folders, files in os.walk(root):
        if place.startswith('/proc'): folders[:] = [name for name in folders if name in ('attr', 'net')]
        for name in files:
            if name in ('mem', 'clear_refs', 'pagemap'): continue
            try:
                with open(os.path.join(place, name), 'rb', opener=lambda path, flags: os.open(path, flags | os.O_NONBLOCK)) as file:
                    if wanted.search(file.read(1 << 20)): found.append(file.name)
            except OSError: pass
with open('/proc/self/mem', 'rb', buffering=0) as memory:
    for line in open('/proc/self/maps'):
        start, end = (int(part, 16) for part in line.split()[0].split('-'))
        try:
            memory.seek(start)
            if wanted.search(memory.read(end - start)): found.append(line)
        except (OSError, ValueError, OverflowError): pass
`

/** Where code stands still: a request that is answered when the test says so. */
async function haltingPlace(t: ExecutionContext) {
  const reached = Promise.withResolvers<void>()
  const released = Promise.withResolvers<void>()
  const { port } = await startServer(t, async (_, response) => {
    reached.resolve()
    await released.promise
    response.end()
  })
  const halt = `import urllib.request\nurllib.request.urlopen('http://127.0.0.1:${port}/')`
  return { halt, reached: reached.promise, release: released.resolve, allow: [`127.0.0.1:${port}`] }
}

async function untilWaiting(owner: string): Promise<void> {
  while ((await containersOf(owner)).filter(({ State }) => State === 'running').length < 1) await sleep(50)
}

test.serial("the next container has nothing of the last run's environment, files or memory", async (t) => {
  const { python, owner } = await startSandbox(t, { waiting: 1, guardRails: false })
  await untilWaiting(owner)
  const leave = `${HELPERS}
for place in ('/tmp/left', '/dev/shm/left', '/tmp/out/left'): open(place, 'w').write(os.environ['TOKEN'])
libc.shmget(4711, 4096, 0o1600)
for _ in range(5): os.fork()
import json
json.dumps = lambda _: os.environ['TOKEN']
print(os.environ['TOKEN'] == '${SECRET}') if os.getpid() == os.getsid(0) else time.sleep(60)`
  t.is((await python(leave, { environment: { TOKEN: SECRET } })).stdout, 'True\n')
  for (let run = 0; run < 2; run++) {
    const { stdout, stderr } = await python(
      `${SEARCH}\nimport json\nprint(found, os.listdir('/tmp'), os.listdir('/dev/shm'), libc.shmget(4711, 4096, 0), json.dumps(1), 'TOKEN' in os.environ)`,
    )
    t.is(stdout, "[] ['out'] [] -1 1 False\n", stderr)
  }
})

test.serial('a run sees nothing of one that runs beside it', async (t) => {
  const { halt, reached, release, allow } = await haltingPlace(t)
  const { python } = await startSandbox(t, { guardRails: false, allow })
  const beside = python(
    `${HELPERS}\nopen('/tmp/left', 'w').write(os.environ['TOKEN'])\nheld = os.environ['TOKEN'] * 1000\n${halt}\nprint('held')`,
    { environment: { TOKEN: SECRET }, timeoutSeconds: 120 },
  )
  await reached
  const { stdout, stderr } = await python(
    `${SEARCH}\nprint(found, sorted(int(n) for n in os.listdir('/proc') if n.isdigit()) == [1, os.getpid()])`,
  )
  t.is(stdout, '[] True\n', stderr)
  release()
  t.is((await beside).stdout, 'held\n')
})

test.serial('a run can not use up what the kernel counts by user for one beside it', async (t) => {
  const { halt, reached, release, allow } = await haltingPlace(t)
  const { python } = await startSandbox(t, { guardRails: false, allow })
  const greedy = python(
    `${HELPERS}
signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
# Pending signals, as many as the user may have.
libc.sigqueue.argtypes = [ctypes.c_int, ctypes.c_int, ctypes.c_void_p]
while libc.sigqueue(os.getpid(), 40, None) == 0: pass
held = []
while (descriptor := libc.inotify_init()) >= 0 and len(held) < 800: held.append(descriptor)
attributes = (ctypes.c_long * 8)(0, 10, 8192)
count = 0
while libc.mq_open(f'/q{count}'.encode(), os.O_CREAT | os.O_RDWR, 0o600, attributes) != -1 and count < 100: count += 1
${halt}
print('used up')`,
    { timeoutSeconds: 120 },
  )
  await reached
  const { stdout, stderr } = await python(`${HELPERS}
signal.pthread_sigmask(signal.SIG_BLOCK, [40])
libc.sigqueue.argtypes = [ctypes.c_int, ctypes.c_int, ctypes.c_void_p]
print(libc.sigqueue(os.getpid(), 40, None), libc.inotify_init() >= 0, libc.mq_open(b'/q', os.O_CREAT | os.O_RDWR, 0o600, None) >= 0)`)
  t.is(stdout, '0 True True\n', stderr)
  release()
  t.is((await greedy).stdout, 'used up\n')
})

test.serial('a run that changes the interpreter and its libraries changes its own only', async (t) => {
  const { python } = await startSandbox(t, { waiting: 1 })
  const vandal = `
import builtins, sys, json, ctypes, gc
# An int that everybody shares.
ctypes.memset(id(5) + 24, 9, 1)
for name in list(sys.modules):
    if name not in ('sys', 'builtins', '__main__'): sys.modules[name] = None
builtins.print = builtins.len = None
for thing in gc.get_objects()[:2000]:
    try: thing.clear()
    except BaseException: pass
`
  await python(vandal)
  t.like(await python('import json\nprint(json.dumps([2 + 3, len("abc")]))'), {
    stdout: '[5, 3]\n',
    error: null,
  })
})

test.serial('ten hostile runs at once do not keep an honest one from its end', async (t) => {
  const { python } = await startSandbox(t, { guardRails: false })
  const hostile = [
    'while True: os.fork()',
    'data = []\nwhile True: data.append(bytearray(b"x" * 10_000_000))',
    "while True: os.write(1, b'x' * 65536)",
    "while True: open('/tmp/' + str(time.time_ns()), 'wb').write(b'x' * 1_000_000)",
    'while True: pass',
  ]
  const attacks = [...hostile, ...hostile].map((code) => python(`${HELPERS}\n${code}`, { timeoutSeconds: 5 }))
  await sleep(500)
  t.like(await python("print('fine')"), { stdout: 'fine\n', error: null })
  for (const { error } of await Promise.all(attacks)) t.truthy(error)
  t.like(await python("print('fine')"), { stdout: 'fine\n', error: null })
})
