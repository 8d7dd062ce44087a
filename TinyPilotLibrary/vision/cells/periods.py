"""How regular a picture is in x and in y: text in cells repeats its gaps at the distance of the cells."""

from functools import lru_cache

import cv2
import numpy as np
from cv2.typing import MatLike

from TinyPilotLibrary.vision.geometry import Size
from TinyPilotLibrary.vision.pixels import Floats, Pixels

# The gaps of a font are narrow: besides the distance itself its half and its third are looked at.
_HARMONICS = 3
# Rules and bars are much stronger than text.
_LOUDEST = 6.0
_STEP = 2

#: Where it begins, how long it is, and the distance that is looked for, in pixels.
Period = tuple[int, int, float]


class Profile:
    """How much changes along one axis of a picture.

    Args:
        values: The change at each pixel.
    """

    def __init__(self, values: Floats) -> None:
        self._values = values
        self._levelled: dict[tuple[int, int], Floats] = {}
        self._known: dict[Period, float] = {}

    @classmethod
    def across(cls, gray: Pixels) -> "Profile":
        """How much changes from column to column."""
        lines = gray[::_STEP]
        return cls(_added_up(cv2.absdiff(lines[:, 1:], lines[:, :-1]), 0))

    @classmethod
    def down(cls, gray: Pixels) -> "Profile":
        """How much changes from row to row."""
        lines = np.ascontiguousarray(gray[:, ::_STEP])
        return cls(_added_up(cv2.absdiff(lines[1:], lines[:-1]), 1))

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


def rows_with_most(gray: Pixels, size: Size) -> Floats:
    """How much changes within each row of pixels, added up from the top."""
    lines = np.ascontiguousarray(gray[:, : size.width : _STEP])
    change = _added_up(cv2.absdiff(lines[:, 1:], lines[:, :-1]), 1)
    return np.concatenate([np.zeros(1, np.float32), np.cumsum(change)])
