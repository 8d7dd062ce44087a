"""What the cells of a frame may hold where a template looks the same: the bound that the search rests on.

If a place is accepted, the mean of every sliding 4x4 block of its window lies within a known tolerance of the
template's. A frame's grid holds the means of the 4x4 blocks at every `step`-th pixel. Each of these *cells* that lies
wholly inside the window is such a block, at one of step x step *phases*: how far the window begins before the first
cell, in y and x. So the cell's byte lies between the least and the largest value that any phase allows, give or take
the rounding of the grid. This holds for every cell; whichever of them are looked at, no accepted place is lost.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

import numpy as np

from TinyPilotLibrary.vision.pixels import Floats, Integers, Pixels
from TinyPilotLibrary.vision.pyramid import ROUNDING, Grid

# Cells so near to each other see nearly the same.
_NEAR = 3


@dataclass(frozen=True, eq=False)
class BlockMeanBounds:
    """For each cell of a window, the values that a frame's grid may hold there.

    Args:
        least: The least mean that each sliding 4x4 block of the window may have, in levels of brightness.
        most: The largest mean that it may have.
        step: How far apart the cells are, in pixels.
    """

    least: Floats
    most: Floats
    step: int

    @cached_property
    def shape(self) -> tuple[int, int]:
        """How many cells lie inside the window at every phase: rows, columns."""
        rows, columns = self.least.shape
        return rows // self.step, columns // self.step

    @property
    def phases(self) -> int:
        """How many ways there are to lay the window on the grid; phase `step * y + x` begins y, x before a cell."""
        return self.step * self.step

    @cached_property
    def lowest(self) -> Pixels:
        """For each cell the least value that any phase allows."""
        return np.asarray(self._low.min(axis=0), np.uint8)

    @cached_property
    def highest(self) -> Pixels:
        """For each cell the largest value that any phase allows."""
        return np.asarray(self._high.max(axis=0), np.uint8)

    @cached_property
    def by_phase(self) -> tuple[Pixels, Pixels]:
        """The least and the largest values: cells, row after row, by phases."""
        low, high = (np.ascontiguousarray(bound.reshape(self.phases, -1).T) for bound in (self._low, self._high))
        return low, high

    @cached_property
    def _low(self) -> Pixels:
        return self._at_phases(np.ceil(self.least - ROUNDING))

    @cached_property
    def _high(self) -> Pixels:
        return self._at_phases(np.floor(self.most + ROUNDING))

    def _at_phases(self, bounds: Floats) -> Pixels:
        rows, columns = self.shape
        step = self.step
        phases = [bounds[y::step, x::step][:rows, :columns] for y in range(step) for x in range(step)]
        return np.stack(phases).clip(0, 255).astype(np.uint8)


class DiscriminativeCell(NamedTuple):
    """A cell of a template and what a frame's grid may hold there.

    Args:
        row: Its row in the window.
        column: Its column.
        low: The least value.
        spread: How far above it the largest one is.
    """

    row: int
    column: int
    low: np.uint8
    spread: np.uint8


class DiscriminativeCells:
    """The cells of a template in the order in which they tell most about a frame.

    A cell tells much if few of the frame's cells hold what it may hold, and less if one beside it has been looked at.

    Args:
        bounds: What the cells may hold.
        grid: The frame's grid.
    """

    def __init__(self, bounds: BlockMeanBounds, grid: Grid) -> None:
        below = grid.share_below
        self._bounds = bounds
        self._share = below[bounds.highest.astype(np.intp) + 1] - below[bounds.lowest]
        self._chosen: list[DiscriminativeCell] = []

    def first(self, count: int) -> Iterator[DiscriminativeCell]:
        """The most discriminative cells, each found when it is first asked for.

        Args:
            count: How many at most.
        """
        yield from self._chosen[:count]
        share = self._share
        while len(self._chosen) < count:
            row, column = divmod(int(share.argmin()), share.shape[1])
            if share[row, column] == np.inf:
                return
            near = share[max(0, row - _NEAR) : row + _NEAR + 1, max(0, column - _NEAR) : column + _NEAR + 1]
            # What is beside it tells half as much now.
            np.sqrt(near, out=near)
            share[row, column] = np.inf
            low, high = self._bounds.lowest[row, column], self._bounds.highest[row, column]
            self._chosen.append(DiscriminativeCell(row, column, low, np.uint8(high - low)))
            yield self._chosen[-1]

    def rest(self, count: int) -> Integers:
        """The cells that were not given yet, as numbers row after row: so many at most, roughly in the same order."""
        order = np.argsort(self._share, axis=None)
        return order[: min(count, int(np.isfinite(self._share).sum()))]
