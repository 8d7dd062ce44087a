"""Runs inside the lab machine: how soon a wait sees a change, by the stream and by polling snapshots, of one uStreamer.

Writes its samples to the file that it is given.
"""

import itertools
import json
import random
import statistics
import sys
import threading
import time
from collections.abc import Iterable
from pathlib import Path

import numpy as np
from PIL import Image

from atest.ondevice._inside.streamers import streamer
from atest.ondevice._inside.vivid import Vivid, uyvy
from TinyPilotLibrary.devices.capture.clock import StreamerClock
from TinyPilotLibrary.devices.capture.stream import StreamReader
from TinyPilotLibrary.devices.capture.streamer_http import StreamerHttp, streamer_address
from TinyPilotLibrary.devices.protocol import Device
from TinyPilotLibrary.devices.registry import open_device
from TinyPilotLibrary.hid.keystrokes import Keystroke
from TinyPilotLibrary.hid.pointer import PointerEvent
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.watching import Watcher
from TinyPilotLibrary.watching.screen import Screen
from TinyPilotLibrary.watching.wait_until import Clock

STREAM, POLLING = "MJPEG stream", "a snapshot each 0.5 s"
_ROUNDS = 20
_INTERVAL = 0.5
_TIMEOUT = 30.0
_FRAMES = 25


class _Polled:
    """A device that cannot tell when there is a new frame."""

    def __init__(self, device: Device) -> None:
        self.name = device.name
        self._device = device

    def type(self, keystrokes: Iterable[Keystroke]) -> None:
        self._device.type(keystrokes)

    def point(self, events: Iterable[PointerEvent]) -> None:
        self._device.point(events)

    def frame(self) -> Frame:
        return self._device.frame()

    def release(self) -> None:
        self._device.release()

    def close(self) -> None:
        self._device.close()


def main() -> None:
    """Measures; both ways once in each round, each round in another order."""
    vivid = Vivid()
    vivid.plug_in()
    chance = random.Random(1)  # noqa: S311 - when a target changes is chance
    # The emulated processor encodes for a tenth of a second: so it has its time for a frame, as a device has at 30.
    with streamer("tcp", "--desired-fps=3") as address:
        device = open_device(f"ustreamer:{address}")
        Watcher(Screen(device, time.monotonic), _TIMEOUT, _INTERVAL, Clock()).device_answers()
        ways: dict[str, Device] = {STREAM: device, POLLING: _Polled(device)}
        samples: dict[str, list[float]] = {name: [] for name in ways}
        for number in range(_ROUNDS + 1):
            for name in list(ways)[:: 1 if number % 2 else -1]:
                seconds = _reaction(ways[name], vivid, chance.uniform(0.5, 1.5))
                # The first round warms up.
                if number:
                    samples[name].append(seconds)
        frame_time = _frame_time(address)
        device.close()
    Path(sys.argv[1]).write_text(json.dumps({"samples": samples, "frame time": frame_time}))


def _reaction(device: Device, vivid: Vivid, delay: float) -> float:
    """Seconds from a change of the target's screen until the wait that goes on for it is over."""
    small = np.random.default_rng().integers(0, 256, (15, 20), np.uint8)
    pixels = uyvy(Image.fromarray(np.kron(small, np.ones((32, 32), np.uint8))))
    shown: list[float] = []

    def show() -> None:
        shown.append(time.monotonic())
        vivid.play(pixels)

    watcher = Watcher(Screen(device, time.monotonic), _TIMEOUT, _INTERVAL, Clock())
    later = threading.Timer(delay, show)
    later.start()
    watcher.changes(None)
    over = time.monotonic()
    later.join()
    return over - shown[0]


def _frame_time(address: str) -> float:
    """Seconds from one frame of the stream to the next, in the median."""
    reader = StreamReader(StreamerHttp(streamer_address(address)), StreamerClock())
    grabbed: list[float] = []
    seen = 0
    while len(grabbed) < _FRAMES:
        news = reader.newest(seen, _TIMEOUT)
        assert news is not None
        seen, reading = news
        grabbed.append(reading.grabbed)
    reader.stop()
    return statistics.median(later - earlier for earlier, later in itertools.pairwise(grabbed))


if __name__ == "__main__":
    main()
