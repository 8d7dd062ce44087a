"""The colours of cells, and which row they show as selected."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from TinyPilotLibrary.text.cells.cell_slicing import Cut
from TinyPilotLibrary.text.cells.cell_windows import find_windows
from TinyPilotLibrary.text.cells.glyph_decoding import BLANK, Decoded
from TinyPilotLibrary.text.cells.grid import Grid
from TinyPilotLibrary.text.front_window import Window
from TinyPilotLibrary.vision.pixels import Pixels

# Colours that are nearer to each other than this, in each channel, are one; JPEG and noise make up to 30.
_SAME = 40
# A bar lies on another ground than what is above and below it, in at least this share of its columns.
_APART = 0.8
_SHORTEST_BAR = 2

Floats = np.ndarray[tuple[int, ...], np.dtype[np.float32]]
Flags = np.ndarray[tuple[int, ...], np.dtype[np.bool_]]


@dataclass(frozen=True)
class Attributes:
    """The colours of all cells.

    Args:
        ink: Of each cell the colour of its character: rows x columns x blue, green, red; of a blank cell its ground.
        ground: The colour behind it.
    """

    ink: Pixels
    ground: Pixels

    @classmethod
    def of(cls, color: Pixels, grid: Grid, cut: Cut, decoded: Decoded) -> "Attributes":
        """Takes the mean of each cell's ground, and of its ink the pixel that differs most.

        Args:
            color: The frame's pixels: height x width x blue, green, red, uint8.
            grid: Where the frame has its cells.
            cut: The brightness of the same cells.
            decoded: What they show: which are blank, and whose ink is darker than their ground.
        """
        (rows, columns), (width, height) = cut.shape, cut.cell
        by_cell = cut.pixels.reshape(rows, height, columns, width).transpose(0, 2, 1, 3).reshape(rows, columns, -1)
        colors = np.ascontiguousarray(grid.cells(color))
        is_bright = cut.bright.reshape(rows * height, columns * width)
        inverse, blank = decoded.inverse > 0, decoded.glyphs == BLANK
        means, counts = _means(colors, is_bright, cut)
        whole = (means[0] * counts[0] + means[1] * counts[1]) / (height * width)
        ground = np.where(blank[..., None], whole, np.where(inverse[..., None], means[1], means[0])).astype(np.uint8)
        place = np.where(inverse, by_cell.argmin(axis=2), by_cell.argmax(axis=2))
        ink = np.where(blank[..., None], ground, _picked(colors, cut, place))
        return cls(ink, ground)

    def runs(self, row: int, start: int, end: int) -> Iterator[tuple[int, int]]:
        """The parts of a row that have the same colours: the first column and that behind the last.

        Args:
            row: The row, from 0.
            start: The first column that is looked at, from 0.
            end: The column behind the last one.

        Yields:
            The parts from left to right, without gaps from `start` to `end`.
        """
        both = np.concatenate([self.ink[row, start:end], self.ground[row, start:end]], axis=1).astype(np.int16)
        # A blank has no ink: it goes on with whatever stands before it.
        blank = (self.ink[row, start:end] == self.ground[row, start:end]).all(axis=1)
        first = 0
        for column in range(1, end - start + 1):
            if column == end - start or not _alike(both[first], both[column], ground_only=bool(blank[column])):
                yield start + first, start + column
                first = column
            elif blank[first]:
                both[first] = both[column]
                blank[first] = blank[column]

    def windows(self, rows: Sequence[str]) -> list[Window]:
        """The windows on the screen.

        Args:
            rows: The text of each row, in full width.
        """
        return find_windows(rows, self.ground, _SAME)

    def bars(self) -> Iterator[tuple[int, int, int]]:
        """Rows' parts on a ground of their own: row, the first column and that behind the last."""
        ground = _without_cursor(self.ground.astype(np.int16))
        apart = np.abs(np.diff(ground, axis=0)).max(axis=2) > _SAME
        edge = np.ones((1, ground.shape[1]), bool)
        differs = np.concatenate([edge, apart]) & np.concatenate([apart, edge])
        for row in range(len(ground)):
            for start, end in _same_ground(ground[row]):
                if end - start >= _SHORTEST_BAR and differs[row, start:end].mean() >= _APART:
                    yield row, start, end

    def is_exchanged(self, row: int, column: int, other: int) -> bool:
        """Whether the character and the ground of a cell have the colours of the ground and the character of another.

        Args:
            row: The row of both, from 0.
            column: The column of the cell.
            other: The column of the other one.
        """
        own = np.stack([self.ink[row, column], self.ground[row, column]]).astype(np.int16)
        return bool(np.abs(own - np.stack([self.ground[row, other], self.ink[row, other]])).max() <= _SAME)

    def odd_parts(self, row: int) -> Iterator[tuple[int, int, int]]:
        """A row's parts on another ground than most of it: row, the first column and that behind the last."""
        ground = self.ground[row].astype(np.int16)
        parts = list(_same_ground(ground))
        usual = max(
            (ground[start] for start, _ in parts),
            key=lambda one: int((np.abs(ground - one).max(axis=1) <= _SAME).sum()),
        )
        for start, end in parts:
            if np.abs(ground[start] - usual).max() > _SAME:
                yield row, start, end


def hexadecimal(color: Pixels) -> str:
    """A colour as web pages write it: `#rrggbb`."""
    blue, green, red = (int(value) for value in color)
    return f"#{red:02x}{green:02x}{blue:02x}"


def _means(colors: Pixels, is_bright: Flags, cut: Cut) -> tuple[Floats, Floats]:
    """The mean colour of the dark and of the bright pixels of each cell, and how many there are."""
    (rows, columns), (width, height) = cut.shape, cut.cell

    def added(values: Pixels, channels: int) -> Floats:
        lines = values.reshape(rows, height, -1).sum(axis=1, dtype=np.uint32)
        return np.asarray(lines.reshape(rows, columns, width, channels).sum(axis=2), np.float32)

    bright = added(colors * is_bright[..., None], 3)
    count = added(is_bright.view(np.uint8), 1)
    counts = np.stack([height * width - count, count])
    return np.asarray(np.stack([added(colors, 3) - bright, bright]) / np.maximum(counts, 1), np.float32), counts


def _picked(colors: Pixels, cut: Cut, place: np.ndarray[tuple[int, ...], np.dtype[np.int64]]) -> Pixels:
    (rows, columns), (width, height) = cut.shape, cut.cell
    y = np.arange(rows)[:, None] * height + place // width
    x = np.arange(columns)[None, :] * width + place % width
    return np.asarray(colors[y, x], np.uint8)


def _alike(one: Pixels, other: Pixels, *, ground_only: bool) -> bool:
    difference = np.abs(one - other)
    return bool((difference[3:] if ground_only else difference).max() <= _SAME)


def _without_cursor(ground: Pixels) -> Pixels:
    """Grounds without that of a single cell in a bar: a block cursor stands on the selected button's first letter."""
    before, at, behind = ground[:, :-2], ground[:, 1:-1], ground[:, 2:]
    alone = (np.abs(before - behind).max(axis=2) <= _SAME) & (np.abs(before - at).max(axis=2) > _SAME)
    filled = ground.copy()
    filled[:, 1:-1][alone] = before[alone]
    return filled


def _same_ground(row: Pixels) -> Iterator[tuple[int, int]]:
    steps = np.flatnonzero(np.abs(np.diff(row, axis=0)).max(axis=1) > _SAME) + 1
    edges = [0, *(int(step) for step in steps), len(row)]
    yield from pairwise(edges)
