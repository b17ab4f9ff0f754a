"""The process that runs the code, from after the fork to its end."""

import builtins
import io
import json
import os
import socket
import sys
import types

from errand_sandbox import no_network, restricted_os, surroundings, system_calls

FILE = "action.py"
REPORT = 3
MESSAGE_LIMIT = 10_000


def take_descriptors(stdout, stderr, report):
    """Makes the pipes descriptors 1, 2 and 3, reads nothing on 0, and closes everything else."""
    null = os.open("/dev/null", os.O_RDONLY)
    # First out of the way: one of the pipes may be number 1, 2 or 3 itself.
    moved = [os.dup(descriptor) for descriptor in (null, stdout, stderr, report)]
    for number, descriptor in enumerate(moved):
        os.dup2(descriptor, number, inheritable=number < REPORT)
    os.closerange(REPORT + 1, os.sysconf("SC_OPEN_MAX"))
    os.setsid()
    # The kernel is to choose this process and its children, never the harness.
    try:
        with open("/proc/self/oom_score_adj", "w") as file:
            file.write("1000")
    except OSError:
        pass
    system_calls.close_needless()
    sys.stdin = io.TextIOWrapper(io.BufferedReader(io.FileIO(0)), "utf-8")
    sys.stdout = sys.__stdout__ = _text_stream(1)
    sys.stderr = sys.__stderr__ = _text_stream(2)


def run(source, environment, guard_rails):
    """Runs the code and ends the process. What went wrong is written to the report.

    Without guard rails, as tests of the container want it, the code has the real `os` and is not checked.
    """
    no_network.explain(socket)
    os.chdir("/tmp")
    os.makedirs("/tmp/out", exist_ok=True)
    os.environ.clear()
    os.environ.update(environment)
    # Seen by libraries in C, not by the code.
    for name, value in surroundings.ONE_THREAD.items():
        os.putenv(name, value)
    failed = False
    try:
        exec(_compile(source, guard_rails), _main_module(source, guard_rails).__dict__)
    except SystemExit as error:
        failed = _leave(error)
    except BaseException as error:
        failed = True
        _tell(error)
    _wind_up()
    os._exit(1 if failed else 0)


def check(source):
    """Reports what is wrong with the code, without running it, and ends the process."""
    from errand_sandbox import check as checks

    _write_report({"problems": checks.find_problems(source, FILE)})
    os._exit(0)


class ForbiddenCode(Exception):
    """The code uses what the sandbox does not offer."""


class _Source:
    """Shows tracebacks and inspect the code's lines."""

    def __init__(self, source):
        self._source = source

    def get_source(self, _name):
        return self._source


def _text_stream(descriptor):
    # By the line: what was printed before a timeout is kept.
    raw = io.BufferedWriter(io.FileIO(descriptor, "w"))
    return io.TextIOWrapper(raw, "utf-8", errors="backslashreplace", line_buffering=True)


def _compile(source, guard_rails):
    if guard_rails and restricted_os.may_concern(source):
        from errand_sandbox import check as checks

        problems = checks.find_forbidden(source, FILE)
        if problems:
            first = problems[0]
            error = ForbiddenCode(first["message"])
            error.errand_forbidden = True
            error.errand_line = first["line"]
            raise error
    return compile(source, FILE, "exec", dont_inherit=True)


def _main_module(source, guard_rails):
    module = types.ModuleType("__main__")
    module.__file__ = FILE
    module.__loader__ = _Source(source)
    if guard_rails:
        module.__builtins__ = restricted_os.restricted_builtins(builtins)
    sys.modules["__main__"] = module
    sys.argv[:] = [FILE]
    return module


def _leave(error):
    """What sys.exit() does. Returns whether it reports a failure."""
    if error.code is None or error.code == 0:
        return False
    if not isinstance(error.code, int):
        print(error.code, file=sys.stderr)
    _write_report(_describe(error))
    return True


def _tell(error):
    _write_report(_describe(error))
    try:
        import traceback

        trace = error.__traceback__
        while trace is not None and trace.tb_frame.f_code.co_filename != FILE:
            trace = trace.tb_next
        traceback.print_exception(type(error), error, trace)
    except BaseException:
        pass


def _describe(error):
    line = getattr(error, "errand_line", None)
    trace = error.__traceback__
    while trace is not None:
        if trace.tb_frame.f_code.co_filename == FILE:
            line = trace.tb_lineno
        trace = trace.tb_next
    if line is None and isinstance(error, SyntaxError):
        line = error.lineno
    try:
        message = error.msg if isinstance(error, SyntaxError) else str(error)
    except BaseException:
        message = "(its text can't be had)"
    if isinstance(error, MemoryError):
        code = "out_of_memory"
    else:
        code = "forbidden_code" if getattr(error, "errand_forbidden", False) is True else "python_error"
    return {"code": code, "type": type(error).__name__, "message": str(message)[:MESSAGE_LIMIT], "line": line}


def _write_report(report):
    rest = json.dumps(report).encode()
    try:
        while rest:
            rest = rest[os.write(REPORT, rest) :]
    except OSError:
        pass


def _wind_up():
    """What an interpreter does at its end, but for the slow teardown."""
    try:
        if "threading" in sys.modules:
            sys.modules["threading"]._shutdown()
        import atexit

        atexit._run_exitfuncs()
    except BaseException:
        pass
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except BaseException:
            pass
