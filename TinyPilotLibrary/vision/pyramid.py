"""A frame's brightness as 4x4 block means: at every fourth, every second and every pixel.

Whatever is searched for is searched in these three grids. They are made once a frame, each when it is first asked for.
"""

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from TinyPilotLibrary.vision.pixels import BLOCK, Pixels

#: How far apart the blocks of a grid are, coarse grids first.
STEPS = (4, 2, 1)
#: A byte of a grid differs from the true mean by less than this: two roundings by at most 0.5 each.
ROUNDING = 1.1
# So many blocks tell what is frequent on a screen.
_SAMPLE = 16_000
# So many pixels are halved in one go.
_BAND = 60_000


@dataclass(frozen=True, eq=False)
class Grid:
    """The means of the 4x4 blocks of a picture at every `step`-th pixel.

    Args:
        step: How far apart the blocks are, in pixels.
        means: The means as bytes: `means[i, j]` is that of the block whose top left pixel is (step * j, step * i).
    """

    step: int
    means: Pixels

    @cached_property
    def flat(self) -> Pixels:
        """The means, row after row."""
        return np.ravel(self.means)

    @cached_property
    def share_below(self) -> NDArray[np.float32]:
        """For each value from 0 to 256, about which share of the blocks has a mean below it."""
        some = self.flat[:: 1 + self.flat.size // _SAMPLE]
        counts = np.bincount(some, minlength=256)
        return np.concatenate(([0.0], np.cumsum(counts) / some.size)).astype(np.float32)


class Pyramid:
    """The grids of one picture.

    Args:
        gray: Its brightness: height x width, 0 to 255.
    """

    def __init__(self, gray: Pixels) -> None:
        self._gray = gray

    @cached_property
    def half(self) -> Pixels:
        """The picture at half of its size."""
        return _halved(self._gray)

    @cached_property
    def quarter(self) -> Pixels:
        """The picture at a quarter of its size; each pixel is the mean of a 4x4 block."""
        # Two halvings take a sixth of the time of one step, and round by at most 1 in all.
        return _halved(self.half)

    @cached_property
    def coarse(self) -> Grid:
        """The blocks at every fourth pixel."""
        return Grid(4, self.quarter)

    @cached_property
    def middle(self) -> Grid:
        """The blocks at every second pixel."""
        return Grid(2, _means_of(self.half, BLOCK // 2))

    @cached_property
    def fine(self) -> Grid:
        """The blocks at every pixel."""
        return Grid(1, _means_of(self._gray, BLOCK))

    def grid(self, step: int) -> Grid:
        """The grid with blocks at every `step`-th pixel: 4, 2 or 1."""
        return self.coarse if step == 4 else self.middle if step == 2 else self.fine


def _halved(gray: Pixels) -> Pixels:
    rows, columns = (length // 2 for length in gray.shape)
    half = np.empty((rows, columns), np.uint8)
    # In bands, each too small for OpenCV to wake its threads: on a busy machine waiting for them takes longest.
    band = max(1, _BAND // max(1, columns))
    for top in range(0, rows if columns else 0, band):
        bottom = min(rows, top + band)
        # An odd last row or column belongs to no whole block.
        whole = gray[2 * top : 2 * bottom, : 2 * columns]
        cv2.resize(whole, (columns, bottom - top), dst=half[top:bottom], interpolation=cv2.INTER_AREA)
    return half


def _means_of(gray: Pixels, side: int) -> Pixels:
    rows, columns = gray.shape
    means = cv2.blur(gray, (side, side), anchor=(0, 0), borderType=cv2.BORDER_REPLICATE)
    return np.ascontiguousarray(means[: rows - side + 1, : columns - side + 1], np.uint8)
