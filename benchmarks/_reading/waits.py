"""How soon a wait for a text ends after the text is there, on screens where a clock ticks."""

import math
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Protocol

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from benchmarks._measure import Benchmark
from benchmarks._parts import Options
from TinyPilotLibrary.devices.virtual.textscreen import TextScreen
from TinyPilotLibrary.finding.locators import Locator
from TinyPilotLibrary.finding.look import Look
from TinyPilotLibrary.finding.lookup import TemplateCatalog
from TinyPilotLibrary.finding.text_finder import ReadOptions
from TinyPilotLibrary.hid.keystrokes import Keystroke
from TinyPilotLibrary.hid.pointer import PointerEvent
from TinyPilotLibrary.text.reader import ScreenReader
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.watching import Watcher
from TinyPilotLibrary.watching.screen import Screen
from TinyPilotLibrary.watching.wait_until import Clock

_TEXT = "Installation complete"
_APPEARS, _TICK = 5.0, 1.0
_WAITS, _WAITS_OF_SAMPLE = 9, 3
_READINGS = 3
_READING, _REACTING = "reading the frame", "the wait"
# How many times as long as reading the frame a wait may take to end.
_LIMITS = {"cells": 4.0, "graphical": 1.35}
_FRAMES_A_SECOND = 30
_MENU = ("Partition disks", "Install the base system", "Configure the package manager", "Select software", "Reboot")
_QUALITY = 85


class Draw(Protocol):
    """Draws a screen."""

    def __call__(self, clock: str, *, there: bool) -> Image.Image: ...


@dataclass
class _Source:
    """A screen whose clock ticks, as a capture of 30 frames a second gives it: the last frame, or the next one."""

    pictures: list[tuple[float, bytes]]
    name: str = "bench:"
    begun: float = field(default_factory=time.monotonic)

    def frame(self) -> Frame:
        taken = math.floor((time.monotonic() - self.begun) * _FRAMES_A_SECOND) / _FRAMES_A_SECOND
        _, data = [item for item in self.pictures if item[0] <= taken][-1]
        return Frame.read(data)

    def next_frame(self, after: Frame, timeout: float) -> Frame:
        deadline = time.monotonic() + timeout
        while (now := time.monotonic()) < deadline:
            frame = self.frame()
            if frame.identity != after.identity:
                return frame
            coming = math.floor((now - self.begun) * _FRAMES_A_SECOND) + 1
            threading.Event().wait(min(self.begun + coming / _FRAMES_A_SECOND, deadline) - now)
        return self.frame()

    @staticmethod
    def given(at: float) -> float:
        """When the first frame is given that shows what is there from a time on, in seconds from the beginning."""
        return math.ceil(at * _FRAMES_A_SECOND) / _FRAMES_A_SECOND

    def type(self, keystrokes: Iterable[Keystroke]) -> None:
        """Nothing listens."""

    def point(self, events: Iterable[PointerEvent]) -> None:
        """Nothing listens."""

    def release(self) -> None:
        """Nothing is held."""

    def close(self) -> None:
        """Nothing is open."""


def measure(bench: Benchmark, options: Options) -> None:
    """From when a frame with the text is given to when the wait returns, against reading that frame at once."""
    for kind, draw in (("cells", _cells), ("graphical", _graphical)):
        reading: list[float] = []
        reacting: list[float] = []
        for number in bench.track(range(_WAITS_OF_SAMPLE if options.quick else _WAITS), f"waits, {kind}"):
            # A text may appear at any time between two ticks of the clock.
            reacting.append(_reaction(draw, _APPEARS + _TICK * (number + 0.5) / _WAITS))
            # Right after it, so that what loads the machine slows both.
            reading.append(_time_of_reading(draw))
        title = f"From a text to the end of the wait for it, {kind}"
        seconds = {_READING: reading, _REACTING: reacting}
        waited = bench.samples(title, seconds, baseline=_READING, operation="wait")
        bench.floor(f"waits, {kind}: reaction, against reading the frame", waited.cost(_REACTING), below=_LIMITS[kind])


def _reaction(draw: Draw, appears: float) -> float:
    """Seconds from when a frame with the text is given until the wait returns."""
    source = _Source(_film(draw, appears))
    look = Look(TemplateCatalog().find([Locator.parse(f"text:{_TEXT}")], []), None, 0.8, ReadOptions(ScreenReader()))
    nothing = Look([], None, 0.8)
    screen = Screen(source, time.monotonic)
    source.begun = time.monotonic()
    Watcher(screen, appears + 10, 0.5, Clock()).appears(look, nothing)
    return time.monotonic() - source.begun - source.given(appears)


def _film(draw: Draw, appears: float) -> list[tuple[float, bytes]]:
    """What is on the screen from when on."""
    times = sorted({*np.arange(0, appears + 3, _TICK).tolist(), appears})
    return [(at, _jpeg(draw(f"12:34:{int(at / _TICK):02}", there=at >= appears))) for at in times]


def _cells(clock: str, *, there: bool) -> Image.Image:
    screen = TextScreen()
    screen.write(0, 60, clock)
    screen.box(3, 10, 16, 60, 15, 1)
    for row, text in enumerate(_MENU):
        screen.write(5 + row, 14, text, 15, 1)
    if there:
        screen.write(14, 14, _TEXT, 15, 1)
    return screen.draw()


def _graphical(clock: str, *, there: bool) -> Image.Image:
    picture = Image.new("RGB", (1024, 768), (237, 235, 228))
    draw, font = ImageDraw.Draw(picture), ImageFont.load_default(14)
    draw.text((930, 8), clock, (0, 0, 0), font)
    for row in range(4 * len(_MENU)):
        draw.text((40, 60 + 28 * row), f"{_MENU[row % len(_MENU)]}, step {row + 1} of 20", (0, 0, 0), font)
    if there:
        draw.text((40, 660), _TEXT, (0, 0, 0), font)
    return picture


def _time_of_reading(draw: Draw) -> float:
    """Seconds in which a frame is decoded and read in which the text is new, in the median of some."""
    times = []
    for number in range(_READINGS):
        reader = ScreenReader()
        reader.read(Frame.read(_jpeg(draw(f"12:34:{number:02}", there=False))))
        frame = Frame.read(_jpeg(draw(f"12:34:{number:02}", there=True)))
        begun = time.monotonic()
        reader.read(frame)
        times.append(time.monotonic() - begun)
    return float(np.median(times))


def _jpeg(picture: Image.Image) -> bytes:
    pixels = cv2.cvtColor(np.asarray(picture, np.uint8), cv2.COLOR_RGB2BGR)
    return bytes(cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, _QUALITY])[1])
