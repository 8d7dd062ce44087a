"""Rows that are so near to each other, or beside an icon or another column, that they were found as one piece."""

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from TinyPilotLibrary.vision.geometry import Region
from TinyPilotLibrary.vision.pixels import Pixels, part

# Two rows are so high at least and so many times as wide, and each has so many rows of pixels with this share of the
# ink of its fullest one.
_LOWEST_BLOCK, _LEAST_WIDTH, _LOWEST_ROW, _FULL = 24, 1.5, 7, 0.3
# Of two or three rows each has so much of the height: tails of letters have less.
_ROW_SHARE, _HIGHEST_LEAST = 0.3, 12
# Strokes of letters so small are not wider.
_STROKE = 5
# Where two rows meet, strokes cross over in so few columns, compared with the usual ink of the emptier row.
_CROSSING = 0.3
# Between columns there is at least so much room, in pixels.
_BETWEEN_COLUMNS = 6
# An icon is about as wide as it is high, and a letter is narrower; the text beside it is so much lower.
_NARROWEST_ICON, _WIDEST_ICON, _LOWER = 0.5, 1.5, 0.7


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
    parts = _without_icon(piece, box) or _above_each_other(piece, box) or _beside_each_other(piece, box)
    if not parts:
        yield box
    for inner in parts:
        yield from _split(piece, inner)


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
    if share.min() > _CROSSING or not (_is_high(ink[:row]) and _is_high(ink[row:])):
        return ()
    return (
        Region(box.left, box.top, box.width, row),
        Region(box.left, box.top + row, box.width, box.height - row),
    )


def _is_high(ink: NDArray[np.intp]) -> bool:
    """Whether there is enough of a row to be letters: dots and bars have little."""
    return int(np.count_nonzero(ink >= _FULL * ink.max())) >= _LOWEST_ROW


def _beside_each_other(piece: Pixels, box: Region) -> tuple[Region, ...]:
    """The columns of a piece, if one of them has several rows."""
    for left, right in sorted(_columns(piece, box), key=lambda columns: -_between(*columns)):
        if _above_each_other(piece, left) or _above_each_other(piece, right):
            return left, right
    return ()


def _without_icon(piece: Pixels, box: Region) -> tuple[Region, ...]:
    """What is beside an icon: text that is lower, or has several rows."""
    icon, right = next(_columns(piece, box), (box, box))
    if not _NARROWEST_ICON * icon.height <= icon.width <= _WIDEST_ICON * icon.height or icon.height < _LOWEST_BLOCK:
        return ()
    lower = right.height <= _LOWER * icon.height or _above_each_other(piece, right)
    return (right,) if lower and not _above_each_other(piece, icon) else ()


def _columns(piece: Pixels, box: Region) -> Iterator[tuple[Region, Region]]:
    """Parts of a piece that are beside each other, with nothing between them: each place where it falls into two."""
    empty = np.concatenate(([False], ~part(piece, box).any(axis=0), [False]))
    edges = np.flatnonzero(empty[1:] != empty[:-1]).tolist() if box.height >= _LOWEST_BLOCK else []
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        left = _inked(piece, Region(box.left, box.top, start, box.height))
        right = _inked(piece, Region(box.left + end, box.top, box.width - end, box.height))
        if left and right and end - start >= _BETWEEN_COLUMNS:
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
