"""Clients of VNC that `devices.py` compares with the `vnc:` device; each is used as a suite in Robot would use it."""

import asyncio
import select
import socket
import struct
import threading
import time
from collections.abc import Coroutine
from typing import Any, TypeVar

import numpy as np

from TinyPilotLibrary.vision.pixels import Pixels

try:
    import asyncvnc
    from vncdotool import api as vncdotool
except ModuleNotFoundError:
    asyncvnc = vncdotool = None

T = TypeVar("T")

#: Whether both are installed.
INSTALLED = asyncvnc is not None
# A server that has sent nothing for so long has sent all that has changed, in seconds.
_QUIET = 0.15
_LITTLE_ENDIAN_BGRX = struct.pack(">BBBBHHHBBBxxx", 32, 24, 0, 1, 255, 255, 255, 16, 8, 0)


class Vncdotool:
    """A client of vncdotool's.

    Args:
        port: The server's port on loopback.
    """

    name = "vncdotool"

    def __init__(self, port: int) -> None:
        self._client = vncdotool.connect(f"127.0.0.1::{port}")
        self._client.refreshScreen()

    def frame(self) -> None:
        """Takes the screen."""
        self._client.refreshScreen()

    def press(self, key: str, count: int = 1) -> None:
        """Presses a key some times."""
        for _ in range(count):
            self._client.keyPress(key)

    def pixel(self, x: int, y: int) -> tuple[int, ...]:
        """A pixel of the screen as it is known."""
        pixel: tuple[int, ...] = self._client.screen.getpixel((x, y))
        return pixel[:3]

    def wait_for_change(self) -> None:
        """Waits until something of the screen changes."""
        self._client.refreshScreen(incremental=True)

    def close(self) -> None:
        """Ends it."""
        self._client.disconnect()

    @staticmethod
    def end_all() -> None:
        """Ends its reactor, of which a process has one."""
        if vncdotool is not None:
            vncdotool.shutdown()


class Asyncvnc:
    """A client of asyncvnc's, whose loop runs in a thread.

    Args:
        port: The server's port on loopback.
    """

    name = "asyncvnc"

    def __init__(self, port: int) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._connection = asyncvnc.connect("127.0.0.1", port)
        self._client = self._run(self._connection.__aenter__())
        self._screen: Pixels = np.zeros((1, 1, 4), np.uint8)
        self.frame()

    def frame(self) -> None:
        """Takes the screen."""
        self._screen = self._run(self._client.screenshot())

    def press(self, key: str, count: int = 1) -> None:
        """Presses a key some times."""
        self._run(self._press(key, count))

    def pixel(self, x: int, y: int) -> tuple[int, ...]:
        """A pixel of the screen as it is known."""
        return tuple(map(int, self._screen[y, x, :3]))

    def wait_for_change(self) -> None:
        """Takes the screen again: it has no other way to learn of a change."""
        self.frame()

    def close(self) -> None:
        """Ends it."""
        self._run(self._connection.__aexit__(None, None, None))
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _press(self, key: str, count: int) -> None:
        for _ in range(count):
            self._client.keyboard.press(key)
        await self._client.drain()

    def _run(self, what: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(what, self._loop).result()


class Receiver:
    """Asks for whole screens and drops what comes: no client of raw pixels can be faster.

    Args:
        port: The server's port on loopback.
    """

    name = "its bytes alone"

    def __init__(self, port: int) -> None:
        self._socket = socket.create_connection(("127.0.0.1", port))
        self._dropped = bytearray(1 << 20)
        version = self._read(12)
        # No security, and a screen that is shared.
        self._socket.sendall(version)
        self._read(self._read(1)[0])
        self._socket.sendall(b"\x01")
        self._read(4)
        self._socket.sendall(b"\x01")
        self._width, self._height, length = struct.unpack(">HH16xI", self._read(24))
        self._read(length)
        self._socket.sendall(b"\0\0\0\0" + _LITTLE_ENDIAN_BGRX + struct.pack(">BxHi", 2, 1, 0))

    def frame(self) -> None:
        """Takes the screen, and nothing of it."""
        self._socket.sendall(struct.pack(">BBHHHH", 3, 0, 0, 0, self._width, self._height))
        missing = self._width * self._height
        while missing > 0:
            missing -= self._drop_update()

    def press(self, key: str, hold: float) -> float:
        """Presses a letter. Returns the seconds until the first byte of what it changes is here: no client is sooner.

        Args:
            key: The letter.
            hold: How long it is held, in seconds.
        """
        self._drop_what_is_new()
        begun = time.perf_counter()
        self._socket.sendall(struct.pack(">BBxxI", 4, 1, ord(key)))
        seconds = time.perf_counter() - begun if self._come(hold) else 0.0
        time.sleep(max(0.0, begun + hold - time.perf_counter()))
        self._socket.sendall(struct.pack(">BBxxI", 4, 0, ord(key)))
        if not seconds:
            self._come(None)
            seconds = time.perf_counter() - begun
        self._drop_what_is_new()
        return seconds

    def close(self) -> None:
        """Ends it."""
        self._socket.close()

    def _drop_what_is_new(self) -> None:
        """Until nothing more comes; what comes next is asked for."""
        while True:
            self._socket.sendall(struct.pack(">BBHHHH", 3, 1, 0, 0, self._width, self._height))
            if not self._come(_QUIET):
                return
            self._drop_update()

    def _come(self, timeout: float | None) -> bool:
        return bool(select.select([self._socket], [], [], timeout)[0])

    def _drop_update(self) -> int:
        (count,) = struct.unpack(">xxH", self._read(4))
        pixels = 0
        for _ in range(count):
            width, height = struct.unpack(">4xHH4x", self._read(12))
            self._drop(width * height * 4)
            pixels += width * height
        return pixels

    def _read(self, count: int) -> bytes:
        return self._socket.recv(count, socket.MSG_WAITALL)

    def _drop(self, count: int) -> None:
        while count:
            count -= self._socket.recv_into(self._dropped, min(count, len(self._dropped)))
