"""Many pictures as one, for people: below each other, in columns, and smaller where they are too large together."""

from collections.abc import Iterable, Iterator

import cv2
import numpy as np

from TinyPilotLibrary.vision.drawing.marks import Mark, drawn, picture_of
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.pixels import Pixels

_PAPER = 128
_GAP = 8
# A column is so many lines high: JPEG ends at 65,535, and viewers give up before.
_HIGHEST = 16_000
# All pictures together have so many pixels: as many as 19 of 1920x1080 as they are, and 120 MB while it is made.
_MOST_PIXELS = 40_000_000


class Sheet:
    """One picture of many frames.

    Args:
        count: How many frames will be on it: each has its share of the pixels.
    """

    def __init__(self, count: int) -> None:
        self._share = _MOST_PIXELS / max(1, count)
        self._first: Frame | None = None
        self._pictures: list[Pixels] = []

    def add(self, frame: Frame, marks: Iterable[Mark] = ()) -> None:
        """Adds a frame below those before, or in the next column.

        Args:
            frame: The frame.
            marks: What is drawn on it.
        """
        self._first = self._first or frame
        pixels = drawn(frame, marks)
        factor = float(np.sqrt(self._share / (frame.size.width * frame.size.height)))
        if factor < 1:
            pixels = np.asarray(cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), np.uint8)
        self._pictures.append(pixels)

    def picture(self) -> Frame:
        """The sheet, as PNG.

        Raises:
            ValueError: If nothing was added.
        """
        if self._first is None:
            raise ValueError("a sheet without a frame is not a picture")
        columns = list(self._columns())
        height = max(sum(len(pixels) + _GAP for pixels in column) for column in columns) - _GAP
        widths = [max(pixels.shape[1] for pixels in column) for column in columns]
        sheet = np.full((height, sum(widths) + _GAP * (len(widths) - 1), 3), _PAPER, np.uint8)
        left = 0
        for column, width in zip(columns, widths, strict=True):
            top = 0
            for pixels in column:
                sheet[top : top + pixels.shape[0], left : left + pixels.shape[1]] = pixels
                top += pixels.shape[0] + _GAP
            left += width + _GAP
        return picture_of(sheet, self._first)

    def _columns(self) -> Iterator[list[Pixels]]:
        column: list[Pixels] = []
        height = 0
        for pixels in self._pictures:
            height += len(pixels) + _GAP
            if column and height > _HIGHEST:
                yield column
                column, height = [], len(pixels) + _GAP
            column.append(pixels)
        yield column
