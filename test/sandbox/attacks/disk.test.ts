import { attackSandbox } from './support/attack.ts'

// Attacks on the file system: 100 MB in /tmp that run nothing, and nothing else to write to.

const attack = attackSandbox()

attack('every other place is read-only or belongs to somebody else', {
  code: `
writable = []
for place, folders, files in os.walk('/'):
    folders[:] = [name for name in folders if os.path.join(place, name) not in ('/proc', '/sys', '/tmp')]
    writable += [path for path in [place, *(os.path.join(place, name) for name in files)]
                 if not os.path.islink(path) and os.access(path, os.W_OK)]
print(sorted(writable))`,
  sees: "['/dev/full', '/dev/mqueue', '/dev/null', '/dev/pts/ptmx', '/dev/random', '/dev/shm', '/dev/tty', '/dev/urandom', '/dev/zero']\n",
})

attack('nothing in /sys and nothing of the machine in /proc can be written', {
  code: `
written = []
for root in ('/sys', '/proc/sys', '/proc/irq', '/proc/bus', '/proc/fs', '/proc/sysrq-trigger', '/proc/mtrr', '/proc/acpi'):
    for place, _, files in os.walk(root) if os.path.isdir(root) else [(os.path.dirname(root), [], [os.path.basename(root)])]:
        for name in files:
            try: os.close(os.open(os.path.join(place, name), os.O_WRONLY | os.O_NONBLOCK)); written.append(place + '/' + name)
            except OSError: pass
print(written)`,
  sees: '[]\n',
})

attack('inodes run out before memory does', {
  code: `
count = 0
try:
    while True:
        os.mkdir(f'/tmp/{count}')
        count += 1
except OSError as error: print(60_000 < count < 65_536, outcome(error))`,
  sees: 'True ENOSPC\n',
})

attack('a file with a hole of a terabyte takes nothing', {
  code: `
with open('/tmp/huge', 'wb') as file: print(attempt(file.truncate, 1 << 40))
with open('/tmp/other', 'wb') as file:
    file.seek(1 << 40)
    print(attempt(file.write, b'x'))
print(os.statvfs('/tmp').f_bfree * 4096 > 90_000_000)
print(attempt(os.posix_fallocate, os.open('/tmp/third', os.O_RDWR | os.O_CREAT), 0, 1 << 40))`,
  sees: 'done\ndone\nTrue\nENOSPC\n',
})

attack('a folder ten thousand deep is gone with the container', {
  code: `
os.chdir('/tmp')
for _ in range(10_000):
    os.mkdir('x' * 200)
    os.chdir('x' * 200)
print('deep')`,
  sees: 'deep\n',
})

attack('no file can be made a program: in no folder, by no linker, out of no memory', {
  code: `
import shutil, glob
for place in ('/tmp', '/dev/shm', '/tmp/out'):
    copy = shutil.copy('/usr/bin/id', place + '/id')
    os.chmod(copy, 0o755)
    print(attempt(subprocess.run, [copy]))
linker = glob.glob('/lib*/ld-linux*.so*')[0]
print('cannot' in subprocess.run([linker, '/tmp/id'], capture_output=True, text=True).stderr or 'failed')
print(attempt(ctypes.CDLL, shutil.copy(glob.glob('/lib/*/libm.so.6')[0], '/tmp/libm.so'))[14:27])
print(attempt(os.memfd_create, 'x'))
descriptor = os.open('/tmp/id', os.O_RDONLY)
print(attempt(os.execve, descriptor, ['id'], {}), attempt(os.execv, f'/proc/self/fd/{descriptor}', ['id']))`,
  sees: 'EACCES\nEACCES\nEACCES\nfailed\nfailed to map\nEPERM\nEACCES EACCES\n',
})

attack('links lead to nothing outside', {
  code: `
for target in ('/var/run/docker.sock', '/run/docker.sock', '/run/containerd/containerd.sock', '/root', '/proc/1/root',
               '/proc/1/cwd', '/etc/shadow', '/var/lib/docker', '/host', '../../../../../../etc/shadow', '/proc/self/fd/../../1/root'):
    link = '/tmp/out/link'
    os.symlink(target, link)
    got = attempt(os.listdir, link) if os.path.isdir(link) else attempt(open, link, 'rb')
    if got == 'done': print('reached', target)
    os.unlink(link)
print(attempt(os.link, '/etc/shadow', '/tmp/shadow'), attempt(os.link, '/usr/bin/su', '/tmp/su'))`,
  sees: 'EXDEV EXDEV\n',
})

attack('no device can be made, none but the harmless ones is there', {
  code: `
import stat
for kind in (stat.S_IFBLK, stat.S_IFCHR): print(attempt(os.mknod, '/tmp/device', kind | 0o666, os.makedev(8, 0)))
print(sorted(name for name in os.listdir('/dev')))
for path in ('/dev/mem', '/dev/kmem', '/dev/kmsg', '/dev/port', '/dev/sda', '/dev/vda', '/dev/kvm', '/dev/fuse', '/dev/net/tun'):
    if os.path.exists(path): print('there is', path)`,
  sees: `EPERM
EPERM
['fd', 'full', 'mqueue', 'null', 'ptmx', 'pts', 'random', 'shm', 'stderr', 'stdin', 'stdout', 'tty', 'urandom', 'zero']
`,
})

attack('no program has a set-user or set-group bit, nor a capability', {
  code: `
found = []
for place, folders, files in os.walk('/'):
    folders[:] = [name for name in folders if os.path.join(place, name) not in ('/proc', '/sys')]
    for name in files:
        path = os.path.join(place, name)
        try:
            if os.lstat(path).st_mode & 0o6000 or 'security.capability' in os.listxattr(path, follow_symlinks=False): found.append(path)
        except OSError: pass
print(found)
print(subprocess.run(['su', '-c', 'id'], stdin=subprocess.DEVNULL, capture_output=True).returncode != 0)`,
  sees: '[]\nTrue\n',
})

attack('the file system can not be mounted anew', {
  code: `
MS_REMOUNT, MS_BIND = 32, 4096
for target in (b'/', b'/tmp', b'/proc/sys', b'/sys/fs/cgroup', b'/proc/cmdline'):
    print(call('mount', b'none', target, None, MS_REMOUNT, None), call('umount2', target, 2))
print(call('mount', b'/', b'/tmp/out', None, MS_BIND, None), call('mount', b'proc', b'/tmp/out', b'proc', 0, None))
print(subprocess.run(['unshare', '-Urm', 'true'], capture_output=True).returncode != 0)`,
  sees: `${'EPERM EPERM\n'.repeat(6)}True\n`,
})

attack('a crash leaves no core file anywhere', {
  code: `
import resource
if os.fork() == 0:
    attempt(resource.setrlimit, resource.RLIMIT_CORE, (1 << 30, 1 << 30))
    os.abort()
print(os.wait()[1], os.listdir('/tmp'), os.listdir('/tmp/out'), resource.getrlimit(resource.RLIMIT_CORE))`,
  sees: "6 ['out'] [] (1, 1)\n",
})
