"""Pictures of desktops, and a device that shows them."""

import io
from collections.abc import Sequence
from functools import cache

import numpy as np
from PIL import Image, ImageDraw

from TinyPilotLibrary.vision.frame import Frame

_SCREEN, _BUTTON = (1920, 1080), (160, 48)


class Shown:
    """A device that shows pictures, one after the other, on a clock that goes when somebody sleeps on it."""

    name = "shown"

    def __init__(self, pictures: Sequence[bytes]) -> None:
        self._pictures = pictures
        self._at = 0
        self.time = 1000.0

    def now(self) -> float:
        return self.time

    def sleep(self, seconds: float) -> None:
        self.time += seconds

    def frame(self) -> Frame:
        picture = self._pictures[min(self._at, len(self._pictures) - 1)]
        self._at += 1
        return Frame.read(picture, self.time)

    def type(self, keystrokes: object) -> None:
        """It has no keyboard."""

    def point(self, events: object) -> None:
        """It has no mouse."""

    def release(self) -> None:
        """Nothing is pressed."""

    def close(self) -> None:
        """Nothing is open."""


@cache
def desktop(number: int, *, with_button: bool = False, quality: int = 80) -> bytes:
    """A desktop as a TinyPilot sends it: a ground with shades, windows with text, one of them elsewhere each time."""
    width, height = _SCREEN
    across = np.linspace(40, 120, width, dtype=np.float32)[None, :, None]
    down = np.linspace(0, 60, height, dtype=np.float32)[:, None, None]
    picture = Image.fromarray(np.broadcast_to(across + down, (height, width, 3)).astype(np.uint8))
    draw = ImageDraw.Draw(picture)
    places = np.random.default_rng(number % 7).integers(0, 900, (5, 2))
    for index, (left, top) in enumerate([*places, (100 + 37 * number % 1200, 80 + 23 * number % 500)]):
        draw.rectangle((left, top % 600, left + 620, top % 600 + 380), fill=(235, 235, 240), outline=(60, 60, 80))
        draw.rectangle((left, top % 600, left + 620, top % 600 + 26), fill=(50, 90, 160))
        for line in range(16):
            told = f"{index} {number} line {line} of a window with some text in it, {line * 7919 % 1000}"
            draw.text((left + 12, top % 600 + 36 + 20 * line), told, fill=(20, 20, 20))
    if with_button:
        picture.paste(button(), (1500, 950))
    return jpeg(picture, quality)


def button() -> Image.Image:
    picture = Image.new("RGB", _BUTTON, (20, 130, 60))
    ImageDraw.Draw(picture).text((40, 18), "Continue >>", fill=(255, 255, 255))
    return picture


def jpeg(picture: Image.Image, quality: int) -> bytes:
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=quality)
    return buffer.getvalue()
