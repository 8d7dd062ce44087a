"""What changed between two frames, as a person would see it: noise and a text cursor are no change."""

import cv2
import numpy as np

from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Region
from TinyPilotLibrary.vision.pixels import Pixels, part

# Pictures of the same screen, captured twice, differ by at most 10 levels in a cell of 4x4 pixels; the least that
# really changes, a caret or a digit, by 21 and more.
_CELL = 4
_LEAST_CHANGE = 12
# A cursor of text mode is a cell of up to 9x16 or 8x19 pixels; a caret is narrower.
_CURSOR_CELLS = (4, 6)


def changed_regions(before: Frame, now: Frame, region: Region) -> list[Region]:
    """The places that changed between two frames.

    Args:
        before: The earlier frame.
        now: The later frame, of the same size.
        region: Where to look, in pixels.

    Returns:
        Rectangles in pixels around what changed; the whole region if the frames differ in size.
    """
    if before.data == now.data:
        return []
    if before.size != now.size:
        return [region]
    cells = cv2.absdiff(_cells(before.gray, region), _cells(now.gray, region)) > _LEAST_CHANGE
    count, _, stats, _ = cv2.connectedComponentsWithStats(cells.astype(np.uint8), connectivity=8)
    return [
        Region(
            int(region.left) + int(left) * _CELL,
            int(region.top) + int(top) * _CELL,
            int(width) * _CELL,
            int(height) * _CELL,
        )
        for left, top, width, height, _ in stats[1:count]
    ]


def is_cursor(changes: list[Region]) -> bool:
    """Whether what changed is no more than a text cursor that blinks."""
    columns, rows = _CURSOR_CELLS
    return len(changes) == 1 and changes[0].width <= columns * _CELL and changes[0].height <= rows * _CELL


def _cells(gray: Pixels, region: Region) -> Pixels:
    seen = part(gray, region)
    size = (max(1, seen.shape[1] // _CELL), max(1, seen.shape[0] // _CELL))
    return np.asarray(cv2.resize(seen, size, interpolation=cv2.INTER_AREA))
