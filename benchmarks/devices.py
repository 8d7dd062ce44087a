"""A VNC server's screen and keys: the `vnc:` device against vncdotool and asyncvnc, on one server in one run."""

import asyncio
import shutil
import sys
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager
from itertools import cycle
from typing import Any, TypeVar

from benchmarks._measure import Benchmark, Way
from benchmarks._parts import Options, measure
from TinyPilotLibrary.devices.protocol import Device
from TinyPilotLibrary.devices.registry import open_device
from TinyPilotLibrary.hid.keystrokes import Keystroke
from utest.devices.vnc.servers import XScreen, tigervnc

try:
    import asyncvnc
    from vncdotool import api as vncdotool
except ModuleNotFoundError:
    asyncvnc = vncdotool = None

T = TypeVar("T")

DEVICE, VNCDOTOOL, ASYNCVNC = "vnc: device", "vncdotool", "asyncvnc"
_SIZE = "1920x1080"
_KEYS = 50
_COLOURS = cycle(["#102030", "#a0b0c0", "#406020", "#c01040"])


class Asyncvnc:
    """A client of asyncvnc's, whose loop runs in a thread, as a suite would have it.

    Args:
        port: The server's port on loopback.
    """

    def __init__(self, port: int) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self._connection = asyncvnc.connect("127.0.0.1", port)
        self._client = self._run(self._connection.__aenter__())

    def frame(self) -> None:
        """Takes the screen."""
        self._run(self._client.screenshot())

    def type(self) -> None:
        """Presses the key some times."""
        self._run(self._press())

    def close(self) -> None:
        """Ends it."""
        self._run(self._connection.__aexit__(None, None, None))
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _press(self) -> None:
        for _ in range(_KEYS):
            self._client.keyboard.press("a")
        await self._client.drain()

    def _run(self, what: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(what, self._loop).result()


def frames(bench: Benchmark, options: Options) -> None:
    """A whole screen that has changed everywhere, and one that has not changed."""
    with _clients(bench) as clients:
        if clients is None:
            return
        screen, device, tool, other = clients
        watcher = open_device(screen.url)

        def repaint() -> None:
            """Changes the whole screen; the server has compared it by the end, so that it is not what is measured."""
            screen.run("xsetroot", "-mod", "5", "9", "-fg", next(_COLOURS), "-bg", next(_COLOURS))
            watcher.frame()

        for told, before in (("all of it changed", repaint), ("unchanged", None)):
            title = f"A frame of {_SIZE}, {told}"
            ways = {
                DEVICE: Way(lambda: device.frame().color, before=before),
                VNCDOTOOL: Way(tool.refreshScreen, before=before),
                ASYNCVNC: Way(other.frame, before=before),
            }
            taken = bench.compare(
                title, ways, baseline=VNCDOTOOL, operation="frame", rounds=10 if options.quick else 30
            )
            if before is not None:
                # What the server and the copying of eight megabytes take is the same for all.
                bench.figure(f"{told}, against {VNCDOTOOL}", taken.ratio(DEVICE).value, "times as fast")
                continue
            for name in (VNCDOTOOL, ASYNCVNC):
                bench.floor(f"{told}: at least 3 times as fast as {name}", taken.ratio(DEVICE, name), at_least=3)
        watcher.close()


def keys(bench: Benchmark, options: Options) -> None:
    """Keys, pressed and released."""
    with _clients(bench) as clients:
        if clients is None:
            return
        _, device, tool, other = clients
        pressed = [Keystroke("KeyA")] * _KEYS

        def by_tool() -> None:
            for _ in range(_KEYS):
                tool.keyPress("a")

        ways = {
            DEVICE: Way(lambda: device.type(pressed), _KEYS),
            VNCDOTOOL: Way(by_tool, _KEYS),
            ASYNCVNC: Way(other.type, _KEYS),
        }
        typed = bench.compare("Keys", ways, baseline=VNCDOTOOL, operation="key", rounds=10 if options.quick else 30)
    bench.floor(f"keys: at least as fast as {VNCDOTOOL}", typed.ratio(DEVICE), at_least=1)
    # It writes the keys and waits for nothing; the device waits until the server has read them.
    bench.figure(f"keys, against {ASYNCVNC}", typed.ratio(DEVICE, ASYNCVNC).value, "times as fast")


@contextmanager
def _clients(bench: Benchmark) -> Iterator[tuple[XScreen, Device, Any, Asyncvnc] | None]:
    """A server, and the clients that are connected to it; None where something is not installed."""
    missing = [name for name in ("Xtigervnc", "xsetroot") if shutil.which(name) is None]
    if asyncvnc is None or missing:
        bench.leave_out("VNC", f"not installed: {', '.join(missing) or 'the packages vncdotool and asyncvnc'}")
        yield None
        return
    with tigervnc("-SecurityTypes", "None", size=_SIZE) as screen:
        port = int(screen.url.rpartition("::")[2])
        device = open_device(screen.url, {"key_hold": 0, "key_gap": 0})
        tool = vncdotool.connect(f"127.0.0.1::{port}")
        other = Asyncvnc(port)
        try:
            yield screen, device, tool, other
        finally:
            device.close()
            tool.disconnect()
            other.close()


if __name__ == "__main__":
    code = measure("vnc", "A VNC server's screen and keys", {"frames": frames, "keys": keys})
    if vncdotool is not None:
        vncdotool.shutdown()
    sys.exit(code)
