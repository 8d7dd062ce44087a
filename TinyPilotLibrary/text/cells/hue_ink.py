"""Colours of cells: ink that differs from its ground in hue alone, and what is ink and ground."""

from dataclasses import replace
from functools import reduce

import cv2
import numpy as np

from TinyPilotLibrary.text.cells.cell_slicing import Cut
from TinyPilotLibrary.text.cells.glyph_decoding import BLANK, Decoded, decode
from TinyPilotLibrary.text.cells.glyphs import NONE, Glyphs, Indexes
from TinyPilotLibrary.text.cells.grid_modes import Grid
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
    rows, columns = _lattice(grid)
    lattice = color[rows][:, columns].astype(np.int16)
    ranges = []
    for channel in (0, 2):
        hue = (lattice[:, :, 1] - lattice[:, :, channel]).reshape(grid.rows, _POINTS, -1)
        starts = np.arange(0, hue.shape[2], _POINTS)
        # Two by two is several times as fast as a reduction over so short an axis.
        high, low = (reduce(extreme, hue.swapaxes(0, 1)) for extreme in (np.maximum, np.minimum))
        ranges.append(np.maximum.reduceat(high, starts, axis=1) - np.minimum.reduceat(low, starts, axis=1))
    return np.asarray(np.maximum(*ranges), np.int16)


def _lattice(grid: Grid) -> tuple[Indexes, Indexes]:
    """The rows and the columns of pixels of a lattice over the cells."""
    places = []
    for axis, count in ((1, grid.rows), (0, grid.columns)):
        inside = (np.arange(count * _POINTS) + 0.5) / _POINTS * grid.cell[axis]
        places.append((grid.area[axis] + (grid.offset[axis] + inside) * grid.scale[axis]).astype(np.int64))
    return places[0], places[1]


def _strongest(cells: Pixels, grid: Grid, places: Indexes) -> Pixels:
    """Of each cell the channel with the most contrast: cells x height x width."""
    width, height = grid.cell
    by_cell = cells.reshape(grid.rows, height, grid.columns, width, 3)
    some = by_cell[places // grid.columns, :, places % grid.columns]
    ranges = np.ptp(some.reshape(len(places), -1, 3), axis=1)
    return np.asarray(some[np.arange(len(places)), :, :, ranges.argmax(axis=1)], np.uint8)
