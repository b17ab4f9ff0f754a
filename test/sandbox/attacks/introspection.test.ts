import { attackSandbox } from './support/attack.ts'

// Attacks on knowledge: of the harness, of the machine, of whoever else runs.

const attack = attackSandbox()

attack("the harness's descriptors, memory and places are closed to the code", {
  code: `
for name in ('environ', 'mem', 'maps', 'smaps', 'auxv', 'stack', 'syscall', 'io', 'pagemap', 'personality', 'timers'):
    if attempt(lambda: open(f'/proc/1/{name}', 'rb').read(1)) == 'done': print('read', name)
    if attempt(open, f'/proc/1/{name}', 'rb+', buffering=0) == 'done' and name != 'timers': print('opened', name)
for name in ('root', 'cwd', 'exe', 'ns/mnt', 'ns/net', 'ns/user'): print(name, attempt(os.readlink, f'/proc/1/{name}'))
print(attempt(os.listdir, '/proc/1/fd'), attempt(os.listdir, '/proc/1/map_files'), attempt(os.listdir, '/proc/1/fdinfo'))
print([n for n in range(64) if attempt(open, f'/proc/1/fd/{n}') != 'EACCES' or attempt(open, f'/proc/1/task/1/fd/{n}', 'wb') != 'EACCES'])`,
  sees: `root EACCES
cwd EACCES
exe EACCES
ns/mnt EACCES
ns/net EACCES
ns/user EACCES
EACCES EACCES EACCES
[]
`,
})

attack("no process can be traced, read or robbed of descriptors, not even one's own child", {
  code: `
child = os.fork()
if child == 0: time.sleep(60)
for pid in (1, child):
    print(call('ptrace', 16, pid, 0, 0), call('ptrace', 0x4206, pid, 0, 0))
    buffer = ctypes.create_string_buffer(64)
    area = (ctypes.c_void_p * 2)(ctypes.addressof(buffer), 64)
    print(system_call(310, 270, pid, area, 1, area, 1, 0), system_call(311, 271, pid, area, 1, area, 1, 0))
    descriptor = os.pidfd_open(pid)
    print(system_call(438, 438, descriptor, 0, 0), system_call(312, 272, pid, os.getpid(), 0, 0, 0))`,
  sees: 'EPERM EPERM\n'.repeat(6),
})

attack('the code finds the harness and itself, and no process besides', {
  code: `
pids = sorted(int(name) for name in os.listdir('/proc') if name.isdigit())
print(pids == [1, os.getpid()], os.getppid(), attempt(os.kill, 2 ** 15, 0))`,
  sees: 'True 1 ESRCH\n',
})

attack('the environment is exactly what it should be, in every place that shows it', {
  code: `
import re
print(*sorted(os.environ), sep='\\n')
print(sorted(os.environb) == sorted(name.encode() for name in os.environ))
# What the process was started with is the harness's, which was given nothing.
print(re.sub(rb'[^\\0=]*=', b'', open('/proc/self/environ', 'rb').read()).replace(b'\\0', b' ').decode())`,
  environment: { city: 'Bonn' },
  sees: `CURL_CA_BUNDLE
GIT_SSL_CAINFO
HOME
HTTPS_PROXY
HTTP_PROXY
LANG
PATH
REQUESTS_CA_BUNDLE
SSL_CERT_FILE
city
http_proxy
https_proxy
True
/opt/errand/bin:/usr/local/bin:/usr/bin:/bin sandbox C.UTF-8 /tmp 
`,
})

attack('names and groups tell nothing about the machine', {
  code: `
print(socket.gethostname(), platform.node(), open('/etc/hostname').read().strip(), os.path.exists('/etc/machine-id'))
print({line.split(':', 2)[2].strip() for line in open('/proc/self/cgroup')}, {line.split(':', 2)[2].strip() for line in open('/proc/1/cgroup')})
print(open('/proc/self/loginuid').read() if os.path.exists('/proc/self/loginuid') else 4294967295)
print([line.split()[0] for line in open('/etc/hosts') if 'localhost' not in line and not line.startswith(('f', '#'))])
print(open('/proc/1/cmdline').read().replace('\\0', ' '))`,
  sees: `sandbox sandbox sandbox False
{'/'} {'/'}
4294967295
[]
/opt/errand/bin/python -I -X utf8 -c from errand_sandbox.harness import main; main() 
`,
})

attack("the machine's kernel, disks, drivers and network cards are not described", {
  code: `
told = []
for name in ('cmdline', 'config.gz', 'consoles', 'crypto', 'devices', 'diskstats', 'interrupts', 'iomem', 'ioports', 'kallsyms',
             'kcore', 'key-users', 'keys', 'kpagecgroup', 'kpagecount', 'kpageflags', 'locks', 'misc', 'modules', 'partitions',
             'sched_debug', 'slabinfo', 'softirqs', 'swaps', 'timer_list'):
    try:
        if open('/proc/' + name, 'rb').read(100): told.append(name)
    except OSError: pass
for name in ('/proc/acpi', '/proc/asound', '/proc/driver', '/proc/pressure', '/proc/scsi', '/proc/sysvipc', '/proc/tty', '/sys/block', '/sys/bus',
             '/sys/class', '/sys/dev', '/sys/devices/virtual', '/sys/firmware', '/sys/hypervisor', '/sys/kernel', '/sys/module', '/sys/power'):
    if os.path.isdir(name) and os.listdir(name): told.append(name)
print(told)`,
  sees: '[]\n',
})

attack('memory, log and keys of the kernel can not be read', {
  code: `
for path in ('/dev/mem', '/dev/kmem', '/dev/port', '/dev/kmsg', '/proc/kmsg', '/sys/kernel/debug', '/sys/kernel/tracing',
             '/proc/sysrq-trigger', '/proc/sys/kernel/core_pattern', '/proc/sys/kernel/modprobe'):
    descriptor = None
    for flags in (os.O_WRONLY, os.O_RDONLY):
        if attempt(os.open, path, flags) == 'done' and not (flags == os.O_RDONLY and path.startswith('/proc/sys/')):
            if flags == os.O_WRONLY or (os.path.isdir(path) and os.listdir(path)) or (not os.path.isdir(path) and os.read(os.open(path, flags), 1)): print('opened', path, flags)
print('looked')`,
  sees: 'looked\n',
})

attack('no file in the container holds a key, a token or an address of the worker', {
  code: `
import re
wanted = re.compile(rb'errand_[A-Za-z0-9]{20}|ERRAND_|mongodb(\\+srv)?://|TEMPORAL_|PRIVATE KEY-----\\n[A-Za-z0-9+/]{60}')
found = []
for root in ('/etc', '/tmp', '/dev/shm', '/opt/errand/lib/python3.13/site-packages/errand_sandbox', '/root', '/home', '/var/log', '/run', '/srv', '/mnt'):
    for place, _, files in os.walk(root):
        for name in files:
            try:
                if wanted.search(open(os.path.join(place, name), 'rb').read(1 << 20)): found.append(os.path.join(place, name))
            except OSError: pass
print(found)`,
  sees: '[]\n',
})

attack('what is left of the harness in the forked interpreter has no descriptor any more', {
  code: `
import gc
open_ones = sorted(int(name) for name in os.listdir('/proc/self/fd') if os.path.exists(f'/proc/self/fd/{name}'))
print(open_ones[:4], len(open_ones))
harness = [thing for thing in gc.get_objects() if type(thing).__name__ == 'Harness']
from errand_sandbox import frames
for found in harness:
    print(attempt(found._relay._listener.accept), attempt(found._selector.select, 0.1))
    # A frame of the harness's, printed as any other bytes.
    print(attempt(frames.send, frames.RESULT, 0, b'{"status":0}'))
print(len(harness))`,
  also: (t, { stdout }) => {
    t.regex(stdout, /^\[0, 1, 2, 3\] 4\n/)
    t.regex(stdout, /^EBADF (EBADF|EINVAL)$/m)
  },
})
