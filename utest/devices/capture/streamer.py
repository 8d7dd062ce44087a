"""A server that behaves as uStreamer does, version by version, with a source that tests hold in their hands."""

import io
import json
import os
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import ThreadingMixIn, UnixStreamServer
from typing import Any

from PIL import Image

_BOUNDARY = "boundarydonotcross"
# What uStreamer waits before it answers a snapshot or repeats a picture without a new frame.
_REPEATED = 1.0


def jpeg(colour: str, size: tuple[int, int] = (64, 48)) -> bytes:
    """A picture with a box of a colour in it."""
    picture = Image.new("RGB", size, "black")
    picture.paste(Image.new("RGB", (size[0] // 2, size[1] // 2), colour), (size[0] // 4, size[1] // 4))
    file = io.BytesIO()
    picture.save(file, "JPEG")
    return file.getvalue()


@dataclass(frozen=True)
class Version:
    """What differs between versions of uStreamer.

    Args:
        name: Its number.
        waits: Whether a snapshot waits for a frame that is encoded after it was asked for.
        raw_clock: Whether its times are those of CLOCK_MONOTONIC_RAW.
        grab: How it calls the time of the grab.
        silent: Whether it says nothing at all while no frames come.
        ahead: How many seconds its clock is ahead: it runs on another machine.
    """

    name: str
    waits: bool
    raw_clock: bool
    grab: str
    silent: bool = False
    ahead: float = 0.0

    def now(self) -> float:
        """The time by the streamer's clock."""
        if self.raw_clock:
            return time.clock_gettime(time.CLOCK_MONOTONIC_RAW)
        return time.monotonic() + self.ahead

    def __str__(self) -> str:
        return self.name


V4_9 = Version("4.9", waits=False, raw_clock=True, grab="Grab")
V5_59 = Version("5.59", waits=True, raw_clock=False, grab="Grab")
V6_62 = Version("6.62", waits=True, raw_clock=False, grab="Grab-Begin", silent=True)
ELSEWHERE = Version("6.62 elsewhere", waits=True, raw_clock=False, grab="Grab-Begin", silent=True, ahead=5000.0)
VERSIONS = (V4_9, V5_59, V6_62, ELSEWHERE)


@dataclass
class Source:
    """What is exposed: the picture, and when it was grabbed and compared."""

    picture: bytes = field(default_factory=lambda: jpeg("red"))
    online: bool = True
    running: bool = True
    drop_same: bool = False
    cut: int = 0
    lost: int = 0
    drips: bool = False
    says_size: tuple[int, int] | None = None
    grabbed: float = 0.0
    begun: float = 0.0
    compared: float = 0.0
    dropped: int = 0
    exposed: int = 0
    repeated: int = 0
    frames: int = 0
    shown: bytes = b""


class Streamer:
    """The server's state, its source, and what it was asked.

    Args:
        version: Which version it behaves as.
        interval: Seconds between two frames.
    """

    def __init__(self, version: Version, interval: float = 0.02) -> None:
        self.version = version
        self.source = Source()
        self.asked: list[str] = []
        self.news = threading.Condition()
        self.closing = False
        self.address = ""
        self._interval = interval
        self._ticker = threading.Thread(target=self._tick)

    def is_asked(self, path: str) -> bool:
        """Whether it is asked for something, now or within a while: who asks may be a thread."""
        with self.news:
            return self.news.wait_for(lambda: path in self.asked, 10)

    def show(self, picture: bytes, **changes: Any) -> None:  # noqa: ANN401 - the source's attributes
        """Changes the target's picture, or how the source behaves."""
        with self.news:
            self.source.picture = picture
        self.set(**changes)

    def set(self, **changes: Any) -> None:  # noqa: ANN401 - the source's attributes
        """Changes how the source behaves, from the next frame on."""
        with self.news:
            for name, value in changes.items():
                setattr(self.source, name, value)

    def grab(self) -> None:
        """Grabs, encodes and exposes one frame, as the streamer's own threads do."""
        with self.news:
            source, now = self.source, self.version.now()
            if not source.running:
                if now - source.begun > _REPEATED and not self.version.silent:
                    source.begun = source.compared = now
                    source.exposed += 1
            elif source.online:
                source.frames += 1
                source.begun = now
                if source.drop_same and source.shown == source.picture and source.dropped < 1000:
                    source.dropped += 1
                    source.compared = now + 0.001
                else:
                    source.shown, source.grabbed, source.compared, source.dropped = source.picture, now, now, 0
                    source.exposed += 1
            else:
                source.shown, source.grabbed = jpeg("white"), 0.0
                source.exposed += 1
            self.news.notify_all()

    def start(self) -> None:
        """Begins to grab."""
        self.grab()
        self._ticker.start()

    def stop(self) -> None:
        """Ends grabbing."""
        with self.news:
            self.closing = True
            self.news.notify_all()
        self._ticker.join()

    def _tick(self) -> None:
        while not self.closing:
            time.sleep(self._interval)
            self.grab()

    def told(self, kind: str) -> dict[str, str]:
        """The headers with the exposed picture."""
        source, version = self.source, self.version
        width, height = source.says_size or Image.open(io.BytesIO(source.shown)).size
        times = {version.grab: source.grabbed, "Encode-Begin": source.grabbed, "Encode-End": source.grabbed + 0.002}
        told = {"Online": str(source.online).lower(), "Width": str(width), "Height": str(height)}
        if kind == "Time" or not version.waits:
            told["Dropped"] = str(source.dropped)
            times |= {"Expose-Begin": source.begun, "Expose-Cmp": source.compared, "Expose-End": source.compared}
        times["Send"] = version.now()
        told |= {f"{name}-{kind}": f"{value:.6f}" for name, value in times.items()}
        return {f"X-UStreamer-{name}": value for name, value in told.items()}

    def body(self) -> bytes:
        """The exposed picture, cut off if it is to be."""
        if self.source.cut:
            self.source.cut -= 1
            return self.source.shown[:-20]
        return self.source.shown


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    streamer: Streamer

    def do_GET(self) -> None:
        self.streamer.asked.append(self.path)
        with suppress(OSError):
            if self.path == "/state":
                source = self.streamer.source
                told = {"ok": True, "result": {"source": {"online": source.online, "captured_fps": 50}}}
                self._answer(json.dumps(told).encode(), {"Content-Type": "application/json"})
            elif self.path == "/snapshot":
                self._snapshot()
            elif self.path == "/stream?extra_headers=1":
                self._stream()
            else:
                self.send_error(404)

    def _snapshot(self) -> None:
        streamer = self.streamer
        with streamer.news:
            if streamer.version.waits:
                frames = streamer.source.frames
                if streamer.source.lost:
                    streamer.source.lost -= 1
                    frames += 1_000_000
                timeout = None if streamer.version.silent else _REPEATED
                streamer.news.wait_for(lambda: streamer.closing or streamer.source.frames > frames, timeout)
            headers, body = streamer.told("Timestamp"), streamer.body()
        self._answer(body, {"Content-Type": "image/jpeg", **headers})

    def _stream(self) -> None:
        streamer = self.streamer
        # As uStreamer: no length, so the end of the connection is the end.
        self.close_connection = True
        self.wfile.write(
            f"HTTP/1.0 200 OK\r\nContent-Type: multipart/x-mixed-replace;boundary={_BOUNDARY}\r\n\r\n"
            f"--{_BOUNDARY}\r\n".encode()
        )
        sent = -1
        while not streamer.closing:
            with streamer.news:
                while streamer.source.exposed == sent and not streamer.closing:
                    streamer.news.wait()
                sent, body, told = streamer.source.exposed, streamer.body(), streamer.told("Time")
            headers = {"Content-Type": "image/jpeg", "Content-Length": str(len(body)), **told}
            lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
            self.wfile.write(f"{lines}\r\n".encode() + body + f"\r\n--{_BOUNDARY}\r\n".encode())

    def _answer(self, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(200)
        for name, value in {**headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        drips = self.streamer.source.drips and self.path == "/snapshot"
        size = 1 if drips else len(body)
        for start in range(0, len(body), size):
            self.wfile.write(body[start : start + size])
            time.sleep(0.02 * drips)

    def address_string(self) -> str:
        return "test"

    def log_message(self, *_: object) -> None:
        """Says nothing."""


class _UnixServer(ThreadingMixIn, UnixStreamServer):
    daemon_threads = True


@contextmanager
def serve(version: Version, path: Path | None = None, interval: float = 0.02) -> Iterator[Streamer]:
    """Runs a streamer on a free TCP port, or on a Unix socket.

    Args:
        version: Which version it behaves as.
        path: The path of the Unix socket.
        interval: Seconds between two frames.

    Yields:
        The streamer; `address` is where it listens.
    """
    streamer = Streamer(version, interval)
    handler = type("Handler", (_Handler,), {"streamer": streamer})
    if path is None:
        web = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        web.daemon_threads = True
        streamer.address = f"http://127.0.0.1:{web.server_port}"
        server: ThreadingHTTPServer | _UnixServer = web
    else:
        server = _UnixServer(str(path), handler)
        streamer.address = str(path)
    opened: list[socket.socket] = []
    accept = server.get_request

    def get_request() -> tuple[Any, Any]:
        request, address = accept()
        opened.append(request)
        return request, address

    server.get_request = get_request  # type: ignore[method-assign]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    streamer.start()
    thread.start()
    try:
        yield streamer
    finally:
        streamer.stop()
        server.shutdown()
        thread.join()
        server.server_close()
        for connection in opened:
            with suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        if path is not None:
            with suppress(FileNotFoundError):
                os.unlink(path)  # noqa: PTH108 - a socket
