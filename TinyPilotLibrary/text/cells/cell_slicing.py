"""A picture of cells, cut into them: how bright each is, and its bits."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from TinyPilotLibrary.text.cells.glyphs import Bits, Hashes, Indexes, hashed
from TinyPilotLibrary.vision.pixels import Pixels

# The ninth column of a VGA's cell is empty or repeats the eighth.
_VGA_WIDTH, _GLYPH_WIDTH = 9, 8
# A frame is clean if so many of the cells that are looked at have two colours; a picture may lie on some.
_LOOKED_AT, _CLEAN = 200, 0.9

Flags = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]


@dataclass(frozen=True, eq=False)
class Cut:
    """A picture, cut into cells.

    Args:
        pixels: The picture's brightness: whole cells.
        cell: Width and height of a cell.
        low: The darkest pixel of each cell: rows x columns.
        high: The brightest one.
    """

    pixels: Pixels
    cell: tuple[int, int]
    low: Pixels
    high: Pixels

    @classmethod
    def of(cls, pixels: Pixels, cell: tuple[int, int]) -> "Cut":
        """Cuts a picture.

        Args:
            pixels: Its brightness: height x width, uint8; both are multiples of the cell's.
            cell: Width and height of a cell, in pixels.
        """
        width, height = cell
        lines = pixels.reshape(-1, height, pixels.shape[1])
        starts = np.arange(0, pixels.shape[1], width)
        low = np.minimum.reduceat(lines.min(axis=1), starts, axis=1)
        high = np.maximum.reduceat(lines.max(axis=1), starts, axis=1)
        return cls(pixels, cell, low, high)

    @classmethod
    def side_by_side(cls, cells: Pixels, cell: tuple[int, int]) -> "Cut":
        """Takes cells, cells x height x width, as a picture of one row.

        Args:
            cells: The brightness of each: cells x height x width, uint8.
            cell: Width and height of a cell, in pixels: those of `cells`.
        """
        return cls.of(_in_a_row(cells), cell)

    @property
    def shape(self) -> tuple[int, int]:
        """Rows and columns of cells."""
        return self.low.shape[0], self.low.shape[1]

    @property
    def glyph_width(self) -> int:
        """How many columns of a cell a glyph has."""
        return _GLYPH_WIDTH if self.cell[0] == _VGA_WIDTH else self.cell[0]

    @cached_property
    def contrast(self) -> Pixels:
        """The difference of the brightest and the darkest pixel of each cell."""
        return self.high - self.low

    @cached_property
    def bright(self) -> Flags:
        """Which pixels are brighter than the middle of their cell: rows x cell height x (columns * cell width)."""
        width, height = self.cell
        middle = (self.low >> 1) + (self.high >> 1) + (self.low & self.high & 1)
        lines = self.pixels.reshape(len(middle), height, -1)
        return np.asarray(lines > np.repeat(middle, width, axis=1)[:, None, :])

    @cached_property
    def rows(self) -> Bits:
        """What is brighter than the middle of its cell: cells x bytes, as glyphs have their rows."""
        (count, columns), (width, height) = self.shape, self.cell
        wide = self.glyph_width
        by_cell = self.bright.reshape(count, height, columns, width)[:, :, :, :wide]
        # Packing whole lines is much faster than packing cell by cell.
        lines = by_cell if wide % 8 else by_cell.reshape(count, height, -1)
        packed = np.packbits(lines, axis=-1).reshape(count, height, columns, -1)
        return np.ascontiguousarray(packed.transpose(0, 2, 1, 3)).reshape(count * columns, -1)

    @cached_property
    def hashes(self) -> Hashes:
        """A number for the bits of each cell."""
        return hashed(self.rows)

    @property
    def is_clean(self) -> bool:
        """Whether nothing came between: every cell has just two colours, as the computer drew it."""
        shown = np.flatnonzero(self.contrast.ravel())
        some = shown[:: 1 + len(shown) // _LOOKED_AT]
        if not len(some):
            return True
        cells, low, high = self.cells(some), self.low.ravel()[some, None, None], self.high.ravel()[some, None, None]
        two = ((cells == low) | (cells == high)).all(axis=(1, 2))
        return bool(two.mean() >= _CLEAN)

    def cells(self, places: Indexes) -> Pixels:
        """The pixels of some cells: cells x height x glyph width."""
        return self._whole_cells(places)[:, :, : self.glyph_width]

    def some(self, places: Indexes) -> "Cut":
        """Some of the cells, as a picture of one row."""
        low, high = (extreme.ravel()[places][None] for extreme in (self.low, self.high))
        return Cut(_in_a_row(self._whole_cells(places)), self.cell, low, high)

    def _whole_cells(self, places: Indexes) -> Pixels:
        (count, columns), (width, height) = self.shape, self.cell
        by_cell = self.pixels.reshape(count, height, columns, width)
        return by_cell[places // columns, :, places % columns]


def _in_a_row(cells: Pixels) -> Pixels:
    """Cells, cells x height x width, as a picture of one row."""
    return np.asarray(np.ascontiguousarray(cells.transpose(1, 0, 2)).reshape(cells.shape[1], -1), np.uint8)
