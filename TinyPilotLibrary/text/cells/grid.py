"""A grid of character cells, and where a frame shows it."""

from dataclasses import dataclass
from functools import cached_property
from math import ceil, floor

import cv2
import numpy as np
from numpy.typing import NDArray

from TinyPilotLibrary.vision.geometry import Region, Size, whole
from TinyPilotLibrary.vision.pixels import Pixels

# A screen is cut out at whole pixels of the frame; if its cells begin farther from them than this, in pixels of the
# computer, it is drawn anew at fractions of pixels, which takes longer.
_EXACT = 0.02
# A pixel of the computer of which no more than this is outside the frame is there.
_SEEN = 0.3
# A scale that makes no more than this of a pixel in all of the frame is none.
_UNSCALED = 0.5


@dataclass(frozen=True)
class Grid:
    """A grid of cells, and where the frame shows it.

    Args:
        frame: The frame's size.
        cell: Width and height of a cell, in pixels of the computer's screen.
        origin: Left and top of the first cell, in pixels of the frame; less than 0 if it is cut off.
        scale: How many pixels of the frame a pixel of the computer's screen has, in x and in y.
        columns: Cells in a row.
        rows: Rows.
    """

    frame: Size
    cell: tuple[int, int]
    origin: tuple[float, float]
    scale: tuple[float, float]
    columns: int
    rows: int

    @classmethod
    def covering(
        cls, frame: Size, cell: tuple[int, int], start: tuple[float, float], scale: tuple[float, float]
    ) -> "Grid":
        """The grid over all of a frame, with each cell of which half is there.

        Args:
            frame: The frame's size.
            cell: Width and height of a cell.
            start: Left and top of any of its cells, in pixels of the frame.
            scale: Pixels of the frame for a pixel of the computer's screen.
        """
        if all(abs(factor - 1) * length < _UNSCALED for factor, length in zip(scale, frame, strict=True)):
            start, scale = (round(start[0]), round(start[1])), (1, 1)
        origin, counts = [], []
        for at, pixels, factor, length in zip(start, cell, scale, frame, strict=True):
            period = pixels * factor
            first = at - floor(at / period + 0.5) * period
            origin.append(first)
            counts.append(floor((length - first) / period + 0.5))
        return cls(frame, cell, (origin[0], origin[1]), scale, counts[0], counts[1])

    @cached_property
    def row_edges(self) -> NDArray[np.intp]:
        """Where each row of cells begins, and where the last one ends: rows of the frame's pixels."""
        top, height = self.origin[1], self.cell[1] * self.scale[1]
        return np.round(top + np.arange(self.rows + 1) * height).astype(np.intp).clip(0, self.frame.height)

    @property
    def is_scaled(self) -> bool:
        """Whether the capture has changed the screen's size."""
        return self.scale != (1, 1)

    def box(self, row: int, column: int, columns: int = 1) -> Region:
        """The place of cells of one row, in pixels of the frame; some of it is outside if they are cut off.

        Args:
            row: The row of the cells, from 0.
            column: The column of the first one, from 0.
            columns: How many cells there are, side by side.
        """
        left, top = self._place(column, row)
        right, bottom = self._place(column + columns, row + 1)
        return Region(left, top, right - left, bottom - top)

    def shown(self, row: int, column: int, columns: int = 1) -> Region:
        """The part of cells' place that is in the frame.

        Args:
            row: The row of the cells, from 0.
            column: The column of the first one, from 0.
            columns: How many cells there are, side by side.

        Returns:
            A region in pixels of the frame; it has no area if the cells are wholly outside.
        """
        return self.box(row, column, columns).common(whole(self.frame))

    def cells(self, pixels: Pixels) -> Pixels:
        """The grid's part of a frame, in the computer's pixels.

        What is cut off is as what is beside it.

        Args:
            pixels: The frame's pixels, gray or in colour.

        Returns:
            (rows * cell height) x (columns * cell width) pixels, and channels if there were any.
        """
        return self._drawn(pixels, 0, self.rows)

    def band(self, pixels: Pixels, row: int) -> Pixels:
        """One row of cells, nearly as `cells` has it, at less cost.

        Args:
            pixels: The frame's pixels, gray (height x width) or in colour (height x width x 3), uint8.
            row: The row, from 0.

        Returns:
            Cell height x (columns * cell width) pixels of the computer, uint8, and channels if there were any.
        """
        if not self.is_scaled:
            return self._drawn(pixels, row, 1)
        (scale_x, scale_y), (width, height) = self.scale, self.cell
        back = _back(self.origin[0], self.origin[1] + row * height * scale_y, scale_x, scale_y)
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        return np.asarray(
            cv2.warpAffine(pixels, back, (self.columns * width, height), flags=flags, borderMode=cv2.BORDER_REPLICATE),
            np.uint8,
        )

    @cached_property
    def hidden(self) -> tuple[int, int, int, int]:
        """How many pixels of the computer are cut off from the grid: left, top, right and bottom."""
        before = [max(0, ceil(-at / factor - _SEEN)) for at, factor in zip(self.origin, self.scale, strict=True)]
        behind = [
            max(0, ceil(count * pixels - (length - at) / factor - _SEEN))
            for count, pixels, at, factor, length in zip(
                (self.columns, self.rows), self.cell, self.origin, self.scale, self.frame, strict=True
            )
        ]
        return before[0], before[1], behind[0], behind[1]

    def _drawn(self, pixels: Pixels, row: int, rows: int) -> Pixels:
        """Some rows of cells."""
        left, top, right, bottom = self.hidden
        first, last = row * self.cell[1], (row + rows) * self.cell[1]
        top, bottom = max(0, top - first), max(0, last - (self.rows * self.cell[1] - bottom))
        width, height = self.columns * self.cell[0] - left - right, last - first - top - bottom
        shown = self._cut(pixels, (left, first + top), (width, height))
        if not any((left, top, right, bottom)):
            return shown
        return np.asarray(cv2.copyMakeBorder(shown, top, bottom, left, right, cv2.BORDER_REPLICATE), np.uint8)

    def _cut(self, pixels: Pixels, corner: tuple[int, int], size: tuple[int, int]) -> Pixels:
        """Some of the computer's pixels, all of which are in the frame."""
        (x, y), (width, height) = corner, size
        (scale_x, scale_y), (left, top) = self.scale, self.origin
        if not self.is_scaled:
            x, y = x + round(left), y + round(top)
            return pixels[y : y + height, x : x + width]
        across, down = _whole(left + x * scale_x, scale_x), _whole(top + y * scale_y, scale_y)
        # A cubic filter's weights below zero take back some of the blur that the capture's scaling made.
        if across is None or down is None:
            back = _back(left + x * scale_x, top + y * scale_y, scale_x, scale_y)
            flags = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
            return np.asarray(
                cv2.warpAffine(pixels, back, size, flags=flags, borderMode=cv2.BORDER_REPLICATE), np.uint8
            )
        (left_cut, spare_x), (top_cut, spare_y) = across, down
        right_cut = min(self.frame.width, left_cut + ceil((spare_x + width) * scale_x - _EXACT))
        bottom_cut = min(self.frame.height, top_cut + ceil((spare_y + height) * scale_y - _EXACT))
        part = pixels[top_cut:bottom_cut, left_cut:right_cut]
        drawn = np.asarray(
            cv2.resize(part, None, fx=1 / scale_x, fy=1 / scale_y, interpolation=cv2.INTER_CUBIC), np.uint8
        )
        return drawn[spare_y : spare_y + height, spare_x : spare_x + width]

    def _place(self, column: int, row: int) -> tuple[int, int]:
        x = self.origin[0] + column * self.cell[0] * self.scale[0]
        y = self.origin[1] + row * self.cell[1] * self.scale[1]
        return round(x), round(y)


def _back(left: float, top: float, scale_x: float, scale_y: float) -> NDArray[np.float64]:
    """How pixels of the computer's screen are found in the frame, from the one that begins at a place."""
    return np.array([[scale_x, 0, left + 0.5 * scale_x - 0.5], [0, scale_y, top + 0.5 * scale_y - 0.5]])


def _whole(start: float, scale: float) -> tuple[int, int] | None:
    """The whole pixel of a frame at which a pixel of the computer begins, that one or one before it.

    Returns:
        The pixel of the frame, and how many of the computer's it is before the one that was asked for; None if none
        begins at a whole pixel.
    """
    before = np.arange(int(start / scale + _EXACT) + 1)
    starts = start - before * scale
    off = np.abs(starts - np.round(starts))
    nearest = int(off.argmin())
    # The first that fits is nearest.
    fitting = np.flatnonzero(off <= _EXACT * scale)
    if not len(fitting) or off[nearest] > _EXACT * scale:
        return None
    return round(float(starts[fitting[0]])), int(fitting[0])
