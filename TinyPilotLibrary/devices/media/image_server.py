"""Serves image files of this machine over HTTP(S) to what fetches media itself, such as a BMC: read-only, in ranges."""

import re
import secrets
import socket
import ssl
import threading
from contextlib import suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import BinaryIO, cast
from urllib.parse import quote

from TinyPilotLibrary.errors import ConfigurationError, DeviceUnreachable

# How long a BMC may pause between two pieces, in seconds.
_PIECE_TIMEOUT = 120.0
_PIECE = 1 << 20
_RANGE = re.compile(r"bytes=([0-9]{0,18})-([0-9]{0,18})")
_WHOLE, _PART, _UNKNOWN, _NOT_THERE = 200, 206, 404, 416


@dataclass(frozen=True)
class Offering:
    """How images are offered.

    Args:
        host: The name or address that whoever fetches them is told; None for that of this machine in its network.
        port: The TCP port; 0 for a free one.
        certificate: The file of the server's certificate, with its chain; None for no TLS.
        key: The file of its private key; None if it is in the certificate's file.

    Raises:
        ConfigurationError: If there is a key without a certificate, or a file is missing.
    """

    host: str | None = None
    port: int = 0
    certificate: Path | None = None
    key: Path | None = None

    def __post_init__(self) -> None:
        if self.key and not self.certificate:
            raise ConfigurationError("The option 'image_key' needs an 'image_certificate'.")
        for file in (self.certificate, self.key):
            if file and not file.is_file():
                raise ConfigurationError(f"The file '{file}' does not exist.")


class ImageServer:
    """Serves images, each at a secret path that ends with it. It listens while it has one.

    Args:
        offering: How they are offered.
        peer: Host and port of whoever fetches them.
    """

    def __init__(self, offering: Offering, peer: tuple[str, int]) -> None:
        self._offering = offering
        self._peer = peer
        self._server: _Server | None = None

    def add(self, image: str) -> str:
        """Serves an image from now on.

        Args:
            image: Its file.

        Returns:
            Its URL.

        Raises:
            ConfigurationError: If there is no such file, or the port or the certificate cannot be used.
            DeviceUnreachable: If there is no way to whoever would fetch it.
        """
        file = Path(image).absolute()
        if not file.is_file():
            raise ConfigurationError(f"There is no image '{file}'. Give a file of this machine or a URL.")
        host = self._offering.host or self._own_address()
        if self._server is None:
            self._server = self._started()
        path = f"/{secrets.token_urlsafe(16)}/{quote(file.name)}"
        self._server.images[path] = file
        scheme = "https" if self._offering.certificate else "http"
        return f"{scheme}://{f'[{host}]' if ':' in host else host}:{self._server.server_address[1]}{path}"

    def remove(self, url: str) -> None:
        """Serves an image no longer.

        Args:
            url: Its URL.
        """
        if self._server is None:
            return
        self._server.images = {path: file for path, file in self._server.images.items() if not url.endswith(path)}
        if not self._server.images:
            self.close()

    def close(self) -> None:
        """Serves nothing any more."""
        server, self._server = self._server, None
        if server:
            server.shutdown()
            server.server_close()

    def _own_address(self) -> str:
        """The address of this machine in the network of whoever fetches the images; nothing is sent."""
        host, port = self._peer
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_DGRAM)
            with socket.socket(found[0][0], socket.SOCK_DGRAM) as probe:
                probe.connect(found[0][4])
                return str(probe.getsockname()[0])
        except OSError as error:
            raise DeviceUnreachable(f"There is no way to '{host}', which is to fetch the image: {error}.") from error

    def _started(self) -> "_Server":
        # Only the network of whoever fetches them can reach it. The name that was given may be that of a router.
        own = self._own_address()
        host = self._offering.host if self._offering.host and _is_own(self._offering.host) else own
        try:
            server = _Server(host, self._offering.port)
        except OSError as error:
            raise ConfigurationError(
                f"Images cannot be served at {host}, port {self._offering.port}: {error.strerror} (image_port=)."
            ) from error
        try:
            server.encrypt(self._offering)
        except OSError as error:
            server.server_close()
            raise ConfigurationError(
                f"Images cannot be served with the certificate '{self._offering.certificate}': {error}."
            ) from error
        threading.Thread(target=server.serve_forever, args=(0.1,), name="images", daemon=True).start()
        return server


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def __init__(self, host: str, port: int) -> None:
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        super().__init__((host, port), _Handler)
        self.images: dict[str, Path] = {}

    def encrypt(self, offering: Offering) -> None:
        if not offering.certificate:
            return
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(offering.certificate, offering.key)
        # In the thread of each connection, so that a slow one delays nobody.
        self.socket = context.wrap_socket(self.socket, server_side=True, do_handshake_on_connect=False)

    def handle_error(self, request: object, client_address: object) -> None:
        """A connection that breaks concerns whoever fetches; it says so itself."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = _PIECE_TIMEOUT

    def do_GET(self) -> None:
        self._answer(with_body=True)

    def do_HEAD(self) -> None:
        self._answer(with_body=False)

    def log_message(self, *_: object) -> None:
        """The path is a secret."""

    def version_string(self) -> str:
        return "TinyPilotLibrary"

    def _answer(self, *, with_body: bool) -> None:
        file = cast("_Server", self.server).images.get(self.path.partition("?")[0])
        try:
            content = file.open("rb") if file else None
        except OSError:
            content = None
        if content is None:
            self.send_error(_UNKNOWN)
            return
        with content:
            size = content.seek(0, 2)
            first, last, status = self._range(size)
            self._head(status, first, last, size)
            if with_body and status != _NOT_THERE:
                # Whoever fetches it may end the connection when it has seen enough.
                with suppress(OSError):
                    content.seek(first)
                    self._send(content, last + 1 - first)

    def _head(self, status: int, first: int, last: int, size: int) -> None:
        self.send_response(status)
        self.send_header("Accept-Ranges", "bytes")
        self.send_header("Content-Type", "application/octet-stream")
        self.send_header("Content-Length", str(last + 1 - first if status != _NOT_THERE else 0))
        if status == _PART:
            self.send_header("Content-Range", f"bytes {first}-{last}/{size}")
        elif status == _NOT_THERE:
            self.send_header("Content-Range", f"bytes */{size}")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()

    def _send(self, content: BinaryIO, left: int) -> None:
        while left and (piece := content.read(min(left, _PIECE))):
            self.wfile.write(piece)
            left -= len(piece)

    def _range(self, size: int) -> tuple[int, int, int]:
        """First and last byte that are asked for, and the status."""
        match = _RANGE.fullmatch(self.headers.get("Range", "").strip())
        # Several at once, or what is none: the whole is a right answer.
        if not match or not any(match.groups()):
            return 0, size - 1, _WHOLE
        if not match[1]:
            first, last = max(0, size - int(match[2])), size - 1
        else:
            first, last = int(match[1]), min(int(match[2] or size - 1), size - 1)
            if match[2] and int(match[2]) < first:
                return 0, size - 1, _WHOLE
        return first, last, _PART if first <= last else _NOT_THERE


def _is_own(host: str) -> bool:
    """Whether a name or an address is one of this machine."""
    try:
        socket.create_server((host, 0), family=socket.AF_INET6 if ":" in host else socket.AF_INET).close()
    except OSError:
        return False
    return True
