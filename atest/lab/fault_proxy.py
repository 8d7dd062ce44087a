"""A proxy on loopback that does to a connection what networks and servers do on a bad day."""

import contextlib
import socket
import struct
import threading
from dataclasses import dataclass, field
from enum import Enum
from types import TracebackType

_PIECE = 1 << 16
_DRIP = 0.05
# Closed in this way, a socket sends a reset.
_RESET = struct.pack("ii", 1, 0)


class Fault(Enum):
    """What becomes of what is sent over the proxy.

    - `refused`: nobody listens, and what was connected is reset.
    - `stalled`: connections are taken, and nothing goes on.
    - `answers lost`: requests arrive, and their connections are reset in the place of an answer.
    - `answer forged`: a POST arrives, and is answered with the status 401 by somebody else; then all is well. Reads are
      passed on: a client may keep its lease alive by one at any time.
    - `dripping`: an answer comes byte by byte, and never ends soon.
    - `endless`: an answer without end.
    - `login page`: a page of HTML with the status 200, from somebody else.
    - `redirect`: a redirect that does not say where to.
    - `error`: the status 500 with a page of HTML.
    """

    REFUSED = "refused"
    STALLED = "stalled"
    ANSWERS_LOST = "answers lost"
    ANSWER_FORGED = "answer forged"
    DRIPPING = "dripping"
    ENDLESS = "endless"
    LOGIN_PAGE = "login page"
    REDIRECT = "redirect"
    ERROR = "error"


_PAGE = b"<html><title>Sign in</title><body>Sign in to the network.</body></html>"
_ANSWERS = {
    Fault.LOGIN_PAGE: b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n",
    Fault.REDIRECT: b"HTTP/1.1 302 Found\r\nContent-Type: text/html\r\n",
    Fault.ERROR: b"HTTP/1.1 500 Internal Server Error\r\nContent-Type: text/html\r\n",
}
_FORGED = b"HTTP/1.1 401 Unauthorized\r\nContent-Type: text/plain\r\nContent-Length: 13\r\n\r\nNot this way."


@dataclass
class _Pair:
    """A client's connection and the one to the server that belongs to it."""

    client: socket.socket
    server: socket.socket
    is_post: bool = False
    relays: list[threading.Thread] = field(default_factory=list)

    def reset(self) -> None:
        """Ends both at once."""
        for end in (self.client, self.server):
            with contextlib.suppress(OSError):
                end.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET)
                # Wakes up who waits for it.
                end.shutdown(socket.SHUT_RD)
            end.close()


class FaultProxy:
    """Stands before a server on a port of its own, and keeps that port while it refuses everybody.

    Args:
        port: The server's port on loopback.
    """

    def __init__(self, port: int) -> None:
        self._server = port
        self._fault: Fault | None = None
        self._lock = threading.Lock()
        self._pairs: list[_Pair] = []
        self._mended = threading.Event()
        self._ended = threading.Event()
        self._listener: socket.socket | None = None
        self.port = 0
        self._listen()

    def __enter__(self) -> "FaultProxy":  # noqa: PYI034 - Self came with Python 3.11
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Ends it."""
        self._ended.set()
        self._mended.set()
        self._stop_listening()
        self._reset_all()

    def begin(self, fault: Fault) -> None:
        """Begins a fault, for connections that are there too.

        Args:
            fault: The fault.
        """
        self.end()
        self._fault = fault
        self._mended.clear()
        if fault is Fault.REFUSED:
            self._stop_listening()
            self._reset_all()

    def end(self) -> None:
        """All is well again; what a fault has left of connections has been reset then."""
        if self._fault is None:
            return
        self._fault = None
        self._mended.set()
        self._reset_all()
        if self._listener is None:
            self._listen()

    def _listen(self) -> None:
        listener = socket.socket()
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(("127.0.0.1", self.port))
        listener.listen()
        self.port = listener.getsockname()[1]
        self._listener = listener
        threading.Thread(target=self._accept, args=(listener,), daemon=True).start()

    def _stop_listening(self) -> None:
        listener, self._listener = self._listener, None
        if listener is not None:
            with contextlib.suppress(OSError):
                listener.shutdown(socket.SHUT_RDWR)
            listener.close()

    def _reset_all(self) -> None:
        with self._lock:
            pairs, self._pairs = self._pairs, []
        for pair in pairs:
            pair.reset()
        for relay in [relay for pair in pairs for relay in pair.relays]:
            # The system closes a connection when nobody reads from it any more.
            relay.join()

    def _accept(self, listener: socket.socket) -> None:
        while True:
            try:
                client, _ = listener.accept()
            except OSError:
                return
            pair = _Pair(client, socket.create_connection(("127.0.0.1", self._server)))
            pair.relays += [
                threading.Thread(target=relay, args=(pair,), daemon=True) for relay in (self._forward, self._answer)
            ]
            for relay in pair.relays:
                relay.start()
            with self._lock:
                self._pairs.append(pair)

    def _forward(self, pair: _Pair) -> None:
        """Brings to the server what the client sends."""
        with contextlib.suppress(OSError):
            while data := pair.client.recv(_PIECE):
                if self._fault is Fault.STALLED:
                    self._mended.wait()
                    break
                if self._fault in _ANSWERS:
                    head = _ANSWERS[self._fault] + f"Content-Length: {len(_PAGE)}\r\nConnection: close\r\n\r\n".encode()
                    pair.client.sendall(head + _PAGE)
                    pair.client.shutdown(socket.SHUT_WR)
                    return
                # The body of a request may come on its own.
                if data.startswith((b"GET ", b"POST ")):
                    pair.is_post = data.startswith(b"POST ")
                pair.server.sendall(data)
        pair.reset()

    def _answer(self, pair: _Pair) -> None:
        """Brings to the client what the server answers."""
        with contextlib.suppress(OSError):
            while data := pair.server.recv(_PIECE):
                if self._fault is Fault.ANSWERS_LOST:
                    break
                if self._fault is Fault.ANSWER_FORGED and pair.is_post:
                    self._fault = None
                    pair.client.sendall(_FORGED)
                elif self._fault is Fault.DRIPPING:
                    self._drip(pair, data)
                elif self._fault is Fault.ENDLESS:
                    self._flood(pair)
                else:
                    pair.client.sendall(data)
        pair.reset()

    def _drip(self, pair: _Pair, data: bytes) -> None:
        for index in range(len(data)):
            if self._mended.wait(_DRIP):
                return
            pair.client.sendall(data[index : index + 1])

    def _flood(self, pair: _Pair) -> None:
        pair.client.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: image/jpeg\r\n\r\n")
        while not self._mended.is_set():
            pair.client.sendall(bytes(_PIECE))
