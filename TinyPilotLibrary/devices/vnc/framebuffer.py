"""The screen, assembled from rectangles."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from TinyPilotLibrary.devices.vnc.messages import PIXEL
from TinyPilotLibrary.devices.vnc.protocol_steps import ProtocolError
from TinyPilotLibrary.vision.raw import bgrx_to_ppm

Picture = npt.NDArray[np.uint8]
_LONGEST_EDGE, _MOST_PIXELS = 16384, 1 << 26


@dataclass(frozen=True)
class Rectangle:
    """A part of the screen, in pixels."""

    left: int
    top: int
    width: int
    height: int

    @property
    def area(self) -> int:
        """The number of its pixels."""
        return self.width * self.height

    def check_within(self, whole: "Rectangle") -> None:
        """Refuses a part that is outside the screen.

        Raises:
            ProtocolError: If it is not.
        """
        if self.shared(whole) != self.area:
            raise ProtocolError(f"the server sends {self}, which is not within its screen of {whole}")

    def shared(self, other: "Rectangle") -> int:
        """The number of pixels that it shares with another."""
        width = min(self.left + self.width, other.left + other.width) - max(self.left, other.left)
        height = min(self.top + self.height, other.top + other.height) - max(self.top, other.top)
        return max(0, width) * max(0, height)


def check_size(width: int, height: int) -> None:
    """Refuses an impossible screen size.

    Args:
        width: The width in pixels.
        height: The height.

    Raises:
        ProtocolError: If no screen is that large.
    """
    if not (0 <= width <= _LONGEST_EDGE and 0 <= height <= _LONGEST_EDGE and width * height <= _MOST_PIXELS):
        raise ProtocolError(f"the server announces a screen of {width} x {height} pixels")


class Framebuffer:
    """The pixels: height x width x 4, blue, green, red and an unused byte.

    Args:
        width: The width in pixels.
        height: The height.

    Raises:
        ProtocolError: If no screen is that large.
    """

    def __init__(self, width: int, height: int) -> None:
        check_size(width, height)
        self.pixels: Picture = np.zeros((height, width, PIXEL), np.uint8)
        self._colours: Picture | None = None

    @property
    def whole(self) -> Rectangle:
        """The whole screen."""
        height, width = self.pixels.shape[:2]
        return Rectangle(0, 0, width, height)

    def part(self, place: Rectangle) -> Picture:
        """A writable view of a part."""
        return self.pixels[place.top : place.top + place.height, place.left : place.left + place.width]

    def ppm(self) -> bytes:
        """The screen as a PPM file."""
        if self._colours is None:
            self._colours = np.empty((*self.pixels.shape[:2], 3), np.uint8)
        return bgrx_to_ppm(self.pixels, self._colours)

    def put(self, place: Rectangle, pixels: Picture) -> bool:
        """Writes pixels.

        Args:
            place: The part.
            pixels: Its new pixels.

        Returns:
            Whether anything has changed.
        """
        part = self.part(place)
        if not pixels.flags.c_contiguous:
            pixels = np.ascontiguousarray(pixels)
        old, new = part.view(np.uint32), pixels.view(np.uint32)
        if np.array_equal(old, new):
            return False
        part[...] = pixels
        return True

    def copy(self, source: Rectangle, place: Rectangle) -> bool:
        """Copies a part to another place.

        Args:
            source: The part.
            place: The destination, of the same size.

        Returns:
            Whether anything has changed.
        """
        return self.put(place, self.part(source).copy())
