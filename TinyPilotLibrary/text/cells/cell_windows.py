"""Windows on a character screen: what has a frame, and what lies on a ground of its own."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from TinyPilotLibrary.text.front_window import Window
from TinyPilotLibrary.vision.geometry import Region
from TinyPilotLibrary.vision.pixels import Pixels

# Smaller ones are buttons.
_LEAST_WIDTH = 12
_LEAST_HEIGHT = 3
# So many of the cells along an edge have another ground than those beside them: a bar behind may have the same.
_APART = 0.7
_TOP_LEFT, _TOP_RIGHT = frozenset("┌╔╒╓╭+"), frozenset("┐╗╕╖╮+")
_BOTTOM_LEFT, _BOTTOM_RIGHT = frozenset("└╚╘╙╰+"), frozenset("┘╝╛╜╯+")
_SIDE = frozenset("│║┃|├┤╞╡╟╢╠╣")
_ALONG = frozenset("─═━-┤├┬┴╡╞╢╟╤╧╥╨")

Colors = np.ndarray[tuple[int, ...], np.dtype[np.int16]]
Flags = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]


def find_windows(rows: Sequence[str], ground: Pixels, same: int) -> list[Window]:
    """The windows of a character screen.

    Args:
        rows: The text of each row, in full width.
        ground: The colour behind each cell: rows x columns x blue, green, red.
        same: Colours that differ by at most so much in each channel are one.

    Returns:
        The windows; their boxes are in cells.
    """
    grounds = _Grounds(ground.astype(np.int16), same)
    return [Window(box, grounds.changes_around(box)) for box in {*_framed(rows), *grounds.boxes()}]


def _framed(rows: Sequence[str]) -> Iterator[Region]:
    """What has a closed frame of lines; a title may stand in the line above."""
    for top, row in enumerate(rows):
        lefts = [column for column, character in enumerate(row) if character in _TOP_LEFT]
        rights = [column for column, character in enumerate(row) if character in _TOP_RIGHT]
        for left in lefts:
            for right in rights:
                if right - left < _LEAST_WIDTH - 1 or row[left + 1] not in _ALONG or row[right - 1] not in _ALONG:
                    continue
                bottom = _bottom(rows, top, left, right)
                if bottom is not None and bottom - top >= _LEAST_HEIGHT - 1:
                    yield Region(left, top, right - left + 1, bottom - top + 1)


def _bottom(rows: Sequence[str], top: int, left: int, right: int) -> int | None:
    """The row in which a frame ends; None if its sides are not closed."""
    for number in range(top + 1, len(rows)):
        begin, end = rows[number][left], rows[number][right]
        if begin in _BOTTOM_LEFT and end in _BOTTOM_RIGHT:
            return number
        if begin not in _SIDE or end not in _SIDE:
            return None
    return None


@dataclass(frozen=True)
class _Grounds:
    """The grounds of all cells.

    Args:
        colors: The colours: rows x columns x blue, green, red.
        same: Colours that differ by at most so much in each channel are one.
    """

    colors: Colors
    same: int

    @cached_property
    def across(self) -> Flags:
        """Whether a cell's ground is another than that of the next one in its row."""
        return self._differ(self.colors[:, :-1], self.colors[:, 1:])

    def boxes(self) -> Iterator[Region]:
        """What lies on a ground of its own, with straight edges on all sides."""
        rows = len(self.colors)
        for top in range(1, rows - _LEAST_HEIGHT):
            edges = (np.flatnonzero(self.across[top]) + 1).tolist()
            for left, right in itertools.pairwise(edges):
                above, first = self.colors[top - 1, left:right], self.colors[top, left:right]
                begins = self._differ(above, first).mean() >= _APART and self._differ(above[[0, -1]], first[0]).any()
                if not begins or right - left < _LEAST_WIDTH:
                    continue
                bottom = top + 1
                while bottom < rows and self._goes_on(bottom, left, right, first[0]):
                    bottom += 1
                closed = self.across[top:bottom, [left - 1, right - 1]].mean(axis=0).min() >= _APART
                if closed and bottom - top >= _LEAST_HEIGHT and bottom < rows:
                    # A bar above it is its title, or what is selected in it.
                    top_of_all = top - self._is_bar(top - 1, left, right)
                    yield Region(left, top_of_all, right - left, bottom - top_of_all)

    def changes_around(self, box: Region) -> bool:
        """Whether the cells around a box have another ground than those at its edge."""
        left, top = int(box.left), int(box.top)
        right, bottom = left + int(box.width), top + int(box.height)
        (rows, columns), colors = self.colors.shape[:2], self.colors
        sides = [
            self._differ(colors[inside], colors[outside])
            for inside, outside, is_there in (
                (np.s_[top, left:right], np.s_[top - 1, left:right], top > 0),
                (np.s_[bottom - 1, left:right], np.s_[min(bottom, rows - 1), left:right], bottom < rows),
                (np.s_[top:bottom, left], np.s_[top:bottom, left - 1], left > 0),
                (np.s_[top:bottom, right - 1], np.s_[top:bottom, min(right, columns - 1)], right < columns),
            )
            if is_there
        ]
        return bool(np.concatenate(sides).mean() >= _APART) if sides else False

    def _goes_on(self, row: int, left: int, right: int, own: Colors) -> bool:
        """Whether a row belongs to a window: its ends have the window's ground, or it is a bar as wide as that."""
        ends = self.colors[row, [left, right - 1]]
        return not self._differ(ends, own).any() or self._is_bar(row, left, right)

    def _is_bar(self, row: int, left: int, right: int) -> bool:
        cells = self.colors[row, left:right]
        return bool(self.across[row, [left - 1, right - 1]].all()) and not self._differ(cells, cells[0]).any()

    def _differ(self, one: Colors, other: Colors) -> Flags:
        return np.asarray(np.abs(one - other).max(axis=-1) > self.same, np.bool_)
