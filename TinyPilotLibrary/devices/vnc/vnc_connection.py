"""A connection to a VNC server: one thread reads its messages, others send requests and wait."""

import socket
import ssl
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import TypeVar

from TinyPilotLibrary.devices.http.tls import tls_context
from TinyPilotLibrary.devices.vnc import messages
from TinyPilotLibrary.devices.vnc.framebuffer import Framebuffer, Rectangle
from TinyPilotLibrary.devices.vnc.handshake import Credentials, shake_hands
from TinyPilotLibrary.devices.vnc.protocol_steps import ProtocolError, StartTls, Steps
from TinyPilotLibrary.devices.vnc.streams import PlainStream, Stream, TlsStream
from TinyPilotLibrary.devices.vnc.updates import EXTRAS, Seen, ServerMessages
from TinyPilotLibrary.errors import (
    CertificateRefused,
    ConfigurationError,
    DeviceError,
    DeviceUnreachable,
    NotAuthorized,
    NotSupported,
)

_T = TypeVar("_T")

_JOINING = 5.0
# How long a server may take for pixels after its mark, in seconds, before they are requested again.
_ASKED_AGAIN_AFTER = 0.25
_CORNER = Rectangle(0, 0, 1, 1)
# QEMU looks at its screen more and more seldom, until there is input: then at once, before the target has seen the key,
# and again after 80 ms. It looks every 30 ms where more input comes, even if that means nothing. How long after input
# it gets some, and how often, in seconds.
_ATTENTIVE, _ROUSED_EVERY = 1.0, 0.025


@dataclass(frozen=True)
class Server:
    """A VNC server: its address, trust and time limits.

    Args:
        name: Its name in messages.
        address: Host and port, or the path of a Unix socket.
        credentials: User and password.
        verify: Whether its certificate is verified, or the certificate file of the authority that must have signed it.
        encodings: The encodings of pixels, preferred ones first.
        connect_timeout: Time limit for connecting, in seconds.
        read_timeout: Time limit for an answer.
    """

    name: str
    address: tuple[str, int] | str
    credentials: Credentials = field(repr=False)
    verify: bool | str
    encodings: tuple[int, ...]
    connect_timeout: float
    read_timeout: float


class Connection:
    """A connection to a VNC server.

    Args:
        server: The server.

    Raises:
        DeviceUnreachable: If it does not answer.
        NotAuthorized: If user or password are missing or wrong.
        DeviceError: If it is not a VNC server.
    """

    def __init__(self, server: Server) -> None:
        self._server = server
        self._news = threading.Condition()
        # Only one thread at a time requests the current screen.
        self._asking = threading.Lock()
        self._failure: Exception | None = None
        self._socket = _connected(server)
        try:
            self._stream: Stream = PlainStream(self._socket)
            greeting = self._run(shake_hands(server.credentials))
            self.seen = Seen(Framebuffer(greeting.width, greeting.height))
            self._send(messages.set_pixel_format() + messages.set_encodings([*server.encodings, *EXTRAS]))
            self._socket.settimeout(None)
        except BaseException as error:
            self._socket.close()
            raise self._explained(error) from error
        self._incomplete = True
        # Whether a request is pending at the server until something changes.
        self._pending = False
        # Whether the server's first answer may be a mark only.
        self._asks_again = False
        self._attentive_until = 0.0
        self._reader = threading.Thread(target=self._read, name=f"vnc {server.name}", daemon=True)
        self._reader.start()
        try:
            self.refresh()
        except BaseException:
            self.close()
            raise

    @property
    def is_alive(self) -> bool:
        """Whether it has not ended yet."""
        return self._failure is None

    @property
    def news(self) -> threading.Condition:
        """The lock to hold while reading `seen`."""
        return self._news

    def send_input(self, data: bytes) -> None:
        """Sends keys or pointer events.

        Raises:
            DeviceUnreachable: If the connection broke.
        """
        self._attentive_until = time.monotonic() + _ATTENTIVE
        self.send(data)

    def send(self, data: bytes) -> None:
        """Sends messages.

        Raises:
            DeviceUnreachable: If the connection broke.
        """
        if self._failure is not None:
            # For a while, data sent to a server that has ended may seem to arrive.
            raise self._explained(self._failure)
        try:
            self._send(data)
        except OSError as error:
            self._end(error)
            raise self._explained(error) from error

    def refresh(self) -> float:
        """Waits until the screen is known as of this call or later; only changes are sent.

        Returns:
            A time that is not later than the picture, in seconds of `time.monotonic()`.

        Raises:
            DeviceUnreachable: If the server does not answer.
        """
        with self._asking:
            begun = time.monotonic()
            # If the server does not mark answers, one already on its way may be taken for this one.
            for _ in range(2 if self._pending and not self.seen.marks else 1):
                self._refresh(begun)
            return begun

    def synchronize(self) -> None:
        """Waits until the server has read everything sent so far.

        Raises:
            DeviceUnreachable: If it does not answer.
        """
        with self._asking, self._news:
            if not self.seen.marks:
                self._refresh(time.monotonic())
                return
            while True:
                marks, sizes = self.seen.marks, self.seen.sizes
                self.send(_asked_for(_CORNER, incremental=False))
                self._wait(lambda: self.seen.marks > marks, self._server.read_timeout)  # noqa: B023
                # A resize without a request is marked as well.
                if self.seen.sizes == sizes:
                    return

    def next_change(self, after: int, timeout: float) -> bool:
        """Waits for a change of the screen.

        Args:
            after: The last known count of changes.
            timeout: How long to wait, in seconds.

        Returns:
            Whether there was one.

        Raises:
            DeviceUnreachable: If the connection broke.
        """
        deadline = time.monotonic() + timeout
        with self._news:
            while self.seen.changes == after:
                if not self._pending:
                    self._pending = True
                    self.send(_asked_for(self.seen.screen.whole, incremental=True))
                updates = self.seen.updates
                remaining = deadline - time.monotonic()
                if remaining <= 0:
                    return False
                is_roused = self.seen.tells_pointer and time.monotonic() < self._attentive_until
                timeout = min(remaining, _ROUSED_EVERY) if is_roused else remaining
                if not self._waited(lambda: self.seen.updates > updates, timeout) and is_roused:  # noqa: B023
                    self.send(messages.nothing())
            return True

    def close(self) -> None:
        """Ends the connection."""
        self._end(ConnectionAbortedError("it was closed"))
        with suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        if self._reader is not threading.current_thread():
            self._reader.join(_JOINING)
        self._socket.close()

    def _refresh(self, begun: float) -> None:
        seen = self.seen
        deadline = begun + self._server.read_timeout
        with self._news:
            while seen.screen.whole.area:
                sizes = seen.sizes
                self._ask_for_all_that_is_new()
                self._wait_for_it(deadline)
                # A screen of a different size must be requested again.
                self._incomplete = seen.sizes != sizes
                if not self._incomplete:
                    return

    def _ask_for_all_that_is_new(self) -> None:
        whole = self.seen.screen.whole
        part = whole if self._incomplete else _CORNER
        self.seen.watch(part)
        # Changes arrive with or before the part that is always sent.
        changes = b"" if self._incomplete else _asked_for(whole, incremental=True)
        self.send(changes + _asked_for(part, incremental=False))

    def _wait_for_it(self, deadline: float) -> None:
        seen = self.seen
        marks, sizes, marking = seen.marks, seen.sizes, bool(seen.marks)
        part, begun = seen.watched, seen.updates
        while seen.sizes == sizes and (seen.covered < part.area or (marking and seen.marks == marks)):
            updates = seen.updates
            wait = 0.0 if self._asks_again and updates > begun else _ASKED_AGAIN_AFTER
            if not self._waited(lambda: seen.updates > updates, min(wait, deadline - time.monotonic())):  # noqa: B023
                self._asks_again = self._asks_again or seen.marks > marks
                # Some servers answer with a mark first; the pixels come once they are requested again.
                self.send(_asked_for(seen.screen.whole, incremental=True))
                self._wait(lambda: seen.updates > updates, deadline - time.monotonic())  # noqa: B023

    def _wait(self, ready: Callable[[], bool], timeout: float) -> None:
        if not self._waited(ready, timeout):
            raise DeviceUnreachable(
                f"'{self._server.name}' gave no answer within {self._server.read_timeout:g} s (read_timeout=)."
            )

    def _waited(self, ready: Callable[[], bool], timeout: float) -> bool:
        self._news.wait_for(lambda: ready() or self._failure is not None, max(0.0, timeout))
        if self._failure is not None:
            raise self._explained(self._failure)
        return ready()

    def _read(self) -> None:
        says = ServerMessages(self.seen, self._news)
        try:
            while True:
                sizes, updates = self.seen.sizes, self.seen.updates
                self._run(says.one())
                if self.seen.updates == updates:
                    continue
                with self._news:
                    self._incomplete = self._incomplete or self.seen.sizes != sizes
                    self._pending = False
                    self._news.notify_all()
        # Whatever happened: waiting threads are woken, so none waits for a thread that has ended.
        except Exception as error:  # noqa: BLE001
            self._end(error)

    def _end(self, error: Exception) -> None:
        with self._news:
            self._failure = self._failure or error
            self._news.notify_all()

    def _send(self, data: bytes) -> None:
        self._stream.write(data)

    def _run(self, steps: "Steps[_T]") -> "_T":
        """Performs the steps of a protocol."""
        try:
            wanted = next(steps)
            while True:
                given = b""
                if isinstance(wanted, int):
                    data = bytearray(wanted)
                    self._stream.read_into(memoryview(data))
                    given = bytes(data)
                elif isinstance(wanted, memoryview):
                    self._stream.read_into(wanted)
                elif isinstance(wanted, StartTls):
                    self._start_tls(wanted)
                else:
                    self._send(wanted)
                wanted = steps.send(given)
        except StopIteration as done:
            value: _T = done.value
            return value

    def _start_tls(self, how: StartTls) -> None:
        context = tls_context(self._server.verify)
        if not how.verified:
            # Without a certificate: anonymous ciphers, which browsers no longer support.
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
            context.maximum_version = ssl.TLSVersion.TLSv1_2
            context.set_ciphers("aNULL:@SECLEVEL=0")
        host = self._server.address if isinstance(self._server.address, str) else self._server.address[0]
        if isinstance(self._stream, PlainStream):
            self._stream = TlsStream(self._stream, context, host)

    def _explained(self, error: BaseException) -> BaseException:
        name = self._server.name
        if isinstance(error, NotAuthorized | NotSupported | ConfigurationError):
            return type(error)(f"'{name}' cannot be used: {error}.")
        if isinstance(error, ProtocolError):
            return DeviceError(f"'{name}' cannot be used: {error}.")
        if isinstance(error, ssl.SSLCertVerificationError):
            return CertificateRefused(
                f"The certificate of '{name}' is not trusted: {error.verify_message}. Give the server's own authority "
                "as ca_certificate=, or verify=False in a network that you trust."
            )
        if isinstance(error, TimeoutError):
            return DeviceUnreachable(f"'{name}' gave no answer within {self._server.read_timeout:g} s (read_timeout=).")
        if isinstance(error, OSError):
            return DeviceUnreachable(f"The connection to '{name}' broke: {error.strerror or error}.")
        return error


def _asked_for(part: Rectangle, *, incremental: bool) -> bytes:
    return messages.request_update(part.left, part.top, part.width, part.height, incremental=incremental)


def _connected(server: Server) -> socket.socket:
    try:
        if isinstance(server.address, str):
            if sys.platform == "win32":
                raise ConfigurationError(f"'{server.name}' is a Unix socket; Windows has none.")
            opened = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            opened.settimeout(server.connect_timeout)
            opened.connect(server.address)
        else:
            opened = socket.create_connection(server.address, server.connect_timeout)
            opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    except OSError as error:
        raise DeviceUnreachable(
            f"There is no connection to '{server.name}': {error.strerror or error}. Does a VNC server listen there? A "
            "number below 100 is a display, which is the port 5900 and so on."
        ) from error
    opened.settimeout(server.read_timeout)
    return opened
