"""Hands the files that the code left in /tmp/out to the worker.

Whatever lies there was put there by the code: nothing is followed, waited for or believed, and nothing is read that
is not to be sent.
"""

import json
import os
import signal
import stat

from errand_sandbox import frames

FOLDER = "/tmp/out"
#: The worker's limits (sandbox/limits.ts); what exceeds them is left out here, and a breach of them ends the run there.
FILE_LIMIT = 20
BYTE_LIMIT = 5 * 1024 * 1024
NAME_LIMIT = 120
#: Of a name that is left out so much is shown: the worker masks secrets in it, and must see the whole of one.
SHOWN_LIMIT = 200
#: Of more entries than this, nobody says which come first by name.
ENTRY_LIMIT = 10_000
#: As many are named of those that are left out; the rest is counted.
LISTED = 20
#: Unicode's general categories of what does not show in a name, may change later, or turns its order round.
INVISIBLE = ("Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp")


def send_files():
    """Sends each file that may go, by name, and returns (left out as {name, reason}, how many more were)."""
    end_all_processes()
    left_out = []
    try:
        folder = os.open(FOLDER, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except FileNotFoundError:
        return [], 0
    except OSError as error:
        return [{"name": FOLDER, "reason": "unreadable" if isinstance(error, PermissionError) else "no_folder"}], 0
    try:
        names, unseen = _names_in(folder)
        sent, room = 0, BYTE_LIMIT
        for name in names:
            reason, data = _read(folder, name, room, sent)
            if reason:
                left_out.append({"name": _shown(name), "reason": reason})
            else:
                _send(name.decode(), data)
                sent += 1
                room -= len(data)
    finally:
        os.close(folder)
    return left_out[:LISTED], max(0, len(left_out) - LISTED) + unseen


def end_all_processes():
    """Kills every process but this one, and waits until they are dead: nothing changes a file any more."""
    if os.getpid() != 1:
        raise SystemExit("the harness must be process 1 of its container")
    try:
        os.kill(-1, signal.SIGKILL)
        while True:
            # Orphans are this process's children.
            os.waitpid(-1, 0)
    except (ProcessLookupError, ChildProcessError):
        pass


def _names_in(folder):
    """The names in order, as bytes, and how many were not looked at."""
    names = []
    unseen = 0
    try:
        # Of a descriptor the names come as text; what is no UTF-8 can be had back.
        with os.scandir(folder) as entries:
            for entry in entries:
                if len(names) < ENTRY_LIMIT:
                    names.append(os.fsencode(entry.name))
                else:
                    unseen += 1
    except OSError:
        pass
    # The order of the bytes is that of the characters.
    return sorted(names), unseen


def _read(folder, name, room, sent):
    """(None, the content) of a file that may go, or (why not, None)."""
    if not _may_be_name(name):
        return "name", None
    try:
        kind = os.stat(name, dir_fd=folder, follow_symlinks=False).st_mode
        if not stat.S_ISREG(kind):
            return "folder" if stat.S_ISDIR(kind) else "link" if stat.S_ISLNK(kind) else "special", None
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_NOCTTY | os.O_CLOEXEC
        file = os.open(name, flags, dir_fd=folder)
    except OSError:
        return "unreadable", None
    try:
        status = os.fstat(file)
        if not stat.S_ISREG(status.st_mode):
            return "special", None
        # The size first: a file with holes may claim to be larger than any disk.
        if status.st_size > room:
            return "too_large", None
        if sent >= FILE_LIMIT:
            return "too_many", None
        data = bytearray()
        while len(data) < status.st_size:
            piece = os.read(file, status.st_size - len(data))
            if not piece:
                return "unreadable", None
            data += piece
        return None, data
    except (OSError, MemoryError):
        return "unreadable", None
    finally:
        os.close(file)


def _may_be_name(name):
    try:
        text = name.decode("utf-8")
    except UnicodeDecodeError:
        return False
    if len(text) > NAME_LIMIT:
        return False
    if text.isascii():
        return text.isprintable()
    import unicodedata

    return unicodedata.is_normalized("NFC", text) and not any(unicodedata.category(c) in INVISIBLE for c in text)


def _shown(name):
    """A name for people, whatever it is made of."""
    text = name.decode("utf-8", "backslashreplace")
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)[:SHOWN_LIMIT]


def _send(name, data):
    frames.send(frames.FILE, 0, json.dumps({"name": name, "size": len(data)}).encode())
    view = memoryview(data)
    for start in range(0, len(data), frames.CHUNK):
        frames.send(frames.FILE_DATA, 0, bytes(view[start : start + frames.CHUNK]))
