"""os-autoinst's rule for an area of a needle, written down once more: slow, and by nothing but its formula."""

import math

import numpy as np
from numpy.typing import NDArray

from TinyPilotLibrary.vision.pixels import Pixels

Doubles = NDArray[np.float64]


def similarity(needle: Pixels, screen: Pixels, area: tuple[int, int, int, int], margin: int) -> tuple[float, int, int]:
    """Similarity and place of an area; colours are blue, green and red."""
    left, top, width, height = area
    wanted = _blurred(_gray(needle))[top : top + height, left : left + width]
    seen = _blurred(_gray(screen))
    rows, columns = seen.shape
    expected_x, expected_y = left * columns // needle.shape[1], top * rows // needle.shape[0]
    errors = {
        (x, y): float(((seen[y : y + height, x : x + width] - wanted) ** 2).sum())
        for y in range(max(0, expected_y - margin), min(rows - height, expected_y + margin) + 1)
        for x in range(max(0, expected_x - margin), min(columns - width, expected_x + margin) + 1)
    }
    least = min(errors.values())
    as_good = [place for place, error in errors.items() if error <= least + 10]
    x, y = min(as_good, key=lambda place: math.dist(place, (expected_x, expected_y)))
    raw = 0.9 + (40 - errors[x, y] / (width * height)) / 380
    return min(1.0, max(0.0, raw)), x, y


def painted(pixels: Pixels, excluded: tuple[int, int, int, int]) -> Pixels:
    left, top, width, height = excluded
    copy = pixels.copy()
    copy[top : top + height, left : left + width] = (0, 255, 0)
    return copy


def _gray(pixels: Pixels) -> Doubles:
    return np.asarray(np.rint(pixels @ np.array([0.114, 0.587, 0.299])), np.float64)


def _blurred(gray: Doubles) -> Doubles:
    # OpenCV's kernel for three pixels; halves are rounded up.
    wide = np.pad(gray, 1, mode="reflect")
    rows = 0.25 * wide[:-2] + 0.5 * wide[1:-1] + 0.25 * wide[2:]
    both = 0.25 * rows[:, :-2] + 0.5 * rows[:, 1:-1] + 0.25 * rows[:, 2:]
    return np.asarray(np.floor(both + 0.5), np.float64)
