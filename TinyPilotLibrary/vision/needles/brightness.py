"""The brightness of the screen as needles are compared, and what rules places out without comparing them."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import NamedTuple, TypeVar

import cv2
import numpy as np
from numpy.typing import NDArray

from TinyPilotLibrary.vision.geometry import Region
from TinyPilotLibrary.vision.pixels import Integers, Pixels, part

_Number = TypeVar("_Number", np.uint8, np.float32)
# Means are rounded, and so are the limits that they are compared with.
_ROUNDED_TWICE, _ROUNDED = 1.01, 0.51
# So many tiles, those with the most contrast, are compared in a whole window.
_MOST_EVERYWHERE = 24
# Fewer places are compared in less time than they are ruled out.
_FEW_PLACES = 16


@dataclass(frozen=True, eq=False)
class Brightness:
    """The brightness of a part of the screen as needles are compared.

    Args:
        pixels: The brightness, slightly blurred: height x width.
        left: Where its left edge is on the screen, in pixels.
        top: Where its top edge is.
    """

    pixels: Pixels
    left: int = 0
    top: int = 0
    _means: dict[tuple[int, int], Pixels] = field(default_factory=dict, repr=False)

    def within(self, window: Region) -> "Brightness":
        """A part of it.

        Args:
            window: Which part, in pixels of the screen.
        """
        return Brightness(part(self.pixels, window.moved(-self.left, -self.top)), int(window.left), int(window.top))

    def means(self, width: int, height: int) -> Pixels:
        """The mean of each rectangle of a size, at its top left corner.

        Args:
            width: Its width in pixels.
            height: Its height in pixels.
        """
        known = self._means.get((width, height))
        if known is None:
            known = self._means[width, height] = _means(self.pixels, width, height)
        return known

    def error(self, wanted: Pixels, x: int, y: int) -> float:
        """The sum of squared errors at one place, which has to be inside.

        Args:
            wanted: What it is compared with.
            x: The left edge of the place, in pixels of the screen.
            y: Its top edge.
        """
        height, width = wanted.shape
        left, top = x - self.left, y - self.top
        return cv2.norm(self.pixels[top : top + height, left : left + width], wanted, cv2.NORM_L2SQR)


class _Tile(NamedTuple):
    """A part of a picture, at its place in it, and its mean brightness."""

    x: int
    y: int
    mean: float


class Tiles:
    """A picture in tiles of one size.

    Where it fits with a sum of squared errors, that of a tile is no larger, and the square of the difference of their
    means, for each of its pixels, is no larger than that.

    Args:
        pixels: The picture: height x width.
        width: The width of a tile, at most that of the picture.
        height: Its height, at most that of the picture.
    """

    def __init__(self, pixels: Pixels, width: int, height: int) -> None:
        self._width, self._height = width, height
        means = _means(pixels.astype(np.float32), width, height)
        down, across = pixels.shape
        ys, xs = (grid.ravel() for grid in np.mgrid[0 : down - height + 1 : height, 0 : across - width + 1 : width])
        values = means[ys, xs]
        # Those that differ most from the others rule out most places.
        order = np.argsort(-np.abs(values - np.median(values)), kind="stable")
        columns = (column[order].tolist() for column in (xs, ys, values))
        self._tiles = [_Tile(*tile) for tile in zip(*columns, strict=True)]

    def within(self, screen: Brightness, window: Region, most: float) -> Iterator[Pixels]:
        """Where in a window single tiles differ little enough.

        Args:
            screen: The brightness of the screen.
            window: Where the picture's top left corner may be, in pixels of the brightness.
            most: The largest sum of squared errors.

        Yields:
            For each tile, those with the most contrast first, a mask of the places: 255 or 0.
        """
        means = screen.means(self._width, self._height)
        slack = (most / (self._width * self._height)) ** 0.5 + _ROUNDED_TWICE
        for tile in self._tiles[:_MOST_EVERYWHERE]:
            seen = part(means, window.moved(tile.x, tile.y))
            yield np.asarray(cv2.inRange(seen, tile.mean - slack, tile.mean + slack), np.uint8)

    def alike(self, screen: Brightness, xs: Integers, ys: Integers, most: float) -> tuple[Integers, Integers]:
        """Some places without those where all tiles together differ too much.

        Args:
            screen: The brightness of the screen.
            xs: The left edges of the places, in pixels of the brightness.
            ys: Their top edges.
            most: The largest sum of squared errors.

        Returns:
            The others.
        """
        if xs.size <= _FEW_PLACES:
            return xs, ys
        means = screen.means(self._width, self._height)
        most /= self._width * self._height
        errors = np.zeros(xs.size, np.float32)
        for tile in self._tiles:
            if xs.size <= _FEW_PLACES:
                break
            difference = np.abs(means[ys + tile.y, xs + tile.x].astype(np.float32) - tile.mean) - _ROUNDED
            errors += np.square(np.maximum(difference, 0, out=difference))
            kept = errors <= most
            if not kept.all():
                xs, ys, errors = xs[kept], ys[kept], errors[kept]
        return xs, ys


def _means(pixels: NDArray[_Number], width: int, height: int) -> NDArray[_Number]:
    """The mean of each rectangle of a size, at its top left corner."""
    means = cv2.blur(pixels, (width, height), anchor=(0, 0), borderType=cv2.BORDER_CONSTANT)
    return np.asarray(means, pixels.dtype)
