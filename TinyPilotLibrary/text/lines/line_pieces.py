"""Lines of text whose letters are small, as letters of most screens are."""

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from TinyPilotLibrary.text.lines.line_rows import rows_of
from TinyPilotLibrary.vision.geometry import Region
from TinyPilotLibrary.vision.pixels import Pixels, part

# Between ink and ground brightness changes by more than this, within two pixels.
_EDGE = 40
# Frames and rulers are lines; strokes of letters are shorter.
_RULE_WIDTH, _RULE_HEIGHT = 60, 40
# The side of a bar is a step of brightness between what is above and below, also so many rows further: a ruler is none.
# Beside a long piece of it there are shorter ones behind what lies upon it, which is at most so wide.
_STEP, _BESIDE, _SIDE, _BRIDGE = 12, 3, 4, 41
# Letters and words with less between them are one line: about a blank and a half of a large font.
_GAP = 15
_LOWEST, _HIGHEST, _NARROWEST = 5, 64, 3
# A dash is so wide at most, and so many heights of a line away from one at most.
_DASH, _NEAR = 24, 30
# A piece is a frame if three of its sides are covered by more than this, and next to nothing is just inside it;
# its rim has at least so many pixels.
_FRAMED, _GAPPED, _RIM = 0.25, 0.02, 5
# Fields and tabs are so high at least; their sides reach so far above and below the text, at least, and are upright
# for so much of the height. Rounded corners are so wide, the room beside a side is so wide, and of text there is so
# much more.
_LOWEST_FIELD, _OVER, _OVER_SHARE, _UPRIGHT, _ASKEW, _CORNER, _PADDING, _MORE_TEXT = 19, 2, 0.08, 0.75, 2, 3, 3, 3
# The edges of a dot of a pixel and more have so many pixels.
_SMALLEST = 9


def find_edges(gray: Pixels) -> Pixels:
    """Where brightness changes much from one pixel to the next: 255, elsewhere 0.

    Args:
        gray: A picture's brightness.
    """
    edges = cv2.morphologyEx(gray, cv2.MORPH_GRADIENT, np.ones((2, 2), np.uint8))
    return np.asarray(cv2.threshold(edges, _EDGE, 255, cv2.THRESH_BINARY)[1], np.uint8)


def find_marks(gray: Pixels) -> Pixels:
    """Where there are edges, of letters or of anything else but frames and rulers: 255, elsewhere 0.

    Args:
        gray: A picture's brightness.
    """
    edges = marks = find_edges(gray)
    # Where rules cross, each is whole: one that was taken away would leave pieces of the other.
    for width, height in ((_RULE_WIDTH, 1), (1, _RULE_HEIGHT)):
        rules = cv2.morphologyEx(edges, cv2.MORPH_OPEN, np.ones((height, width), np.uint8))
        marks = np.asarray(cv2.subtract(marks, cv2.dilate(rules, np.ones((3, 3), np.uint8))), np.uint8)
    # Rows on different grounds are apart, even if the mouse pointer lies on both.
    return np.asarray(cv2.subtract(marks, _bridged(gray)), np.uint8)


def _bridged(gray: Pixels) -> Pixels:
    """Where something small lies upon the upper and lower sides of bars."""
    if gray.shape[0] <= 2 * _BESIDE:
        return np.zeros_like(gray)
    sides = np.asarray((_step(gray, 1) & _step(gray, _BESIDE)) * 255, np.uint8)
    long = cv2.morphologyEx(sides, cv2.MORPH_OPEN, np.ones((1, _RULE_WIDTH), np.uint8))
    if not long.any():
        return np.zeros_like(gray)
    seen = cv2.morphologyEx(sides, cv2.MORPH_OPEN, np.ones((1, _SIDE), np.uint8))
    whole = cv2.morphologyEx(seen, cv2.MORPH_CLOSE, np.ones((1, _BRIDGE), np.uint8))
    near = cv2.dilate(long, np.ones((1, 2 * _BRIDGE + 1), np.uint8))
    return np.asarray(cv2.dilate(cv2.subtract(cv2.min(whole, near), seen), np.ones((3, 3), np.uint8)), np.uint8)


def _step(gray: Pixels, rows: int) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
    """Where the brightness so many rows above is another than so many rows below."""
    steps = np.zeros(gray.shape, bool)
    steps[rows:-rows] = cv2.absdiff(gray[2 * rows :], gray[: -2 * rows]) >= _STEP
    return steps


def find_small_lines(marks: Pixels) -> list[Region]:
    """Finds what may be lines of text.

    Args:
        marks: A picture's edges.

    Returns:
        Rectangles in pixels, each around one line or a part of one, from above to below.
    """
    pieces = [
        Region(box.left + inner.left, box.top + inner.top, inner.width, inner.height)
        for box, own in _pieces_with_marks(marks)
        for field in _without_sides(own, Region(0, 0, box.width, box.height))
        for row in _rows(own, field)
        for inner in _inside(own, row)
    ]
    lines = list(filter(_is_line, pieces))
    for dash in pieces:
        if dash.height < _LOWEST and _NARROWEST <= dash.width <= _DASH:
            _join(dash, lines)
    return sorted(lines, key=lambda box: (box.top, box.left))


def _join(dash: Region, lines: list[Region]) -> None:
    """Makes a dash a part of the nearest line on its left: alone it would not be known for one."""
    middle, across = dash.top + dash.height / 2, dash.left + dash.width / 2
    # The dots of an i are no dash, but a part of their own line.
    if any(
        line.left <= across < line.left + line.width and line.top <= middle < line.top + line.height for line in lines
    ):
        return
    beside = [
        (dash.left - line.left - line.width, index)
        for index, line in enumerate(lines)
        # A dash is about in the middle of a line, an underline below it.
        if line.top + line.height / 4 < middle < line.top + line.height * 3 / 4
        and 0 <= dash.left - line.left - line.width < _NEAR * line.height
    ]
    if beside:
        _, index = min(beside)
        line = lines[index]
        lines[index] = Region(line.left, line.top, dash.left + dash.width - line.left, line.height)


def _pieces(marks: Pixels) -> list[Region]:
    return _labelled(marks)[0]


def _pieces_with_marks(marks: Pixels) -> Iterator[tuple[Region, Pixels]]:
    """Each piece with the marks of its own: an icon's box reaches into rows beside it that are other pieces."""
    boxes, labels = _labelled(marks)
    for number, box in enumerate(boxes, start=1):
        left, top, width, height = map(int, box)
        own = labels[top : top + height, left : left + width] == number
        yield box, np.where(own, part(marks, box), 0).astype(np.uint8)


def _labelled(marks: Pixels) -> tuple[list[Region], NDArray[np.int32]]:
    """The pieces' boxes, and for each pixel the number of its piece, the first one being 1."""
    joined = cv2.morphologyEx(marks, cv2.MORPH_CLOSE, np.ones((1, _GAP), np.uint8))
    _, labels, found, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    return [Region(*box) for box in found[1:, :4].tolist()], np.asarray(labels, np.int32)


def _without_sides(marks: Pixels, box: Region) -> list[Region]:
    """What is between the sides of fields, tabs and buttons, if a piece has them: strokes higher than its text."""
    if box.height < _LOWEST_FIELD or not _is_line(box):
        return [box]
    piece = part(marks, box)
    above, below = (piece > 0).argmax(axis=0), (piece[::-1] > 0).argmax(axis=0)
    # An i and a p reach the top or the bottom of their line, and not both.
    reaching = (
        (np.count_nonzero(piece, axis=0) >= _UPRIGHT * box.height)
        & (np.abs(above - below) <= _ASKEW)
        & (above <= _CORNER + 1)
    ).astype(np.uint8)[None]
    # Between a side and the text is more room than between a bracket and its letters.
    own = cv2.dilate(reaching, np.ones((1, 3), np.uint8))
    quarter = box.height // 4
    middle = np.where(own > 0, 0, piece[quarter:-quarter].any(axis=0)).astype(np.uint8)
    crowded = cv2.dilate(middle, np.ones((1, 2 * _PADDING + 1), np.uint8))
    sides = np.where(crowded > 0, 0, reaching)[0]
    if not sides.any():
        return [box]
    # What is left of rounded corners goes with them.
    wider = cv2.dilate(sides[None], np.ones((1, 2 * _CORNER + 1), np.uint8))
    rest = np.where(wider > 0, 0, piece).astype(np.uint8)
    rows = np.flatnonzero(_without_specks(rest).any(axis=1))
    over = max(_OVER, round(_OVER_SHARE * box.height))
    # Letters are as high as their text, brackets nearly so, and there are more columns of text than of sides.
    if (
        np.count_nonzero(rest.any(axis=0)) < _MORE_TEXT * np.count_nonzero(sides)
        or not len(rows)
        or rows[0] < over
        or box.height - 1 - rows[-1] < over
    ):
        return [box]
    return [
        Region(box.left + found.left, box.top + found.top, found.width, found.height)
        for found in _pieces(np.ascontiguousarray(rest))
    ]


def _without_specks(piece: Pixels) -> Pixels:
    """A piece without what JPEG leaves around letters: no part of a letter is so small."""
    _, labels, found, _ = cv2.connectedComponentsWithStats(piece, connectivity=8)
    return np.where(found[labels, cv2.CC_STAT_AREA] < _SMALLEST, 0, piece).astype(np.uint8)


def _rows(marks: Pixels, box: Region) -> list[Region]:
    """The rows of a piece."""
    piece = part(marks, box)
    rows = rows_of(piece)
    if len(rows) == 1 and rows[0].height == box.height:
        return [box]
    return [
        Region(box.left + row.left + inner.left, box.top + row.top + inner.top, inner.width, inner.height)
        for row in rows
        for inner in _pieces(np.ascontiguousarray(part(piece, row)))
    ]


def _inside(marks: Pixels, box: Region) -> list[Region]:
    """What is inside a frame, if a piece is one: the dotted frame of what has the focus is no rule, nor a letter."""
    rim = max(_RIM, box.height // 6 + 1)
    inner = Region(box.left + rim, box.top + rim, box.width - 2 * rim, box.height - 2 * rim)
    if box.width < _RULE_WIDTH or inner.height < _LOWEST or not _is_line(box):
        return [box]
    piece = part(marks, box)
    sides = piece[:rim].max(0), piece[-rim:].max(0), piece[:, :rim].max(1), piece[:, -rim:].max(1)
    covered = sorted(np.count_nonzero(side) / len(side) for side in sides)
    # Between a frame and what is in it is nearly nothing; letters have no such gap.
    gaps = np.count_nonzero(part(marks, inner)[[0, -1]], axis=1)
    if covered[1] < _FRAMED or gaps.max() > _GAPPED * inner.width:
        return [box]
    return [
        Region(inner.left + found.left, inner.top + found.top, found.width, found.height)
        for found in _pieces(np.ascontiguousarray(part(marks, inner)))
    ]


def _is_line(box: Region) -> bool:
    return _LOWEST <= box.height <= _HIGHEST and box.width >= _NARROWEST
