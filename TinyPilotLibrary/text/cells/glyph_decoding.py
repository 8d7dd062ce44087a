"""Which glyph each cell shows."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import cv2
import numpy as np

from TinyPilotLibrary.text.cells.cell_slicing import Cut
from TinyPilotLibrary.text.cells.glyphs import NONE, Bits, Glyphs, Indexes, Shares
from TinyPilotLibrary.text.cells.likeness import AHEAD, EXPLAINED, leading, likeness
from TinyPilotLibrary.text.cells.resampling import Blur

#: What stands for a cell that shows nothing.
BLANK = -2

# Less contrast is no ink: without noise, and with it.
_NO_INK, _NO_INK_IN_NOISE = 3, 14
# With a smaller share of the strongest contrast about it, what resembles no glyph is none.
_WEAK = 0.45
# What stands at a cell's rim alone has come from its neighbours.
_RIM = 2
_INNER_CONTRAST = 0.22
# How alike a cell and a glyph must be.
_ALIKE = 0.75
_NOT_ALIKE = 0.7
_CANDIDATES, _CANDIDATES_OF_BLURRED = 8, 16
# A capture that scales a little may smooth the dots of these nearly away.
_SHADES = "░▒▓"


@dataclass(frozen=True, eq=False)
class Decoded:
    """What the cells show.

    Args:
        glyphs: For each cell a glyph's number, BLANK, or NONE where nothing is sure.
        inverse: Whether the cell's ink is darker than its ground.
        cursor: The cell with the hardware cursor's line in it, or None.
        likely: What cells that are not sure probably show, by their numbers: a glyph, or BLANK.
    """

    glyphs: Indexes
    inverse: Bits
    cursor: int | None = None
    likely: Mapping[int, int] = field(default_factory=dict)

    @property
    def share_unsure(self) -> float:
        """How many of the cells that show something are not sure, 0 to 1."""
        unsure, shown = int(np.count_nonzero(self.glyphs == NONE)), int(np.count_nonzero(self.glyphs != BLANK))
        return unsure / max(shown, 1)


def decode(cut: Cut, glyphs: Glyphs, *, noisy: bool, blur: Blur | None = None) -> Decoded:
    """Compares all cells with all glyphs.

    Args:
        cut: The screen.
        glyphs: The font.
        noisy: Whether the pixels are not just those that the computer sends: JPEG or scaling was between.
        blur: How a capture mixed the pixels of each cell, if that is known.

    Returns:
        What the cells show.
    """
    found, inverse = glyphs.find(cut.hashes)
    contrast = cut.contrast.ravel()
    # What may have bled into a cell: the difference of the brightest and the darkest pixel of it and its neighbours.
    near = np.ones((3, 3), np.uint8)
    around = np.asarray(cv2.subtract(cv2.dilate(cut.high, near), cv2.erode(cut.low, near)), np.uint8).ravel()
    own = contrast / np.maximum(around, 1)
    blank = contrast < (_NO_INK_IN_NOISE if noisy else _NO_INK)
    # Where nothing is found the last glyph is asked for, and the answer not used.
    sure = (found != NONE) & ~blank
    if noisy:
        sure &= own >= glyphs.own_contrast[found]
    if blur:
        # Mixed pixels may be just those of another glyph.
        same = np.flatnonzero(sure)
        sure[same] = _explained(cut, same, glyphs, found[same], blur)
    result = np.where(sure, found, BLANK)
    doubtful = np.flatnonzero(~sure & ~blank)
    cursor, likely = None, {}
    if len(doubtful):
        cells = cut.cells(doubtful)
        inner = cells[:, _RIM:-_RIM, _RIM:-_RIM].reshape(len(cells), -1)
        full = np.ptp(inner, axis=1) >= _INNER_CONTRAST * around[doubtful]
        if blur:
            faint = doubtful[~full]
            result[faint], inverse[faint] = _shades(cut, faint, glyphs, blur), 0
        doubtful = doubtful[full]
        if noisy:
            nearest = _nearest(cut, doubtful, glyphs, own[doubtful], blur)
            result[doubtful], inverse[doubtful] = nearest.glyphs, nearest.inverse
            unsure = nearest.glyphs == NONE
            likely = dict(zip(doubtful[unsure].tolist(), nearest.likely[unsure].tolist(), strict=True))
        else:
            # Where nothing came between, what is no glyph just so is another one, or none.
            result[doubtful] = NONE
        cursor = _under_the_cursor(cut, glyphs, doubtful, result, inverse)
    return Decoded(result.reshape(cut.shape), inverse.reshape(cut.shape), cursor, likely)


class _Nearest(NamedTuple):
    """The glyphs that cells resemble most: BLANK if they are weak and resemble none, NONE if there is a doubt.

    Where there is a doubt, `likely` is what each probably is all the same, or NONE.
    """

    glyphs: Indexes
    inverse: Bits
    likely: Indexes


def _nearest(cut: Cut, places: Indexes, glyphs: Glyphs, own: Shares, blur: Blur | None) -> _Nearest:
    if not len(places):
        return _Nearest(np.empty(0, np.int64), np.empty(0, np.uint8), np.empty(0, np.int64))
    # The bits say which few glyphs come into question, the brightness which of them it is.
    most = _CANDIDATES_OF_BLURRED if blur else _CANDIDATES
    _, order = cv2.batchDistance(cut.rows[places], glyphs.both, cv2.CV_32S, normType=cv2.NORM_HAMMING, K=most)
    candidates = np.asarray(order % len(glyphs.rows), np.int64)
    meaning = glyphs.meaning[candidates]
    signed = likeness(cut, places, glyphs, candidates, blur)
    first, top, ahead, clear = leading(np.abs(signed), meaning, is_blurred=blur is not None)
    if blur:
        # A neighbour on another ground spoils the rim; a line and a dash differ there alone.
        doubtful = np.flatnonzero(~clear)
        inner = likeness(cut, places[doubtful], glyphs, candidates[doubtful], blur, rim=False)
        other = leading(np.abs(inner), meaning[doubtful], is_blurred=True)
        better = other.clear & (other.first == first[doubtful])
        instead = doubtful[better]
        signed[instead], clear[instead] = inner[better], True
        top[instead], ahead[instead] = other.top[better], other.ahead[better]
    alike = np.abs(signed)
    every = np.arange(len(places))
    best = candidates[every, first]
    sure = (top >= _ALIKE) & clear & (own >= glyphs.own_contrast[best])
    nothing = (own < _WEAK) & (top < _NOT_ALIKE) | (own < glyphs.own_contrast[best])
    # A digit that may be another one, or a letter, is not even likely.
    close = (alike >= top[:, None] - AHEAD) & (meaning != glyphs.meaning[best][:, None])
    digit = (ahead < AHEAD) & (glyphs.is_digit[best] | (close & glyphs.is_digit[candidates]).any(axis=1))
    # Of a Latin letter and its look-alike in another script it is the Latin one.
    plain = np.where((alike >= top[:, None] - AHEAD) & glyphs.is_ascii[candidates], alike, 0)
    best_plain = np.where(plain.any(axis=1), candidates[every, plain.argmax(axis=1)], best)
    likely = np.where(top < _NOT_ALIKE, BLANK, np.where(digit, NONE, best_plain))
    inverse = (signed[every, first] < 0).astype(np.uint8)
    return _Nearest(np.where(sure, best, np.where(nothing, BLANK, NONE)), inverse, likely)


def _explained(cut: Cut, places: Indexes, glyphs: Glyphs, shown: Indexes, blur: Blur) -> Bits:
    """Whether each of some cells looks as a capture shows a glyph there, with or without its rim."""
    alike = np.abs(likeness(cut, places, glyphs, shown[:, None], blur)[:, 0])
    others = np.flatnonzero(alike < EXPLAINED)
    alike[others] = np.abs(likeness(cut, places[others], glyphs, shown[others, None], blur, rim=False)[:, 0])
    return np.asarray(alike >= EXPLAINED)


def _shades(cut: Cut, places: Indexes, glyphs: Glyphs, blur: Blur) -> Indexes:
    """The shades that a capture has smoothed nearly away at some places: a glyph's number, or BLANK."""
    shades = np.array([number for number, character in enumerate(glyphs.characters) if character in _SHADES])
    if not len(shades) or not len(places):
        return np.full(len(places), BLANK)
    # Not the absolute value: the inverse of one shade is another one.
    alike = likeness(cut, places, glyphs, np.tile(shades, (len(places), 1)), blur, rim=False)
    return np.where(alike.max(axis=1) >= _ALIKE, shades[alike.argmax(axis=1)], BLANK)


def _under_the_cursor(cut: Cut, glyphs: Glyphs, doubtful: Indexes, result: Indexes, inverse: Bits) -> int | None:
    """Finds the cell with the hardware cursor, which draws a line across low rows, and reads what is above it."""
    height = cut.cell[1]
    known = glyphs.rows.reshape(len(glyphs.rows), height, -1)
    # The line is as bright as the ink: on a light field both are dark.
    for turned in (0, 1):
        for place in doubtful[result[doubtful] == NONE]:
            rows = cut.rows[place].reshape(height, -1) ^ (glyphs.full_row * turned)
            line = (rows == glyphs.full_row).all(axis=1)
            line[: height * 5 // 8] = False
            if not line.any():
                continue
            above = np.where(line[:, None], 0, rows)
            same = (np.where(line[None, :, None], 0, known) == above).all(axis=(1, 2))
            if not above.any():
                result[place] = BLANK
            elif same.any():
                result[place] = int(same.argmax())
            else:
                continue
            inverse[place] = turned
            return int(place)
    return None
