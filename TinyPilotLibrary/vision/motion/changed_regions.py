"""What changed between two frames: as a search needs to know it, and as a person would see it.

Frames are compared by the means of their 4x4 blocks, their *cells*. The same screen captured twice differs by at most
10 levels in a cell, through the noise of the capture and of JPEG; the least that really changes, a caret or a digit,
by 21 and more. At full resolution no limit would tell them apart. A source without noise sends the same pixels for the
same screen, and then every difference is a change.
"""

from dataclasses import dataclass
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from TinyPilotLibrary.vision.frame import Frame, PictureIdentity
from TinyPilotLibrary.vision.geometry import Region, Size
from TinyPilotLibrary.vision.pixels import BLOCK, Pixels, part

# Cells that differ by more than this have changed, whatever the noise.
_NOISE = 12
# Where more than this share of the cells changed, nothing is gained by knowing which.
_MUCH = 0.2
# Changes that are nearer to each other than so many cells are one.
_GAP = 8
# So many cells are compared as one number, if a row has a whole number of them.
_AT_ONCE = {8: np.uint64, 4: np.uint32, 2: np.uint16, 1: np.uint8}
# A cursor of text mode is a cell of up to 9x16 or 8x19 pixels; a caret is narrower.
_CURSOR_CELLS = (4, 6)


class FrameSignature(NamedTuple):
    """What is remembered of a frame to tell later what changed: not its pixels.

    Args:
        identity: Which picture it shows.
        size: Its size.
        quarter: Its brightness at a quarter of the size.
    """

    identity: PictureIdentity
    size: Size
    quarter: Pixels

    @classmethod
    def of(cls, frame: Frame) -> "FrameSignature":
        """What is remembered of a frame."""
        return cls(frame.identity, frame.size, frame.pyramid.quarter)


@dataclass(frozen=True, eq=False)
class Changes:
    """Where a frame differs from an earlier one.

    Args:
        regions: Rectangles around what changed, in pixels.
    """

    regions: list[Region]


def changes(before: FrameSignature, now: Frame) -> Changes | None:
    """Where a frame differs from an earlier one; None if it does so nearly everywhere, be it by noise alone.

    Args:
        before: The earlier frame.
        now: The later frame.
    """
    if before.size != now.size:
        return None
    earlier, quarter = before.quarter, now.pyramid.quarter
    marks = _unequal(earlier, quarter)
    if not marks.are_few and marks.cells > 1:
        marks = _Marks.of(earlier != quarter)
    return Changes(marks.rectangles(_GAP)) if marks.are_few else None


def changed_regions(before: Frame, now: Frame, region: Region) -> list[Region]:
    """The places that changed between two frames, as a person would see it: noise is no change.

    Args:
        before: The earlier frame.
        now: The later frame, of the same size.
        region: Where to look, in pixels.

    Returns:
        Rectangles in pixels around what changed; the whole region if the frames differ in size.
    """
    if before.identity == now.identity:
        return []
    if before.size != now.size:
        return [region]
    left, top, width, height = (int(value) // BLOCK for value in region)
    # The last few pixels of a screen may be no whole cell: the one beside them tells.
    rows, columns = now.pyramid.quarter.shape
    left, top = min(left, columns - 1), min(top, rows - 1)
    cells = Region(left, top, max(1, width), max(1, height))
    marks = _Marks.of(_more_than_noise(part(before.pyramid.quarter, cells), part(now.pyramid.quarter, cells)))
    return [place.moved(left * BLOCK, top * BLOCK) for place in marks.rectangles(1)]


def is_cursor(changed: list[Region]) -> bool:
    """Whether what changed is no more than a text cursor that blinks."""
    columns, rows = _CURSOR_CELLS
    return len(changed) == 1 and changed[0].width <= columns * BLOCK and changed[0].height <= rows * BLOCK


class _Marks(NamedTuple):
    """Some cells of a picture, marked by bytes of 1 among others of 0.

    Bytes and no array, because a few marks are found among many in less time than arithmetic on arrays needs to begin.

    Args:
        data: The marks, row after row.
        columns: How many a row has.
        cells: How many cells beside each other a mark stands for.
    """

    data: bytes
    columns: int
    cells: int = 1

    @classmethod
    def of(cls, marked: NDArray[np.bool_], cells: int = 1) -> "_Marks":
        """The marks of a picture."""
        return cls(marked.tobytes(), max(1, marked.shape[1]), cells)

    @property
    def are_few(self) -> bool:
        """Whether no more is marked than is worth knowing."""
        most = _MUCH * len(self.data)
        # Of what changes most often, a line of text or a clock, the first and the last mark tell: nothing is counted.
        if self.data.rfind(1) - self.data.find(1) <= most:
            return True
        return int(np.count_nonzero(np.frombuffer(self.data, np.bool_))) <= most

    def rectangles(self, gap: int) -> list[Region]:
        """Rectangles in pixels around the marks, those nearer than `gap` cells to each other in one."""
        across = BLOCK * self.cells
        return [
            Region(left * across, top * BLOCK, (right - left) * across, (bottom - top) * BLOCK)
            for top, bottom in self._runs_of_rows(gap)
            for left, right in _runs(self._any_of(top, bottom), max(1, gap // self.cells))
        ]

    def _runs_of_rows(self, gap: int) -> list[tuple[int, int]]:
        """Begin and end of each run of rows that have a mark, across gaps of less than `gap` rows."""
        runs: list[tuple[int, int]] = []
        at = self.data.find(1)
        while at >= 0:
            row = at // self.columns
            begin = runs.pop()[0] if runs and row - runs[-1][1] < gap else row
            runs.append((begin, row + 1))
            at = self.data.find(1, (row + 1) * self.columns)
        return runs

    def _any_of(self, top: int, bottom: int) -> bytes:
        """For each column whether it has a mark in one of some rows."""
        columns = self.columns
        marked = 0
        for row in range(top, bottom):
            marked |= int.from_bytes(self.data[row * columns : (row + 1) * columns], "big")
        return marked.to_bytes(columns, "big")


def _unequal(one: Pixels, other: Pixels) -> _Marks:
    """Where cells are not equal. Most are, so that reading them takes longest: several are compared as one number."""
    # The largest power of two up to 8 that divides the columns.
    cells = (one.shape[1] | 8) & -(one.shape[1] | 8)
    number = _AT_ONCE[cells]
    return _Marks.of(one.view(number) != other.view(number), cells)


def _more_than_noise(one: Pixels, other: Pixels) -> NDArray[np.bool_]:
    return np.asarray(cv2.absdiff(one, other) > _NOISE, bool)


def _runs(marks: bytes, gap: int) -> list[tuple[int, int]]:
    """Begin and end of each run of marks, across gaps of less than `gap`."""
    pause = bytes(gap)
    runs = []
    begin = marks.find(1)
    while begin >= 0:
        end = marks.find(pause, begin)
        end = len(marks.rstrip(b"\0")) if end < 0 else end
        runs.append((begin, end))
        begin = marks.find(1, end)
    return runs
