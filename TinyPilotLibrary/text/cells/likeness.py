"""How alike cells and glyphs are, also where a capture mixed their pixels."""

from typing import NamedTuple

import numpy as np

from TinyPilotLibrary.text.cells.cell_slicing import Cut
from TinyPilotLibrary.text.cells.glyphs import Bits, Floats, Glyphs, Indexes
from TinyPilotLibrary.text.cells.resampling import Blur

#: By how much more a cell must be like a glyph than like the next one.
AHEAD = 0.04
#: Where it is known how the pixels were mixed, a glyph that is so much alike explains what is seen.
EXPLAINED = 0.95
# A rival must then leave so many times as much unexplained.
_WORSE = 1.6
# What is mixed with more of a neighbour is the rim.
_OWN_SHARE = 0.9
_FAINT = 1e-3


class Leading(NamedTuple):
    """Which candidate each cell is most alike.

    Args:
        first: Which one it is.
        top: How alike it is, 0 to 1.
        ahead: How much more than the next one.
        clear: Whether that is enough.
    """

    first: Indexes
    top: Floats
    ahead: Floats
    clear: Bits


def leading(alike: Floats, meaning: Indexes, *, is_blurred: bool) -> Leading:
    """Which candidate each cell is most alike.

    Args:
        alike: How alike they are, 0 to 1: cells x candidates.
        meaning: A number for the character of each: cells x candidates.
        is_blurred: Whether it is known how a capture mixed the pixels, and the candidates are mixed in that way.
    """
    every = np.arange(len(alike))
    first = alike.argmax(axis=1)
    top = alike[every, first]
    # Another shape of the same character is no rival.
    rivals = np.where(meaning == meaning[every, first][:, None], 0, alike).max(axis=1)
    clear = top - rivals >= AHEAD
    if is_blurred:
        # Where it is known how the capture mixed the pixels, what is left is noise: a rival must leave much more.
        clear |= (top >= EXPLAINED) & (1 - rivals >= _WORSE * (1 - top))
    return Leading(first, top, top - rivals, clear)


def likeness(
    cut: Cut, places: Indexes, glyphs: Glyphs, candidates: Indexes, blur: Blur | None, *, rim: bool = True
) -> Floats:
    """How alike the pixels of some cells and of some glyphs for each are, -1 (inverse) to 1: places x glyphs.

    Args:
        cut: The screen.
        places: The cells.
        glyphs: The font.
        candidates: The glyphs: places x glyphs.
        blur: How a capture mixed the pixels, if that is known.
        rim: Whether pixels that a capture mixed with more than a little of a neighbour count.
    """
    pixels = glyphs.height * glyphs.width
    seen: Floats = cut.cells(places).reshape(len(places), 1, pixels).astype(np.float32)
    if blur is None:
        shapes, seen = glyphs.shapes[candidates], _centred(seen)
    else:
        rows, columns = np.divmod(places, cut.shape[1])
        across, down = blur.across[columns, : glyphs.width, : glyphs.width], blur.down[rows]
        own = (down.sum(axis=2) >= _OWN_SHARE)[:, :, None] & (across.sum(axis=2) >= _OWN_SHARE)[:, None]
        counted = None if rim else own.reshape(len(places), 1, pixels)
        drawn = glyphs.masks[candidates].reshape(*candidates.shape, glyphs.height, glyphs.width)
        mixed = np.asarray(down[:, None] @ drawn @ across[:, None].swapaxes(-1, -2), np.float32)
        shapes, seen = _centred(mixed.reshape(*candidates.shape, pixels), counted), _centred(seen, counted)
    return np.asarray(np.einsum("ckp,cp->ck", shapes, seen[:, 0]), np.float32)


def _centred(values: Floats, counted: Bits | None = None) -> Floats:
    """Rows of pixels without their mean, of length 1; what does not count is 0."""
    if counted is None:
        values = values - values.mean(axis=-1, keepdims=True)
    else:
        count = np.maximum(counted.sum(axis=-1, keepdims=True), 1)
        values = (values - (values * counted).sum(axis=-1, keepdims=True) / count) * counted
    return np.asarray(values / np.maximum(np.linalg.norm(values, axis=-1, keepdims=True), _FAINT), np.float32)
