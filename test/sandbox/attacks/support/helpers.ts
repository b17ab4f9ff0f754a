/**
 * Python that stands before each attack. `attempt` and `call` say how something went: 'done', or the name of the
 * error. System calls are made by number where libc has no function for them.
 */
export const HELPERS = `
import ctypes, errno, os, platform, signal, socket, subprocess, sys, threading, time
libc = ctypes.CDLL(None, use_errno=True)

def outcome(error):
    return errno.errorcode.get(error.errno, str(error)) if isinstance(error, OSError) else type(error).__name__

def attempt(action, *arguments, **options):
    try:
        action(*arguments, **options)
    except Exception as error:
        return outcome(error)
    return 'done'

def call(name, *arguments):
    ctypes.set_errno(0)
    return errno.errorcode.get(ctypes.get_errno(), 'unknown') if getattr(libc, name)(*arguments) == -1 else 'done'

def number(x86_64, aarch64):
    return aarch64 if platform.machine() == 'aarch64' else x86_64

def system_call(x86_64, aarch64, *arguments):
    return call('syscall', ctypes.c_long(number(x86_64, aarch64)), *arguments)
`
