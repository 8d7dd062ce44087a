"""From all places of a frame to the few that may look the same as a template, without losing one that does.

A frame's coarse grid is compared cell by cell with what the template allows, the most discriminative cells first: a
whole picture of places at once while there are many, then a list of places, which knows every phase. Where the template
has too few cells on the coarse grid, or too much of the frame is alike, the same is done on a finer one.
"""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from TinyPilotLibrary.vision.geometry import Region, Size
from TinyPilotLibrary.vision.pixels import Floats, Integers, Pixels
from TinyPilotLibrary.vision.pyramid import STEPS, Grid, Pyramid
from TinyPilotLibrary.vision.templates.block_mean_bounds import BlockMeanBounds, DiscriminativeCells

# A picture of places becomes a list when so few are left; or so many, after so many cells.
_FEW, _ENOUGH, _ENOUGH_CELLS = 60, 3000, 8
# Of so few places a picture is so small that another cell of it takes less time than beginning a list.
_SMALL_PICTURE = 8000
# A picture of places is narrowed down by so many cells at most, a list by so many.
_PICTURE_CELLS, _LIST_CELLS = 48, 200
# A list is narrowed down until cells in a row do so no more, or so few are left that judging them is faster.
_IDLE, _VERY_FEW = 12, 2
# A part of a frame is small if it is less than one of so many.
_SMALL_PART = 4
# So many exact places are worth a look at the finest grid.
_MANY = 250
# So many cells, or so many values, are compared in one go.
_CHUNK, _CHUNK_VALUES = 16, 2000
# With less cells than these, or more places left by the grid of a step, a finer grid is taken.
_LEAST_CELLS, _MOST_PLACES = 10, {4: 18_000, 2: 18_000, 1: 72_000}
_NOWHERE = np.empty(0, np.intp)
_BYTES = bytes(range(256))


class Span(NamedTuple):
    """The places that are searched: where the top left corner of the window may be, in pixels, both ends included.

    Args:
        left: Least x.
        top: Least y.
        right: Largest x.
        bottom: Largest y.
    """

    left: int
    top: int
    right: int
    bottom: int

    @classmethod
    def within(cls, region: Region, size: Size) -> "Span":
        """The places at which a window of a size lies inside a region.

        Args:
            region: The region, in whole pixels of the frame.
            size: Width and height of the window, in pixels.

        Returns:
            The places; none if the window is larger than the region.
        """
        left, top, width, height = map(int, region)
        return cls(left, top, left + width - size.width, top + height - size.height)

    def clipped(self, left: int, top: int, right: int, bottom: int) -> "Span":
        """The places that lie within limits too, both ends included.

        Args:
            left: Least x, in pixels of the frame; all four may be outside it.
            top: Least y.
            right: Largest x.
            bottom: Largest y.
        """
        return Span(max(self.left, left), max(self.top, top), min(self.right, right), min(self.bottom, bottom))

    @property
    def empty(self) -> bool:
        """Whether there is no place at all."""
        return self.places == 0

    @property
    def places(self) -> int:
        """How many places there are."""
        return max(0, self.right - self.left + 1) * max(0, self.bottom - self.top + 1)


class Cascade:
    """Searches frames for one template.

    Args:
        least: The least mean that each sliding 4x4 block of an accepted window has, in levels of brightness.
        most: The largest mean that it has.
    """

    def __init__(self, least: Floats, most: Floats) -> None:
        self._bounds = {step: BlockMeanBounds(least, most, step) for step in STEPS}
        self._cells: dict[int, DiscriminativeCells] = {}

    def prepare(self) -> None:
        """Computes what the coarse grid may hold, before the first frame is there."""
        coarse = self._bounds[STEPS[0]]
        _ = coarse.lowest, coarse.highest, coarse.by_phase

    def candidates(self, pyramid: Pyramid, span: Span) -> tuple[Integers, Integers] | None:
        """The places whose brightness may be that of the template.

        Args:
            pyramid: The frame's grids.
            span: Which places to search; not empty.

        Returns:
            Left edges and top edges of windows: every place that is accepted is among them. None if they are too many
            to be listed, because most of the frame is alike.
        """
        for step in STEPS:
            bounds = self._bounds[step]
            rows, columns = bounds.shape
            if rows * columns < _LEAST_CELLS and step > 1:
                continue
            grid = pyramid.grid(step)
            found = _search(grid, bounds, self._discriminative(grid, span), span, _MOST_PLACES[step])
            if found is not None:
                return _on_finest(pyramid, self._bounds[1], *found) if step > 1 else found
        return None

    def _discriminative(self, grid: Grid, span: Span) -> DiscriminativeCells:
        """The discriminative cells, anew for a frame; for a small part of one those of an earlier frame are as good."""
        known = self._cells.get(grid.step)
        if known is None or span.places * _SMALL_PART > grid.means.size * grid.step**2:
            known = self._cells[grid.step] = DiscriminativeCells(self._bounds[grid.step], grid)
        return known


def _on_finest(pyramid: Pyramid, bounds: BlockMeanBounds, xs: Integers, ys: Integers) -> tuple[Integers, Integers]:
    """Narrows down a long list of exact places by the finest grid."""
    if xs.size <= _MANY:
        return xs, ys
    grid = pyramid.grid(1)
    which, _ = _list_of_places(grid, bounds, DiscriminativeCells(bounds, grid), ys * grid.means.shape[1] + xs)
    return xs[which], ys[which]


def _search(
    grid: Grid, bounds: BlockMeanBounds, cells: DiscriminativeCells, span: Span, most: int
) -> tuple[Integers, Integers] | None:
    """The possible places by one grid; None if they are more than `most`."""
    step = grid.step
    # A window at x begins less than a step before its first cell.
    top, left = -(-span.top // step), -(-span.left // step)
    rows, columns = -(-span.bottom // step) - top + 1, -(-span.right // step) - left + 1
    means = grid.means[top:, left:]
    if rows * columns <= _SMALL_PICTURE and not _may_hold(means, cells, (rows, columns)):
        return _NOWHERE, _NOWHERE
    found = np.flatnonzero(_picture_of_places(means, cells, (rows, columns)))
    if found.size > most:
        return None
    if not found.size:
        return _NOWHERE, _NOWHERE
    anchor_rows, anchor_columns = np.divmod(found, columns)
    anchor_rows += top
    anchor_columns += left
    width = grid.means.shape[1]
    which, phase = _list_of_places(grid, bounds, cells, anchor_rows * width + anchor_columns)
    xs = step * anchor_columns[which] - phase % step
    ys = step * anchor_rows[which] - phase // step
    inside = (xs >= span.left) & (xs <= span.right) & (ys >= span.top) & (ys <= span.bottom)
    return xs[inside], ys[inside]


def _may_hold(means: Pixels, cells: DiscriminativeCells, shape: tuple[int, int]) -> bool:
    """Whether the most discriminative cell holds what it may at any place; bytes are asked faster than an array."""
    rows, columns = shape
    for row, column, low, spread in cells.first(1):
        held = means[row : row + rows, column : column + columns].tobytes()
        return len(held.translate(None, _BYTES[low : int(low) + int(spread) + 1])) < len(held)
    return True


def _picture_of_places(means: Pixels, cells: DiscriminativeCells, shape: tuple[int, int]) -> NDArray[np.bool_]:
    """For each place whether the most discriminative cells hold there what they may at any phase."""
    rows, columns = shape
    few = _FEW if rows * columns > _SMALL_PICTURE else 0
    alike, fits = np.empty(shape, bool), np.empty(shape, bool)
    above = np.empty(shape, np.uint8)
    for looked_at, (row, column, low, spread) in enumerate(cells.first(_PICTURE_CELLS), 1):
        # Bytes below `low` wrap round to large ones: one comparison instead of two.
        np.subtract(means[row : row + rows, column : column + columns], low, out=above)
        np.less_equal(above, spread, out=fits if looked_at > 1 else alike)
        if looked_at > 1:
            np.logical_and(alike, fits, out=alike)
        left = np.count_nonzero(alike)
        if left <= few or (left < _ENOUGH and looked_at >= _ENOUGH_CELLS):
            break
    return alike


def _list_of_places(
    grid: Grid, bounds: BlockMeanBounds, cells: DiscriminativeCells, anchors: Integers
) -> tuple[Integers, Integers]:
    """Which of the anchors are possible at which phases, as two lists side by side."""
    low, high = bounds.by_phase
    order = cells.rest(_LIST_CELLS)
    rows, columns = np.divmod(order, bounds.shape[1])
    offsets = rows * grid.means.shape[1] + columns
    which = np.arange(anchors.size)
    possible = np.ones((anchors.size, bounds.phases), bool)
    done = idle = 0
    while done < order.size and which.size > _VERY_FEW and idle < _IDLE:
        # Many cells at once for few places, few at once for many.
        chunk = slice(done, done + max(1, min(_CHUNK, _CHUNK_VALUES // which.size)))
        values = grid.flat[offsets[chunk, None] + anchors[which]][:, :, None]
        cell = order[chunk]
        allowed = (values >= low[cell, None]) & (values <= high[cell, None])
        possible &= allowed.all(axis=0)
        keep = possible.any(axis=1)
        idle = idle + 1 if keep.all() else 0
        which, possible = which[keep], possible[keep]
        done = chunk.stop
    index, phase = np.nonzero(possible)
    return which[index], phase
