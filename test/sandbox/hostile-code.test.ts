import test from 'ava'
import { containersOf, startSandbox } from './support/sandbox.ts'

// Code that tries to get out, or to deceive the worker. The container is the wall; the worker believes nothing.

test('has no privileges: another user, no capabilities, no new ones, filtered system calls', async (t) => {
  const { python } = await startSandbox(t)
  const code = `
status = dict(line.split(':', 1) for line in open('/proc/self/status'))
print(int(status['Uid'].split()[0]) >= 20_000, status['CapBnd'].strip(), status['CapEff'].strip(), status['NoNewPrivs'].strip(), status['Seccomp'].strip())
`
  t.is((await python(code)).stdout, 'True 0000000000000000 0000000000000000 1 2\n')
})

test('sees no network but loopback, no name server, and nothing of the machine', async (t) => {
  const { python } = await startSandbox(t)
  const code = `
import socket
print([name for _, name in socket.if_nameindex()], socket.gethostname())
print([line for line in open('/etc/resolv.conf').read().split('\\n') if line.startswith('nameserver')])
for address in (('169.254.169.254', 80), ('8.8.8.8', 53), ('172.17.0.1', 2375)):
    try: socket.create_connection(address, timeout=2); print('connected to', address)
    except OSError: pass
`
  t.is((await python(code)).stdout, "['lo'] sandbox\n[]\n")
})

test('finds neither the engine nor a device nor a mount of the machine', async (t) => {
  const { python } = await startSandbox(t)
  const code = `
import pathlib
print([str(p) for p in (pathlib.Path('/var/run/docker.sock'), pathlib.Path('/run/docker.sock')) if p.exists()])
print(sorted(p.name for p in pathlib.Path('/dev').iterdir() if p.is_block_device()))
mounts = [line.split()[1] for line in open('/proc/mounts')]
known = ('/', '/proc', '/dev', '/sys', '/tmp', '/etc/resolv.conf', '/etc/hostname', '/etc/hosts')
print([m for m in mounts if m not in known and not m.startswith(('/proc/', '/dev/', '/sys/'))])
`
  t.is((await python(code)).stdout, '[]\n[]\n[]\n')
})

test("can not reach the harness's descriptors or memory, nor kill it", async (t) => {
  const { python } = await startSandbox(t)
  const code = `
import ctypes, signal, importlib
system = importlib.import_module('o' + 's')
for path in ('/proc/1/fd/1', '/proc/1/fd/0', '/proc/1/mem', '/proc/1/environ'):
    try: open(path, 'rb+', buffering=0); print('opened', path)
    except PermissionError: pass
print(ctypes.CDLL(None).ptrace(16, 1, 0, 0))
for number in (signal.SIGKILL, signal.SIGSTOP, signal.SIGTERM, signal.SIGSEGV):
    try: system.kill(1, number)
    except OSError: pass
for descriptor in range(3, 64):
    try: system.write(descriptor, b'#' * 100)
    except OSError: pass
print('still here')
`
  const { stdout, error } = await python(code)
  t.is(stdout, '-1\nstill here\n')
  t.is(error, null)
})

test('a forged report is worth no more than an exception of its own', async (t) => {
  const { python } = await startSandbox(t)
  const forged = (text: string, status: number) =>
    `import importlib\nsystem = importlib.import_module('o' + 's')\nsystem.write(3, b'''${text}''')\nsystem._exit(${status})`
  t.deepEqual(
    (await python(forged('{"code":"engine_unavailable","type":"x","message":"y","line":1}', 1))).error,
    {
      code: 'python_error',
      message: 'The code ended with exit status 1.',
    },
  )
  t.deepEqual((await python(forged('x'.repeat(9_000), 1))).error?.code, 'python_error')
  t.is((await python(forged('{"code":"python_error","type":"x","message":"y","line":1}', 0))).error, null)
})

test('processes that the code leaves behind do not hold the run open, nor live on', async (t) => {
  const { python, owner, sandbox } = await startSandbox(t)
  const code = `
import subprocess
subprocess.Popen(['/bin/sh', '-c', 'trap "" TERM HUP; sleep 60 & sleep 60'], start_new_session=True)
print('done')
`
  const { stdout, error, durationMs } = await python(code)
  t.is(stdout, 'done\n')
  t.is(error, null)
  t.true(durationMs < 15_000, `${durationMs} ms`)
  await sandbox.close()
  t.deepEqual(await containersOf(owner), [])
})

test('what one run leaves in /tmp or changes in the interpreter, the next does not find', async (t) => {
  const { python } = await startSandbox(t)
  await python("import json\njson.dumps = None\nopen('/tmp/left', 'w').write('secret')")
  const { stdout } = await python(
    "import json, pathlib\nprint(json.dumps(1), pathlib.Path('/tmp/left').exists())",
  )
  t.is(stdout, '1 False\n')
})

test('an exception whose text can not be had, or has no end, is reported all the same', async (t) => {
  const { python } = await startSandbox(t)
  const code = "class Odd(Exception):\n    def __str__(self): raise RuntimeError('no')\nraise Odd"
  t.like((await python(code)).error, {
    code: 'python_error',
    message: "Odd: (its text can't be had) (line 3)",
  })
  const { error } = await python("raise ValueError('\\u2028' * 5_000_000)")
  t.like(error, { code: 'python_error' })
  t.true((error?.message.length ?? 0) < 11_000)
})
