"""What changed between two frames: as a search needs to know it, and as a person would see it.

Frames are compared by the means of their 4x4 blocks, their *cells*. The same screen captured twice differs by at most
10 levels in a cell, through the noise of the capture and of JPEG; the least that really changes, a caret or a digit,
by 21 and more. At full resolution no limit would tell them apart. A source without noise sends the same pixels for the
same screen, and then every difference is a change.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from numpy.typing import NDArray

from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Region, Size
from TinyPilotLibrary.vision.pixels import Pixels, part
from TinyPilotLibrary.vision.pyramid import BLOCK

# Cells that differ by more than this have changed, whatever the noise.
_NOISE = 12
# Where more than this share of the cells changed, nothing is gained by knowing which.
_MUCH = 0.2
# Changes that are nearer to each other than so many cells are one.
_GAP = 8
# So many cells are compared in one go.
_BAND = 60_000
# A cursor of text mode is a cell of up to 9x16 or 8x19 pixels; a caret is narrower.
_CURSOR_CELLS = (4, 6)


@dataclass(frozen=True, eq=False)
class Glimpse:
    """What is remembered of a frame to tell later what changed: not its pixels.

    Args:
        data: The encoded picture.
        size: Its size.
        quarter: Its brightness at a quarter of the size.
    """

    data: bytes
    size: Size
    quarter: Pixels

    @classmethod
    def of(cls, frame: Frame) -> "Glimpse":
        """What is remembered of a frame."""
        return cls(frame.data, frame.size, frame.pyramid.quarter)


@dataclass(frozen=True, eq=False)
class Changes:
    """Where a frame differs from an earlier one.

    Args:
        regions: Rectangles around what changed, in pixels.
        noisy: Whether the rest differs too, but only as noise does.
    """

    regions: list[Region]
    noisy: bool


def changes(before: Glimpse, now: Frame) -> Changes | None:
    """Where a frame differs from an earlier one; None if it does so nearly everywhere.

    Args:
        before: The earlier frame.
        now: The later frame.
    """
    if before.size != now.size:
        return None
    quarter = now.pyramid.quarter
    top, bottom = _rows_that_differ(before.quarter, quarter)
    if top == bottom:
        return Changes([], noisy=False)
    difference = cv2.absdiff(before.quarter[top:bottom], quarter[top:bottom])
    for least in (0, _NOISE):
        changed = cv2.threshold(difference, least, 1, cv2.THRESH_BINARY)[1]
        if cv2.countNonZero(changed) <= _MUCH * quarter.size:
            return Changes(_rectangles(changed.view(np.bool_), _GAP, top), noisy=least > 0)
    return None


def changed_regions(before: Frame, now: Frame, region: Region) -> list[Region]:
    """The places that changed between two frames, as a person would see it: noise is no change.

    Args:
        before: The earlier frame.
        now: The later frame, of the same size.
        region: Where to look, in pixels.

    Returns:
        Rectangles in pixels around what changed; the whole region if the frames differ in size.
    """
    if before.data == now.data:
        return []
    if before.size != now.size:
        return [region]
    left, top, width, height = (int(value) // BLOCK for value in region)
    # The last few pixels of a screen may be no whole cell: the one beside them tells.
    rows, columns = now.pyramid.quarter.shape
    left, top = min(left, columns - 1), min(top, rows - 1)
    cells = Region(left, top, max(1, width), max(1, height))
    difference = cv2.absdiff(part(before.pyramid.quarter, cells), part(now.pyramid.quarter, cells))
    return [
        Region(place.left + left * BLOCK, place.top + top * BLOCK, place.width, place.height)
        for place in _rectangles(np.asarray(difference > _NOISE, bool), 1)
    ]


def is_cursor(changed: list[Region]) -> bool:
    """Whether what changed is no more than a text cursor that blinks."""
    columns, rows = _CURSOR_CELLS
    return len(changed) == 1 and changed[0].width <= columns * BLOCK and changed[0].height <= rows * BLOCK


def _rows_that_differ(one: Pixels, other: Pixels) -> tuple[int, int]:
    """About the first and the last row that differ. Mostly nothing does, and little memory is touched to know it."""
    rows, columns = one.shape
    band = max(1, _BAND // max(1, columns))
    bands = [(top, min(rows, top + band)) for top in range(0, rows, band)]

    def differs(rows: tuple[int, int]) -> bool:
        some = slice(*rows)
        return cv2.norm(one[some], other[some], cv2.NORM_INF) > 0

    first = next(filter(differs, bands), None)
    if first is None:
        return 0, 0
    return first[0], next(filter(differs, reversed(bands)), first)[1]


def _rectangles(cells: NDArray[np.bool_], gap: int, above: int = 0) -> list[Region]:
    """Rectangles in pixels around cells, those nearer than `gap` to each other in one.

    `above` is how many rows of the frame are above these cells.
    """
    rectangles = []
    for top, bottom in _runs(np.logical_or.reduce(cells, axis=1), gap):
        for left, right in _runs(np.logical_or.reduce(cells[top:bottom], axis=0), gap):
            place = Region(left, above + top, right - left, bottom - top)
            rectangles.append(Region(*(value * BLOCK for value in place)))
    return rectangles


def _runs(marked: NDArray[np.bool_], gap: int) -> list[tuple[int, int]]:
    """Begin and end of each run of marks, across gaps of less than `gap`."""
    marks, pause = marked.tobytes(), bytes(gap)
    runs = []
    begin = marks.find(1)
    while begin >= 0:
        end = marks.find(pause, begin)
        end = len(marks.rstrip(b"\0")) if end < 0 else end
        runs.append((begin, end))
        begin = marks.find(1, end)
    return runs
