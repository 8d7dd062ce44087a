"""Frames that are drawn on a screen: input fields, drop-down lists, buttons, lists."""

from collections.abc import Sequence

import cv2
import numpy as np

from TinyPilotLibrary.vision.geometry import Region
from TinyPilotLibrary.vision.pixels import Pixels, part

# A border differs at least so much from what is on one of its sides: those of light themes are faint, and the noise
# around letters of a compressed picture does not go all the way round anything.
_EDGE = 10
# What is smaller is a check box, a letter or a speck: in pixels.
_LEAST_WIDTH, _LEAST_HEIGHT = 24, 12
# What lies inside of a border covers so much of the rectangle around it, the text on it aside.
_COVERED = 0.2
# A border goes round: so much of each side of the rectangle is edge.
_BORDERED = 0.85
# It may have a dent, as where the pointer lies on it: then it is so near, in pixels.
_ASIDE = 3
# A border and what is blurred beside it are so wide. Selected text stands on a ground that much darker or lighter.
_CORNER, _MUCH = 2, 40


def find_boxes(gray: Pixels) -> list[Region]:
    """Finds the frames on a screen.

    Args:
        gray: A picture's brightness.

    Returns:
        Their insides in pixels, from above to below and from left to right; one may lie in another.
    """
    # The finest that sees an edge: between a border and the text behind it may be two pixels.
    kernel = np.ones((2, 2), np.uint8)
    edges = np.asarray(cv2.morphologyEx(gray, cv2.MORPH_GRADIENT, kernel) >= _EDGE, np.uint8)
    _, _, found, _ = cv2.connectedComponentsWithStats(1 - edges, connectivity=4)
    height, width = gray.shape
    boxes = [
        Region(left, top, wide, high)
        for left, top, wide, high, area in found[1:].tolist()
        if wide >= _LEAST_WIDTH
        and high >= _LEAST_HEIGHT
        and left > 0
        and top > 0
        and left + wide < width
        and top + high < height
        and area >= _COVERED * wide * high
    ]
    bordered = [box for box in boxes if _is_bordered(edges, box)]
    return sorted(
        (_with_selection(gray, edges, box, bordered) for box in bordered), key=lambda box: (box.top, box.left)
    )


def _with_selection(gray: Pixels, edges: Pixels, box: Region, others: Sequence[Region]) -> Region:
    """A field with the selected text at its beginning, which has a ground of its own, and so is not found with it."""
    left, top, width, height = map(int, box)
    # Above and below that text the border goes on without a gap.
    above, below = (edges[row - 1 : row - 1 + _ASIDE, :left].any(axis=0) for row in (top, top + height))
    gaps = np.flatnonzero(~(above & below))
    start = int(gaps[-1]) + 1 + _CORNER if len(gaps) else left
    selected = Region(start, top, left - start, height)
    # Of what is found there a button beside the field is as high, and the selection lies within the border.
    beside = (other for other in others if selected.overlaps(other) and other.common(box) != box)
    if selected.width < height // 2 or any(other.top <= top or other.height >= height for other in beside):
        return box
    grounds = [float(np.median(part(gray, area))) for area in (selected, box)]
    longer = Region(start, top, width + left - start, height)
    return longer if abs(grounds[0] - grounds[1]) >= _MUCH and _is_bordered(edges, longer) else box


def _is_bordered(edges: Pixels, box: Region) -> bool:
    left, top, width, height = map(int, box)
    right, bottom = left + width, top + height
    sides = (
        (edges[top - 1 + aside, left:right] for aside in range(_ASIDE)),
        (edges[bottom - aside, left:right] for aside in range(_ASIDE)),
        (edges[top:bottom, left - 1 + aside] for aside in range(_ASIDE)),
        (edges[top:bottom, right - aside] for aside in range(_ASIDE)),
    )
    return all(max(float(line.mean()) for line in side) >= _BORDERED for side in sides)
