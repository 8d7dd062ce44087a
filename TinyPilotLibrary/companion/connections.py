"""Limits of clients' connections: their number, the time for a request, and the length of its head."""

import asyncio
import socket
import sys
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

# More viewers than anyone has, and few enough to leave file descriptors for the device.
_MOST = 512
#: How many connections may wait to be accepted. All are accepted at once, and each needs a file descriptor.
BACKLOG = 64
# How many may be in the TLS handshake.
_MOST_GREETING = 2 * BACKLOG
# The longest time for a request's head to arrive, for its body, and for the client to read an answer, in seconds.
_HEAD, _BODY, _ANSWER = 10.0, 30.0, 60.0
# The longest head in bytes, and the most requests that may be sent ahead of their answers.
_LONGEST_HEAD = 32 << 10
_END_OF_HEAD = b"\r\n\r\n"
_MOST_AHEAD = 16
_SENTENCES = {
    408: "Request Timeout",
    431: "Request Header Fields Too Large",
    503: "Service Unavailable",
}


class GuardedListener(socket.socket):
    """A listening socket that limits how many accepted connections have not completed the TLS handshake.

    If there are too many, the oldest one is closed.
    """

    def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - those of a socket
        super().__init__(*arguments, **options)
        self._greeting: dict[int, socket.socket] = {}

    def accept(self) -> tuple[socket.socket, Any]:
        """Accepts a connection."""
        connection, address = super().accept()
        if len(self._greeting) >= _MOST_GREETING:
            first = self._greeting.pop(next(iter(self._greeting)))
            # Whoever reads from it sees its end; it may be closed already.
            with suppress(OSError):
                first.shutdown(socket.SHUT_RDWR)
        self._greeting[connection.fileno()] = connection
        return connection, address

    def greeted(self, number: int) -> None:
        """Notes that a connection has completed its handshake.

        Args:
            number: Its file descriptor.
        """
        self._greeting.pop(number, None)


class GuardedConnection(HttpToolsProtocol):
    """A connection that is closed if its request or the reading of its answer takes too long.

    If there are too many connections, the one that has been idle for the longest time is closed, starting with those
    that have never sent a request. Clients that are being served are not disturbed.

    Args:
        listener: The socket that accepted it.
        options: uvicorn's own arguments.
    """

    def __init__(self, *, listener: GuardedListener, **options: Any) -> None:  # noqa: ANN401 - uvicorn's own
        super().__init__(**options)
        self._listener = listener
        self._timer: asyncio.TimerHandle | None = None
        self._in_head = False
        self._head = 0
        self._in_body = 0
        self.requests = 0
        self.last_heard = self.loop.time()

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Closes an idle connection if there are too many, or refuses this one if none is idle."""
        self._listener.greeted(transport.get_extra_info("socket").fileno())
        super().connection_made(transport)
        self._wait_at_most(_HEAD)
        if len(self.connections) > most_connections() and not self._makes_room():
            self._refuse(503)

    def connection_lost(self, exc: Exception | None) -> None:
        """The connection is closed."""
        self._wait_no_more()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Reads; closes the connection if its head is too long, or too many requests are waiting."""
        self.last_heard = self.loop.time()
        self._in_body = 0
        super().data_received(data)
        # Other requests may be in front of it in the same piece, and the body of one.
        self._head += min(len(data) - self._in_body, len(data.rpartition(_END_OF_HEAD)[2]))
        if self._in_head and self._head > _LONGEST_HEAD:
            self._refuse(431)
        elif len(self.pipeline) > _MOST_AHEAD:
            # A client that reads its answers does not get that far ahead.
            self.transport.abort()

    def on_message_begin(self) -> None:
        """A request begins."""
        self._in_head, self._head = True, 0
        self.requests += 1
        self._wait_at_most(_HEAD)
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """The head of a request is complete."""
        self._in_head = False
        self._wait_at_most(_BODY)
        super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        """A part of a body has arrived."""
        self._in_body += len(body)
        super().on_body(body)

    def on_message_complete(self) -> None:
        """A request is complete."""
        self._wait_no_more()
        super().on_message_complete()

    def pause_writing(self) -> None:
        """The client is not reading its answer."""
        self._wait_at_most(_ANSWER)
        super().pause_writing()

    def resume_writing(self) -> None:
        """The client has continued to read."""
        self._wait_no_more()
        super().resume_writing()

    @property
    def is_idle(self) -> bool:
        """Whether no request of it is being answered."""
        return (self.cycle is None or self.cycle.response_complete) and not self.transport.is_closing()

    def _others(self) -> Iterator["GuardedConnection"]:
        return (item for item in self.connections if isinstance(item, GuardedConnection) and item is not self)

    def _makes_room(self) -> bool:
        idle = (item for item in self._others() if item.is_idle)
        longest = min(idle, key=lambda item: (item.requests > 0, item.last_heard), default=None)
        if longest is None:
            return False
        self.connections.discard(longest)
        longest.transport.abort()
        return True

    def _wait_at_most(self, seconds: float) -> None:
        self._wait_no_more()
        self._timer = self.loop.call_later(seconds, self._refuse, 408)

    def _wait_no_more(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _refuse(self, status: int) -> None:
        self._wait_no_more()
        if self.transport.is_closing():
            return
        if not self.is_idle:
            # An answer is being sent, or the client does not read it.
            self.transport.abort()
            return
        text = _SENTENCES[status]
        head = f"HTTP/1.1 {status} {text}\r\ncontent-type: text/plain\r\nconnection: close\r\n"
        self.transport.write(f"{head}content-length: {len(text)}\r\n\r\n{text}".encode())
        self.transport.close()


def most_connections() -> int:
    """The maximum number of connections: at most half of the file descriptors that this process may have."""
    if sys.platform == "win32":
        return _MOST
    import resource  # noqa: PLC0415 - only Unix has it

    return min(_MOST, resource.getrlimit(resource.RLIMIT_NOFILE)[0] // 2)
