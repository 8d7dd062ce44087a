"""Colours of cells: ink that differs from its ground in hue alone, and what is ink and ground."""

from dataclasses import replace
from functools import lru_cache

import cv2
import numpy as np

from TinyPilotLibrary.text.cells.cell_slicing import Cut
from TinyPilotLibrary.text.cells.glyph_decoding import BLANK, Decoded, decode
from TinyPilotLibrary.text.cells.glyphs import NONE, Glyphs, Indexes
from TinyPilotLibrary.text.cells.grid import Grid
from TinyPilotLibrary.vision.pixels import Pixels

Hues = np.ndarray[tuple[int, ...], np.dtype[np.int16]]

# Hue is looked at on a lattice of so many points a cell, in x and in y.
_POINTS = 4
# Where ink has the brightness of its ground, hue tells them apart: by so much more than the capture's noise.
_HUE, _HUE_IN_NOISE = 48, 96
_OWN_HUE = 0.5
_CONTRAST = 48


def read_by_hue(color: Pixels, grid: Grid, cut: Cut, glyphs: Glyphs, decoded: Decoded, *, noisy: bool) -> Decoded:
    """Reads what differs from its ground in hue more than in brightness, red on green for example.

    Args:
        color: The frame's pixels.
        grid: Where the cells are.
        cut: The cells' brightness.
        glyphs: The font.
        decoded: What was read by brightness.
        noisy: Whether JPEG or scaling was between, which let hue bleed.

    Returns:
        The same, with what could be read besides; NONE where there is something that cannot.
    """
    unread = (decoded.glyphs < 0) & (cut.contrast < _CONTRAST)
    hue = _hue_range(color, grid)
    around = cv2.dilate(hue, np.ones((3, 3), np.uint8))
    places = np.flatnonzero(unread & (hue >= (_HUE_IN_NOISE if noisy else _HUE)) & (hue >= _OWN_HUE * around))
    if not len(places):
        return decoded
    channels = _strongest(grid.cells(color), grid, places)
    again = decode(Cut.side_by_side(channels, grid.cell), glyphs, noisy=noisy)
    found, inverse = decoded.glyphs.copy(), decoded.inverse.copy()
    found.ravel()[places] = np.where(again.glyphs == BLANK, NONE, again.glyphs).ravel()
    inverse.ravel()[places] = again.inverse.ravel()
    return replace(decoded, glyphs=found, inverse=inverse)


def _hue_range(color: Pixels, grid: Grid) -> Hues:
    """How much the hue changes within each cell: rows x columns."""
    lattice = color.reshape(-1, color.shape[2]).take(_lattice(grid), axis=0)
    blue, green, red = cv2.split(lattice)
    cell = np.ones((_POINTS, _POINTS), np.uint8)
    ranges = []
    for channel in (blue, red):
        hue = cv2.subtract(green, channel, dtype=cv2.CV_16S)
        # Each point has the highest and the lowest of those that follow: the first of a cell those of the cell.
        high, low = (extreme(hue, cell, anchor=(0, 0)) for extreme in (cv2.dilate, cv2.erode))
        ranges.append(high[::_POINTS, ::_POINTS] - low[::_POINTS, ::_POINTS])
    return np.asarray(np.maximum(*ranges), np.int16)


@lru_cache(maxsize=8)
def _lattice(grid: Grid) -> Indexes:
    """A lattice over the cells: the places of its points in a frame, row by row of pixels."""
    places = []
    for axis, count in ((1, grid.rows), (0, grid.columns)):
        inside = (np.arange(count * _POINTS) + 0.5) / _POINTS * grid.cell[axis]
        at = (grid.origin[axis] + inside * grid.scale[axis]).astype(np.int64)
        places.append(at.clip(0, grid.frame[axis] - 1))
    return np.asarray(places[0][:, None] * grid.frame.width + places[1])


def _strongest(cells: Pixels, grid: Grid, places: Indexes) -> Pixels:
    """Of each cell the channel with the most contrast: cells x height x width."""
    width, height = grid.cell
    by_cell = cells.reshape(grid.rows, height, grid.columns, width, 3)
    some = by_cell[places // grid.columns, :, places % grid.columns]
    ranges = np.ptp(some.reshape(len(places), -1, 3), axis=1)
    return np.asarray(some[np.arange(len(places)), :, :, ranges.argmax(axis=1)], np.uint8)
