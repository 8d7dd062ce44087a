"""Frames of the virtual computer: firmware, a text console and a desktop, always the same."""

from functools import cache

import cv2
import numpy as np

from TinyPilotLibrary.devices.virtual.computer import VirtualComputer
from TinyPilotLibrary.devices.virtual.virtual_device import VirtualDevice
from TinyPilotLibrary.hid.chords import Chord
from TinyPilotLibrary.hid.layouts import US
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Region
from TinyPilotLibrary.vision.pixels import Pixels, part
from TinyPilotLibrary.vision.templates.template import Template
from utest.machine import frame_of_picture


@cache
def screens() -> dict[str, Frame]:
    """Lossless frames by what they show."""
    time = 0.0
    computer = VirtualComputer(clock=lambda: time)
    device = VirtualDevice(computer)
    seen: dict[str, Frame] = {}

    def press(*chords: str) -> None:
        nonlocal time
        device.type([Chord.parse(chord).keystroke for chord in chords])
        time += 30

    def type_line(text: str) -> None:
        nonlocal time
        device.type(US.keystrokes(f"{text}\n"))
        time += 30

    def keep(name: str) -> None:
        seen[name] = frame_of_picture(computer.draw())

    press("F2")
    keep("setup")
    press("Right", "Down")
    keep("setup-row")
    press("Esc", "Enter")
    keep("login")
    type_line("tester")
    type_line("tinypilot")
    keep("shell")
    type_line("startx")
    keep("desktop")
    press("Ctrl+Alt+T")
    keep("terminal")
    return seen


def frame_of(pixels: Pixels) -> Frame:
    """A lossless frame of pixels."""
    return Frame.read(bytes(cv2.imencode(".png", pixels)[1]))


def captured(frame: Frame, quality: int = 80) -> Frame:
    """A frame as a capture sends it: as JPEG."""
    return Frame.read(bytes(cv2.imencode(".jpg", frame.color, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]))


def featured_regions(frame: Frame, width: int, height: int, count: int, seed: int) -> list[Region]:
    """Random regions of a frame that have something in them."""
    random = np.random.default_rng(seed)
    regions: list[Region] = []
    while len(regions) < count:
        x = int(random.integers(0, frame.size.width - width + 1))
        y = int(random.integers(0, frame.size.height - height + 1))
        if float(frame.gray[y : y + height, x : x + width].std()) > 8:
            regions.append(Region(x, y, width, height))
    return regions


def cut(frame: Frame, region: Region, name: str = "template") -> Template:
    return Template(name, part(frame.color, region).copy())
