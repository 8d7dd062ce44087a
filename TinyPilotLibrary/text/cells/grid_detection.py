"""Finds the grid of cells and the font on a frame, or that there is none."""

from dataclasses import dataclass, replace
from itertools import islice
from math import ceil

import cv2
import numpy as np

from TinyPilotLibrary.text.cells.alignment import aligned
from TinyPilotLibrary.text.cells.candidates import grids, last_grids, related
from TinyPilotLibrary.text.cells.cell_slicing import Cut
from TinyPilotLibrary.text.cells.font_catalog import FontCatalog, FontSet
from TinyPilotLibrary.text.cells.glyphs import NONE, Bits, Glyphs, Hashes, Indexes, Shares
from TinyPilotLibrary.text.cells.grid import Grid
from TinyPilotLibrary.text.cells.modes import is_known
from TinyPilotLibrary.text.cells.rasters import known_rasters
from TinyPilotLibrary.text.cells.spectrum import Changes
from TinyPilotLibrary.vision.geometry import Size
from TinyPilotLibrary.vision.pixels import Pixels

# How many grids are tried, and how often one that was measured is moved onto its letters.
_TRIED, _ALIGNED, _ALIGNABLE, _LOST = 16, 5, 0.3, 0.15
# A grid is probed on the rows where most changes.
_PROBED_ROWS = 8
# Before that it is glanced at the one on which most does, then at the next two. Where the grid is right, at least 0.4
# of their cells are glyphs.
_SECOND_GLANCE = 2
_HINT = 0.1
# Where pixels are mixed a rule has no glyphs, and there may be one where most changes.
_HINT_OF_MIXED = 0.05
# Of large cells a few are compared, and then at least 0.7 are near to letters.
_GLANCED, _HINT_OF_LARGE = 16, 0.3
_CONTRAST = 24
# Of graphical screens at most 0.23 of the cells are glyphs, of text at least 0.69.
_SHARE = 0.5
# A grid that was measured may be that of a font with other pixels, whose letters look alike: then at most 0.7 are.
_SHARE_OF_MEASURED = 0.75
# Where pixels are scaled by so little, every so many of them two are mixed.
_BLURRING, _SHARE_OF_BLURRED = 1.3, 0.55
# A capture scales both directions by the same, as nearly as that is measured.
_ALIKE_SCALES = 0.01
_FEWEST = 10
_FEWEST_DIFFERENT = 4
# Bits that may differ from a glyph's, of those of a cell.
_BITS_OFF = 0.06
_NEAR = 0.9
_COMPARED, _NTH = 48, 4
# With less than this there is no text, and nothing is compared any further.
_SOME = 0.15
# With this nothing better is to be expected: of a grid that is known, and of one that was measured.
_GOOD, _GOOD_MEASURED = 0.85, 0.97
# With this the font may be one of a like design, but with other pixels.
_RELATED = 0.45
# A grid that is less likely must have so much more.
_BETTER, _OF_KNOWN = 0.03, 0.04
# So many fonts are looked at in all detail.
_FONTS = 4
# Fonts whose shares differ by less than this are told apart by how far the cells are from their glyphs.
_CLOSE = 0.25
_FAR = 20
_AGAINST_RARER, _ALIKE = 1.1, 0.01
# Where pixels are mixed a font may have fewer glyphs that are just so than another one by this share, and be the one.
_RIVAL = 0.1


@dataclass(frozen=True, eq=False)
class Found:
    """A grid and the font in it.

    Args:
        grid: The grid.
        glyphs: The font.
        share: How many of the cells with ink show a glyph of it, 0 to 1.
        cut: The screen's cells.
        rivals: Other fonts that explain nearly as many cells.
    """

    grid: Grid
    glyphs: Glyphs
    share: float
    cut: Cut
    rivals: tuple[Glyphs, ...] = ()


def find(gray: Pixels, fonts: FontCatalog) -> Found | None:
    """Finds the grid and the font.

    Args:
        gray: The frame's brightness.
        fonts: The fonts that are known.

    Returns:
        Them, or None if the screen is not made of cells.
    """
    changes = Changes(gray)
    found = _likeliest(gray, changes, fonts)
    return found and _drawn_as_large(found, gray, changes, fonts)


def _drawn_as_large(found: Found, gray: Pixels, changes: Changes, fonts: FontCatalog) -> Found:
    """The same, or the font that is drawn as large as another one looks whose pixels are scaled."""
    grid = found.grid
    large = round(grid.cell[0] * grid.scale[0]), round(grid.cell[1] * grid.scale[1])
    if found.share == 1 or large == grid.cell:
        return found
    others = (_probe(gray, *other, changes) for other in related(changes, grid, fonts, {large}))
    return max((found, *filter(None, others)), key=lambda either: either.share)


def _likeliest(gray: Pixels, changes: Changes, fonts: FontCatalog) -> Found | None:
    """The grid and the font that explain the most."""
    best: Found | None = None
    nearest: Found | None = None
    tried: set[Grid] = set()
    size = Size(gray.shape[1], gray.shape[0])
    known = known_rasters(changes, size, fonts)
    for grid, font_set in islice(grids(changes, size, fonts, known), _TRIED):
        tried.add(grid)
        found = _probe(gray, grid, font_set, changes)
        nearest = max(nearest, found, key=lambda either: either.share if either else 0)
        best = _better(best, found)
        if best is not None and best.share > (_GOOD if is_known(best.grid) else _GOOD_MEASURED):
            return best
    nearest = best or nearest
    if nearest is not None and nearest.share >= _RELATED and not is_known(nearest.grid):
        for grid, font_set in related(changes, nearest.grid, fonts):
            best = _better(best, _probe(gray, grid, font_set, changes))
    if best is None:
        for grid, font_set in last_grids(changes, size, fonts, known):
            if grid not in tried:
                best = _better(best, _probe(gray, grid, font_set, changes))
    return best


def _better(best: Found | None, found: Found | None) -> Found | None:
    if found is None or found.share < _least_share(found.grid):
        return best
    return found if best is None or _worth(found) > _worth(best) + _BETTER else best


def _least_share(grid: Grid) -> float:
    if is_known(grid):
        return _SHARE
    return _SHARE_OF_BLURRED if max(grid.scale) < _BLURRING else _SHARE_OF_MEASURED


def _is_mixed(grid: Grid) -> bool:
    """Whether a grid's pixels are scaled a little, in both directions alike."""
    across, down = grid.scale
    return 1 < across < _BLURRING and abs(across - down) < _ALIKE_SCALES


def _worth(found: Found) -> float:
    """What a grid explains; one that was not measured explains it with less."""
    return found.share + (_OF_KNOWN if is_known(found.grid) else 0)


def _probe(gray: Pixels, grid: Grid, font_set: FontSet, changes: Changes) -> Found | None:
    """The best of some fonts for a grid, or None if too few of its cells are glyphs of any."""
    until = changes.until[np.minimum(grid.row_edges, len(changes.until) - 1)]
    busy = until[1:] - until[:-1]
    # Of a row that is cut off nothing may be as in the font.
    first, last = (ceil(cut / grid.cell[1]) for cut in (grid.hidden[1], grid.hidden[3]))
    busy[:first], busy[grid.rows - last :] = 0, 0
    rows = np.argsort(busy)[-_PROBED_ROWS:]
    rows = rows[busy[rows] > 0]
    if not len(rows) or not _is_promising(gray, grid, font_set, rows):
        return None
    if not is_known(grid):
        grid = _on_letters(gray, grid, font_set, rows)
    return _best_font(Cut.of(grid.cells(gray), grid.cell), grid, font_set)


def _on_letters(gray: Pixels, grid: Grid, font_set: FontSet, rows: Indexes) -> Grid:
    """A grid that was measured, moved onto its letters: it is not where it is to a fraction of a pixel."""
    best = _best_font(_bands(gray, grid, rows), grid, font_set)
    if best is None or best.share < _ALIGNABLE:
        return grid
    first = best.share
    for _ in range(_ALIGNED):
        moved = aligned(best.grid, best.cut, rows, _inked(best.cut), best.glyphs)
        cut = _bands(gray, moved, rows)
        share = _share(cut, best.glyphs, _inked(cut))
        # Where letters are blurred a grid that fits them better may have fewer that are just so.
        if share < first - _LOST:
            break
        best = Found(moved, best.glyphs, share, cut)
    return best.grid


def _best_font(cut: Cut, grid: Grid, font_set: FontSet) -> Found | None:
    """The font that fits the cells of a grid best; None if too few have ink."""
    places = _inked(cut)
    if len(places) < _FEWEST:
        return None
    exact = _exact_shares(font_set, cut.hashes[places])
    if exact.max() >= _GOOD:
        font = font_set.fonts[int((exact - font_set.handicaps).argmax())]
        return Found(grid, font, _share(cut, font, places), cut, _rivals(font_set, exact, font))
    some = [number for number in np.argsort(-exact, kind="stable")[:_FONTS] if exact[number] >= exact.max() - _CLOSE]
    tried = [
        Found(grid, font, _share(cut, font, places), cut)
        for font in (font_set.fonts[number] for number in sorted(some))
    ]
    best = max(tried, key=lambda found: found.share)
    near = [found for found in tried if found.share >= best.share - _CLOSE]
    if best.share < _GOOD_MEASURED and len(near) > 1:
        far = [_distance(cut, found.glyphs, places) for found in near]
        nearest = [found for found, off in zip(near, far, strict=True) if off <= min(far) * _AGAINST_RARER]
        # Of several that are as near the first is the one that most screens have.
        best = next(found for found in nearest if found.share >= max(other.share for other in nearest) - _ALIKE)
    return replace(best, rivals=_rivals(font_set, exact, best.glyphs))


def _rivals(font_set: FontSet, exact: Shares, chosen: Glyphs) -> tuple[Glyphs, ...]:
    """The fonts of which nearly as many cells show a glyph as of the best one, without the one that was chosen."""
    near = [number for number in np.argsort(-exact, kind="stable")[:_FONTS] if exact[number] >= exact.max() - _RIVAL]
    return tuple(font for number in near if (font := font_set.fonts[number]) is not chosen)


def _exact_shares(font_set: FontSet, hashes: Hashes) -> Shares:
    """How many of some cells show just a glyph of each font, 0 to 1."""
    owners = font_set.owners(hashes)
    bits = np.arange(len(font_set.fonts), dtype=np.uint64)
    return np.asarray((owners[:, None] >> bits & np.uint64(1)).mean(axis=0))


def _inked(cut: Cut) -> Indexes:
    """The cells that have ink."""
    return np.flatnonzero(cut.contrast.ravel() >= _CONTRAST)


def _bands(gray: Pixels, grid: Grid, rows: Indexes) -> Cut:
    """Some rows of cells."""
    return Cut.of(np.concatenate([grid.band(gray, int(row)) for row in rows]), grid.cell)


def _is_promising(gray: Pixels, grid: Grid, font_set: FontSet, rows: Indexes) -> bool:
    """Whether it is worth looking at all the rows."""
    hint = _hint(gray, grid, font_set, rows[-1:])
    if hint >= _SHARE or len(rows) == 1:
        return hint >= _HINT
    # Large letters are looked for, and there may be a rule where most changes; small glyphs are, of any kind.
    is_large = font_set.fonts[0].is_large
    if hint < (_HINT_OF_MIXED if _is_mixed(grid) else _HINT) and not is_large:
        return False
    return _hint(gray, grid, font_set, rows[-1 - _SECOND_GLANCE : -1]) >= (_HINT_OF_LARGE if is_large else _HINT)


def _hint(gray: Pixels, grid: Grid, font_set: FontSet, rows: Indexes) -> float:
    """How many cells of some rows show glyphs of one of the fonts, 0 to 1; 1 if none shows anything."""
    cut = _bands(gray, grid, rows)
    places = _inked(cut)
    fonts = font_set.fonts
    if not len(places):
        return 1.0
    if fonts[0].is_large:
        some = cut.some(places[:: 1 + len(places) // _GLANCED]).rows
        most = _BITS_OFF * fonts[0].width * fonts[0].height
        # Where hardly a cell is near to a letter of any of them, no single one has more.
        of_any = _share_within(some, font_set.letters, most)
        if of_any < _HINT or len(fonts) == 1:
            return of_any
        return max(_share_within(some, font.letters, most) for font in fonts)
    return np.count_nonzero(font_set.owners(cut.hashes[places])) / len(places)


def _share_within(bits: Bits, glyphs: Bits, most: float) -> float:
    """How many of some cells differ from the nearest glyph by so many bits at most, 0 to 1."""
    return float(np.count_nonzero(_nearest(bits, glyphs)[0] <= most)) / len(bits)


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
