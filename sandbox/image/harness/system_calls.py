"""Closes the system calls that no action needs, for the code and all that it starts.

The engine's own filter stays in force beneath; what that leaves open differs from version to version, and some
of it leads out of the container: a vsock reaches the hypervisor whatever network the container has. Architectures
whose numbers are not listed here have the engine's filter only.
"""

import ctypes
import errno
import os
import struct

#: As `uname -m` says it: AUDIT_ARCH_… of the kernel's headers, and which column of NUMBERS holds.
ARCHITECTURES = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1)}
X32_BIT = 0x40000000

#: Refused with EPERM, by their number on x86_64 and aarch64 (include/uapi/asm-generic/unistd.h).
NUMBERS = {
    # Other processes: their memory and descriptors.
    "ptrace": (101, 117), "process_vm_readv": (310, 270), "process_vm_writev": (311, 271), "kcmp": (312, 272),
    "pidfd_getfd": (438, 438), "process_madvise": (440, 440),
    # Mounts, roots and namespaces.
    "mount": (165, 40), "umount2": (166, 39), "pivot_root": (155, 41), "chroot": (161, 51), "unshare": (272, 97),
    "setns": (308, 268), "open_tree": (428, 428), "move_mount": (429, 429), "fsopen": (430, 430),
    "fsconfig": (431, 431), "fsmount": (432, 432), "fspick": (433, 433), "mount_setattr": (442, 442),
    "name_to_handle_at": (303, 264), "open_by_handle_at": (304, 265),
    # Parts of the kernel that are large, seldom needed, and have been ways out before.
    "io_uring_setup": (425, 425), "io_uring_enter": (426, 426), "io_uring_register": (427, 427),
    "userfaultfd": (323, 282), "bpf": (321, 280), "perf_event_open": (298, 241), "add_key": (248, 217),
    "request_key": (249, 218), "keyctl": (250, 219), "fanotify_init": (300, 262), "modify_ldt": (154, None),
    "mbind": (237, 235), "set_mempolicy": (238, 237), "migrate_pages": (256, 238), "move_pages": (279, 239),
    # The machine itself.
    "init_module": (175, 105), "finit_module": (313, 273), "delete_module": (176, 106), "kexec_load": (246, 104),
    "kexec_file_load": (320, 294), "reboot": (169, 142), "swapon": (167, 224), "swapoff": (168, 225),
    "settimeofday": (164, 170), "clock_settime": (227, 112), "adjtimex": (159, 171), "clock_adjtime": (305, 266),
    "sethostname": (170, 161), "setdomainname": (171, 162), "syslog": (103, 116), "acct": (163, 89),
    "quotactl": (179, 60), "quotactl_fd": (443, 443), "iopl": (172, None), "ioperm": (173, None),
    "vhangup": (153, 58),
    # A program out of memory would make noexec in /tmp void.
    "memfd_create": (319, 279), "memfd_secret": (447, 447),
}
CLONE, SOCKET, IOCTL = (56, 220), (41, 198), (16, 29)
#: Its flags stand in memory, where a filter can't look; every libc then falls back to clone.
CLONE3 = 435
NEW_NAMESPACES = 0x7E020080
#: AF_UNIX, AF_INET, AF_INET6; and AF_NETLINK for NETLINK_ROUTE, with which libc lists the interfaces.
FAMILIES, NETLINK, NETLINK_ROUTE = (1, 2, 10), 16, 0
SOCK_TYPE_MASK, SOCK_RAW, SOCK_PACKET = 0xF, 3, 10
#: TIOCSTI and TIOCLINUX type on somebody's terminal.
TERMINAL_TRICKS = (0x5412, 0x541C)

_LOAD, _EQUAL, _ANY_BIT, _AND, _RETURN = 0x20, 0x15, 0x45, 0x54, 0x06
_NUMBER, _ARCHITECTURE, _ARGUMENTS = 0, 4, 16
_ALLOW, _ERRNO = 0x7FFF0000, 0x00050000
_PR_SET_SECCOMP, _MODE_FILTER = 22, 2


def close_needless():
    """Installs the filter for this process and its descendants; there is no way back. Does nothing elsewhere."""
    architecture = ARCHITECTURES.get(os.uname().machine)
    if architecture is None:
        return
    program = b"".join(struct.pack("=HBBI", *instruction) for instruction in _instructions(*architecture))
    code = ctypes.create_string_buffer(program, len(program))
    # struct sock_fprog
    description = ctypes.create_string_buffer(struct.pack("@HP", len(program) // 8, ctypes.addressof(code)))
    # The engine has set no_new_privs, without which the kernel refuses.
    if ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_SECCOMP, _MODE_FILTER, description, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "the filter of system calls could not be set")


def _instructions(audit, column):
    refuse, unknown = (_RETURN, 0, 0, _ERRNO | errno.EPERM), (_RETURN, 0, 0, _ERRNO | errno.ENOSYS)
    allow = (_RETURN, 0, 0, _ALLOW)

    def argument(index):
        return (_LOAD, 0, 0, _ARGUMENTS + 8 * index)

    def block(number, *body):
        """Runs `body`, which must decide, for this number only."""
        return [(_EQUAL, 0, len(body), number), *body]

    # Programs of another architecture, 32-bit ones among them, have other numbers.
    program = [(_LOAD, 0, 0, _ARCHITECTURE), (_EQUAL, 1, 0, audit), unknown, (_LOAD, 0, 0, _NUMBER)]
    program += [(_ANY_BIT, 0, 1, X32_BIT), unknown]
    for numbers in NUMBERS.values():
        if numbers[column] is not None:
            program += block(numbers[column], refuse)
    program += block(CLONE3, unknown)
    program += block(CLONE[column], argument(0), (_ANY_BIT, 0, 1, NEW_NAMESPACES), refuse, allow)
    program += block(
        IOCTL[column], argument(1), *(step for request in TERMINAL_TRICKS for step in ((_EQUAL, 0, 1, request), refuse)), allow
    )
    # The family, then the kind of socket.
    program += block(
        SOCKET[column],
        argument(0),
        (_EQUAL, 0, 4, NETLINK),
        argument(2),
        (_EQUAL, 0, 1, NETLINK_ROUTE),
        allow,
        refuse,
        *((_EQUAL, len(FAMILIES) - index, 0, family) for index, family in enumerate(FAMILIES)),
        refuse,
        argument(1),
        (_AND, 0, 0, SOCK_TYPE_MASK),
        (_EQUAL, 0, 1, SOCK_RAW),
        refuse,
        (_EQUAL, 0, 1, SOCK_PACKET),
        refuse,
        allow,
    )
    return [*program, allow]
