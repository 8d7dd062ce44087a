"""Where lines of text are on a graphical screen: no model is asked, it takes milliseconds."""

import cv2
import numpy as np

from TinyPilotLibrary.vision.geometry import Region
from TinyPilotLibrary.vision.pixels import Pixels, part

# Between ink and ground brightness changes by more than this, within two pixels.
_EDGE = 40
# Frames and rulers are lines; strokes of letters are shorter.
_RULE_WIDTH, _RULE_HEIGHT = 60, 40
# Letters and words with less between them are one line: about a blank and a half of a large font.
_GAP = 15
_LOWEST, _HIGHEST, _NARROWEST = 5, 64, 3
# A piece whose four sides are covered by more than this is a frame; so many pixels of it are its rim.
_FRAMED, _RIM = 0.25, 5
# What is around a line is read with it: recognisers are used to a margin.
_MARGIN = 3


def find_lines(gray: Pixels) -> list[Region]:
    """Finds what may be lines of text.

    Args:
        gray: A picture's brightness.

    Returns:
        Rectangles in pixels, each around one line or a part of one, from above to below.
    """
    edges: Pixels = np.asarray(cv2.morphologyEx(gray, cv2.MORPH_GRADIENT, np.ones((2, 2), np.uint8)), np.uint8)
    marks: Pixels = np.asarray(cv2.threshold(edges, _EDGE, 255, cv2.THRESH_BINARY)[1], np.uint8)
    for width, height in ((_RULE_WIDTH, 1), (1, _RULE_HEIGHT)):
        rules = cv2.morphologyEx(marks, cv2.MORPH_OPEN, np.ones((height, width), np.uint8))
        marks = np.asarray(cv2.subtract(marks, cv2.dilate(rules, np.ones((3, 3), np.uint8))), np.uint8)
    boxes = [inner for box in _pieces(marks) for inner in _inside(marks, box)]
    return sorted(filter(_is_line, boxes), key=lambda box: (box.top, box.left))


def _pieces(marks: Pixels) -> list[Region]:
    joined = cv2.morphologyEx(marks, cv2.MORPH_CLOSE, np.ones((1, _GAP), np.uint8))
    _, _, found, _ = cv2.connectedComponentsWithStats(joined, connectivity=8)
    return [Region(left, top, width, height) for left, top, width, height, _ in found[1:].tolist()]


def _inside(marks: Pixels, box: Region) -> list[Region]:
    """What is inside a frame, if a piece is one: the dotted frame of what has the focus is no rule, nor a letter."""
    piece = part(marks, box)
    inner = Region(box.left + _RIM, box.top + _RIM, box.width - 2 * _RIM, box.height - 2 * _RIM)
    if box.width < _RULE_WIDTH or inner.height < _LOWEST or not _is_line(box):
        return [box]
    sides = piece[:_RIM].max(0), piece[-_RIM:].max(0), piece[:, :_RIM].max(1), piece[:, -_RIM:].max(1)
    covered = min(np.count_nonzero(side) / len(side) for side in sides)
    # Between a frame and what is in it nothing is; letters have no such gap.
    if covered < _FRAMED or part(marks, inner)[[0, -1]].any():
        return [box]
    return [
        Region(inner.left + found.left, inner.top + found.top, found.width, found.height)
        for found in _pieces(np.ascontiguousarray(part(marks, inner)))
    ]


def _is_line(box: Region) -> bool:
    return _LOWEST <= box.height <= _HIGHEST and box.width >= _NARROWEST


def with_margin(gray: Pixels, box: Region) -> Region:
    """A line's box with what is around it, as far as the picture goes."""
    left, top = max(0, box.left - _MARGIN), max(0, box.top - _MARGIN)
    right = min(gray.shape[1], box.left + box.width + _MARGIN)
    bottom = min(gray.shape[0], box.top + box.height + _MARGIN)
    return Region(left, top, right - left, bottom - top)


def dark_on_light(line: Pixels) -> Pixels:
    """A line's picture with dark ink on a light ground.

    Most of a line is ground, so that its middle brightness is that of the ground.
    """
    ground = float(np.median(line))
    return np.asarray(255 - line, np.uint8) if ground < (float(line.min()) + float(line.max())) / 2 else line
