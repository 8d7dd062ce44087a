"""Windows on a graphical screen: areas of one ground with straight edges, and text in them."""

from collections.abc import Iterator, Mapping, Sequence

import cv2
import numpy as np

from TinyPilotLibrary.text.front_window import Window
from TinyPilotLibrary.vision.geometry import Region
from TinyPilotLibrary.vision.pixels import Pixels, part

# Smaller ones are buttons and fields, as multiples of a line's height.
_LEAST_WIDTH = 6
_LEAST_HEIGHT = 3
# A bar is at most so many times as high as a line, and so much of it has one colour.
_HIGHEST_BAR = 3
_BAR = 0.5
# With less of a window on its ground it is a frame around other windows.
_FILLED = 0.4
# So much of each side is straight; the corners may be round.
_STRAIGHT = 0.8
# So many pixels of an edge may be blurred: JPEG lets the colours of neighbours into eight.
_BLUR = 8
# The halves of a list above and below a bar have their sides in one line, but for so many pixels of blur.
_ASKEW = 3
# Colours of one ground differ by no more than this: less than two grounds do, for a window is no bar.
_NEAR = 12
# Around it, beyond its border, so much has another ground.
_APART = 0.7
_LITTLE = 10
_BORDER = 6


def find_windows(color: Pixels, texts: Mapping[Region, tuple[int, ...]], same: int) -> list[Window]:
    """The windows of a graphical screen that text stands in.

    Args:
        color: The frame's pixels: rows x columns x blue, green, red.
        texts: The colour behind each line of text, by the line's box in pixels.
        same: Colours that differ by less in each channel are one.

    Returns:
        The windows.
    """
    height = int(np.median([box.height for box in texts])) if texts else 0
    found: dict[Region, Window] = {}
    for ground in dict.fromkeys(texts.values()):
        mask = _near(color, ground)
        for box in _filled(mask, height):
            known = found.get(box)
            # Where two grounds are near to each other, the same window may have been found by that around it.
            if known is None and not (_has_straight_sides(mask, box) and any(map(box.overlaps, texts))):
                continue
            if known is None or not known.stands_out:
                whole_box = _with_bar_above(color, box, height, same)
                found[box] = Window(whole_box, _changes_around(color, ground, whole_box))
    return list(found.values())


def have_sides_in_line(above: Region, below: Region) -> bool:
    """Whether two boxes, one above the other, may be the halves of one that a bar parts.

    Args:
        above: The upper one.
        below: The lower one.
    """
    ends = above.left - below.left, above.left + above.width - below.left - below.width
    return max(map(abs, ends)) <= _ASKEW


def _near(color: Pixels, ground: Sequence[int]) -> Pixels:
    low, high = ([channel + sign * _NEAR for channel in ground] for sign in (-1, 1))
    return np.asarray(cv2.inRange(color, np.array(low), np.array(high)), np.uint8)


def _filled(mask: Pixels, height: int) -> Iterator[Region]:
    """The boxes of connected areas that are large enough for a window, with the bars that part them."""
    _, _, areas, _ = cv2.connectedComponentsWithStats(mask, connectivity=4)
    parts: list[Region] = []
    for left, top, wide, high, area in sorted(areas[1:].tolist(), key=lambda part: part[1]):
        if wide < _LEAST_WIDTH * height or area < _FILLED * wide * high:
            continue
        box = Region(left, top, wide, high)
        above = next((part for part in parts if _goes_on(part, box, height)), None)
        if above is not None:
            parts.remove(above)
        parts.append(above.around(box) if above else box)
    return (part for part in parts if part.height >= _LEAST_HEIGHT * height)


def _goes_on(above: Region, below: Region, height: int) -> bool:
    """Whether there is no more than a bar between two areas, which is as wide as both."""
    gap = below.top - above.top - above.height
    return 0 <= gap <= _HIGHEST_BAR * height and have_sides_in_line(above, below)


def _with_bar_above(color: Pixels, box: Region, height: int, same: int) -> Region:
    """A window with its first row, where that is a bar: its title, or what is selected."""
    left, top = int(box.left), int(box.top)
    right = left + int(box.width)
    rows = color[max(0, top - _HIGHEST_BAR * height) : top, left + 1 : right - 1][::-1]
    if not len(rows):
        return box
    bar = np.median(rows[0], axis=0)
    is_bar = (np.abs(rows - bar).max(axis=2) < same).mean(axis=1) >= _BAR
    end = int(is_bar.argmin()) if not is_bar.all() else 0
    return Region(left, top - end, box.width, box.height + end) if end >= height else box


def _has_straight_sides(mask: Pixels, box: Region) -> bool:
    """Whether each row and column of a window begins and ends at its sides, but for what blurs them."""
    inside = part(mask, box) > 0
    gaps = (lines[:, ::step].argmax(axis=1) for lines in (inside, inside.T) for step in (1, -1))
    return all(float((gap <= _BLUR).mean()) >= _STRAIGHT for gap in gaps)


def _changes_around(color: Pixels, ground: Sequence[int], box: Region) -> bool:
    """Whether what is around a window, beyond its border, has another ground, if only a little."""
    around = box.grown(_BORDER).common(Region(0, 0, color.shape[1], color.shape[0]))
    inside = part(color, around).astype(np.int16)
    ring = np.concatenate([inside[0], inside[-1], inside[:, 0], inside[:, -1]])
    return float((np.abs(ring - np.array(ground)).max(axis=1) >= _LITTLE).mean()) >= _APART
