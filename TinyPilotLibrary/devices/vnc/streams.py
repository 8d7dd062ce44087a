"""Bytes to and from a server, in plain text or over TLS; one thread reads while others write."""

import socket
import ssl
import threading
from typing import Protocol

_PIECE = 1 << 16


class Stream(Protocol):
    """Bytes in both directions."""

    def read_into(self, view: memoryview) -> None:
        """Fills a buffer.

        Raises:
            OSError: If the connection broke or was closed.
        """
        ...

    def write(self, data: bytes) -> None:
        """Sends bytes.

        Raises:
            OSError: If the connection broke.
        """
        ...


class PlainStream:
    """A connection without encryption.

    Args:
        connection: The connection.
    """

    def __init__(self, connection: socket.socket) -> None:
        self._socket = connection
        self._lock = threading.Lock()
        self._kept = memoryview(b"")

    def read_into(self, view: memoryview) -> None:
        """Fills a buffer; large ones without copying."""
        have = min(len(self._kept), len(view))
        view[:have] = self._kept[:have]
        self._kept = self._kept[have:]
        while have < len(view):
            if len(view) - have >= _PIECE:
                have += _some(self._socket.recv_into(view[have:]))
                continue
            data = self.receive()
            wanted = min(len(data), len(view) - have)
            view[have : have + wanted] = data[:wanted]
            self._kept = memoryview(data)[wanted:]
            have += wanted

    def receive(self) -> bytes:
        """Returns the next data; the buffer must be empty."""
        data = self._socket.recv(_PIECE)
        _some(len(data))
        return data

    def write(self, data: bytes) -> None:
        """Sends bytes."""
        with self._lock:
            self._socket.sendall(data)


class TlsStream:
    """A connection over TLS.

    Python's TLS connections may not be read and written at the same time; here only the TLS state is locked, not the
    waiting.

    Args:
        plain: The connection below.
        context: The TLS settings.
        host: The server's name.

    Raises:
        OSError: If the server is not trusted, or the connection broke.
    """

    def __init__(self, plain: PlainStream, context: ssl.SSLContext, host: str) -> None:
        self._plain = plain
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._tls = context.wrap_bio(self._incoming, self._outgoing, server_hostname=host)
        self._lock = threading.Lock()
        while not self._has_shaken_hands():
            self._flush()
            self._incoming.write(plain.receive())
        self._flush()

    def read_into(self, view: memoryview) -> None:
        """Fills a buffer."""
        have = 0
        while have < len(view):
            with self._lock:
                try:
                    have += _some(self._tls.read(len(view) - have, view[have:]))  # type: ignore[arg-type]
                    continue
                except ssl.SSLWantReadError:
                    pass
            data = self._plain.receive()
            with self._lock:
                self._incoming.write(data)

    def write(self, data: bytes) -> None:
        """Sends bytes."""
        with self._lock:
            self._tls.write(data)
            self._flush()

    def _has_shaken_hands(self) -> bool:
        try:
            self._tls.do_handshake()
        except ssl.SSLWantReadError:
            return False
        return True

    def _flush(self) -> None:
        data = self._outgoing.read()
        if data:
            self._plain.write(data)


def _some(count: int) -> int:
    if not count:
        raise ConnectionResetError("the server closed the connection")
    return count
