"""The WebSocket of kvmd: events of keys and mouse go out, and are confirmed.

It lives in the event loop of a thread of its own. A TLS connection may not be read and written at the same time, and
clients that read in one thread and write in another do that: now and then the opening is never answered.
"""

import contextlib
import json
import ssl
import threading
from collections.abc import Mapping

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import InvalidStatus, WebSocketException

from TinyPilotLibrary.devices.http import Endpoint
from TinyPilotLibrary.devices.http.tls import tls_context
from TinyPilotLibrary.devices.loop_thread import TOO_LATE, LoopThread
from TinyPilotLibrary.errors import CertificateRefused, DeviceUnreachable, NotAuthorized

_CLOSING = 1.0
_LARGEST = 4 << 20


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
        self._loop = LoopThread("pikvm")
        try:
            self._socket = self._connected(endpoint, headers)
        except BaseException:
            self._loop.close(_CLOSING)
            raise
        self._loop.begin(self._read())

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
            self._loop.run(self._socket.send(json.dumps({"event_type": kind, "event": event})), self._timeout)
        except TOO_LATE:
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
        with contextlib.suppress(OSError, WebSocketException, *TOO_LATE):
            # Twice: what is left to be sent, then the answer of the device.
            self._loop.run(self._socket.close(), 2 * _CLOSING)
        self._loop.close(2 * _CLOSING)

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
            return self._loop.run(opened(), endpoint.connect_timeout + _CLOSING)
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
        except (OSError, WebSocketException, *TOO_LATE) as error:
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
