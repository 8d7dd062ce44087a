"""What scaling by a capture, and back, does to the pixels of cells."""

from typing import NamedTuple

import numpy as np

from TinyPilotLibrary.text.cells.glyphs import Floats
from TinyPilotLibrary.text.cells.grid import Grid

# The cubic filter that grids are drawn with.
_SHARPNESS = -0.75


class Blur(NamedTuple):
    """How the pixels of cells are mixed, in each column of cells and in each row: seen pixels x the computer's own.

    Args:
        across: Columns x cell width x cell width.
        down: Rows x cell height x cell height.
    """

    across: Floats
    down: Floats


def blur_of(grid: Grid) -> Blur:
    """How a capture that interpolates between two pixels mixes those of a grid, as `Grid.cells` has them."""
    return Blur(
        *(_mixed(*axis) for axis in zip(grid.origin, grid.scale, grid.cell, (grid.columns, grid.rows), strict=True))
    )


def _mixed(start: float, scale: float, pixels: int, count: int) -> Floats:
    own = np.arange(count * pixels)
    # Each of the computer's pixels is drawn from four of the frame, each of which lies between two of the computer's.
    at = start + (own + 0.5) * scale - 0.5
    mixed = np.zeros((count * pixels, pixels), np.float32)
    first = np.floor(at).astype(np.intp)
    for tap in range(-1, 3):
        weight = _cubic(np.abs(at - first - tap))
        source = (first + tap + 0.5 - start) / scale - 0.5
        before = np.floor(source).astype(np.intp)
        for pixel, share in ((before, 1 - (source - before)), (before + 1, source - before)):
            # What a neighbour has there is not known, and mostly nothing.
            inside = pixel // pixels == own // pixels
            np.add.at(mixed, (own[inside], pixel[inside] % pixels), (weight * share)[inside])
    return mixed.reshape(count, pixels, pixels)


def _cubic(
    distance: np.ndarray[tuple[int, ...], np.dtype[np.float64]],
) -> np.ndarray[tuple[int, ...], np.dtype[np.float64]]:
    near = ((_SHARPNESS + 2) * distance - (_SHARPNESS + 3)) * distance**2 + 1
    far = ((_SHARPNESS * distance - 5 * _SHARPNESS) * distance + 8 * _SHARPNESS) * distance - 4 * _SHARPNESS
    return np.asarray(np.where(distance <= 1, near, np.where(distance < 2, far, 0.0)))
