"""Moves a grid that was measured onto the letters that it shows, by fractions of a pixel."""

import cv2
import numpy as np

from TinyPilotLibrary.text.cells.cell_slicing import Cut
from TinyPilotLibrary.text.cells.glyphs import Glyphs, Indexes
from TinyPilotLibrary.text.cells.grid import Grid
from TinyPilotLibrary.text.cells.spectrum import Numbers

# So many cells are compared with the glyphs that are nearest to them, if no more of their bits differ.
_COMPARED = 160
_BITS_OFF = 0.12
_FEWEST = 6


def aligned(grid: Grid, cut: Cut, rows: Indexes, places: Indexes, glyphs: Glyphs) -> Grid:
    """A grid, moved and stretched so that its cells lie on the glyphs that they show.

    Args:
        grid: The grid.
        cut: Some of its rows of cells.
        rows: Which ones.
        places: The cells of them that have ink.
        glyphs: The font.
    """
    some = places[:: 1 + len(places) // _COMPARED]
    bits, order = cv2.batchDistance(cut.rows[some], glyphs.both, cv2.CV_32S, normType=cv2.NORM_HAMMING, K=1)
    near = bits[:, 0] <= _BITS_OFF * glyphs.width * glyphs.height
    some, shown = some[near], order[near, 0]
    if len(some) < _FEWEST:
        return grid
    ink = glyphs.masks[shown % len(glyphs.rows)].reshape(-1, glyphs.height, glyphs.width)
    ink = np.where((shown >= len(glyphs.rows))[:, None, None], 1 - ink, ink)
    low, high = (values.ravel()[some, None, None].astype(np.float32) for values in (cut.low, cut.high))
    seen = (cut.cells(some) - low) / (high - low)
    columns = cut.shape[1]
    across = (some % columns + 0.5) * grid.cell[0]
    down = (rows[some // columns] + 0.5) * grid.cell[1]
    (shift_x, stretch_x), (shift_y, stretch_y) = (
        _moved(seen - ink, np.asarray(np.gradient(seen, axis=axis), np.float64), np.asarray(at, np.float64))
        for axis, at in ((2, across), (1, down))
    )
    (left, top), (scale_x, scale_y) = grid.origin, grid.scale
    start = left + shift_x * scale_x, top + shift_y * scale_y
    return Grid.covering(grid.frame, grid.cell, start, (scale_x * (1 + stretch_x), scale_y * (1 + stretch_y)))


def _moved(differences: Numbers, slopes: Numbers, places: Numbers) -> tuple[float, float]:
    """By how much cells are to be moved along an axis, and how much more for each pixel from the first one."""
    weights = (slopes * slopes).sum(axis=(1, 2))
    shifts = -(slopes * differences).sum(axis=(1, 2)) / np.maximum(weights, 1e-6)
    total = float(weights.sum())
    middle, mean = float(weights @ places) / total, float(weights @ shifts) / total
    off = places - middle
    spread = float(weights @ (off * off))
    stretch = float(weights @ (off * (shifts - mean))) / spread if spread > 0 else 0.0
    return mean - stretch * middle, stretch
