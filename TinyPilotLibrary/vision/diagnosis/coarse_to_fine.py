"""Where on a frame something comes nearest to a picture: roughly first, in a smaller picture, then exactly.

Only misses are looked into so. Other than a search it may overlook a place; none of its answers is a match.
"""

from collections.abc import Iterator
from typing import NamedTuple

import cv2
import numpy as np

from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Region
from TinyPilotLibrary.vision.pixels import Pixels, part

# The least sides and pixels that a picture keeps when it is looked for in a smaller one, and the least contrast.
_LEAST_SIDE, _LEAST_PIXELS, _LEAST_CONTRAST = 5, 150, 2.0
# In a smaller picture so many places are looked into for each that is wanted: there more is alike.
_PLACES_FOR_ONE = 3
# How far the place in a larger picture may be from the one in a smaller, in pixels of the larger one.
_REACH = 3
# Within so many pixels there is one place.
_APART = 3


class Near(NamedTuple):
    """A place that is alike.

    Args:
        correlation: How alike the brightness is there, -1 to 1.
        x: Left edge, in pixels.
        y: Top edge, in pixels.
    """

    correlation: float
    x: int
    y: int


class Levels:
    """A region of a frame at full, half and quarter size.

    Args:
        frame: The frame.
        region: Which part of it is looked at, in pixels.
    """

    def __init__(self, frame: Frame, region: Region) -> None:
        self._frame = frame
        self._region = region

    def nearest(self, wanted: Pixels, count: int) -> list[Near]:
        """The places that are most alike, the best first; none if it is larger than the region or flat.

        Args:
            wanted: What to look for: brightness.
            count: How many places are looked into at most.
        """
        step = self.coarsest(wanted)
        places = self.roughly(wanted, step, count if step == 1 else _PLACES_FOR_ONE * count)
        while step > 1:
            step //= 2
            smaller = resized(wanted, 1 / step)
            refined = {near for place in places if (near := self.around(smaller, place, step, _REACH))}
            places = sorted(refined, reverse=True)[:count]
        return places

    def coarsest(self, wanted: Pixels) -> int:
        """How many times as small something can be looked for: 4, 2 or 1."""
        height, width = wanted.shape
        least = max(_LEAST_SIDE / min(width, height), (_LEAST_PIXELS / (width * height)) ** 0.5)
        return next((step for step in (4, 2) if step * least <= 1), 1)

    def roughly(self, wanted: Pixels, step: int, count: int) -> list[Near]:
        """The places that are most alike in a smaller picture.

        Args:
            wanted: What to look for: brightness, in its full size.
            step: How many times as small it is looked for.
            count: How many places at most.
        """
        left, top, width, height = (int(value) // step for value in self._region)
        picture = part(self._level(step), Region(left, top, width, height))
        found = peaks(picture, resized(wanted, 1 / step), count)
        return [Near(near.correlation, (left + near.x) * step, (top + near.y) * step) for near in found]

    def around(self, wanted: Pixels, place: Near, step: int, reach: int) -> Near | None:
        """The best place near to another one.

        Args:
            wanted: What to look for, in the size of the picture of this step.
            place: The other place.
            step: How many times as small the picture is that is looked at.
            reach: How far from the place, in pixels of that picture.
        """
        height, width = wanted.shape
        left, top = max(0, place.x // step - reach), max(0, place.y // step - reach)
        window = self._level(step)[top : top + height + 2 * reach, left : left + width + 2 * reach]
        best = next(iter(peaks(window, wanted, 1)), None)
        return best and Near(best.correlation, (left + best.x) * step, (top + best.y) * step)

    def _level(self, step: int) -> Pixels:
        return (
            self._frame.gray
            if step == 1
            else self._frame.pyramid.grid(4).means
            if step == 4
            else self._frame.pyramid.half
        )


def resized(wanted: Pixels, factor: float) -> Pixels:
    """A picture in another size.

    Args:
        wanted: Its brightness: height x width, uint8.
        factor: How many times as large; below 1 it becomes smaller.

    Returns:
        Its brightness in that size, at least 1x1 pixels; not copied if the factor is 1.
    """
    if factor == 1:
        return wanted
    height, width = (max(1, round(length * factor)) for length in wanted.shape)
    way = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    return np.asarray(cv2.resize(wanted, (width, height), interpolation=way), np.uint8)


def peaks(picture: Pixels, wanted: Pixels, count: int) -> list[Near]:
    """The places of a picture that correlate best, apart from each other.

    Args:
        picture: Where to look: brightness, height x width, uint8.
        wanted: What to look for, likewise.
        count: How many places at most.

    Returns:
        Places in pixels of the picture, the best first; only those that correlate above 0, and none if what is
        wanted is larger than the picture or flat.
    """
    return list(_peaks(picture, wanted, count))


def _peaks(picture: Pixels, wanted: Pixels, count: int) -> Iterator[Near]:
    (rows, columns), (height, width) = picture.shape, wanted.shape
    if height > rows or width > columns or wanted.std() < _LEAST_CONTRAST:
        return
    # Of bytes the sums are exact, and a flat window correlates with nothing.
    correlation = cv2.matchTemplate(picture, wanted, cv2.TM_CCOEFF_NORMED)
    for _ in range(count):
        _, best, _, (x, y) = cv2.minMaxLoc(correlation)
        if best <= 0:
            return
        yield Near(float(min(1.0, best)), x, y)
        correlation[max(0, y - _APART) : y + _APART + 1, max(0, x - _APART) : x + _APART + 1] = -1
