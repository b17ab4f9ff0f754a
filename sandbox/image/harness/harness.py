"""Process 1 of a sandbox container: waits for one run, forks the process that serves it, relays.

The code runs in the child, which has none of this process's file descriptors and can't look into its memory.
A container that is asked to check code instead may be asked again: what it checks is parsed, never run.
"""

import ctypes
import gc
import json
import os
import selectors
import signal
import sys
import time

from errand_sandbox import artifacts, child, frames, preload, surroundings
from errand_sandbox.relay import Relay

PR_SET_DUMPABLE = 4
REPORT_LIMIT = 64 * 1024
#: Seconds. The worker's limit is 18 minutes; an engine that is killed can lose a container and keep its process,
#: whose input then never ends.
LIFETIME = 20 * 60
LOOK_ROUND = 60


def main():
    """Serves one request and exits, or exits when the worker goes away."""
    # Nobody else may open this process's descriptors or memory through /proc.
    set_dumpable(False)
    harness = Harness()
    frames.send(frames.READY)
    harness.serve()


def set_dumpable(dumpable):
    """Whether processes of the same user may look into this one."""
    ctypes.CDLL(None).prctl(PR_SET_DUMPABLE, int(dumpable), 0, 0, 0)


class Harness:
    """The event loop."""

    def __init__(self):
        self._selector = selectors.DefaultSelector()
        self._relay = Relay(self._selector)
        self._decoder = frames.Decoder()
        self._certificates = surroundings.CERTIFICATES
        self._ends_at = time.monotonic() + LIFETIME
        self._child = None
        self._kind = None
        self._status = None
        self._open_pipes = 0
        self._report = bytearray()
        self._counters = surroundings.LimitCounters()
        self._selector.register(0, selectors.EVENT_READ, self._read_worker)
        wake_read, wake_write = os.pipe()
        os.set_blocking(wake_read, False)
        os.set_blocking(wake_write, False)
        signal.set_wakeup_fd(wake_write, warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        # Process 1 gets no signal of its container but those that it handles: of these, the code may send SIGINT.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        self._selector.register(wake_read, selectors.EVENT_READ, lambda _: self._reap(wake_read))

    def serve(self):
        """Runs until the run is served."""
        while True:
            for key, events in self._selector.select(0.5 if self._status is not None else LOOK_ROUND):
                key.data(events)
            if time.monotonic() > self._ends_at:
                os._exit(0)
            if self._status is not None:
                if self._open_pipes == 0:
                    self._finish()
                else:
                    kill_everything()

    def _read_worker(self, _events):
        data = os.read(0, 256 * 1024)
        if not data:
            os._exit(0)
        for kind, channel, payload in self._decoder.push(data):
            if kind == frames.SETUP:
                self._certificates = surroundings.add_certificates(json.loads(payload)["certificates"])
            elif kind == frames.PRELOAD:
                self._preload(json.loads(payload)["modules"])
                self._tell_state()
            elif kind == frames.PING:
                self._tell_state()
            elif kind in (frames.RUN, frames.CHECK) and self._child is None:
                self._start(kind, json.loads(payload))
            else:
                self._relay.handle(kind, channel, payload)

    def _preload(self, modules):
        # Some read the environment when they are imported.
        os.environ.update(surroundings.environment(self._relay.port, self._certificates))
        os.environ.update(surroundings.ONE_THREAD)
        preload.load(modules)
        # What is loaded by now stays: the child's collector need not touch, and so copy, its memory.
        gc.freeze()

    def _tell_state(self):
        state = {
            "memory_bytes": surroundings.own_memory(),
            "threads": surroundings.thread_count(),
        }
        frames.send(frames.STATE, 0, json.dumps(state).encode())

    def _start(self, kind, request):
        pipes = [os.pipe() for _ in range(3)]
        self._kind = kind
        self._child = os.fork()
        if self._child == 0:
            try:
                signal.set_wakeup_fd(-1)
                signal.signal(signal.SIGCHLD, signal.SIG_DFL)
                signal.signal(signal.SIGINT, signal.default_int_handler)
                set_dumpable(True)
                child.take_descriptors(*(write for _, write in pipes))
                if kind == frames.RUN:
                    environment = surroundings.environment(self._relay.port, self._certificates)
                    child.run(request["code"], {**request["environment"], **environment}, request.get("guard_rails", True))
                else:
                    child.check(request["code"])
            finally:
                os._exit(70)
        for (read, write), handle in zip(pipes, (self._stdout, self._stderr, self._reported)):
            os.close(write)
            self._open_pipes += 1
            self._selector.register(read, selectors.EVENT_READ, self._pipe_reader(read, handle))

    def _pipe_reader(self, descriptor, handle):
        def read(_events):
            data = os.read(descriptor, frames.CHUNK)
            if data:
                handle(data)
            else:
                self._selector.unregister(descriptor)
                os.close(descriptor)
                self._open_pipes -= 1

        return read

    def _stdout(self, data):
        frames.send(frames.STDOUT, 0, data)

    def _stderr(self, data):
        frames.send(frames.STDERR, 0, data)

    def _reported(self, data):
        if len(self._report) + len(data) <= REPORT_LIMIT:
            self._report += data

    def _reap(self, wake):
        try:
            os.read(wake, 4096)
        except BlockingIOError:
            pass
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if pid == 0:
                return
            if pid == self._child:
                self._status = os.waitstatus_to_exitcode(status)
                # Whatever the code left running holds the pipes open.
                kill_everything()

    def _finish(self):
        left_out, more = artifacts.send_files() if self._kind == frames.RUN else ([], 0)
        result = {
            "status": self._status,
            "out_of_memory": self._counters.out_of_memory(self._status),
            "process_limit": self._counters.process_limit(),
            "report": self._report.decode("utf-8", "replace"),
            "left_out": left_out,
            "left_out_more": more,
        }
        frames.send(frames.RESULT, 0, json.dumps(result).encode())
        if self._kind == frames.RUN:
            os._exit(0)
        self._child = self._status = None
        self._report.clear()


def kill_everything():
    """Kills every process of the container but this one."""
    if os.getpid() != 1:
        sys.exit("the harness must be process 1 of its container")
    try:
        os.kill(-1, signal.SIGKILL)
    except ProcessLookupError:
        pass
