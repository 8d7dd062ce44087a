"""Check boxes and radio buttons that are drawn beside their labels."""

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from TinyPilotLibrary.vision.geometry import Region
from TinyPilotLibrary.vision.pixels import Pixels, part

# A box may be as faint as a border of light gray, or stand in the noise of a compressed picture: brightness that
# differs from the ground by one of these is looked at as a shape of its own.
_LEVELS = (8, 12, 20, 32, 48, 72)
# What is seen with less of the largest side is a part of the box.
_OUTER = 0.8
# A box is looked for so far to the left of its label, in heights of the label, and so far above and below its middle.
_FAR, _ASIDE = 2.6, 1.0
# It may reach so far into the place that was read as the label, which is known to a fraction of a letter.
_INTO = 0.2
# Its side is so long, in heights of the label, and its width differs from its height by at most this factor.
_SMALLEST, _LARGEST, _SQUARE = 0.4, 1.4, 1.25
# Its middle is at most so far above or below that of the label.
_LEVEL = 0.4
# Of the square around it, a circle covers 0.79, and a box with rounded corners more. Neither has dents.
_LEAST_COVERED, _LEAST_CONVEX = 0.7, 0.92
# Inside of its border, so wide as a share of its side, is its mark, if it has one.
_BORDER, _AROUND_MARK = 0.1, 0.18
# A mark differs clearly from what is around it; it covers at least so much of the inside, and an empty box less.
_CLEARLY, _MARKED, _EMPTY = 48, 0.08, 0.01
# The border of an empty box differs so much from its inside: a bullet has none.
_EDGED = 12
# Between border and mark is a uniform ring.
_UNIFORM = 0.8
# A dash in a box says that some of what belongs to it is checked, and an icon may hold an i: marks are not so narrow.
_NARROW = 0.5


def is_marked(gray: Pixels, label: Region) -> bool | None:
    """Whether the check box or radio button on the left of a label has its mark.

    Args:
        gray: A frame's brightness.
        label: Where the label is, in pixels.

    Returns:
        None if there is no such box, or if it is not sure.
    """
    screen = Region(0, 0, gray.shape[1], gray.shape[0])
    height = label.height
    left, top = label.left - _FAR * height, label.top + (0.5 - _ASIDE) * height
    area = Region(int(left), int(top), int((_FAR + _INTO) * height), int(2 * _ASIDE * height))
    area = area.common(screen)
    if area.width < 1 or area.height < 1:
        return None
    pixels = part(gray, area)
    difference = np.abs(pixels - np.median(part(gray, label)))
    seen = [found for level in _LEVELS if (found := _seen_at(level, pixels, difference, area, label))]
    # At some levels the dot of a radio button is a shape of its own.
    largest = max((side for side, _ in seen), default=0)
    verdicts = {is_marked for side, is_marked in seen if side >= _OUTER * largest} - {None}
    return verdicts.pop() if len(verdicts) == 1 else None


def _seen_at(
    level: int, pixels: Pixels, difference: NDArray[np.floating], area: Region, label: Region
) -> tuple[int, bool | None] | None:
    """The box that is seen at a level: its side, and whether it has its mark."""
    mask = np.asarray(difference >= level, np.uint8)
    mask = np.asarray(cv2.morphologyEx(mask, cv2.MORPH_CLOSE, np.ones((3, 3), np.uint8)), np.uint8)
    middle = label.top + label.height / 2 - area.top
    level_with = (box for box in _squares(mask, label.height) if abs(box.center.y - middle) <= _LEVEL * label.height)
    box = max(level_with, key=lambda box: box.left, default=None)
    if box is None:
        return None
    between = difference[box.top : box.top + box.height, box.left + box.width + 1 :]
    room = int(label.left - area.left - _INTO * label.height - box.left - box.width - 1)
    shape = _filled(part(mask, box))
    if (between[:, : max(0, room)] >= _CLEARLY).any() or not _is_box(shape):
        return None
    return int(box.width), _has_mark(part(pixels, box), shape)


def _squares(mask: Pixels, height: float) -> Iterator[Region]:
    """What is about as wide as high, and as large as a box."""
    _, _, found, _ = cv2.connectedComponentsWithStats(mask, connectivity=8)
    for left, top, width, high, _ in found[1:].tolist():
        side = max(width, high)
        is_square = side <= _SQUARE * min(width, high)
        is_whole = left and top and left + width < mask.shape[1] and top + high < mask.shape[0]
        if is_whole and is_square and _SMALLEST * height <= side <= _LARGEST * height:
            yield Region(left, top, width, high)


def _filled(mask: Pixels) -> Pixels:
    """A shape without holes."""
    outlines, _ = cv2.findContours(mask, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    shape = np.zeros_like(mask)
    cv2.drawContours(shape, [max(outlines, key=len)], -1, 1, cv2.FILLED)
    return shape


def _is_box(shape: Pixels) -> bool:
    outlines, _ = cv2.findContours(shape, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    hull = np.zeros_like(shape)
    cv2.fillConvexPoly(hull, cv2.convexHull(outlines[0]), 1)
    area = float(shape.sum())
    return area >= _LEAST_COVERED * shape.size and area >= _LEAST_CONVEX * float(hull.sum())


def _has_mark(pixels: Pixels, shape: Pixels) -> bool | None:
    side = min(shape.shape)
    ring = _eroded(shape, max(2, round(_BORDER * side)))
    rim = (ring > 0) & (_eroded(ring, 1) == 0)
    inside = _eroded(shape, max(2, round(_AROUND_MARK * side)))
    if not rim.any():
        return None
    fill = np.median(pixels[rim])
    difference = np.abs(pixels - fill)
    mark = (inside > 0) & (difference >= _CLEARLY)
    if float((difference[rim] < _CLEARLY).mean()) < _UNIFORM:
        return None
    share = float(mark.sum()) / float((inside > 0).sum())
    if share >= _MARKED:
        extents = [int(np.ptp(np.flatnonzero(mark.any(axis=axis)))) + 1 for axis in (0, 1)]
        return True if min(extents) > _NARROW * max(extents) else None
    is_edged = float(np.median(difference[(shape > 0) & (_eroded(shape, 1) == 0)])) >= _EDGED
    return False if share <= _EMPTY and is_edged else None


def _eroded(shape: Pixels, by: int) -> Pixels:
    padded = cv2.copyMakeBorder(shape, 1, 1, 1, 1, cv2.BORDER_CONSTANT, value=0)
    kernel = np.ones((3, 3), np.uint8)
    return np.asarray(cv2.erode(padded, kernel, iterations=by)[1:-1, 1:-1], np.uint8)
