"""Finds the grid of cells and the font on a frame, or that there is none."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np

from TinyPilotLibrary.text.cells.autocorrelation import Changes
from TinyPilotLibrary.text.cells.cell_slicing import Cut
from TinyPilotLibrary.text.cells.font_catalog import FontCatalog
from TinyPilotLibrary.text.cells.glyphs import NONE, Bits, Glyphs, Hashes, Indexes
from TinyPilotLibrary.text.cells.grid_modes import Grid, grids_of
from TinyPilotLibrary.vision.geometry import Size
from TinyPilotLibrary.vision.pixels import Pixels

# Text in cells has a product of regularities in x and y above 0.014; of 120 graphical screens it is below 0.02 in 105.
_REGULAR = 0.012
# A frame whose size is a mode's own is rarely another mode, scaled.
_UNSCALED_FIRST = 3
# How many grids are tried.
_TRIED = 16
# A bar beside the picture is black; JPEG makes some of it a little brighter, and a capture that takes black for 16 all
# of it. Dark pages are brighter than that.
_BLACK, _BLACK_ON_AVERAGE, _ONE_COLOUR = 40, 20, 8
_BAR_RIM = 3
# A grid is probed on the rows where most changes.
_PROBED_ROWS = 8
# Before that it is glanced at the one on which most does, then at the next two. Where the grid is right, at least 0.4
# of their cells are glyphs.
_SECOND_GLANCE = 2
_HINT = 0.1
# Of large cells a few are compared, and then at least 0.7 are near to letters.
_GLANCED, _HINT_OF_LARGE = 8, 0.3
_CONTRAST = 24
# Of graphical screens at most 0.23 of the cells are glyphs, of text at least 0.69.
_SHARE = 0.5
_FEWEST = 10
_FEWEST_DIFFERENT = 4
# Bits that may differ from a glyph's, of those of a cell.
_BITS_OFF = 0.06
_NEAR = 0.9
_COMPARED, _NTH = 48, 4
# With less than this there is no text, and nothing is compared any further.
_SOME = 0.15
# With this nothing better is to be expected.
_GOOD = 0.97
# A grid that is less likely must have so much more.
_BETTER = 0.05
# Fonts whose shares differ by less than this are told apart by how far the cells are from their glyphs.
_CLOSE = 0.25
_FAR = 20
# The first font is the one that most screens have.
_AGAINST_RARER = 1.1


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


def find(gray: Pixels, fonts: FontCatalog) -> Found | None:
    """Finds the grid and the font.

    Args:
        gray: The frame's brightness.
        fonts: The fonts that are known.

    Returns:
        Them, or None if the screen is not made of cells.
    """
    changes = Changes(gray)
    best: Found | None = None
    for grid in _likely(gray, changes, fonts.given_cells):
        found = _probe(gray, grid, fonts.for_grid(grid), changes)
        if found and (best is None or found.share > best.share + _BETTER):
            best = found
            if found.share > _GOOD:
                break
    return best


def share_of_glyphs(cut: Cut, glyphs: Glyphs) -> float:
    """How many of a screen's cells with ink show just a glyph of a font, 0 to 1; 0 if there are too few."""
    places = np.flatnonzero(cut.contrast.ravel() >= _CONTRAST)
    if len(places) < _FEWEST:
        return 0.0
    return float((glyphs.find(cut.hashes[places])[0] != NONE).mean())


def _probe(gray: Pixels, grid: Grid, fonts: Sequence[Glyphs], changes: Changes) -> Found | None:
    """The best of some fonts for a grid, or None if too few of its cells are glyphs of any."""
    until = changes.until[np.minimum(grid.row_edges, len(changes.until) - 1)]
    busy = until[1:] - until[:-1]
    rows = np.argsort(busy)[-_PROBED_ROWS:]
    rows = rows[busy[rows] > 0]
    if not len(rows) or not fonts or not _is_promising(gray, grid, fonts, rows):
        return None
    cut, places = _inked(gray, grid, rows)
    if len(places) < _FEWEST:
        return None
    tried = [Found(grid, font, _share(cut, font, places)) for font in fonts]
    best = max(tried, key=lambda found: found.share, default=None)
    if best is None or best.share < _SHARE:
        return None
    if best.share < _GOOD and len(tried) > 1:
        near = [found for found in tried if found.share >= best.share - _CLOSE]
        far = [_distance(cut, found.glyphs, places) * (1 if found is near[0] else _AGAINST_RARER) for found in near]
        best = near[far.index(min(far))]
    return best


def _inked(gray: Pixels, grid: Grid, rows: Indexes) -> tuple[Cut, Indexes]:
    """Some rows of cells, and which of their cells have ink."""
    cut = Cut.of(np.concatenate([grid.band(gray, int(row)) for row in rows]), grid.cell)
    return cut, np.flatnonzero(cut.contrast.ravel() >= _CONTRAST)


def _is_promising(gray: Pixels, grid: Grid, fonts: Sequence[Glyphs], rows: Indexes) -> bool:
    """Whether it is worth looking at all the rows. The fonts are of one size."""
    glances = (_inked(gray, grid, part) for part in (rows[-1:], rows[-1 - _SECOND_GLANCE : -1]) if len(part))
    hints = (not len(places) or _hints(cut, fonts, places) for cut, places in glances)
    # Large letters are looked for, and there may be a rule where most changes; small glyphs are, of any kind.
    return any(hints) if fonts[0].is_large else all(hints)


def _hints(cut: Cut, fonts: Sequence[Glyphs], places: Indexes) -> bool:
    """Whether some cells show glyphs of one of the fonts."""
    if fonts[0].is_large:
        some = cut.some(places[:: 1 + len(places) // _GLANCED]).rows
        near = [_nearest(some, font.letters)[0] <= _BITS_OFF * font.width * font.height for font in fonts]
        return any(float(cells.mean()) >= _HINT_OF_LARGE for cells in near)
    hashes = cut.hashes[places]
    known = _hashes_of(tuple(fonts))
    nearest = known[np.minimum(np.searchsorted(known, hashes), len(known) - 1)]
    return float((nearest == hashes).mean()) >= _HINT


@lru_cache(maxsize=32)
def _hashes_of(fonts: tuple[Glyphs, ...]) -> Hashes:
    """What the glyphs of several fonts are found by, in order."""
    return np.unique(np.concatenate([font.hashes for font in fonts]))


def _nearest(bits: Bits, glyphs: Bits) -> tuple[Indexes, Indexes]:
    """By how many bits cells differ from the glyphs that are nearest to them, and which these are."""
    distance, order = cv2.batchDistance(bits, glyphs, cv2.CV_32S, normType=cv2.NORM_HAMMING, K=1)
    return np.asarray(distance[:, 0], np.int64), np.asarray(order[:, 0], np.int64)


def _distance(cut: Cut, font: Glyphs, places: Indexes) -> float:
    """How far the different cells are from a font's glyphs, in bits; lines that go across the screen count once."""
    _, first = np.unique(cut.hashes[places], return_index=True)
    distance, _ = _nearest(cut.rows[places[first[:: 1 + len(first) // _COMPARED]]], font.both)
    return float(np.minimum(distance, _FAR).mean())


def _share(cut: Cut, font: Glyphs, places: Indexes) -> float:
    """How many of the cells show a glyph; one that is only near to a glyph counts a little less."""
    glyphs = font.find(cut.hashes[places])[0]
    exact = glyphs != NONE
    near = places[~exact][:_COMPARED]
    share = float(exact.mean())
    different = set(np.unique(glyphs[exact & font.is_telling[glyphs]]))
    # Lines and dots alone are on every picture: where no letter is just as in the font, none is looked for.
    if font.is_large or (share >= _SOME and different):
        good, resembled = _near_letters(cut, font, near)
        share += _NEAR * (1 - share) * good
        different.update(resembled)
    return share if len(different) >= _FEWEST_DIFFERENT else 0.0


def _near_letters(cut: Cut, font: Glyphs, places: Indexes) -> tuple[float, set[int]]:
    """How many of some cells are near to a letter or digit, 0 to 1, and to which."""
    letters: set[int] = set()
    count = 0
    # A few from all over say that there are none.
    for part in (places[::_NTH], np.delete(places, slice(None, None, _NTH))):
        if len(part):
            distance, order = _nearest(cut.rows[part], font.both)
            resembled = order % len(font.rows)
            good = (distance <= _BITS_OFF * font.width * font.height) & font.is_telling[resembled]
            letters.update(resembled[good])
            count += int(np.count_nonzero(good))
        if not count:
            break
    return count / max(len(places), 1), letters


def _likely(gray: Pixels, changes: Changes, more_cells: tuple[tuple[int, int], ...]) -> list[Grid]:
    """The grids that fit what repeats in the picture, the likeliest first."""
    grids = grids_of(Size(gray.shape[1], gray.shape[0]), more_cells)
    across = changes.across.regularities(tuple(grid.across for grid in grids))
    down = changes.down.regularities(tuple(grid.down for grid in grids))
    plain: dict[tuple[int, int, int, int], bool] = {}
    ranked = []
    for grid, regular in zip(grids, across * down, strict=True):
        if regular < _REGULAR:
            continue
        if grid.area not in plain:
            plain[grid.area] = _has_plain_bars(gray, grid)
        if plain[grid.area]:
            ranked.append((regular if grid.is_scaled else regular * _UNSCALED_FIRST, grid))
    ranked.sort(key=lambda pair: -pair[0])
    return [grid for _, grid in ranked[:_TRIED]]


def _has_plain_bars(gray: Pixels, grid: Grid) -> bool:
    """Whether what is beside a screen is black; what no capture has scaled may have any one colour beside it."""
    left, top, width, height = grid.area
    parts = (
        gray[::8, : max(left - _BAR_RIM, 0)],
        gray[::8, left + width + _BAR_RIM :],
        gray[: max(top - _BAR_RIM, 0), ::8],
        gray[top + height + _BAR_RIM :, ::8],
    )
    return all(
        (part.max() <= _BLACK and part.mean() <= _BLACK_ON_AVERAGE)
        or (not grid.is_scaled and np.ptp(part) <= _ONE_COLOUR)
        for part in parts
        if part.size
    )
