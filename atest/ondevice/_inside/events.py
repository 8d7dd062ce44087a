"""The host's side: events of the input devices that the gadget is, read from /dev/input."""

import errno
import fcntl
import os
import select
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

_EVENT = struct.Struct("llHHi")
EV_SYN, EV_KEY, EV_REL, EV_ABS, EV_MSC, EV_LED = 0, 1, 2, 3, 4, 0x11
SYN_DROPPED = 3
EVIOCGRAB = 0x40044590
_KEY_BYTES = 96
# EVIOCGKEY: which keys are down now.
_EVIOCGKEY = 2 << 30 | _KEY_BYTES << 16 | ord("E") << 8 | 0x18
_RESCAN = 0.05


@dataclass(frozen=True)
class Event:
    """An event of an input device.

    Args:
        interface: 0 the keyboard, 1 the mouse, 2 the relative mouse.
        kind: Its type.
        code: Its code.
        value: Its value.
    """

    interface: int
    kind: int
    code: int
    value: int


def input_devices() -> Iterator[tuple[int, str]]:
    """The gadget's input devices: interface and node."""
    for device in sorted(Path("/sys/class/input").glob("event*/device")):
        with suppress(OSError, ValueError):
            ids = [(device / "id" / name).read_text().strip() for name in ("vendor", "product")]
            if ids == ["1d6b", "0104"]:
                interface = int((device / "phys").read_text().strip().rpartition("input")[2])
                yield interface, f"/dev/input/{device.parent.name}"


def parsed(interface: int, data: bytes) -> Iterator[Event]:
    """The events in what was read."""
    for _, _, kind, code, value in _EVENT.iter_unpack(data):
        yield Event(interface, kind, code, value)


class Watcher:
    """Collects the events of the gadget's input devices, also when they go and come again."""

    def __init__(self) -> None:
        self.events: list[Event] = []
        self._files: dict[int, tuple[int, str]] = {}
        self._ended = threading.Event()
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._watch, name="events", daemon=True)
        self._thread.start()

    def interfaces(self) -> set[int]:
        """The interfaces whose input devices are open here."""
        with self._lock:
            return {interface for interface, _ in self._files.values()}

    def down(self) -> set[int]:
        """The codes of keys and buttons that are down, as the kernel has it."""
        found: set[int] = set()
        with self._lock:
            for descriptor in self._files:
                bits = bytearray(_KEY_BYTES)
                with suppress(OSError):
                    fcntl.ioctl(descriptor, _EVIOCGKEY, bits)
                    found |= {code for code in range(8 * _KEY_BYTES) if bits[code // 8] >> code % 8 & 1}
        return found

    def set_led(self, led: int, on: int) -> None:
        """Sets a light of the keyboard."""
        with self._lock:
            [keyboard] = [descriptor for descriptor, (interface, _) in self._files.items() if interface == 0]
            os.write(keyboard, _EVENT.pack(0, 0, EV_LED, led, on) + _EVENT.pack(0, 0, EV_SYN, 0, 0))

    def quiet(self, seconds: float, timeout: float = 60.0) -> None:
        """Waits until nothing has happened for so long."""
        until = time.monotonic() + timeout
        seen = -1
        while seen != len(self.events) and time.monotonic() < until:
            seen = len(self.events)
            time.sleep(seconds)

    def close(self) -> None:
        """Ends."""
        self._ended.set()
        self._thread.join()
        for descriptor in self._files:
            os.close(descriptor)

    def _watch(self) -> None:
        scanned = 0.0
        while not self._ended.is_set():
            if time.monotonic() - scanned > _RESCAN:
                self._scan()
                scanned = time.monotonic()
            ready, _, _ = select.select(list(self._files), [], [], _RESCAN)
            for descriptor in ready:
                self._read(descriptor)

    def _scan(self) -> None:
        known = {path for _, path in self._files.values()}
        for interface, path in input_devices():
            if path not in known:
                with suppress(OSError), self._lock:
                    descriptor = os.open(path, os.O_RDWR | os.O_NONBLOCK)
                    # So that the machine's own console does not get the keys.
                    fcntl.ioctl(descriptor, EVIOCGRAB, 1)
                    self._files[descriptor] = (interface, path)

    def _read(self, descriptor: int) -> None:
        interface, _ = self._files[descriptor]
        try:
            data = os.read(descriptor, 64 * _EVENT.size)
        except OSError as error:
            if error.errno != errno.EAGAIN:
                with self._lock:
                    del self._files[descriptor]
                    os.close(descriptor)
            return
        self.events += parsed(interface, data)
