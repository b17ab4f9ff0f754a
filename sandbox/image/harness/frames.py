"""The frames that harness and worker exchange: a type, a channel, a length, and so many bytes.

sandbox/frames.ts is the other end and names the same types.
"""

import os
import struct

SETUP = 1
RUN = 2
CHECK = 3
PRELOAD = 4
PING = 5

OPEN = 16
DATA = 17
END = 18
CLOSE = 19
CREDIT = 20

READY = 32
STDOUT = 33
STDERR = 34
RESULT = 35
FILE = 36
FILE_DATA = 37
STATE = 38

HEADER = struct.Struct(">BII")
NUMBER = struct.Struct(">I")
CHUNK = 32 * 1024
#: Bytes that either side of a channel may send before the other has consumed some.
WINDOW = 128 * 1024


def send(kind, channel=0, payload=b""):
    """Writes one frame. It blocks while the worker does not read, which holds the code back, as it should."""
    rest = memoryview(HEADER.pack(kind, channel, len(payload)) + payload)
    while rest:
        rest = rest[os.write(1, rest) :]


class Decoder:
    """Cuts the worker's bytes into frames."""

    def __init__(self):
        self._buffer = bytearray()

    def push(self, data):
        """Yields (kind, channel, payload) of every frame that is complete."""
        self._buffer += data
        while len(self._buffer) >= HEADER.size:
            kind, channel, length = HEADER.unpack_from(self._buffer)
            end = HEADER.size + length
            if len(self._buffer) < end:
                return
            payload = bytes(self._buffer[HEADER.size : end])
            del self._buffer[:end]
            yield kind, channel, payload
