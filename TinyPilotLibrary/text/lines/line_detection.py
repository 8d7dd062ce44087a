"""Where lines of text are on a graphical screen: no model is asked, it takes milliseconds.

Limits in pixels suit letters of one size. So lines are looked for in the picture, and in copies of a half, a quarter
and an eighth of its size, in which large letters are small ones.
"""

from collections.abc import Sequence
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from TinyPilotLibrary.text.lines.line_pieces import find_edges, find_marks, find_small_lines
from TinyPilotLibrary.text.lines.line_rows import is_one_row
from TinyPilotLibrary.vision.geometry import Region
from TinyPilotLibrary.vision.pixels import Pixels, part

_SCALES = (8, 4, 2)
# In the copy where they are small, large letters have lines of this height. Such a line is not cut off anywhere.
_LOWEST, _HIGHEST = 14, 28
# Letters of a line are at least so high, in heights of the line; those of two rows are not. A line has so much of its
# width from them: the rest are dots and dashes.
_LETTER, _OF_LETTERS = 0.44, 0.6
# An outline that holds so many others is a frame; that of a letter holds at most two, each narrower than it is high.
_FRAMED = 3
# Above a letter are dots and accents, one for each piece of its width, in heights of the line, and one more; below is
# the dot of "!". Below an icon is its label.
_DOTTED = 0.25
# What is lower is noise, such as JPEG's around letters.
_SPECK = 5
# What is around a line is read with it: recognisers are used to a margin, of at least so many pixels, and of so much of
# its height. Above and below lines that are no higher than this it is smaller: their letters would be too small.
_MARGIN, _MARGIN_SHARE = 3, 0.12
_SMALL, _SMALL_MARGIN = 12, 2


def find_lines(gray: Pixels) -> list[Region]:
    """Finds what may be lines of text.

    Args:
        gray: A picture's brightness.

    Returns:
        Rectangles in pixels, each around one line or a part of one, from above to below.
    """
    large: list[Region] = []
    strokes = _Strokes(gray)
    for scale in _SCALES:
        found = [line for line in _large_lines(gray, scale) if not _covered(line, large)]
        large += [line for line in found if strokes.are_letters_of(line)]
    small = [line for line in find_small_lines(find_marks(gray)) if not _covered(line, large)]
    return sorted(large + small, key=lambda box: (box.top, box.left))


def with_margin(gray: Pixels, box: Region, lines: Sequence[Region] = ()) -> Region:
    """A line's box with what is around it, as far as the picture goes, and half way to the rows above and below.

    Args:
        gray: A picture's brightness.
        box: The line.
        lines: All lines of the picture.
    """
    margin = max(_MARGIN, round(_MARGIN_SHARE * box.height))
    left, right = max(0, box.left - margin), min(gray.shape[1], box.left + box.width + margin)
    margin = _SMALL_MARGIN if box.height <= _SMALL else margin
    bottom = box.top + box.height
    near = [line for line in lines if line.left < right and line.left + line.width > left]
    above = [box.top - line.top - line.height for line in near if line.top + line.height <= box.top]
    below = [line.top - bottom for line in near if line.top >= bottom]
    top = max(0, box.top - min([margin, *(room // 2 for room in above)]))
    bottom = min(gray.shape[0], bottom + min([margin, *(room // 2 for room in below)]))
    return Region(left, top, right - left, bottom - top)


def height_without_margin(height: int) -> float:
    """The height of a line, of that of its picture, which has a margin."""
    margin = _SMALL_MARGIN if height <= _SMALL + 2 * _SMALL_MARGIN else _MARGIN
    return max(1.0, min(height - 2 * margin, height / (1 + 2 * _MARGIN_SHARE)))


def _large_lines(gray: Pixels, scale: int) -> list[Region]:
    """Lines whose letters are so large that their limits are those of a smaller copy."""
    # What is two rows is seen where they are twice as high.
    edges = find_edges(_reduced(gray, scale // 2))
    return [
        _times(line, scale)
        for line in find_small_lines(find_marks(_reduced(gray, scale)))
        if _LOWEST < line.height <= _HIGHEST and is_one_row(part(edges, _times(line, 2)))
    ]


def _reduced(gray: Pixels, scale: int) -> Pixels:
    size = gray.shape[1] // scale, gray.shape[0] // scale
    return np.asarray(cv2.resize(gray, size, interpolation=cv2.INTER_AREA), np.uint8) if scale > 1 else gray


def _times(box: Region, factor: int) -> Region:
    return Region(box.left * factor, box.top * factor, box.width * factor, box.height * factor)


class _Strokes:
    """The connected edges of a picture: letters, or what their outlines fall into.

    Args:
        gray: A picture's brightness.
    """

    def __init__(self, gray: Pixels) -> None:
        self._gray = gray

    def are_letters_of(self, line: Region) -> bool:
        """Whether a line is one row of large letters, and no rows of small ones, nor a frame or icon with a row."""
        left, top, width, height = self._boxes.T
        inside = (
            (left + width / 2 >= line.left)
            & (left + width / 2 < line.left + line.width)
            & (top + height / 2 >= line.top)
            & (top + height / 2 < line.top + line.height)
        )
        boxes = self._boxes[inside]
        high = boxes[:, 3] >= _LETTER * line.height
        letters = np.zeros(int(line.width), bool)
        others = np.zeros(int(line.width), bool)
        for box in boxes[high]:
            if _has_label(boxes[~high], box, line):
                return False
            if not _is_frame(boxes, box):
                _mark(letters, line, box)
        for box in boxes[~high]:
            _mark(others, line, box)
        return bool((others & ~letters).sum() <= (1 - _OF_LETTERS) * (others | letters).sum())

    @cached_property
    def _boxes(self) -> NDArray[np.int32]:
        _, _, found, _ = cv2.connectedComponentsWithStats(find_edges(self._gray), connectivity=8)
        boxes = np.asarray(found[1:, :4], np.int32)
        return boxes[boxes[:, 3] >= _SPECK]


def _is_frame(boxes: NDArray[np.int32], outline: NDArray[np.int32]) -> bool:
    """Whether an outline holds so many others, or such a wide one, that it is no letter with its holes."""
    left, top, width, height = boxes.T
    inside = (left > outline[0]) & (top > outline[1])
    inside &= (left + width < outline[0] + outline[2]) & (top + height < outline[1] + outline[3])
    return int(inside.sum()) >= _FRAMED or bool((inside & (width > outline[3])).any())


def _has_label(low: NDArray[np.int32], letter: NDArray[np.int32], line: Region) -> bool:
    """Whether so much is above or below what is as high as a letter that it is an icon with a row of small letters."""
    left, _, width, _ = low.T
    middle = left + width / 2
    near = low[(middle >= letter[0]) & (middle < letter[0] + letter[2])]
    above = int((near[:, 1] + near[:, 3] <= letter[1]).sum())
    below = int((near[:, 1] >= letter[1] + letter[3]).sum())
    return below > 1 or above > 1 + letter[2] / (_DOTTED * line.height)


def _mark(columns: NDArray[np.bool_], line: Region, box: NDArray[np.int32]) -> None:
    start = int(box[0] - line.left)
    columns[max(0, start) : max(0, start + int(box[2]))] = True


def _covered(line: Region, large: list[Region]) -> bool:
    """Whether a line is a part of a large one."""
    return any(
        other.left <= line.left + line.width / 2 < other.left + other.width
        and other.top <= line.top + line.height / 2 < other.top + other.height
        for other in large
    )


def dark_on_light(line: Pixels) -> Pixels:
    """A line's picture with dark ink on a light ground.

    Most of a line is ground, so that its middle brightness is that of the ground.
    """
    ground = float(np.median(line))
    return np.asarray(255 - line, np.uint8) if ground < (float(line.min()) + float(line.max())) / 2 else line
