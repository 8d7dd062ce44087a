"""Runs the companion: checks first who can reach it, and releases all keys at the end."""

import asyncio
import contextlib
import ipaddress
import socket
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import cast

import uvicorn

from TinyPilotLibrary.companion.access import Access
from TinyPilotLibrary.companion.connections import BACKLOG, GuardedConnection, GuardedListener
from TinyPilotLibrary.companion.gate import Gate, own_names
from TinyPilotLibrary.companion.images import Images
from TinyPilotLibrary.companion.quiet_log import quiet_log
from TinyPilotLibrary.companion.service import Served
from TinyPilotLibrary.companion.web_app import MoreRoutes, create_app
from TinyPilotLibrary.devices.protocol import Device
from TinyPilotLibrary.errors import ConfigurationError

_SHUTDOWN_TIMEOUT = 2
# How long clients may take to close a connection from their side.
_GOODBYE = 0.2
# The default of nginx: a client that pauses between two keys should not have to reconnect.
_KEEP_ALIVE = 75
# For TLS 1.2; those of TLS 1.3 are all good.
_CIPHERS = "ECDHE+AESGCM:ECDHE+CHACHA20"
# No shorter key withstands guessing over the network.
_SHORTEST_KEY = 16


@dataclass(frozen=True)
class Serving:
    """Where and how to serve the companion.

    Args:
        host: The address to listen on.
        port: The port; 0 for a free one.
        api_key: The API key that clients must send; None for the token flow, on loopback only.
        tls_cert: The file of the certificate and those that signed it.
        tls_key: The file of its private key.
        insecure: Whether an address that other machines can reach may be used without API key and TLS.
        quality: JPEG quality, 1 to 100, if the device supplies no JPEG itself.
        plain: Whether to leave the extensions out.
        images: The folder with images that clients may insert; what they send is kept there, too.
        names: Further names under which clients reach it without TLS, such as an alias in DNS.
        more: Makes further routes for the device, such as the studio's.

    Raises:
        ConfigurationError: If other machines could reach it without API key and TLS, the key is too short for that, or
            the files are missing.
    """

    host: str = "127.0.0.1"
    port: int = 8000
    api_key: str | None = None
    tls_cert: Path | None = None
    tls_key: Path | None = None
    insecure: bool = False
    quality: int = 80
    plain: bool = False
    images: Path | None = None
    names: tuple[str, ...] = ()
    more: MoreRoutes | None = None

    def __post_init__(self) -> None:
        if (self.tls_cert is None) != (self.tls_key is None):
            raise ConfigurationError("TLS requires both --tls-cert and --tls-key.")
        for file in (self.tls_cert, self.tls_key):
            if file and not file.is_file():
                raise ConfigurationError(f"The file '{file}' does not exist.")
        if self.images and not self.images.is_dir():
            raise ConfigurationError(f"The folder '{self.images}' does not exist.")
        if self.api_key is not None and not self.api_key.strip():
            raise ConfigurationError("The API key is empty: the first line of its file must contain the key.")
        needed = {"--api-key-file": self.api_key, "--tls-cert and --tls-key": self.tls_cert}
        missing = [option for option, given in needed.items() if not given]
        if missing and not self.insecure and not _is_loopback(self.host):
            raise ConfigurationError(
                f"Other machines can reach '{self.host}': anyone who connects could type on the target. "
                f"Give {' and '.join(missing)}, listen on 127.0.0.1, or allow it with --insecure."
            )
        if self.api_key is not None and len(self.api_key) < _SHORTEST_KEY and not _is_loopback(self.host):
            raise ConfigurationError(
                f"The API key is too short: other machines can reach '{self.host}', so it needs at least "
                f"{_SHORTEST_KEY} characters. 'openssl rand -base64 32' creates a good one."
            )


@contextlib.contextmanager
def listening(device: Device, serving: Serving) -> Iterator["Companion"]:
    """Listens for connections; at the end all keys are released and the device is closed.

    Args:
        device: The device to serve. It is closed at the end.
        serving: Where and how to serve it.

    Yields:
        The companion, ready to run.

    Raises:
        ConfigurationError: If it cannot listen on the address and port.
    """
    family = socket.AF_INET6 if ":" in serving.host else socket.AF_INET
    # asyncio switches Nagle's algorithm off only where the protocol is named; with it a picture comes 40 ms later.
    with contextlib.closing(device), GuardedListener(family, socket.SOCK_STREAM, socket.IPPROTO_TCP) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind((serving.host, serving.port))
        except OSError as error:
            raise ConfigurationError(
                f"The companion cannot listen on {serving.host} port {serving.port}: {error.strerror}."
            ) from error
        # From here on clients can connect; they are answered as soon as it runs.
        listener.listen()
        companion = Companion(device, serving, listener)
        try:
            yield companion
        finally:
            companion.close()


@contextlib.contextmanager
def running(device: Device, serving: Serving | None = None) -> Iterator[str]:
    """Serves a device in a thread of this process, for tests and demonstrations.

    Args:
        device: The device to serve. It is closed at the end.
        serving: Where and how to serve it; on a free loopback port if not given.

    Yields:
        The URL of the companion.

    Raises:
        ConfigurationError: If it cannot be started.

    ```python
    with running(open_device("virtual:")) as url:
        device = open_device(url)
    ```
    """
    with listening(device, serving or Serving(port=0)) as companion:
        thread = threading.Thread(target=companion.run, name="companion", daemon=True)
        thread.start()
        try:
            yield companion.url
        finally:
            companion.stop()
            thread.join()


class Companion:
    """The server of one device.

    Args:
        device: The device to serve.
        serving: How to serve it.
        listener: The socket, already bound.

    Raises:
        ConfigurationError: If the certificate and key cannot be used.
    """

    def __init__(self, device: Device, serving: Serving, listener: GuardedListener) -> None:
        self._served = Served(device, Access(serving.api_key), serving.quality, Images(serving.images))
        self._listener = listener
        names = own_names().union(serving.names)
        app = create_app(self._served, plain=serving.plain, more=serving.more)
        config = uvicorn.Config(
            Gate(app, names, encrypted=serving.tls_cert is not None),
            # Any factory will do.
            http=cast("type[asyncio.Protocol]", partial(GuardedConnection, listener=listener)),
            ws="none",
            backlog=BACKLOG,
            log_config=None,
            access_log=False,
            timeout_keep_alive=_KEEP_ALIVE,
            timeout_graceful_shutdown=_SHUTDOWN_TIMEOUT,
            ssl_certfile=serving.tls_cert,
            ssl_keyfile=serving.tls_key,
            ssl_ciphers=_CIPHERS,
        )
        try:
            config.load()
        except OSError as error:
            raise ConfigurationError(
                f"Cannot set up TLS with '{serving.tls_cert}' and '{serving.tls_key}': {error}. Both must be readable "
                "PEM files, and the key must belong to the certificate."
            ) from error
        self._server = _Server(config, self._served.stop)
        scheme = "https" if serving.tls_cert else "http"
        host = f"[{serving.host}]" if ":" in serving.host else serving.host
        self.url = f"{scheme}://{host}:{listener.getsockname()[1]}"

    def run(self) -> None:
        """Serves until it is stopped."""
        with quiet_log():
            self._server.run(sockets=[self._listener])

    def stop(self) -> None:
        """Stops serving soon; may be called from any thread, and by a signal's handler."""
        # Nothing here may take a lock: a handler interrupts what may hold it. The server looks at this ten times a
        # second, and then ends what clients wait for.
        self._server.should_exit = True

    def close(self) -> None:
        """Releases all keys and closes the device."""
        self._served.close()


class _Server(uvicorn.Server):
    """A server that stops at once: neither a wait for a frame nor an idle client holds it up.

    Args:
        config: How it serves.
        stop: Ends what clients wait for.
    """

    def __init__(self, config: uvicorn.Config, stop: Callable[[], None]) -> None:
        super().__init__(config)
        self._stop = stop

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        # The caller handles signals; uvicorn would end the process before the device is closed.
        yield

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        # In a thread, so that they are answered meanwhile.
        await asyncio.to_thread(self._stop)
        asyncio.get_running_loop().call_later(_GOODBYE, self._hang_up)
        await super().shutdown(sockets)

    def _hang_up(self) -> None:
        # TLS closes a connection only once the client has said goodbye too, and an idle client says nothing.
        for connection in list(self.server_state.connections):
            if connection.transport.is_closing():
                connection.transport.abort()


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
