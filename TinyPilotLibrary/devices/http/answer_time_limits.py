"""Time limits of whole answers, so that a server sending a byte now and then cannot block anyone."""

import io
import socket
import time
from http.client import HTTPResponse
from typing import Any

from urllib3.connection import HTTPConnection, HTTPSConnection


class _Source(io.RawIOBase):
    """The data that a socket receives, within a time limit.

    Args:
        connection: The socket. Its timeout applies to the whole answer; each piece gets the remaining time.
    """

    def __init__(self, connection: socket.socket) -> None:
        super().__init__()
        self._socket = connection
        self._limit = connection.gettimeout()
        self._ends = None if self._limit is None else time.monotonic() + self._limit
        # This keeps the socket open when the connection lets go of it, as it does before an endless answer.
        self._received = connection.makefile("rb", buffering=0)

    def readable(self) -> bool:
        """Yes."""
        return True

    def readinto(self, buffer: Any) -> int | None:  # noqa: ANN401 - anything that can be written into
        """Waits for the next piece.

        Raises:
            TimeoutError: If there is none in time.
        """
        if self._ends is None:
            return self._received.readinto(buffer)
        left = self._ends - time.monotonic()
        if left <= 0:
            raise TimeoutError("timed out")
        self._socket.settimeout(left)
        try:
            return self._received.readinto(buffer)
        finally:
            # The next request has the full time again.
            self._socket.settimeout(self._limit)

    def go_on(self) -> None:
        """Applies the time limit to each piece from now on."""
        self._ends = None

    def close(self) -> None:
        """Releases the socket."""
        self._received.close()
        super().close()


class _Answer(HTTPResponse):
    """An answer whose status, headers and body together must arrive in time."""

    def __init__(
        self, sock: socket.socket, debuglevel: int = 0, method: str | None = None, url: str | None = None
    ) -> None:
        super().__init__(sock, debuglevel, method, url)
        self._source = _Source(sock)
        self.fp.close()
        self.fp = io.BufferedReader(self._source)


class _StreamedAnswer(_Answer):
    """An endless answer: its status and headers must arrive in time, and then each piece."""

    def begin(self) -> None:
        """Reads the status and the headers."""
        super().begin()
        self._source.go_on()


class TimedConnection(HTTPConnection):
    """A connection whose time limit applies to whole answers.

    Args:
        is_stream: Whether its answer is endless.
        options: Arguments of connections.
    """

    def __init__(self, *, is_stream: bool = False, **options: Any) -> None:  # noqa: ANN401 - urllib3's own
        super().__init__(**options)
        self.response_class = _StreamedAnswer if is_stream else _Answer


class TimedTlsConnection(TimedConnection, HTTPSConnection):
    """The same over TLS."""
