import { attackSandbox } from './support/attack.ts'

// Attacks on the kernel: system calls that have led out of containers before, by their numbers on both architectures.

const attack = attackSandbox()

/** Calls each one, given by name and numbers, with harmless arguments, and says what came of it. */
const refused = (calls: Record<string, [x86_64: number, aarch64: number, ...rest: string[]]>) => ({
  code: Object.entries(calls)
    .map(([name, [x86, arm, ...rest]]) => `print('${name}', system_call(${[x86, arm, ...rest].join(', ')}))`)
    .join('\n'),
  sees: Object.keys(calls)
    .map((name) => `${name} EPERM\n`)
    .join(''),
})

attack(
  'namespaces can be neither made nor entered',
  refused({
    unshare_user: [272, 97, '0x10000000'],
    unshare_mount: [272, 97, '0x20000'],
    unshare_net: [272, 97, '0x40000000'],
    unshare_time: [272, 97, '0x80'],
    setns: [308, 268, "os.open('/proc/self/ns/mnt', os.O_RDONLY)", '0'],
    clone_user: [56, 220, '0x10000000 | signal.SIGCHLD', '0', '0', '0', '0'],
    clone_pid_net: [56, 220, '0x60000000 | signal.SIGCHLD', '0', '0', '0', '0'],
  }),
)

attack('a new process with new namespaces can not be had by the newer way either', {
  code: `
arguments = (ctypes.c_uint64 * 11)(0x10000000, 0, 0, 0, signal.SIGCHLD)
print(system_call(435, 435, arguments, ctypes.c_size_t(88)))`,
  sees: 'ENOSYS\n',
})

attack(
  'mounts and roots can not be changed, by old ways or new ones',
  refused({
    mount: [165, 40, "b'none'", "b'/tmp'", "b'tmpfs'", '0', '0'],
    umount2: [166, 39, "b'/proc/cmdline'", '2'],
    pivot_root: [155, 41, "b'/tmp'", "b'/tmp'"],
    chroot: [161, 51, "b'/tmp'"],
    fsopen: [430, 430, "b'tmpfs'", '0'],
    fsmount: [432, 432, '0', '0', '0'],
    move_mount: [429, 429, '0', "b'/'", '0', "b'/tmp'", '0'],
    open_tree: [428, 428, '-100', "b'/'", '1'],
    mount_setattr: [442, 442, '-100', "b'/'", '0', '0', '0'],
    open_by_handle_at: [304, 265, '0', "b'x' * 64", '0'],
    name_to_handle_at: [303, 264, '-100', "b'/'", "b'x' * 64", '0', '0'],
  }),
)

attack(
  'the kernel itself can not be changed, replaced or restarted',
  refused({
    init_module: [175, 105, "b'x'", '1', "b''"],
    finit_module: [313, 273, '0', "b''", '0'],
    delete_module: [176, 106, "b'x'", '0'],
    kexec_load: [246, 104, '0', '0', '0', '0'],
    kexec_file_load: [320, 294, '0', '0', '0', '0', '0'],
    reboot: [169, 142, '0xfee1dead', '672274793', '0'],
    swapon: [167, 224, "b'/tmp/x'", '0'],
    swapoff: [168, 225, "b'/tmp/x'"],
    acct: [163, 89, "b'/tmp/x'"],
    syslog: [103, 116, '3', "b'x' * 64", '64'],
    quotactl: [179, 60, '0', "b'/dev/vda'", '0', '0'],
  }),
)

attack(
  'neither the clock nor the name of the machine can be set',
  refused({
    settimeofday: [164, 170, "b'\\0' * 16", '0'],
    clock_settime: [227, 112, '0', "b'\\0' * 16"],
    adjtimex: [159, 171, "b'\\x01' + b'\\0' * 300"],
    sethostname: [170, 161, "b'x'", '1'],
    setdomainname: [171, 162, "b'x'", '1'],
  }),
)

attack(
  'the parts of the kernel that are most often broken into are closed',
  refused({
    io_uring_setup: [425, 425, '8', "b'\\0' * 256"],
    userfaultfd: [323, 282, '0'],
    bpf: [321, 280, '5', "b'\\0' * 128", '128'],
    perf_event_open: [298, 241, "b'\\0' * 128", '0', '-1', '-1', '0'],
    add_key: [248, 217, "b'user'", "b'x'", "b'x'", '1', '-3'],
    request_key: [249, 218, "b'user'", "b'x'", '0', '-3'],
    keyctl: [250, 219, '0', '-3', '1'],
    fanotify_init: [300, 262, '0', '0'],
    process_madvise: [440, 440, '0', '0', '0', '0', '0'],
    move_pages: [279, 239, '1', '0', '0', '0', '0', '0'],
  }),
)

attack('privileges can not be had back', {
  code: `
PR_CAPBSET_READ, PR_SET_KEEPCAPS, PR_CAP_AMBIENT, PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, PR_SET_MM = 23, 8, 47, 38, 22, 35
print([number for number in range(64) if libc.prctl(PR_CAPBSET_READ, number, 0, 0, 0) == 1])
print(call('prctl', PR_CAP_AMBIENT, 2, 21, 0, 0), call('prctl', PR_SET_NO_NEW_PRIVS, 0, 0, 0, 0))
print(call('prctl', PR_SET_SECCOMP, 0, 0, 0, 0), call('prctl', PR_SET_MM, 1, 4096, 0, 0))
print([attempt(change, 0) for change in (os.setuid, os.setgid, os.seteuid, os.setegid)])
print(attempt(os.setgroups, [0]), attempt(os.setresuid, 0, 0, 0), attempt(os.chown, '/tmp/out', 0, 0))
every = (ctypes.c_uint32 * 6)(*[0xFFFFFFFF] * 6)
print(call('capset', (ctypes.c_uint32 * 2)(0x20080522, 0), every))`,
  sees: `[]
EPERM EINVAL
EINVAL EPERM
['EPERM', 'EPERM', 'EPERM', 'EPERM']
EPERM EPERM EPERM
EPERM
`,
})

attack('cgroups offer no way out and no way up', {
  code: `
opened, moved = [], []
for place, folders, files in os.walk('/sys/fs/cgroup'):
    for name in files:
        try: os.close(os.open(os.path.join(place, name), os.O_WRONLY)); opened.append(name)
        except OSError: pass
    moved.append(attempt(os.mkdir, place + '/mine'))
print(opened, set(moved) <= {'EROFS', 'EACCES'})
print(call('mount', b'cgroup', b'/tmp/out', b'cgroup', 0, b'memory'), call('mount', b'x', b'/tmp/out', b'cgroup2', 0, None))`,
  sees: '[] True\nEPERM EPERM\n',
})

attack('nobody types on another terminal, nor on its own', {
  code: `
import pty, fcntl, termios
_, terminal = pty.openpty()
print(attempt(fcntl.ioctl, terminal, termios.TIOCSTI, b'x'), attempt(fcntl.ioctl, terminal, 0x541C, b'\\x02'))
print(attempt(open, '/dev/tty'), attempt(open, '/dev/console'), attempt(open, '/dev/tty1'))`,
  sees: 'EPERM EPERM\nENXIO ENOENT ENOENT\n',
})

attack('programs of another architecture find no system calls', {
  code: `
import mmap
if platform.machine() == 'x86_64':
    def run(machine_code):
        area = mmap.mmap(-1, 4096, prot=mmap.PROT_READ | mmap.PROT_WRITE | mmap.PROT_EXEC)
        area.write(machine_code)
        held.append(area)
        return ctypes.CFUNCTYPE(ctypes.c_int)(ctypes.addressof(ctypes.c_char.from_buffer(area)))()
    held = []
    # mov eax, 20; int 0x80; ret: getpid as a 32-bit program asks for it
    print(errno.errorcode.get(-run(b'\\xb8\\x14\\0\\0\\0\\xcd\\x80\\xc3'), 'answered'))
    # getpid of x32
    print(system_call(0x40000000 | 39, 0))
else:
    print('ENOSYS\\nENOSYS')`,
  sees: 'ENOSYS\nENOSYS\n',
})

attack('timers, alarms and clocks end with their process', {
  code: `
signal.setitimer(signal.ITIMER_REAL, 0.2, 0.2)
signal.signal(signal.SIGALRM, lambda *_: None)
time.sleep(0.5)
signal.setitimer(signal.ITIMER_REAL, 0)
timers = 0
while libc.timer_create(0, None, ctypes.byref(ctypes.c_void_p())) == 0 and timers < 200_000: timers += 1
print(timers < 200_000, attempt(time.clock_settime, 0, 0.0))`,
  sees: 'True EPERM\n',
})
