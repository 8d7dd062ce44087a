"""Runs inside the lab machine: presses keys by both ways in turn, and writes what that took to the file it is given.

The host is the same machine: its input device says when it got a key.
"""

import fcntl
import json
import os
import select
import struct
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from atest.ondevice._inside.events import EV_KEY, EVIOCGRAB, input_devices
from atest.ondevice._inside.kernel_rig import load_modules, until
from TinyPilotLibrary.devices.gadget.configfs import Gadget
from TinyPilotLibrary.devices.protocol import Device
from TinyPilotLibrary.devices.registry import open_device
from TinyPilotLibrary.hid.descriptors import ABSOLUTE_MOUSE, KEYBOARD
from TinyPilotLibrary.hid.keystrokes import Keystroke

FORKED, OURS = "process and open per report", "gadget:"
_ROUNDS = 20
_KEYS = {FORKED: 10, OURS: 200}
_EVENT = struct.Struct("llHHi")
_STROKE = Keystroke("KeyB")


class Host:
    """The input device that the gadget's keyboard is at its host."""

    def __init__(self) -> None:
        self._file = os.open(dict(input_devices())[0], os.O_RDONLY | os.O_NONBLOCK)
        # So that the machine's own console does not get the keys.
        fcntl.ioctl(self._file, EVIOCGRAB, 1)

    def forget(self) -> None:
        """Forgets what came."""
        while select.select([self._file], [], [], 0)[0]:
            os.read(self._file, 64 * _EVENT.size)

    def first_key(self) -> float:
        """When the first key came, by the system's clock."""
        until(lambda: select.select([self._file], [], [], 0)[0], "a key has come")
        for seconds, microseconds, kind, _, _ in _EVENT.iter_unpack(os.read(self._file, 64 * _EVENT.size)):
            if kind == EV_KEY:
                return float(seconds + microseconds / 1e6)
        raise AssertionError("What came was not a key.")


class Forking:
    """TinyPilot's way, in a small process of its own, which is the best for it."""

    def __init__(self) -> None:
        pipe = subprocess.PIPE
        command = [sys.executable, "-m", "benchmarks._ondevice_fork"]
        self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, text=True)

    def type(self, keys: int) -> None:
        """Presses so many keys."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(f"{keys}\n")
        self._process.stdin.flush()
        assert self._process.stdout.readline() == "done\n"

    def close(self) -> None:
        """Ends."""
        self._process.communicate()


def main() -> None:
    """Measures; both ways once in each round, each round in another order."""
    load_modules()
    gadget = Gadget([KEYBOARD, ABSOLUTE_MOUSE])
    gadget.up()
    until(lambda: len(list(input_devices())) == 2, "the host uses the gadget")
    host, device, forking = Host(), open_device("gadget:"), Forking()
    ways: dict[str, Callable[[int], None]] = {FORKED: forking.type, OURS: lambda keys: _type(device, keys)}
    typing: dict[str, list[float]] = {name: [] for name in ways}
    arriving: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(_ROUNDS + 1):
        for name in list(ways)[:: 1 if number % 2 else -1]:
            seconds = _seconds(ways[name], _KEYS[name])
            host.forget()
            begun = time.time()
            ways[name](1)
            late = host.first_key() - begun
            # The first round warms up.
            if number:
                typing[name].append(seconds / _KEYS[name])
                arriving[name].append(late)
    forking.close()
    device.close()
    gadget.down()
    Path(sys.argv[1]).write_text(json.dumps({"typing": typing, "arriving": arriving}))


def _type(device: Device, keys: int) -> None:
    device.type([_STROKE] * keys)


def _seconds(way: Callable[[int], None], keys: int) -> float:
    begun = time.monotonic()
    way(keys)
    return time.monotonic() - begun


if __name__ == "__main__":
    main()
