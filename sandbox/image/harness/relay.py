"""Relays connections to a loopback port as channels of the frame stream: the container's only way out."""

import selectors
import socket

from errand_sandbox import frames

#: The worker allows no more; the next one waits in the listening socket's backlog.
MAX_CHANNELS = 128


class Relay:
    """Owns the listening socket and every channel."""

    def __init__(self, selector):
        self._selector = selector
        self._channels = {}
        self._next = 1
        self._listener = socket.create_server(("127.0.0.1", 0), backlog=128)
        self._listener.setblocking(False)
        self._accepting = False
        self._accept_more()
        self.port = self._listener.getsockname()[1]

    def handle(self, kind, number, payload):
        """Takes a frame of the worker that is about a channel."""
        channel = self._channels.get(number)
        if channel is None:
            return
        if kind == frames.DATA:
            channel.deliver(payload)
        elif kind == frames.END:
            channel.end()
        elif kind == frames.CLOSE:
            channel.close_when_delivered()
        elif kind == frames.CREDIT:
            channel.credit(frames.NUMBER.unpack(payload)[0])

    def forget(self, number):
        """Called by a channel that has closed."""
        del self._channels[number]
        self._accept_more()

    def _accept_more(self):
        if not self._accepting:
            self._selector.register(self._listener, selectors.EVENT_READ, self._accept)
            self._accepting = True

    def _accept(self, _events):
        try:
            connection, _ = self._listener.accept()
        except OSError:
            return
        number = self._next
        self._next += 1
        frames.send(frames.OPEN, number)
        self._channels[number] = Channel(number, connection, self._selector, self)
        if len(self._channels) >= MAX_CHANNELS:
            self._selector.unregister(self._listener)
            self._accepting = False


class Channel:
    """One relayed connection, with a window of bytes in each direction."""

    def __init__(self, number, connection, selector, relay):
        self._number = number
        self._socket = connection
        self._selector = selector
        self._relay = relay
        self._registered = 0
        self._window = frames.WINDOW
        self._undelivered = bytearray()
        self._consumed = 0
        self._code_ended = False
        self._worker_ended = False
        self._shut = False
        self._closing = False
        connection.setblocking(False)
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._watch()

    def deliver(self, payload):
        """Bytes for the code."""
        self._undelivered += payload
        self._flush()

    def end(self):
        """No more bytes for the code."""
        self._worker_ended = True
        self._flush()

    def close_when_delivered(self):
        """The worker has dropped the channel."""
        self._closing = True
        self._flush()

    def credit(self, count):
        """The worker has consumed so many bytes."""
        self._window += count
        self._watch()

    def _ready(self, events):
        if events & selectors.EVENT_WRITE:
            self._flush()
        if events & selectors.EVENT_READ and self._registered & selectors.EVENT_READ:
            self._read()

    def _read(self):
        try:
            data = self._socket.recv(min(frames.CHUNK, self._window))
        except BlockingIOError:
            return
        except OSError:
            self._drop(tell=True)
            return
        if data:
            self._window -= len(data)
            frames.send(frames.DATA, self._number, data)
        else:
            self._code_ended = True
            frames.send(frames.END, self._number)
        self._settle()

    def _flush(self):
        try:
            while self._undelivered:
                sent = self._socket.send(self._undelivered)
                del self._undelivered[:sent]
                self._consumed += sent
        except BlockingIOError:
            pass
        except OSError:
            self._drop(tell=not self._closing)
            return
        if self._consumed >= frames.WINDOW // 4 or (self._consumed and not self._undelivered):
            frames.send(frames.CREDIT, self._number, frames.NUMBER.pack(self._consumed))
            self._consumed = 0
        self._settle()

    def _settle(self):
        delivered = not self._undelivered
        if delivered and (self._closing or (self._worker_ended and self._code_ended)):
            self._drop(tell=not self._closing)
            return
        if delivered and self._worker_ended and not self._shut:
            self._shut = True
            try:
                self._socket.shutdown(socket.SHUT_WR)
            except OSError:
                pass
        self._watch()

    def _watch(self):
        reading = not self._code_ended and not self._closing and self._window > 0
        wanted = (selectors.EVENT_READ if reading else 0) | (selectors.EVENT_WRITE if self._undelivered else 0)
        if wanted == self._registered:
            return
        if not self._registered:
            self._selector.register(self._socket, wanted, self._ready)
        elif not wanted:
            self._selector.unregister(self._socket)
        else:
            self._selector.modify(self._socket, wanted, self._ready)
        self._registered = wanted

    def _drop(self, tell):
        if self._registered:
            self._selector.unregister(self._socket)
            self._registered = 0
        self._socket.close()
        if tell:
            frames.send(frames.CLOSE, self._number)
        self._relay.forget(self._number)
