"""What the code finds around it: its environment, certificates, memory limit."""

import os
import signal

CERTIFICATES = "/opt/errand/certificates.pem"
ALL_CERTIFICATES = "/tmp/.certificates.pem"
PEM_END = b"-----END CERTIFICATE-----"
#: One CPU needs one thread, and threads count as processes. For libraries in C.
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
#: Of the control groups, version 2 and version 1: a name, a blank, a count in each line.
OOM_COUNTERS = ("/sys/fs/cgroup/memory.events", "/sys/fs/cgroup/memory/memory.oom_control")
PROCESS_COUNTERS = ("/sys/fs/cgroup/pids.events", "/sys/fs/cgroup/pids/pids.events")


def environment(port, certificates):
    """The variables that a process needs; the worker adds parameters and secrets."""
    proxy = f"http://127.0.0.1:{port}"
    return {
        "PATH": "/opt/errand/bin:/usr/local/bin:/usr/bin:/bin",
        "HOME": "/tmp",
        "LANG": "C.UTF-8",
        **dict.fromkeys(("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY"), proxy),
        **dict.fromkeys(("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "GIT_SSL_CAINFO"), certificates),
    }


def add_certificates(extra):
    """Writes the image's certificate authorities and those of `extra` (PEM) that it lacks; returns the path."""
    with open(CERTIFICATES, "rb") as file:
        known = file.read()
    have = {b"".join(block.split()) for block in _blocks(known)}
    added = [block for block in _blocks(extra.encode()) if b"".join(block.split()) not in have]
    with open(ALL_CERTIFICATES, "wb") as file:
        file.write(known + b"\n" + b"\n".join(added) + b"\n")
    return ALL_CERTIFICATES


def _blocks(pem):
    for part in pem.split(PEM_END):
        start = part.find(b"-----BEGIN CERTIFICATE-----")
        if start >= 0:
            yield part[start:] + PEM_END


class LimitCounters:
    """What the kernel counts of this container's limits. A runtime of its own kind, as gVisor, may count nothing."""

    def __init__(self):
        self._oom_kills = _count(OOM_COUNTERS, b"oom_kill")
        self._refused_processes = _count(PROCESS_COUNTERS, b"max")

    def out_of_memory(self, status):
        """Whether the kernel killed a process of this container for its memory since."""
        kills = _count(OOM_COUNTERS, b"oom_kill")
        # Not counted: then SIGKILL can hardly mean anything else.
        return status == -signal.SIGKILL if kills is None else kills > (self._oom_kills or 0)

    def process_limit(self):
        """Whether a process or thread was refused since because there were too many."""
        return (_count(PROCESS_COUNTERS, b"max") or 0) > (self._refused_processes or 0)


def _count(paths, wanted):
    for path in paths:
        try:
            with open(path, "rb") as file:
                for line in file:
                    name, _, count = line.partition(b" ")
                    if name == wanted:
                        return int(count)
        except OSError:
            continue
    return None


def own_memory():
    """Bytes that this process alone holds: what is mapped from files is shared with other containers."""
    with open("/proc/self/statm", "rb") as file:
        _, resident, shared, *_ = map(int, file.read().split())
    return (resident - shared) * os.sysconf("SC_PAGE_SIZE")


def thread_count():
    """Threads of this process; more than one would not survive the fork."""
    with open("/proc/self/status", "rb") as file:
        for line in file:
            if line.startswith(b"Threads:"):
                return int(line.split()[1])
    return 1
