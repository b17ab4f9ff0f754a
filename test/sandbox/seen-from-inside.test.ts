import test from 'ava'
import { startSandbox } from './support/sandbox.ts'

// The container's walls and limits, as the code itself can read them. That they hold is in limits.test.ts and attacks/.

/** Numbers of the control groups, version 2 or version 1. */
const CGROUPS = `
import pathlib
def read(*names):
    for name in names:
        path = pathlib.Path('/sys/fs/cgroup', name)
        if path.exists(): return path.read_text().split()
`

test('512 MB of memory, no swap, one CPU, 128 processes', async (t) => {
  const { python } = await startSandbox(t)
  const code = `${CGROUPS}
memory = int(read('memory.max', 'memory/memory.limit_in_bytes')[0])
swap = int(read('memory.swap.max', 'memory/memory.memsw.limit_in_bytes')[0])
# Version 1 counts memory and swap together.
print(memory >> 20, (swap if pathlib.Path('/sys/fs/cgroup/memory.max').exists() else swap - memory) >> 20)
quota, period = read('cpu.max') or (read('cpu/cpu.cfs_quota_us')[0], read('cpu/cpu.cfs_period_us')[0])
print(int(quota) / int(period), read('pids.max', 'pids/pids.max')[0])
`
  t.like(await python(code), { stdout: '512 0\n1.0 128\n', error: null })
})

test('a read-only root, and 100 MB in /tmp that can neither run nor lend anything', async (t) => {
  const { python } = await startSandbox(t)
  const code = `
mounts = {line.split()[1]: (line.split()[2], set(line.split()[3].split(','))) for line in open('/proc/mounts')}
print('ro' in mounts['/'][1], mounts['/tmp'][0], sorted(mounts['/tmp'][1] & {'rw', 'noexec', 'nosuid', 'nodev', 'size=102400k', 'nr_inodes=65536'}))
print(sorted(mounts['/dev/shm'][1] & {'noexec', 'nosuid', 'nodev', 'size=16384k'}))
# Everything that can be written to is one of these, and none of it is a disk.
print([place for place, (kind, options) in mounts.items() if 'rw' in options and kind not in ('tmpfs', 'proc', 'devpts', 'mqueue')])
`
  t.like(await python(code), {
    stdout: `True tmpfs ['nodev', 'noexec', 'nosuid', 'nr_inodes=65536', 'rw', 'size=102400k']
['nodev', 'noexec', 'nosuid', 'size=16384k']
[]
`,
    error: null,
  })
})

test('no capability in any set, no new privileges, two filters of system calls, not root', async (t) => {
  const { python } = await startSandbox(t)
  const code = `
status = dict(line.split(':', 1) for line in open('/proc/self/status'))
print([status[name].strip() for name in ('CapInh', 'CapPrm', 'CapEff', 'CapBnd', 'CapAmb')])
print(status['NoNewPrivs'].strip(), status['Seccomp'].strip(), status['Seccomp_filters'].strip())
print([int(part) >= 10_000 for name in ('Uid', 'Gid') for part in status[name].split()], status['Groups'].split())
`
  t.like(await python(code), {
    stdout: `['0000000000000000', '0000000000000000', '0000000000000000', '0000000000000000', '0000000000000000']
1 2 2
[True, True, True, True, True, True, True, True] ['10001']
`,
    error: null,
  })
})

test('each container has a user of its own, called sandbox', async (t) => {
  const { python } = await startSandbox(t)
  const code =
    "import getpass, pathlib\nprint(getpass.getuser(), pathlib.Path('/tmp').expanduser(), pathlib.Path('~').expanduser(), pathlib.Path('/proc/self').stat().st_uid)"
  const ran = await Promise.all([python(code), python(code)])
  const users = ran.map(({ stdout }) => /^sandbox \/tmp \/tmp (\d+)\n$/.exec(stdout)?.[1])
  t.truthy(users[0])
  t.not(users[0], users[1])
})

test('the harmless devices only, and no socket of an engine', async (t) => {
  const { python } = await startSandbox(t)
  const code = `
import pathlib
print(sorted(path.name for path in pathlib.Path('/dev').iterdir()))
sockets = [str(path) for root in ('/run', '/var', '/tmp', '/dev') for path in pathlib.Path(root).rglob('*') if path.is_socket()]
print(sockets)
`
  t.like(await python(code), {
    stdout: `['fd', 'full', 'mqueue', 'null', 'ptmx', 'pts', 'random', 'shm', 'stderr', 'stdin', 'stdout', 'tty', 'urandom', 'zero']\n[]\n`,
    error: null,
  })
})

test('a name and an environment that tell nothing', async (t) => {
  const { python } = await startSandbox(t)
  const code = `
import os, socket, json
print(socket.gethostname())
print(json.dumps({name: value for name, value in os.environ.items() if not name.lower().endswith('_proxy')}))
`
  const { stdout } = await python(code, { environment: { city: 'Bonn' } })
  const [host, environment] = stdout.split('\n')
  t.is(host, 'sandbox')
  const authorities = '/opt/errand/certificates.pem'
  t.deepEqual(JSON.parse(environment ?? ''), {
    PATH: '/opt/errand/bin:/usr/local/bin:/usr/bin:/bin',
    HOME: '/tmp',
    LANG: 'C.UTF-8',
    SSL_CERT_FILE: authorities,
    REQUESTS_CA_BUNDLE: authorities,
    CURL_CA_BUNDLE: authorities,
    GIT_SSL_CAINFO: authorities,
    city: 'Bonn',
  })
})
