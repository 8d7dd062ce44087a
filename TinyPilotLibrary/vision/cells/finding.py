"""Finds the grid of cells and the font on a frame, or that there is none."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from TinyPilotLibrary.vision.cells.cutting import Cut
from TinyPilotLibrary.vision.cells.glyphs import NONE, Glyphs, Indexes
from TinyPilotLibrary.vision.cells.grid import Grid, grids_of
from TinyPilotLibrary.vision.cells.periods import Period, Profile, rows_with_most
from TinyPilotLibrary.vision.geometry import Size
from TinyPilotLibrary.vision.pixels import Floats, Pixels

#: The fonts that may be in a cell, by the grid that they are asked for.
Fonts = Callable[[Grid], Sequence[Glyphs]]

# Text in cells has a product of regularities in x and y above 0.014; of 120 graphical screens it is below 0.02 in 105.
_REGULAR = 0.012
# A frame whose size is a mode's own is rarely another mode, scaled.
_UNSCALED_FIRST = 3
# How many grids are tried.
_TRIED = 8
# A bar beside the picture is black; the capture and JPEG make it a little brighter.
_BLACK = 40
_BAR_RIM = 3
# A grid is probed on the rows where most changes.
_PROBED_ROWS = 8
_CONTRAST = 24
# Of graphical screens at most 0.23 of the cells are glyphs, of text at least 0.69.
_SHARE = 0.5
_FEWEST = 10
_FEWEST_DIFFERENT = 4
# Bits that may differ from a glyph's, of those of a cell.
_BITS_OFF = 0.06
_NEAR = 0.9
_COMPARED = 128
# With this nothing better is to be expected.
_GOOD = 0.97


@dataclass(frozen=True)
class Found:
    """A grid and the font in it.

    Args:
        grid: The grid.
        glyphs: The font.
        share: How many of the probed cells show a glyph of it, 0 to 1.
    """

    grid: Grid
    glyphs: Glyphs
    share: float


def find(gray: Pixels, fonts: Fonts) -> Found | None:
    """Finds the grid and the font.

    Args:
        gray: The frame's brightness.
        fonts: What may be in a grid's cells.

    Returns:
        Them, or None if the screen is not made of cells.
    """
    size = Size(gray.shape[1], gray.shape[0])
    best: Found | None = None
    change = rows_with_most(gray, size)
    for grid in _likely(gray, size):
        found = probe(gray, grid, fonts(grid), change)
        if found and (best is None or found.share > best.share):
            best = found
            if found.share > _GOOD:
                break
    return best


def probe(gray: Pixels, grid: Grid, fonts: Sequence[Glyphs], change: Floats | None = None) -> Found | None:
    """Looks whether a grid's cells show glyphs.

    Args:
        gray: The frame's brightness.
        grid: The grid.
        fonts: What may be in its cells.
        change: From `rows_with_most`, if known.

    Returns:
        The grid with the best of the fonts, or None if too few cells are glyphs of any.
    """
    if change is None:
        change = rows_with_most(gray, Size(gray.shape[1], gray.shape[0]))
    top, scale, height = grid.area[1] + grid.offset[1] * grid.scale[1], grid.scale[1], grid.cell[1]
    edges = np.clip(np.round(top + np.arange(grid.rows + 1) * height * scale).astype(int), 0, len(change) - 1)
    busy = np.diff(change[edges])
    rows = np.sort(np.argsort(busy)[-_PROBED_ROWS:])
    strip = np.concatenate([grid.band(gray, int(row)) for row in rows if busy[row] > 0] or [gray[:0]])
    if not len(strip):
        return None
    cut = Cut.of(strip, grid.cell)
    places = np.flatnonzero(cut.contrast.ravel() >= _CONTRAST)
    if len(places) < _FEWEST:
        return None
    tried = [Found(grid, font, _share(cut, font, places)) for font in fonts]
    best = max(tried, key=lambda found: found.share, default=None)
    return best if best and best.share >= _SHARE else None


def _share(cut: Cut, font: Glyphs, places: Indexes) -> float:
    """How many of the cells show a glyph; one that is only near to a glyph counts a little less."""
    glyphs = font.find(cut.hashes[places])[0]
    exact = glyphs != NONE
    near = places[~exact][:_COMPARED]
    share = float(exact.mean())
    different = set(np.unique(glyphs[exact & ~font.is_faint[glyphs]]))
    if len(near):
        distance, order = cv2.batchDistance(cut.rows[near], font.both, cv2.CV_32S, normType=cv2.NORM_HAMMING, K=1)
        resembled = order[:, 0] % len(font.rows)
        good = (distance[:, 0] <= _BITS_OFF * font.width * font.height) & ~font.is_faint[resembled]
        share += _NEAR * (1 - share) * float(good.mean())
        different.update(resembled[good])
    return share if len(different) >= _FEWEST_DIFFERENT else 0.0


def _likely(gray: Pixels, size: Size) -> list[Grid]:
    """The grids that fit what repeats in the picture, the likeliest first."""
    across, down = Profile.across(gray), Profile.down(gray)
    dark: dict[tuple[int, int, int, int], bool] = {}
    ranked = []
    for grid in grids_of(size):
        if grid.area not in dark:
            dark[grid.area] = _has_dark_bars(gray, grid)
        if not dark[grid.area]:
            continue
        left, top, width, height = grid.area
        x: Period = (left, width, round(grid.cell[0] * grid.scale[0], 4))
        y: Period = (top, height, round(grid.cell[1] * grid.scale[1], 4))
        regular = across.regularity(x) * down.regularity(y)
        if regular >= _REGULAR:
            ranked.append((regular if grid.is_scaled else regular * _UNSCALED_FIRST, grid))
    ranked.sort(key=lambda pair: -pair[0])
    return [grid for _, grid in ranked[:_TRIED]]


def _has_dark_bars(gray: Pixels, grid: Grid) -> bool:
    left, top, width, height = grid.area
    parts = (
        gray[::8, : max(left - _BAR_RIM, 0)],
        gray[::8, left + width + _BAR_RIM :],
        gray[: max(top - _BAR_RIM, 0), ::8],
        gray[top + height + _BAR_RIM :, ::8],
    )
    return all(part.max(initial=0) <= _BLACK for part in parts)
