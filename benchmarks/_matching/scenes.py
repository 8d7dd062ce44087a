"""The screens that are measured with, as a capture sends them: firmware, boot loaders, installers, desktops."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np

from benchmarks.frames.corpus import load
from TinyPilotLibrary.devices.virtual.computer import VirtualComputer
from TinyPilotLibrary.hid.chords import Chord
from TinyPilotLibrary.hid.layouts import US
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Size
from TinyPilotLibrary.vision.pixels import Pixels

FULL_HD, ULTRA_HD = Size(1920, 1080), Size(3840, 2160)


@dataclass(frozen=True, eq=False)
class Scene:
    """A screen, lossless.

    Args:
        name: What it shows.
        color: Its pixels.
    """

    name: str
    color: Pixels

    @property
    def size(self) -> Size:
        height, width = self.color.shape[:2]
        return Size(width, height)

    def scaled(self, size: Size) -> "Scene":
        """The screen as a capture of another size shows it: stretched, as most captures do."""
        if size == self.size:
            return self
        way = cv2.INTER_AREA if size.height < self.size.height else cv2.INTER_CUBIC
        return Scene(self.name, np.asarray(cv2.resize(self.color, size, interpolation=way), np.uint8))


def jpeg(color: Pixels, quality: int = 80) -> bytes:
    """Pixels as a capture sends them."""
    return bytes(cv2.imencode(".jpg", color, [cv2.IMWRITE_JPEG_QUALITY, quality])[1])


def lossless(color: Pixels) -> Frame:
    """Pixels as a frame without loss."""
    return Frame.read(bytes(cv2.imencode(".png", color, [cv2.IMWRITE_PNG_COMPRESSION, 1])[1]))


def noisy(color: Pixels, sigma: float, seed: int) -> Pixels:
    """Pixels with the noise of an analogue part in the way."""
    noise = np.random.default_rng(seed).normal(0, sigma, color.shape)
    return np.clip(color + noise, 0, 255).astype(np.uint8)


@cache
def corpus() -> list[Scene]:
    """The screens of real programs, in their own sizes."""
    return [Scene(sample.name, _read(sample.picture.read_bytes())) for sample in load()]


@cache
def desktops(size: Size) -> list[Scene]:
    """The virtual computer's desktop in a size, with nothing, a terminal and a browser on it."""
    return list(_visit_desktop(size))


def _visit_desktop(size: Size) -> Iterator[Scene]:
    time = 0.0
    computer = VirtualComputer(graphics=size, clock=lambda: time)

    def press(chord: str) -> None:
        keystroke = Chord.parse(chord).keystroke
        for code in (*keystroke.modifiers, keystroke.code):
            computer.press(code)
        for code in (keystroke.code, *keystroke.modifiers):
            computer.lift(code)

    def type_line(text: str) -> None:
        nonlocal time
        for stroke in US.keystrokes(f"{text}\n"):
            for code in (*stroke.modifiers, stroke.code):
                computer.press(code)
            for code in (stroke.code, *stroke.modifiers):
                computer.lift(code)
        time += 30

    def scene(name: str) -> Scene:
        buffer = io.BytesIO()
        computer.draw().save(buffer, "PNG")
        return Scene(f"{name}-{size.height}", _read(buffer.getvalue()))

    time += 60
    for line in ("tester", "tinypilot", "startx"):
        type_line(line)
    yield scene("desktop")
    press("Ctrl+Alt+T")
    type_line("help")
    yield scene("terminal")
    type_line("google-chrome")
    yield scene("browser")


def _read(data: bytes) -> Pixels:
    return np.asarray(cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR), np.uint8)
