"""Where the cells of a character screen may be: which modes there are, and how a capture shows them."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property, lru_cache

import cv2
import numpy as np
from numpy.typing import NDArray

from TinyPilotLibrary.text.cells.autocorrelation import Period
from TinyPilotLibrary.vision.geometry import Region, Size
from TinyPilotLibrary.vision.pixels import Pixels

# Modes that firmware, boot loaders and consoles write text in.
_MODES = (
    Size(720, 400),
    Size(640, 480),
    Size(800, 600),
    Size(1024, 768),
    Size(1280, 800),
    Size(1280, 1024),
    Size(640, 400),
)
_VGA_TEXT = Size(720, 400)
_EDK2_CELL = (8, 19)
# 80x25 is the middle of 100x31, where that has room.
_EDK2_MODES = ((100, 31), (80, 25))
_CONSOLE_CELLS = ((8, 16), (16, 32), (14, 28), (8, 8))
# Large fonts are taken on large screens: nobody works with less than this beside each other.
_FEWEST_COLUMNS = 60
#: The border that GRUB's graphical terminal leaves.
GRUB_BORDER = 10
# A capture that keeps the shape of the screen may take a text mode's pixels for square, or show it 4:3.
_MONITOR = 4 / 3
# A screen that the capture has made smaller than this cannot be read.
_SMALLEST = 0.85
# A bar narrower than this is not looked for.
_BAR = 4


@dataclass(frozen=True)
class Grid:
    """A grid of cells, and where the capture shows it.

    Args:
        native: The size of the screen that the computer sends.
        area: Left, top, width and height of that screen in the frame.
        cell: Width and height of a cell, in pixels of the computer's screen.
        offset: Left and top of the first cell, in the same.
        columns: Cells in a row.
        rows: Rows.
    """

    native: Size
    area: tuple[int, int, int, int]
    cell: tuple[int, int]
    offset: tuple[int, int]
    columns: int
    rows: int

    @cached_property
    def scale(self) -> tuple[float, float]:
        """How many of the frame's pixels are one of the computer's screen, in x and y."""
        return self.area[2] / self.native.width, self.area[3] / self.native.height

    @cached_property
    def row_edges(self) -> NDArray[np.intp]:
        """Where each row of cells begins, and where the last one ends: rows of the frame's pixels."""
        top, height = self.area[1] + self.offset[1] * self.scale[1], self.cell[1] * self.scale[1]
        return np.round(top + np.arange(self.rows + 1) * height).astype(np.intp)

    @cached_property
    def across(self) -> Period:
        """What repeats in x: the width of a cell, in pixels of the frame."""
        return Period(self.area[0], self.area[2], round(self.cell[0] * self.scale[0], 4))

    @cached_property
    def down(self) -> Period:
        """What repeats in y: the height of a cell."""
        return Period(self.area[1], self.area[3], round(self.cell[1] * self.scale[1], 4))

    @property
    def is_scaled(self) -> bool:
        """Whether the capture has changed the screen's size."""
        return self.area[2:] != self.native

    def box(self, row: int, column: int, columns: int = 1) -> Region:
        """The place of cells of one row, in pixels of the frame."""
        left, top = self._place(column, row)
        right, bottom = self._place(column + columns, row + 1)
        return Region(left, top, right - left, bottom - top)

    def cells(self, pixels: Pixels) -> Pixels:
        """The grid's part of a frame, in the computer's pixels.

        Args:
            pixels: The frame's pixels, gray or in colour.

        Returns:
            (rows * cell height) x (columns * cell width) pixels, and channels if there were any.
        """
        left, top, width, height = self.area
        screen = pixels[top : top + height, left : left + width]
        if self.is_scaled:
            # Its weights below zero take back some of the blur that the capture's scaling made.
            screen = np.asarray(cv2.resize(screen, self.native, interpolation=cv2.INTER_CUBIC), np.uint8)
        x, y = self.offset
        return screen[y : y + self.rows * self.cell[1], x : x + self.columns * self.cell[0]]

    def band(self, pixels: Pixels, row: int) -> Pixels:
        """One row of cells, as `cells` has it, at less cost."""
        left, top, _, _ = self.area
        x, y = self.offset
        (scale_x, scale_y), (width, height) = self.scale, self.cell
        y += row * height
        if not self.is_scaled:
            return pixels[top + y : top + y + height, left + x : left + x + self.columns * width]
        back = np.array(
            [
                [scale_x, 0, left + (x + 0.5) * scale_x - 0.5],
                [0, scale_y, top + (y + 0.5) * scale_y - 0.5],
            ]
        )
        flags = cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP
        return np.asarray(cv2.warpAffine(pixels, back, (self.columns * width, height), flags=flags), np.uint8)

    def _place(self, column: int, row: int) -> tuple[int, int]:
        x = self.offset[0] + column * self.cell[0]
        y = self.offset[1] + row * self.cell[1]
        return round(self.area[0] + x * self.scale[0]), round(self.area[1] + y * self.scale[1])


@lru_cache(maxsize=16)
def grids_of(size: Size, more_cells: tuple[tuple[int, int], ...] = ()) -> tuple[Grid, ...]:
    """All grids that a frame of this size may show.

    Args:
        size: The frame's size.
        more_cells: Sizes of cells that consoles may have besides the usual ones.
    """
    return tuple(
        Grid(native, area, cell, offset, columns, rows)
        for native, area in _screens(size)
        for cell, offset, columns, rows in _layouts(native, more_cells)
    )


def _screens(size: Size) -> Iterator[tuple[Size, tuple[int, int, int, int]]]:
    yield size, (0, 0, *size)
    across, down = size.width - _VGA_TEXT.width, size.height - _VGA_TEXT.height
    if min(across, down) >= 0 and max(across, down) > 0:
        # A frame of a fixed size may have it as it is, in the upper left corner or in the middle. (In the corner other
        # modes have their cells where the whole frame would have them.)
        yield _VGA_TEXT, (0, 0, *_VGA_TEXT)
        yield _VGA_TEXT, (across // 2, down // 2, *_VGA_TEXT)
    for native in _MODES:
        if native == size or native.width * _SMALLEST > size.width or native.height * _SMALLEST > size.height:
            continue
        yield native, (0, 0, *size)
        shapes = {native.width / native.height, _MONITOR} if native == _VGA_TEXT else {native.width / native.height}
        for shape in sorted(shapes):
            width, height = min(size.width, round(size.height * shape)), min(size.height, round(size.width / shape))
            if size.width - width > _BAR or size.height - height > _BAR:
                yield native, ((size.width - width) // 2, (size.height - height) // 2, width, height)


def _layouts(
    screen: Size, more_cells: tuple[tuple[int, int], ...]
) -> Iterator[tuple[tuple[int, int], tuple[int, int], int, int]]:
    if screen == _VGA_TEXT:
        yield (9, 16), (0, 0), 80, 25
        yield (9, 8), (0, 0), 80, 50
        return
    for width, height in dict.fromkeys((*more_cells, *_CONSOLE_CELLS)):
        if screen.width // width >= _FEWEST_COLUMNS or (width, height) in more_cells:
            yield (width, height), (0, 0), screen.width // width, screen.height // height
    width, height = _EDK2_CELL
    # EDK2 centres its text; the largest of its modes fills the screen.
    fitting = [mode for mode in _EDK2_MODES if mode[0] * width <= screen.width and mode[1] * height <= screen.height]
    for columns, rows in dict.fromkeys((*fitting[:1], (screen.width // width, screen.height // height))):
        left, top = screen.width - columns * width, screen.height - rows * height
        yield (width, height), (left // 2, top // 2), columns, rows
    inner = Size(screen.width - 2 * GRUB_BORDER, screen.height - 2 * GRUB_BORDER)
    yield (8, 16), (GRUB_BORDER, GRUB_BORDER), inner.width // 8, inner.height // 16
