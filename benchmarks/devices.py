"""A VNC server's screen and keys: the `vnc:` device against vncdotool and asyncvnc, on one server in one run."""

import shutil
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from itertools import cycle

from atest.lab.packages import MissingPackages
from benchmarks._measure import Benchmark, Comparison, Way
from benchmarks._parts import Options, measure
from benchmarks._vnc_clients import INSTALLED, Asyncvnc, Receiver, Vncdotool
from benchmarks._vnc_guest import PART, guest
from TinyPilotLibrary.devices.protocol import Device, NotifiesFrames
from TinyPilotLibrary.devices.registry import open_device
from TinyPilotLibrary.devices.who_can import require
from TinyPilotLibrary.hid.keystrokes import Keystroke
from utest.devices.vnc.servers import XScreen, tigervnc

_DEVICE, _PEERS = "vnc: device", (Vncdotool.name, Asyncvnc.name)
_SIZE = "1920x1080"
_KEYS = 50
_KEY_OF_PART, _KEY_OF_ALL = "a", "b"
_COLOURS = cycle(["#102030", "#a0b0c0", "#406020", "#c01040"])
# How long the guest may take to start, and to answer a key, in seconds.
_STARTS, _ANSWERS = 120.0, 30.0


class Ours:
    """The `vnc:` device, used as the other clients are.

    Args:
        port: The server's port on loopback.
    """

    name = _DEVICE

    def __init__(self, port: int) -> None:
        self._device: Device = open_device(f"vnc:127.0.0.1::{port}", {"key_hold": 0, "key_gap": 0})
        self._last = self._device.frame()

    def frame(self) -> None:
        """Takes the screen."""
        self._last = self._device.frame()
        # Pixels, not an encoded picture.
        assert self._last.color.size

    def press(self, key: str, count: int = 1) -> None:
        """Presses a key some times."""
        self._device.type([Keystroke(f"Key{key.upper()}")] * count)

    def pixel(self, x: int, y: int) -> tuple[int, ...]:
        """A pixel of the screen as it is known."""
        return tuple(map(int, self._last.color[y, x, ::-1]))

    def wait_for_change(self) -> None:
        """Waits until something of the screen changes."""
        self._last = require(self._device, NotifiesFrames).next_frame(self._last, _ANSWERS)

    def close(self) -> None:
        """Ends it."""
        self._device.close()


Client = Ours | Vncdotool | Asyncvnc


def frames(bench: Benchmark, options: Options) -> None:
    """A whole screen of TigerVNC's that has changed everywhere, and one that has not changed."""
    with _tigervnc(bench) as server:
        if server is None:
            return
        screen, port = server
        with _clients(port) as clients, ExitStack() as opened:
            bare = Receiver(port)
            opened.callback(bare.close)
            watcher = open_device(screen.url)
            opened.callback(watcher.close)

            def repaint() -> None:
                """Changes the whole screen; the server has compared it by the end, which is not measured."""
                screen.run("xsetroot", "-mod", "5", "9", "-fg", next(_COLOURS), "-bg", next(_COLOURS))
                watcher.frame()

            rounds = 10 if options.quick else 30
            ways = {client.name: Way(client.frame) for client in clients}
            same = bench.compare(
                f"A frame of {_SIZE}, unchanged", ways, baseline=Vncdotool.name, operation="frame", rounds=rounds
            )
            ways = {client.name: Way(client.frame, before=repaint) for client in (*clients, bare)}
            changed = bench.compare(
                f"A frame of {_SIZE}, all of it changed",
                ways,
                baseline=Vncdotool.name,
                operation="frame",
                rounds=rounds,
            )
            title = "All of it changed: the processor's time of a client"
            work = _work(bench, title, {client.name: client.frame for client in clients}, rounds, repaint)
    for peer in _PEERS:
        bench.floor(f"unchanged: at least 3 times as fast as {peer}", same.ratio(_DEVICE, peer), at_least=3)
        bench.floor(f"all of it changed: no more work than {peer} has", work.ratio(_DEVICE, peer), at_least=1)
        bench.figure(f"all of it changed, against {peer}", changed.ratio(_DEVICE, peer).value, "times as fast")
    # What the server takes and eight megabytes through a socket are the same for all.
    most = changed.ratio(Receiver.name).value
    bench.figure(f"all of it changed, against {Vncdotool.name}: who drops what comes", most, "times as fast")


def _work(
    bench: Benchmark,
    title: str,
    ways: Mapping[str, Callable[[], None]],
    rounds: int,
    before: Callable[[], None] = lambda: None,
) -> Comparison:
    """Compares the processor's time of clients, all of whose threads are of this process."""
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            before()
            begun = time.process_time()
            way()
            taken[name].append(time.process_time() - begun)
    return bench.samples(title, taken, baseline=Vncdotool.name)


def keys(bench: Benchmark, options: Options) -> None:
    """Keys, pressed and released."""
    with _tigervnc(bench) as server:
        if server is None:
            return
        with _clients(server[1]) as clients:
            ways = {client.name: Way(_typing(client), _KEYS) for client in clients}
            rounds = 10 if options.quick else 30
            typed = bench.compare("Keys", ways, baseline=Vncdotool.name, operation="key", rounds=rounds)
            work = _work(bench, "Keys: the processor's time of a client", {c.name: _typing(c) for c in clients}, rounds)
    bench.floor(f"keys: at least as fast as {Vncdotool.name}", typed.ratio(_DEVICE), at_least=1)
    # The device waits until the server has read them; asyncvnc writes them, and waits for nothing.
    bench.figure(f"keys, against {Asyncvnc.name}", typed.ratio(_DEVICE, Asyncvnc.name).value, "times as fast")
    for peer in _PEERS:
        bench.floor(f"keys: no more work than {peer} has", work.ratio(_DEVICE, peer), at_least=1)


def _typing(client: Client) -> Callable[[], None]:
    return lambda: client.press(_KEY_OF_PART, _KEYS)


def reactions(bench: Benchmark, options: Options) -> None:
    """From a key to the picture of what it did, in a guest of QEMU's: a part of the screen, and all of it."""
    if not _has_peers(bench):
        return
    rounds = 5 if options.quick else 20
    try:
        with _ready_guest() as port, _clients(port) as clients:
            for told, key, row in (("a part", _KEY_OF_PART, PART - 1), ("all", _KEY_OF_ALL, 1079)):
                ways = {client.name: Way(_reaction(client, key, row), before=client.frame) for client in clients}
                title = f"From a key to its picture: {told} of {_SIZE} changes (QEMU)"
                seen = bench.compare(title, ways, baseline=Vncdotool.name, operation="key", rounds=rounds)
                for peer in _PEERS:
                    ratio = seen.ratio(_DEVICE, peer).value
                    bench.figure(f"{told} of it changes, against {peer}", ratio, "times as fast")
    except MissingPackages as missing:
        bench.leave_out("reactions", str(missing))


def _reaction(client: Client, key: str, row: int) -> Callable[[], None]:
    def react() -> None:
        before = client.pixel(0, row)
        client.press(key)
        _until_another(client, before, row)

    return react


def _until_another(client: Client, before: tuple[int, ...], row: int) -> None:
    until = time.monotonic() + _ANSWERS
    while client.pixel(0, row) == before:
        assert time.monotonic() < until, f"{client.name} saw no answer to a key."
        client.wait_for_change()


@contextmanager
def _ready_guest() -> Iterator[int]:
    """The guest, once it answers keys on the screen that it has then: not all clients know that a size changes."""
    with guest() as port:
        client = Ours(port)
        try:
            _wait_for_answer(client)
        finally:
            client.close()
        yield port


def _wait_for_answer(client: Client) -> None:
    until = time.monotonic() + _STARTS
    while True:
        client.frame()
        try:
            before = client.pixel(0, 1079)
        except IndexError:
            assert time.monotonic() < until, "The guest did not start."
            time.sleep(0.2)
            continue
        client.press(_KEY_OF_ALL)
        _until_another(client, before, 1079)
        return


@contextmanager
def _tigervnc(bench: Benchmark) -> Iterator[tuple[XScreen, int] | None]:
    missing = [name for name in ("Xtigervnc", "xsetroot") if shutil.which(name) is None]
    if missing:
        bench.leave_out("TigerVNC", f"not installed: {', '.join(missing)}")
    if missing or not _has_peers(bench):
        yield None
        return
    with tigervnc("-SecurityTypes", "None", size=_SIZE) as screen:
        yield screen, int(screen.url.rpartition("::")[2])


def _has_peers(bench: Benchmark) -> bool:
    if not INSTALLED:
        bench.leave_out("what it is compared with", "not installed: pip install --group bench")
    return INSTALLED


@contextmanager
def _clients(port: int) -> Iterator[tuple[Client, ...]]:
    with ExitStack() as opened:
        clients: list[Client] = []
        for kind in (Ours, Vncdotool, Asyncvnc):
            clients.append(kind(port))
            opened.callback(clients[-1].close)
        yield tuple(clients)


if __name__ == "__main__":
    parts = {"frames": frames, "keys": keys, "reactions": reactions}
    code = measure("devices", "A VNC server's screen, keys and reactions", parts)
    Vncdotool.end_all()
    sys.exit(code)
