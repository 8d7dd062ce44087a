"""A real HTTP server that does what a test tells it to, and remembers what came."""

import contextlib
import json
import os
import socket
import ssl
import threading
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from TinyPilotLibrary.devices.virtual import VirtualDevice

KEYSTROKE, MOUSE, SCREENSHOT, AUTH = (f"/api/v1/{name}" for name in ("keystroke", "mouseEvent", "screenshot", "auth"))
CAPABILITIES = "/api/companion/v1/abilities"


@dataclass(frozen=True)
class Answer:
    """What is answered once.

    Args:
        status: The status.
        body: The body.
        kind: Its type.
        headers: More headers.
        trouble: What goes wrong: `hang up` before the answer, `never` to answer, `cut` or `stall` in the middle of the
            body, `break TLS`, or to `drip`, or `drip body` after the headers: a byte now and then.
    """

    status: int = 200
    body: bytes = b""
    kind: str = "text/plain; charset=utf-8"
    headers: tuple[tuple[str, str], ...] = ()
    trouble: str = ""


def told(status: int, sentence: str = "", **rest: Any) -> Answer:  # noqa: ANN401 - passed on
    """An answer with a sentence."""
    return Answer(status, sentence.encode(), **rest)


@dataclass(frozen=True)
class Request:
    """A request that came."""

    method: str
    path: str
    headers: dict[str, str]
    body: Any


@dataclass
class Script:
    """What the server does, and what came."""

    url: str = ""
    requests: list[Request] = field(default_factory=list)
    connections: int = 0
    tokens: set[str] = field(default_factory=set)
    issued: int = 0
    closing: threading.Event = field(default_factory=threading.Event)
    _next: dict[str, deque[Answer]] = field(default_factory=dict)

    def answer(self, path: str, *answers: Answer) -> None:
        """The next requests of a path are answered so; then as usual."""
        self._next.setdefault(path, deque()).extend(answers)

    def restart(self) -> None:
        """Forgets all tokens, as TinyPilot's server does when it restarts."""
        self.tokens.clear()

    def sent(self, path: str) -> list[Request]:
        """The requests of a path."""
        return [request for request in self.requests if request.path == path]

    def to(self, request: Request) -> Answer:
        """The answer to a request."""
        self.requests.append(request)
        scripted = self._next.get(request.path)
        if scripted:
            return scripted.popleft()
        if request.path == AUTH:
            self.issued += 1
            token = f"token-{self.issued}"
            self.tokens.add(token)
            return Answer(200, json.dumps({"token": token}).encode(), "application/json")
        if request.headers.get("Authorization", "").removeprefix("Bearer ") not in self.tokens:
            return told(401, "Invalid API token")
        return {
            KEYSTROKE: Answer(),
            MOUSE: Answer(),
            SCREENSHOT: Answer(200, JPEG, "image/jpeg"),
        }.get(request.path, Answer(404, b"<html>Not found</html>", "text/html"))


def _picture() -> bytes:
    device = VirtualDevice()
    try:
        return device.frame().data
    finally:
        device.close()


JPEG = _picture()


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    script: Script

    def setup(self) -> None:
        super().setup()
        self.script.connections += 1

    def _handle(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        given = json.loads(body) if body else None
        answer = self.script.to(Request(self.command, self.path.partition("?")[0], dict(self.headers), given))
        if answer.trouble == "never":
            self.script.closing.wait()
        if answer.trouble == "break TLS":
            os.write(self.connection.fileno(), b"\x17\x03\x03\x00\x20 this is no record of TLS that...")
        if answer.trouble == "drip":
            self._drip(f"HTTP/1.1 {answer.status} OK\r\nContent-Length: {len(answer.body)}\r\n\r\n".encode())
        if answer.trouble in {"never", "hang up", "break TLS", "drip"}:
            self.close_connection = True
            return
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.kind)
        self.send_header("Content-Length", str(len(answer.body)))
        for name, value in answer.headers:
            self.send_header(name, value)
        self.end_headers()
        if answer.trouble == "drip body":
            self._drip(answer.body)
            self.close_connection = True
            return
        cut = answer.trouble in {"cut", "stall"}
        self.wfile.write(answer.body[: len(answer.body) // 2] if cut else answer.body)
        if answer.trouble == "stall":
            self.wfile.flush()
            self.script.closing.wait()
        self.close_connection = self.close_connection or cut

    def _drip(self, data: bytes) -> None:
        with contextlib.suppress(OSError):
            for index in range(len(data)):
                if self.script.closing.wait(0.02):
                    return
                self.wfile.write(data[index : index + 1])

    do_GET = do_POST = do_PATCH = _handle  # noqa: N815 - the names that http.server looks for

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - as it is inherited
        """Says nothing."""


class _Server(ThreadingHTTPServer):
    block_on_close = True
    daemon_threads = False
    request_queue_size = 64

    def handle_error(self, request: object, client_address: object) -> None:
        """Clients that hang up are what is tested here."""

    def shutdown_request(self, request: Any) -> None:  # noqa: ANN401 - as it is inherited
        with contextlib.suppress(OSError):
            request.shutdown(socket.SHUT_RDWR)
        self.close_request(request)


@contextlib.contextmanager
def serving(trust: Callable[[ssl.SSLContext], None] | None = None) -> Iterator[Script]:
    """Runs the server.

    Args:
        trust: Sets a certificate; without it the server speaks plain HTTP.
    """
    script = Script()
    handler = type("Handler", (_Handler,), {"script": script})
    with _Server(("127.0.0.1", 0), handler) as server:
        if trust:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            trust(context)
            server.socket = context.wrap_socket(server.socket, server_side=True)
        script.url = f"http{'s' if trust else ''}://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever, args=(0.02,))
        thread.start()
        try:
            yield script
        finally:
            script.closing.set()
            server.shutdown()
            thread.join()
