"""How regular a picture is in x and in y: text in cells repeats its gaps at the distance of the cells."""

from functools import cached_property, lru_cache
from typing import NamedTuple

import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray

from TinyPilotLibrary.vision.pixels import Floats, Pixels

# The gaps of a font are narrow: besides the distance itself its half and its third are looked at.
_HARMONICS = 3
# Rules and bars are much stronger than text.
_LOUDEST = 6.0

# Every row or column tells the same: some do.
_ROWS_LEFT_OUT, _COLUMNS_LEFT_OUT = 4, 4


class Period(NamedTuple):
    """A distance that is looked for, in pixels.

    Args:
        start: Where on the axis.
        length: How long that part is.
        distance: The distance.
    """

    start: int
    length: int
    distance: float


class Changes:
    """Where a picture changes.

    Args:
        gray: Its brightness.
    """

    def __init__(self, gray: Pixels) -> None:
        self._gray = gray
        height, width = gray.shape
        size = (width // _COLUMNS_LEFT_OUT, height)
        self._narrow = np.asarray(cv2.resize(gray, size, interpolation=cv2.INTER_NEAREST), np.uint8)

    @cached_property
    def across(self) -> "Profile":
        """How much changes from column to column."""
        lines = self._gray[::_ROWS_LEFT_OUT]
        return Profile(_added_up(cv2.absdiff(lines[:, 1:], lines[:, :-1]), 0))

    @cached_property
    def down(self) -> "Profile":
        """How much changes from row to row."""
        return Profile(_added_up(cv2.absdiff(self._narrow[1:], self._narrow[:-1]), 1))

    @cached_property
    def until(self) -> Floats:
        """How much changes within rows of pixels: before each row, in all rows above it."""
        change = _added_up(cv2.absdiff(self._narrow[:, 1:], self._narrow[:, :-1]), 1)
        return np.concatenate([np.zeros(1, np.float32), np.cumsum(change)])


class Profile:
    """How much changes along one axis of a picture.

    Args:
        values: The change at each pixel.
    """

    def __init__(self, values: Floats) -> None:
        self._values = values

    def regularities(self, periods: tuple[Period, ...]) -> NDArray[np.float64]:
        """How much of the change repeats at each of some distances: 0 none, 1 all.

        Args:
            periods: Where, and at which distance.
        """
        regular = np.zeros(len(periods))
        for wave in _waves(periods):
            part = _levelled(self._values[wave.start : wave.start + wave.length - 1])
            if len(part):
                strengths = np.linalg.norm((wave.forms @ part).reshape(-1, 2 * _HARMONICS), axis=1)
                regular[wave.periods] = strengths[wave.own]
        return regular


def _added_up(change: MatLike, axis: int) -> Floats:
    return np.asarray(cv2.reduce(change, axis, cv2.REDUCE_SUM, dtype=cv2.CV_32F), np.float32).ravel()


def _levelled(part: Floats) -> Floats:
    mean = float(part.sum()) / max(len(part), 1)
    if mean <= 0:
        return np.empty(0, np.float32)
    quieter = np.minimum(part, _LOUDEST * mean)
    total = float(quieter.sum())
    return np.asarray((quieter - total / len(part)) / total, np.float32)


class _Waves(NamedTuple):
    """What one part of an axis is multiplied with, for all the distances that are looked for there at once.

    Args:
        start: Where the part begins.
        length: How long it is.
        forms: Cosines and sines of the harmonics, distance by distance: (distances * 2 * harmonics) x changes.
        periods: The numbers of the periods that are looked for there.
        own: Which of the distances each of them has.
    """

    start: int
    length: int
    forms: Floats
    periods: NDArray[np.intp]
    own: NDArray[np.intp]


@lru_cache(maxsize=8)
def _waves(periods: tuple[Period, ...]) -> list[_Waves]:
    parts = dict.fromkeys((period.start, period.length) for period in periods)
    waves = []
    for start, length in parts:
        here = [number for number, period in enumerate(periods) if (period.start, period.length) == (start, length)]
        distances, own = np.unique([periods[number].distance for number in here], return_inverse=True)
        angles = 2 * np.pi / distances[:, None, None] * np.arange(1, _HARMONICS + 1)[:, None] * np.arange(length - 1)
        forms = np.concatenate([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32).reshape(-1, length - 1)
        waves.append(_Waves(start, length, forms, np.array(here), own))
    return waves
