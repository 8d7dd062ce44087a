"""Rows that are so near to each other, or beside an icon or another column, that they were found as one piece."""

from collections.abc import Callable, Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from TinyPilotLibrary.vision.geometry import Region
from TinyPilotLibrary.vision.pixels import Pixels, part

# Two rows are so high at least and so many times as wide, and each of them is so high.
_LOWEST_BLOCK, _LEAST_WIDTH, _LOWEST_ROW = 16, 1.5, 7
# Of two or three rows each has so much of the height: tails of letters have less.
_ROW_SHARE, _HIGHEST_LEAST = 0.3, 12
# In each of two rows so many rows of pixels, and so much of the height of both, have this share of the ink of its
# fullest one: the small letters have, dots and accents have not.
_FULL, _FEWEST_FULL, _FULL_SHARE, _MOST_FULL = 0.3, 5, 0.2, 7
# Strokes of letters so small are not wider.
_STROKE = 5
# Where two rows meet, strokes cross over in so few columns, compared with the usual ink of the emptier row.
_CROSSING = 0.3
# Between columns there is at least so much room, in pixels, and beside an icon.
_BETWEEN_COLUMNS, _BESIDE_ICON = 6, 4
# Columns are not one row if the tops and the bottoms of both are so far apart, in heights of the lower one; nor if one
# is so much lower than the other and between them is more than a blank, in heights of the higher one.
_APART, _OF_HEIGHT, _BLANK = 0.3, 0.75, 0.5
# An icon is about as wide as it is high, and a letter is narrower; the text beside it is so much lower. Above and
# below that an icon has so much of its width; or below alone, for so much of its height: no tail is so long.
_NARROWEST_ICON, _WIDEST_ICON, _LOWER, _BROAD, _LONG = 0.5, 1.5, 0.7, 0.6, 0.35
# The sides of a box with several rows are inked for so much of its height.
_SIDE = 0.9


def rows_of(piece: Pixels) -> list[Region]:
    """The rows of a piece, without an icon on their left.

    Args:
        piece: The edges of a piece of a picture.

    Returns:
        Rectangles within the piece, in its pixels; one if it is one row.
    """
    return list(_split(piece, Region(0, 0, piece.shape[1], piece.shape[0])))


def is_one_row(piece: Pixels) -> bool:
    """Whether a piece is one row, and none of two, alone or beside an icon.

    Args:
        piece: The edges of a piece of a picture.
    """
    box = Region(0, 0, piece.shape[1], piece.shape[0])
    return not any(_above_each_other(piece, beside) for beside in (box, *_without_icon(piece, box)))


def _split(piece: Pixels, area: Region) -> Iterator[Region]:
    box = _inked(piece, area)
    if box is None:
        return
    parts = (
        _without_icon(piece, box)
        or _beside_each_other(piece, box, lambda left, right: not _are_level(left, right))
        or _without_sides(piece, box)
        or _beside_each_other(piece, box, lambda *columns: any(_above_each_other(piece, one) for one in columns))
    )
    if not parts:
        yield box
    for inner in parts:
        yield from _split(piece, inner)


def _without_sides(piece: Pixels, box: Region) -> tuple[Region, ...]:
    """The parts above and below each other, without the sides of the box that they stand in."""
    rows = _above_each_other(piece, box)
    inside = np.flatnonzero(np.count_nonzero(part(piece, box), axis=0) < _SIDE * box.height)
    if not rows or not len(inside):
        return rows
    left, width = int(inside[0]), int(inside[-1] - inside[0]) + 1
    return tuple(Region(row.left + left, row.top, width, row.height) for row in rows)


def _above_each_other(piece: Pixels, box: Region) -> tuple[Region, ...]:
    """The parts above and below the place where a piece is cut through with the fewest strokes, if it is no row."""
    # Within a letter something is above something else, too.
    if box.height < _LOWEST_BLOCK or box.width < _LEAST_WIDTH * box.height:
        return ()
    # Edges are both sides of a stroke.
    inside = cv2.morphologyEx(part(piece, box), cv2.MORPH_CLOSE, np.ones((1, _STROKE), np.uint8)) > 0
    ink = np.count_nonzero(inside, axis=1)
    crossing = np.count_nonzero(inside[1:] & inside[:-1], axis=1)
    heights = np.arange(1, len(ink))
    above, below = np.cumsum(ink)[:-1] / heights, (np.cumsum(ink[::-1])[:-1] / heights)[::-1]
    least = max(_LOWEST_ROW, min(_HIGHEST_LEAST, round(_ROW_SHARE * box.height)))
    share = (crossing / np.maximum(np.minimum(above, below), 1))[least - 1 : 1 - least]
    row = int(share.argmin()) + least
    fewest = max(_FEWEST_FULL, min(_MOST_FULL, round(_FULL_SHARE * box.height)))
    if share.min() > _CROSSING or min(_full_rows(ink[:row]), _full_rows(ink[row:])) < fewest:
        return ()
    return (
        Region(box.left, box.top, box.width, row),
        Region(box.left, box.top + row, box.width, box.height - row),
    )


def _full_rows(ink: NDArray[np.intp]) -> int:
    """How many rows of pixels have much ink: of letters many, of dots and bars few."""
    return int(np.count_nonzero(ink >= _FULL * ink.max()))


def _beside_each_other(piece: Pixels, box: Region, are_columns: Callable[[Region, Region], bool]) -> tuple[Region, ...]:
    """What is on both sides of the widest gap whose sides are columns."""
    for left, right in sorted(_columns(piece, box), key=lambda columns: -_between(*columns)):
        if are_columns(left, right):
            return left, right
    return ()


def _are_level(left: Region, right: Region) -> bool:
    """Whether two columns may be words of one row."""
    lower, higher = sorted((left.height, right.height))
    if lower < _LOWEST_ROW:
        return True
    down, below = right.top - left.top, right.top + right.height - left.top - left.height
    if down * below > 0 and min(abs(down), abs(below)) >= _APART * lower:
        return False
    return lower > _OF_HEIGHT * higher or _between(left, right) < _BLANK * higher


def _without_icon(piece: Pixels, box: Region) -> tuple[Region, ...]:
    """What is beside an icon: text that is lower, or has several rows."""
    for icon, right in _columns(piece, box, _BESIDE_ICON):
        if icon.width > _WIDEST_ICON * icon.height:
            break
        if icon.width < _NARROWEST_ICON * icon.height or _above_each_other(piece, icon):
            continue
        if _above_each_other(piece, right) or (right.height <= _LOWER * icon.height and _juts_out(piece, icon, right)):
            return (right,)
    return ()


def _juts_out(piece: Pixels, icon: Region, text: Region) -> bool:
    """Whether an icon is broad above and below the text beside it, or far below: letters such as "My" have tails."""
    bottom = text.top + text.height
    above = _inked(piece, Region(icon.left, icon.top, icon.width, max(0, text.top - icon.top)))
    below = _inked(piece, Region(icon.left, bottom, icon.width, max(0, icon.top + icon.height - bottom)))
    is_broad = [end is not None and end.width >= _BROAD * icon.width for end in (above, below)]
    return all(is_broad) or (is_broad[1] and icon.top + icon.height - bottom >= _LONG * icon.height)


def _columns(piece: Pixels, box: Region, least: int = _BETWEEN_COLUMNS) -> Iterator[tuple[Region, Region]]:
    """Parts of a piece that are beside each other, with nothing between them: each place where it falls into two."""
    empty = np.concatenate(([False], ~part(piece, box).any(axis=0), [False]))
    edges = np.flatnonzero(empty[1:] != empty[:-1]).tolist() if box.height >= _LOWEST_BLOCK else []
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        left = _inked(piece, Region(box.left, box.top, start, box.height))
        right = _inked(piece, Region(box.left + end, box.top, box.width - end, box.height))
        if left and right and end - start >= least:
            yield left, right


def _between(left: Region, right: Region) -> float:
    return right.left - left.left - left.width


def _inked(piece: Pixels, area: Region) -> Region | None:
    """The part of an area that has ink; None if there is none."""
    inside = part(piece, area)
    rows, columns = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
    if not len(rows):
        return None
    return Region(
        area.left + int(columns[0]),
        area.top + int(rows[0]),
        int(columns[-1] - columns[0]) + 1,
        int(rows[-1] - rows[0]) + 1,
    )
