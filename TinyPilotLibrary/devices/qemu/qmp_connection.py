"""A QMP session: commands to QEMU, called from ordinary threads.

The `qemu.qmp` package speaks asyncio; its loop runs in a thread of this session.
"""

import asyncio
import threading
from collections.abc import Callable, Coroutine, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any, TypeVar

from qemu.qmp import ExecuteError, QMPClient, QMPError, Runstate

from TinyPilotLibrary.devices.loop_thread import TOO_LATE, LoopThread
from TinyPilotLibrary.errors import DeviceError, DeviceUnreachable

T = TypeVar("T")

_TIMEOUT = 10.0


class QmpSession:
    """Commands to one QEMU. It connects on first use, and again if QEMU was restarted.

    Args:
        address: The path of the QMP socket, or host and port.
    """

    def __init__(self, address: str | tuple[str, int]) -> None:
        self._address = address
        self._where = address if isinstance(address, str) else f"{address[0]}:{address[1]}"
        self._client: QMPClient | None = None
        self._lock = threading.RLock()
        self._loop = LoopThread(f"qmp {self._where}")
        #: What is done before anything is asked: QMP serves one client at a time.
        self.gate: Callable[[], None] = lambda: None
        self._callbacks: dict[str, Callable[[], None]] = {}
        self._listening: asyncio.Task[None] | None = None
        #: Counts the connections, so that others notice a restarted QEMU.
        self.connections = 0

    @property
    def is_local(self) -> bool:
        """Whether the session uses a Unix socket, which can carry file descriptors."""
        return isinstance(self._address, str)

    def command(self, name: str, **arguments: object) -> Any:  # noqa: ANN401 - QMP answers with any JSON
        """Executes a QMP command.

        Args:
            name: For example `query-status`.
            arguments: Its arguments; underscores in their names become dashes.

        Returns:
            QEMU's answer.

        Raises:
            DeviceUnreachable: If QEMU cannot be reached or does not answer.
            DeviceError: If QEMU refuses the command.
        """
        given: Mapping[str, object] = {key.replace("_", "-"): value for key, value in arguments.items()}
        with self._lock:
            client = self._connected()
            try:
                return self._run(client.execute(name, given or None))
            except ExecuteError as error:
                raise DeviceError(f"QEMU at '{self._where}' refused '{name}': {error}") from error
            except (QMPError, OSError, EOFError) as error:
                self._drop()
                raise DeviceUnreachable(f"QEMU at '{self._where}' went away during '{name}'.") from error

    def on_event(self, name: str, callback: Callable[[], None]) -> None:
        """Calls a function on a QEMU event, in a separate thread; its errors are ignored.

        Args:
            name: The event, for example `RESET`. There is one callback for each.
            callback: The function; it may use this session.
        """
        self._callbacks[name] = callback

    def send_descriptor(self, descriptor: int) -> Any:  # noqa: ANN401 - QMP answers with any JSON
        """Passes an open file to QEMU, with the command `add-fd`, and returns its answer."""
        with self._lock:
            client = self._connected()
            # Sent with the next message.
            self._loop.call(client.send_fd_scm, descriptor)
            return self.command("add-fd")

    def disconnect(self) -> None:
        """Ends the connection, so that another client can have it."""
        with self._lock:
            self._drop()

    def close(self) -> None:
        """Ends the session; QEMU keeps running."""
        with self._lock:
            self._drop()
            self._loop.close(_TIMEOUT)

    def _connected(self) -> QMPClient:
        if self._loop.is_closed:
            raise DeviceError(f"The session with QEMU at '{self._where}' was closed.")
        self.gate()
        if self._client is not None and self._client.runstate is Runstate.RUNNING:
            return self._client
        # QEMU has ended since: it may have been restarted, and nothing was sent to the new one yet.
        self._drop()
        client = QMPClient("tinypilot")
        try:
            self._run(client.connect(self._address))
        # While QMP serves another client, it accepts connections but does not greet.
        except (QMPError, OSError, DeviceUnreachable) as error:
            hint = "" if not self.is_local or Path(self._where).exists() else " There is no such socket."
            kind = "unix" if self.is_local else "tcp"
            raise DeviceUnreachable(
                f"There is no connection to QEMU at '{self._where}'.{hint} Is it started with '-qmp "
                f"{kind}:{self._where},server=on,wait=off', and nobody else connected to it?"
            ) from error
        self._client = client
        self._run(self._begin_to_listen(client))
        self.connections += 1
        return client

    def _drop(self) -> None:
        client, self._client = self._client, None
        if self._listening is not None:
            self._loop.call(self._listening.cancel)
            self._listening = None
        if client is not None:
            # It may be gone already.
            with suppress(QMPError, OSError, EOFError, DeviceUnreachable):
                self._run(client.disconnect())

    async def _begin_to_listen(self, client: QMPClient) -> None:
        self._listening = asyncio.create_task(self._listen(client))

    async def _listen(self, client: QMPClient) -> None:
        async for event in client.events:
            callback = self._callbacks.get(str(event["event"]))
            if callback is not None:
                threading.Thread(target=_call, args=(callback,), daemon=True).start()

    def _run(self, coroutine: Coroutine[Any, Any, T]) -> T:
        try:
            return self._loop.run(coroutine, _TIMEOUT)
        except TOO_LATE:
            raise DeviceUnreachable(f"QEMU at '{self._where}' gave no answer within {_TIMEOUT:g} s.") from None


def _call(callback: Callable[[], None]) -> None:
    with suppress(DeviceError):
        callback()
