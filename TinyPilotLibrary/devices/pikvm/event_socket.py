"""The WebSocket of kvmd: events of keys and mouse go out, and are confirmed.

It lives in the event loop of a thread of its own. A TLS connection may not be read and written at the same time, and
clients that read in one thread and write in another do that: now and then the opening is never answered.
"""

import asyncio
import concurrent.futures
import contextlib
import json
import ssl
import threading
from collections.abc import Coroutine, Mapping
from typing import TypeVar

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidStatus, WebSocketException

from TinyPilotLibrary.devices.http import Endpoint
from TinyPilotLibrary.devices.http.tls import tls_context
from TinyPilotLibrary.errors import CertificateRefused, DeviceUnreachable, NotAuthorized

T = TypeVar("T")

_CLOSING = 1.0
_LARGEST = 4 << 20
# Of Python 3.10, whose time limits are no errors of the system yet.
_LATE = (asyncio.TimeoutError, concurrent.futures.TimeoutError)


class EventSocket:
    """An open WebSocket. While it is open, the device runs its streamer.

    Args:
        name: The device's name in messages.
        endpoint: Its web server.
        headers: Who asks.

    Raises:
        NotAuthorized: If the device refuses it.
        DeviceUnreachable: If there is no connection in time.
    """

    def __init__(self, name: str, endpoint: Endpoint, headers: Mapping[str, str]) -> None:
        self._name = name
        self._timeout = endpoint.read_timeout
        self._news = threading.Condition()
        self._pongs = 0
        self._asked = 0
        self._ended: str | None = None
        loop: concurrent.futures.Future[asyncio.AbstractEventLoop] = concurrent.futures.Future()
        self._over = asyncio.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._live(loop)), name="pikvm", daemon=True)
        self._thread.start()
        self._loop = loop.result()
        try:
            self._socket = self._connected(endpoint, headers)
        except BaseException:
            self._stop()
            raise
        asyncio.run_coroutine_threadsafe(self._read(), self._loop)

    @property
    def is_alive(self) -> bool:
        """Whether it is still open."""
        return self._ended is None

    def send(self, kind: str, event: Mapping[str, object]) -> None:
        """Sends an event.

        Args:
            kind: What it is: `key`, `mouse_move` and so on.
            event: The event.

        Raises:
            DeviceUnreachable: If the connection is gone. Nothing is sent twice.
        """
        try:
            self._done(self._socket.send(json.dumps({"event_type": kind, "event": event})), self._timeout)
        except _LATE:
            raise self._gone(f"nothing more could be sent for {self._timeout:g} s") from None
        except (OSError, WebSocketException) as error:
            raise self._gone(str(error)) from error

    def synchronize(self) -> None:
        """Waits until the device has read all that was sent.

        Raises:
            DeviceUnreachable: If it does not answer in time, or the connection is gone.
        """
        with self._news:
            self._asked += 1
            wanted = self._asked
        self.send("ping", {})
        with self._news:
            if not self._news.wait_for(lambda: self._ended is not None or self._pongs >= wanted, self._timeout):
                raise DeviceUnreachable(
                    f"'{self._name}' has not confirmed the input within {self._timeout:g} s (read_timeout=). It may "
                    "have been delivered, so it was not sent again."
                )
            if self._pongs < wanted:
                raise self._gone(self._ended or "")

    def close(self) -> None:
        """Closes it: the device releases what it still holds."""
        with contextlib.suppress(OSError, WebSocketException, *_LATE):
            # Twice: what is left to be sent, then the answer of the device.
            self._done(self._socket.close(), 2 * _CLOSING)
        self._stop()

    async def _live(self, loop: "concurrent.futures.Future[asyncio.AbstractEventLoop]") -> None:
        loop.set_result(asyncio.get_running_loop())
        await self._over.wait()

    def _stop(self) -> None:
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join(_CLOSING)

    def _done(self, work: Coroutine[object, object, T], timeout: float) -> T:
        """What the work gives that the loop does."""
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(timeout)

    def _connected(self, endpoint: Endpoint, headers: Mapping[str, str]) -> ClientConnection:
        scheme = "wss" if endpoint.is_encrypted else "ws"
        url = f"{scheme}:{endpoint.base.partition(':')[2]}/api/ws?stream=1"

        async def opened() -> ClientConnection:
            return await connect(
                url,
                ssl=tls_context(endpoint.verify) if endpoint.is_encrypted else None,
                additional_headers=dict(headers),
                proxy=None,
                compression=None,
                open_timeout=endpoint.connect_timeout,
                close_timeout=_CLOSING,
                max_size=_LARGEST,
            )

        try:
            # It ends in time by itself.
            return self._done(opened(), endpoint.connect_timeout + _CLOSING)
        except InvalidStatus as error:
            status = error.response.status_code
            if status in {401, 403}:
                raise NotAuthorized(
                    f"'{self._name}' answered {status} to its WebSocket: it refuses the login."
                ) from error
            raise DeviceUnreachable(f"'{self._name}' answered {status} to its WebSocket. Does it run kvmd?") from error
        except ssl.SSLCertVerificationError as error:
            raise CertificateRefused(
                f"The certificate of '{self._name}' is refused: {error.verify_message}. Give its own authority as "
                "ca_certificate=."
            ) from error
        except (OSError, WebSocketException, *_LATE) as error:
            raise DeviceUnreachable(f"'{self._name}' opens no WebSocket: {error or type(error).__name__}.") from error

    async def _read(self) -> None:
        reason = "it ended the connection"
        try:
            async for message in self._socket:
                self._note(message)
        except (OSError, WebSocketException) as error:
            reason = str(error)
        finally:
            # Also where it is closed here.
            with self._news:
                self._ended = reason
                self._news.notify_all()

    def _note(self, message: str | bytes) -> None:
        try:
            is_pong = json.loads(message)["event_type"] == "pong"
        except (ValueError, KeyError, TypeError):
            # Binary messages, and whatever other versions tell.
            return
        with self._news:
            self._pongs += is_pong
            self._news.notify_all()

    def _gone(self, why: str) -> DeviceUnreachable:
        return DeviceUnreachable(
            f"The connection to '{self._name}' is gone: {why}. Input may have been delivered, so it was not sent again."
        )
