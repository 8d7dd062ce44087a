"""The colours of lines on a graphical screen, and which of them is selected."""

from collections.abc import Sequence

import numpy as np

from TinyPilotLibrary.text.cells import TextRun
from TinyPilotLibrary.text.page import Line, by_rows, joined
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Region
from TinyPilotLibrary.vision.pixels import Pixels, part

# Grounds that differ by less, in any of blue, green and red, are the same.
_SAME = 24
# With fewer letters and digits it is an icon or a check mark.
_FEWEST = 2
# Beside one other row alone nothing tells which of the two has the usual ground: a logo on a dark screen is no menu.
_FEWEST_ROWS = 3
# A bar is at most so many times as high as its text.
_HIGHEST = 3


def run_of(frame: Frame, line: Line) -> TextRun:
    """A line with the colours of its ink and its ground."""
    pixels = part(frame.color, line.box).reshape(-1, 3)
    ground = np.median(pixels, axis=0)
    distance = np.abs(pixels - ground).sum(axis=1)
    ink = np.median(pixels[distance >= 0.8 * distance.max()], axis=0)
    return TextRun(line.text, 0, _hexadecimal(ink), _hexadecimal(ground))


def selected_line(frame: Frame, pieces: Sequence[Line]) -> Line | None:
    """The row that alone has its ground, where all others share a few.

    Args:
        frame: The frame.
        pieces: The pieces of lines that were read from it.

    Returns:
        What stands on that ground; of several rows that whose ground reaches furthest to the sides, as a menu's bar
        does. None if there is none.
    """
    texts = [piece for piece in pieces if sum(map(str.isalnum, piece.text)) >= _FEWEST]
    rows = [[(piece, _ground(frame.color, piece.box)) for piece in row] for row in by_rows(texts)]
    if len(rows) < _FEWEST_ROWS:
        return None
    found: tuple[int, list[Line]] | None = None
    for row in rows:
        first, ground = row[0]
        others = [other for row_of_others in rows if row_of_others is not row for _, other in row_of_others]
        if any(_same(ground, other) for other in others):
            continue
        if not _is_bar(frame.color, first.box, ground):
            continue
        reach = _reach(frame.color, first.box, ground)
        if found is None or reach > found[0]:
            found = reach, [piece for piece, its_ground in row if _same(ground, its_ground)]
    return joined(found[1]) if found else None


def _is_bar(color: Pixels, box: Region, ground: tuple[int, ...]) -> bool:
    """Whether a line's ground ends soon above and below it, and inside the screen: a title's goes on to the edge."""
    column = color[:, max(0, int(box.left) - 1)].astype(np.int16)
    other = np.flatnonzero(np.abs(column - np.array(ground, np.int16)).max(axis=1) >= _SAME)
    middle = int(box.top + box.height // 2)
    above, below = other[other < middle], other[other > middle]
    return bool(len(above) and len(below) and below[0] - above[-1] <= _HIGHEST * box.height)


def _reach(color: Pixels, box: Region, ground: tuple[int, ...]) -> int:
    """How far to both sides of a line its ground goes on, in pixels."""
    row = color[int(box.top + box.height // 2)].astype(np.int16)
    other = np.flatnonzero(np.abs(row - np.array(ground, np.int16)).max(axis=1) >= _SAME)
    left, right = int(box.left), int(box.left + box.width)
    before, behind = other[other < left], other[other >= right]
    start = int(before[-1]) + 1 if len(before) else 0
    end = int(behind[0]) if len(behind) else len(row)
    return left - start + end - right


def _ground(color: Pixels, box: Region) -> tuple[int, ...]:
    return tuple(np.median(part(color, box).reshape(-1, 3), axis=0).astype(int).tolist())


def _same(first: tuple[int, ...], second: tuple[int, ...]) -> bool:
    return all(abs(one - other) < _SAME for one, other in zip(first, second, strict=True))


def _hexadecimal(color: "np.ndarray[tuple[int, ...], np.dtype[np.floating]]") -> str:
    blue, green, red = (int(value) for value in color)
    return f"#{red:02x}{green:02x}{blue:02x}"
