"""What the code finds around it: its environment, certificates, memory limit."""

import os

CERTIFICATES = "/opt/errand/certificates.pem"
ALL_CERTIFICATES = "/tmp/.certificates.pem"
PEM_END = b"-----END CERTIFICATE-----"
#: One CPU needs one thread, and threads count as processes. For libraries in C.
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"}
OOM_COUNTERS = ("/sys/fs/cgroup/memory.events", "/sys/fs/cgroup/memory/memory.oom_control")


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


def oom_kills():
    """How often the kernel killed a process of this container for its memory, as cgroup v2 or v1 counts it."""
    for path in OOM_COUNTERS:
        try:
            with open(path, "rb") as file:
                for line in file:
                    name, _, count = line.partition(b" ")
                    if name == b"oom_kill":
                        return int(count)
        except OSError:
            continue
    return 0


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
