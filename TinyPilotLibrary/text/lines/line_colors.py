"""The colours of lines on a graphical screen, and which of them is selected."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from TinyPilotLibrary.text.cells import TextRun
from TinyPilotLibrary.text.front_window import Window, select_in_front
from TinyPilotLibrary.text.lines.line_windows import find_windows, have_sides_in_line
from TinyPilotLibrary.text.page import Line, by_rows, joined
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Region, whole
from TinyPilotLibrary.vision.pixels import Pixels, part

# Grounds that differ by less, in any of blue, green and red, are the same.
_SAME = 24
# With fewer letters and digits it is an icon or a check mark.
_FEWEST = 2
# Beside one other row alone nothing tells which of the two has the usual ground: a logo on a dark screen is no menu.
_FEWEST_ROWS = 3
# A question and its buttons.
_FEWEST_ROWS_OF_DIALOG = 2
# Of what is between two texts on one bar so much has its ground.
_GOING_ON = 0.85
# A bar is at most so many times as high as its text.
_HIGHEST = 3
# Bars that reach about as far are those of lists beside each other: the first one counts.
_AS_FAR = 0.9
# Of blue, green and red.
_BRIGHTNESS = np.array([0.114, 0.587, 0.299])
_BLURRED = 96
# In a gap between keys no more of a column than this has the keys' ground.
_GAP = 0.05
# A row that is alone is selected if its bar goes on for so many of its heights beside the text, and its colour differs
# by so much from what is so many pixels above and below.
_WIDE, _MUCH, _BEYOND = 4, 60, 3


def run_of(frame: Frame, line: Line) -> TextRun:
    """A line with the colours of its ink and its ground.

    Args:
        frame: The frame that it was read from.
        line: The line; its box lies on the frame.

    Returns:
        The whole line as one run: the ground is the median of its box, the ink that of what differs most from it.
    """
    pixels = part(frame.color, line.box).reshape(-1, 3)
    ground = np.median(pixels, axis=0)
    distance = np.abs(pixels - ground).sum(axis=1)
    ink = np.median(pixels[distance >= 0.8 * distance.max()], axis=0)
    return TextRun(line.text, 0, _hexadecimal(ink), _hexadecimal(ground))


def selected_line(frame: Frame, pieces: Sequence[Line]) -> Line | None:
    """The row that alone has its ground, where all others share a few; in a dialog the button that has.

    Args:
        frame: The frame.
        pieces: The pieces of lines that were read from it.

    Returns:
        What stands on that ground; of several rows that whose ground reaches furthest to the sides, as a menu's bar
        does. None if there is none, or if a dialog without one lies upon it.
    """
    texts = [piece for piece in pieces if sum(map(str.isalnum, piece.text)) >= _FEWEST]
    rows = [[_Piece(line, _ground(frame.color, line.box)) for line in row] for row in by_rows(texts)]
    screen, bars_of_screen = whole(frame.size), _bars(frame.color, rows)

    def select(area: Region) -> Line | None:
        if area == screen:
            bars = bars_of_screen
            furthest = max((bar.reach for bar in bars), default=0)
            return _joined(next((bar for bar in bars if bar.reach >= _AS_FAR * furthest), None))
        inside = [found for row in rows if (found := [piece for piece in row if piece.is_in(area)])]
        bars = _bars(frame.color, inside, in_dialog=True)
        # A window's first row may be its title. Of several buttons that with the focus is the least like the ground.
        ground = _ground(frame.color, area)
        return _joined(
            max(
                [bar for bar in bars if bar.pieces[0] not in inside[0]] or bars,
                key=lambda bar: _distance(bar.pieces[0].ground, ground),
                default=None,
            )
        )

    windows = find_windows(frame.color, {piece.line.box: piece.ground for row in rows for piece in row}, _SAME)
    return select_in_front(_without_halves(windows, bars_of_screen), screen, select)


def _without_halves(windows: Sequence[Window], bars: Sequence["_Bar"]) -> list[Window]:
    """Windows without those that are what is above and below a bar: the halves of the list that it is in."""
    halves: set[Region] = set()
    for text in (bar.pieces[0].line.box for bar in bars):
        above = [one.box for one in windows if abs(text.top - one.box.top - one.box.height) <= text.height]
        below = [one.box for one in windows if abs(one.box.top - text.top - text.height) <= text.height]
        for upper in above:
            for lower in below:
                if have_sides_in_line(upper, lower):
                    halves |= {upper, lower}
    return [window for window in windows if window.box not in halves]


@dataclass(frozen=True)
class _Piece:
    """A piece of a line, and the colour behind it."""

    line: Line
    ground: tuple[int, ...]

    def is_in(self, area: Region) -> bool:
        x, y = self.line.box.center
        return area.left <= x < area.left + area.width and area.top <= y < area.top + area.height


@dataclass(frozen=True)
class _Bar:
    """Pieces of a row on a ground that is theirs alone, and how far it goes on to both sides of them."""

    pieces: Sequence[_Piece]
    reach: int


def _bars(color: Pixels, rows: Sequence[Sequence[_Piece]], *, in_dialog: bool = False) -> list[_Bar]:
    """What stands on a ground of its own.

    Args:
        color: The frame's pixels.
        rows: The pieces of each row.
        in_dialog: Whether it may stand beside others, as one button does beside the other.
    """
    is_lone = len(rows) < (_FEWEST_ROWS_OF_DIALOG if in_dialog else _FEWEST_ROWS)
    grounds = Counter(piece.ground for row in rows for piece in row)
    found = []
    for row in rows:
        for index, first in enumerate(row if in_dialog else row[:1]):
            bar = _going_on(color, row[index:]) if in_dialog else row
            others = grounds - Counter(piece.ground for piece in bar)
            if not any(_same(first.ground, other) for other in others) and (
                _is_bar(color, first) and not _is_on_keys(color, first)
            ):
                same = [piece for piece in bar if _same(first.ground, piece.ground)]
                found.append(_Bar(same, _reach(color, first)))
    return [bar for bar in found if not is_lone or _stands_out(color, bar)]


def _going_on(color: Pixels, row: Sequence[_Piece]) -> list[_Piece]:
    """The first piece of a row, and those behind it as far as its ground goes on between them."""
    bar = [row[0]]
    for piece in row[1:]:
        last, box = bar[-1].line.box, piece.line.box
        right = int(last.left + last.width)
        between = part(color, Region(right, box.top, max(1, box.left - right), box.height)).astype(np.int16)
        like = np.abs(between - np.array(row[0].ground)).max(axis=2) < _SAME
        if not _same(row[0].ground, piece.ground) or like.mean() < _GOING_ON:
            break
        bar.append(piece)
    return bar


def _joined(bar: _Bar | None) -> Line | None:
    return joined([piece.line for piece in bar.pieces]) if bar else None


def _is_bar(color: Pixels, piece: _Piece) -> bool:
    """Whether a line's ground ends soon above and below it, and inside the screen: a title's goes on to the edge."""
    box, ground = piece.line.box, piece.ground
    column = color[:, max(0, int(box.left) - 1)].astype(np.int16)
    other = np.flatnonzero(np.abs(column - np.array(ground, np.int16)).max(axis=1) >= _SAME)
    middle = int(box.top + box.height // 2)
    above, below = other[other < middle], other[other > middle]
    return bool(len(above) and len(below) and below[0] - above[-1] <= _HIGHEST * box.height)


def _is_on_keys(color: Pixels, piece: _Piece) -> bool:
    """Whether a line's ground ends between its letters, from above to below, as that of a drawn keyboard does."""
    bright = part(color, piece.line.box) @ _BRIGHTNESS
    like = (np.abs(bright - np.array(piece.ground) @ _BRIGHTNESS) < _SAME).mean(axis=0) > _GAP
    steps = np.diff(np.concatenate(([True], like, [True])).astype(np.int8))
    starts, ends = np.flatnonzero(steps < 0), np.flatnonzero(steps > 0)
    return sum(bool(start > 0 and end < len(like)) for start, end in zip(starts, ends, strict=True)) > 1


def _stands_out(color: Pixels, bar: _Bar) -> bool:
    """Whether a bar is told from what is around it, without other rows: wide, and in a much different colour."""
    box, ground = bar.pieces[0].line.box, bar.pieces[0].ground
    column = color[:, max(0, int(box.left) - 1)]
    other = np.flatnonzero(~_like(column, ground))
    middle = int(box.top + box.height // 2)
    beyond = other[other < middle][-_BEYOND:][:1], other[other > middle][:_BEYOND][-1:]
    around = [_distance(tuple(column[places[0]].tolist()), ground) for places in beyond if len(places)]
    return bool(bar.reach >= _WIDE * box.height and min(around, default=0) >= _MUCH)


def _like(pixels: Pixels, ground: tuple[int, ...]) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    return np.asarray(np.abs(pixels.astype(np.int16) - np.array(ground)).max(axis=-1) < _SAME)


def _reach(color: Pixels, piece: _Piece) -> int:
    """How far to both sides of a line its ground goes on, in pixels."""
    box, ground = piece.line.box, piece.ground
    row = color[int(box.top + box.height // 2)].astype(np.int16)
    # JPEG blurs the colours around letters, not the brightness.
    difference = row - np.array(ground, np.int16)
    other = np.flatnonzero((np.abs(difference @ _BRIGHTNESS) >= _SAME) | (np.abs(difference).max(axis=1) >= _BLURRED))
    left, right = int(box.left), int(box.left + box.width)
    before, behind = other[other < left], other[other >= right]
    start = int(before[-1]) + 1 if len(before) else 0
    end = int(behind[0]) if len(behind) else len(row)
    return left - start + end - right


def _ground(color: Pixels, box: Region) -> tuple[int, ...]:
    return tuple(np.median(part(color, box).reshape(-1, 3), axis=0).astype(int).tolist())


def _same(first: tuple[int, ...], second: tuple[int, ...]) -> bool:
    return _distance(first, second) < _SAME


def _distance(first: tuple[int, ...], second: tuple[int, ...]) -> int:
    return max(abs(one - other) for one, other in zip(first, second, strict=True))


def _hexadecimal(color: "np.ndarray[tuple[int, ...], np.dtype[np.floating]]") -> str:
    blue, green, red = (int(value) for value in color)
    return f"#{red:02x}{green:02x}{blue:02x}"
