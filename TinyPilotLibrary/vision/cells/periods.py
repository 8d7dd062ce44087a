"""How regular a picture is in x and in y: text in cells repeats its gaps at the distance of the cells."""

from functools import cached_property, lru_cache

import cv2
import numpy as np
from cv2.typing import MatLike

from TinyPilotLibrary.vision.pixels import Floats, Pixels

# The gaps of a font are narrow: besides the distance itself its half and its third are looked at.
_HARMONICS = 3
# Rules and bars are much stronger than text.
_LOUDEST = 6.0

# Every row or column tells the same: some do.
_ROWS_LEFT_OUT, _COLUMNS_LEFT_OUT = 4, 4

#: Where it begins, how long it is, and the distance that is looked for, in pixels.
Period = tuple[int, int, float]


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
        self._levelled: dict[tuple[int, int], Floats] = {}
        self._known: dict[Period, float] = {}

    def regularity(self, period: Period) -> float:
        """How much of the change repeats at a distance: 0 none, 1 all.

        Args:
            period: Where, and at which distance.
        """
        known = self._known.get(period)
        if known is None:
            known = self._known[period] = self._regularity(period)
        return known

    def _regularity(self, period: Period) -> float:
        start, length, _ = period
        part = self._levelled.get((start, length))
        if part is None:
            part = self._levelled[start, length] = _levelled(self._values[start : start + length - 1])
        return float(np.linalg.norm(_waves(len(part), period[2]) @ part)) if len(part) else 0.0


def _added_up(change: MatLike, axis: int) -> Floats:
    return np.asarray(cv2.reduce(change, axis, cv2.REDUCE_SUM, dtype=cv2.CV_32F), np.float32).ravel()


def _levelled(part: Floats) -> Floats:
    mean = float(part.mean())
    if mean <= 0:
        return np.empty(0, np.float32)
    quieter = np.minimum(part, _LOUDEST * mean)
    total = float(quieter.sum())
    return np.asarray((quieter - quieter.mean()) / total, np.float32)


@lru_cache(maxsize=512)
def _waves(length: int, distance: float) -> Floats:
    angles = 2 * np.pi / distance * np.arange(length) * np.arange(1, _HARMONICS + 1)[:, None]
    return np.concatenate([np.cos(angles), np.sin(angles)]).astype(np.float32)
