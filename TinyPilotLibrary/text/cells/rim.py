"""Cells that the frame's edge cuts off: what is seen of them has to tell what they are."""

from dataclasses import replace

import numpy as np

from TinyPilotLibrary.text.cells.cell_slicing import Cut
from TinyPilotLibrary.text.cells.glyph_decoding import BLANK, Decoded
from TinyPilotLibrary.text.cells.glyphs import NONE, Bits, Glyphs
from TinyPilotLibrary.text.cells.grid import Grid

# Noise changes so many of the bits that are seen at most.
_BITS_OFF = 0.02


def read_rim(decoded: Decoded, grid: Grid, cut: Cut, glyphs: Glyphs, *, noisy: bool) -> Decoded:
    """Reads the cells at the frame's edge that are cut off anew, by what is seen of them.

    Args:
        decoded: What was read.
        grid: The grid.
        cut: Its cells.
        glyphs: The font.
        noisy: Whether JPEG or scaling was between.

    Returns:
        The same, with NONE where another character might be cut off in the same way.
    """
    left, top, right, bottom = grid.hidden
    if not any(grid.hidden):
        return decoded
    (rows, columns), found, inverse = cut.shape, decoded.glyphs.copy(), decoded.inverse.copy()
    for row, column in np.argwhere(decoded.glyphs != BLANK):
        cut_off = (
            left if column == 0 else 0,
            top if row == 0 else 0,
            right if column == columns - 1 else 0,
            bottom if row == rows - 1 else 0,
        )
        if any(cut_off):
            seen = _seen(glyphs, cut_off)
            found[row, column], inverse[row, column] = _told(
                cut.rows[row * columns + column], seen, glyphs, noisy=noisy
            )
    return replace(decoded, glyphs=found, inverse=inverse)


def _seen(glyphs: Glyphs, cut_off: tuple[int, int, int, int]) -> Bits:
    """The bits of a glyph that are in the frame."""
    left, top, right, bottom = cut_off
    inside = np.zeros((glyphs.height, glyphs.width), np.uint8)
    inside[top : glyphs.height - bottom, left : max(left, glyphs.width - right)] = 1
    return np.packbits(inside, axis=1).reshape(-1)


def _told(bits: Bits, seen: Bits, glyphs: Glyphs, *, noisy: bool) -> tuple[int, int]:
    """The glyph that a cell shows, and whether it is inverse: the only one that looks like what is seen, or NONE."""
    off = np.unpackbits((glyphs.both ^ bits) & seen, axis=1).sum(axis=1)
    allowed = int(np.unpackbits(seen).sum() * _BITS_OFF) if noisy else 0
    fitting = np.flatnonzero(off <= allowed)
    if not len(fitting) or len(set(glyphs.meaning[fitting % len(glyphs.rows)].tolist())) > 1:
        return NONE, 0
    first = int(fitting[off[fitting].argmin()])
    return first % len(glyphs.rows), first // len(glyphs.rows)
