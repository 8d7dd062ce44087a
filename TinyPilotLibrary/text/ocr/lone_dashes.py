"""Dashes between columns, far from other ink: recognisers leave them out, or take them for full stops."""

from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from TinyPilotLibrary.text.lines.line_detection import height_without_margin
from TinyPilotLibrary.text.page import Recognised

_DASH = "-"
# What recognisers make of one.
_TAKEN_FOR = frozenset(".,:;'`_~=-\u00b7\u2022\u2013\u2014")
# In heights of the line: how far it is from other ink at least, how wide and how thick it is.
_ALONE, _NARROWEST, _WIDEST, _THICKEST = 0.6, 0.18, 0.8, 0.25
# It is wider than thick by so much, filled by so much, and as far from top and bottom of the ink.
_LONG, _FILLED, _MIDDLE = 1.5, 0.8, 0.3


def with_lone_dashes(read: Recognised, ink: NDArray[np.bool_]) -> Recognised:
    """The same with the dashes that stand alone between columns or at the end of the line.

    Args:
        read: What was read, with spans drawn in to the ink.
        ink: Where the line's picture has ink.
    """
    width = ink.shape[1]
    for left, right in _dashes(ink):
        read = _with_dash(read, left / width, right / width)
    return read


def _dashes(ink: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """The first column of each lone dash, and the one behind its last."""
    rows = np.flatnonzero(ink.any(axis=1))
    runs = _runs(np.asarray(ink.any(axis=0), np.bool_))
    # A dash is beside something.
    if len(runs) <= 1:
        return []
    height = height_without_margin(ink.shape[0])
    before = [np.inf, *(right[0] - left[1] for left, right in pairwise(runs))]
    after = [*before[1:], np.inf]
    return [
        run
        for run, *gaps in zip(runs, before, after, strict=True)
        if min(gaps) >= _ALONE * height and _is_dash(ink[rows[0] : rows[-1] + 1, slice(*run)], height)
    ]


def _runs(columns: NDArray[np.bool_]) -> list[tuple[int, int]]:
    changes = np.flatnonzero(np.diff(np.concatenate(([False], columns, [False])).astype(np.int8)))
    return [(int(start), int(end)) for start, end in changes.reshape(-1, 2)]


def _is_dash(ink: NDArray[np.bool_], height: float) -> bool:
    rows = np.flatnonzero(ink.any(axis=1))
    thick, wide = int(rows[-1] - rows[0]) + 1, ink.shape[1]
    room = _MIDDLE * len(ink)
    return bool(
        _NARROWEST * height <= wide <= _WIDEST * height
        and thick <= _THICKEST * height
        and wide >= _LONG * thick
        and ink[rows[0] : rows[-1] + 1].mean() >= _FILLED
        and room <= rows[0]
        and rows[-1] < len(ink) - room
    )


def _with_dash(read: Recognised, left: float, right: float) -> Recognised:
    """The same with a dash there, in the place of what it was taken for."""
    kept: list[tuple[str, tuple[float, float], float]] = []
    before = 0
    for character, span, share in zip(read.text, read.spans, read.blanks or [0.0] * len(read.text), strict=True):
        if character.isspace():
            is_there = left <= sum(span) / 2 <= right
        else:
            is_there = span[0] < right and span[1] > left
            if is_there and character not in _TAKEN_FOR:
                return read
        if not is_there:
            kept.append((character, span, share))
            # The dash stands behind what is on its left.
            if not character.isspace() and span[1] <= left:
                before = len(kept)
    kept.insert(before, (_DASH, (left, right), 0.0))
    text, spans, shares = zip(*kept, strict=True)
    return Recognised("".join(text), spans, read.confidence, shares)
