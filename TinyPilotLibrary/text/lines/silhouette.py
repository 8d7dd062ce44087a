"""How texts look from afar: where they rise, where they hang down, where there are gaps.

Which line may show a text is so known without a model, in a fraction of a millisecond.
"""

import math
from collections.abc import Sequence
from functools import cached_property
from itertools import cycle

import cv2
import numpy as np
from numpy.typing import NDArray

from TinyPilotLibrary.text.lines.ink import ink_of
from TinyPilotLibrary.vision.pixels import Pixels

Silhouette = NDArray[np.float32]

# How wide characters are in the mean of usual fonts, in ems.
_WIDTHS = {
    0.25: "',;:ijl.!|I[]",
    0.35: ' ()-/\\frt"{}`',
    0.45: "*",
    0.5: "?_cksvxyzJ",
    0.55: "aeg1257FL^",
    0.65: "#+ABCKRVX~",
    0.7: "&DU",
    0.76: "GHNOQw",
    0.88: "Mm%",
    0.95: "W@",
}
_WIDTH_OF = {character: width for width, characters in _WIDTHS.items() for character in characters}
_USUAL_WIDTH, _MONOSPACED = 0.6, 0.6
# How high letters are above the line that they stand on, and how far they hang below it, in ems.
_X_HEIGHT, _CAPITALS, _HANGING = 0.53, 0.73, 0.2
_LOW, _HANG = frozenset("acegmnopqrsuvwxyz"), frozenset("gjpqy,;()[]{}|@Q")
_HEIGHT_OF = {".": 0.12, ",": 0.12, "-": 0.3, "_": 0.0, ":": 0.5, ";": 0.5, "=": 0.45, "+": 0.6}
# A line's ink is drawn so many units high. Its em is so many times that: some texts have neither high letters nor such
# that hang down.
_UNITS = 12
_EMS = tuple(1.05**step for step in range(12))
# An em of a line that is as long as the text; and how much more such a line tells than one that has it as a part.
_LEAST_EM, _LARGEST_EM, _AS_LONG = 0.95, 2.0, 1.1
# So much of a line is lower than low letters are; an em that is another than theirs is less likely.
_LOW_LETTERS, _OTHER_EM = 0.3, 0.3
# There is a blank before and behind a text, in ems; ink counts so much against heights.
_BESIDE, _INK = 0.3, 0.5
# Gaps between letters of a word are closed: they are narrower than this, in units.
_CLOSED = 3
# A line may be shorter than a text is guessed to be by this share of it.
_SHORTER = 0.1
# Guessed widths drift from the true ones: only so many characters are looked for, and only so many words in a row.
_LENGTH, _WORDS = 32, 6
# What stands on the line has at least so many columns with ink in each row, of those in the fullest one.
_STANDING = 0.5


class TextSilhouette:
    """A text as it may look, in usual fonts and in monospaced ones.

    Args:
        text: The text.
    """

    def __init__(self, text: str) -> None:
        self._text = text

    @property
    def has_words(self) -> bool:
        """Whether it has several words: these may stand in several columns."""
        return len(self._words) > 1

    def likeness(self, line: Silhouette) -> float:
        """How much a line looks as if the text stood in it, -1 to 1; a little more where it is as long as the text.

        Args:
            line: The line's silhouette.
        """
        return max(_likeness(line, self._start), *(_AS_LONG * _likeness_as_long(line, drawn) for drawn in self._whole))

    def likeness_of_row(self, lines: Sequence[Silhouette]) -> float:
        """How much a row of several lines looks as if each word of the text stood in one of them, -1 to 1.

        Args:
            lines: The silhouettes of what is beside each other.
        """
        return float(np.mean([max(_likeness(line, word) for line in lines) for word in self._words]))

    @cached_property
    def _start(self) -> list[Silhouette]:
        return _ways(self._text[:_LENGTH])

    @cached_property
    def _whole(self) -> list[Silhouette]:
        return _ways(self._text, (_LARGEST_EM,))

    @cached_property
    def _words(self) -> list[list[Silhouette]]:
        return [_ways(word) for word in self._text.split()[:_WORDS]]


def silhouette_of(line: Pixels) -> Silhouette | None:
    """How a line looks; None if it has no ink.

    Args:
        line: The line's brightness, with its margin.
    """
    ink = ink_of(line)
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if not len(rows):
        return None
    ink = ink[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    height, width = ink.shape
    counts = ink.sum(axis=1)
    base = int(np.flatnonzero(counts >= _STANDING * counts.max())[-1]) + 1
    any_ink = ink.any(axis=0)
    above = np.where(any_ink, np.maximum(base - ink.argmax(axis=0), 0), 0)
    below = np.where(any_ink, np.maximum(height - ink[::-1].argmax(axis=0) - base, 0), 0)
    seen = np.stack([above / height, below / height, any_ink * _INK], axis=-1).astype(np.float32)[None]
    drawn = cv2.resize(seen, (max(1, round(width * _UNITS / height)), 1), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.dilate(drawn, np.ones((1, _CLOSED), np.uint8)), np.float32)


def _ways(text: str, ems: Sequence[float] = _EMS) -> list[Silhouette]:
    """The ways in which a text may be drawn."""
    proportional = [_WIDTH_OF.get(character, _USUAL_WIDTH) for character in text]
    widths = proportional, [_MONOSPACED] * len(text)
    return [_drawn(text, each, em * _UNITS) for each in widths for em in ems]


def _drawn(text: str, widths: list[float], em: float) -> Silhouette:
    """A text in ems of so many units: how high it rises, how low it hangs, and whether there is ink; 1 x units x 3."""
    edges = np.round(np.cumsum([_BESIDE, *widths, _BESIDE]) * em).astype(int)
    drawn = np.zeros((1, int(edges[-1]), 3), np.float32)
    for character, start, end in zip(text, edges[:-2], edges[1:-1], strict=True):
        if not character.isspace():
            high = _HEIGHT_OF.get(character, _X_HEIGHT if character in _LOW else _CAPITALS)
            drawn[0, start:end] = high * em / _UNITS, _HANGING * em / _UNITS * (character in _HANG), _INK
    return drawn


def _likeness(line: Silhouette, ways: list[Silhouette]) -> float:
    """How much the part of a line that is most like a text is like it, -1 to 1."""
    guess = _em(line)
    room = 1 + int(max(drawn.shape[1] for drawn in ways) * _SHORTER + _BESIDE * _EMS[-1] * _UNITS)
    line = _with_room(line, room)
    ems = cycle(_EMS)
    fitting = [(drawn, em) for drawn, em in zip(ways, ems, strict=False) if drawn.shape[1] <= line.shape[1]]
    return max((_most(line, drawn) - _unlikeliness(em, guess) for drawn, em in fitting), default=-1.0)


def _likeness_as_long(line: Silhouette, drawn: Silhouette) -> float:
    """How much a line is like a text that fills it, -1 to 1.

    Args:
        line: The line.
        drawn: The text, with its largest em.
    """
    room = 2 * _BESIDE * _LARGEST_EM * _UNITS
    em = _LARGEST_EM * line.shape[1] / (drawn.shape[1] - room)
    if not _LEAST_EM <= em <= _LARGEST_EM:
        return -1.0
    guess = _em(line)
    line = _with_room(line, round(_BESIDE * em * _UNITS))
    drawn = np.asarray(cv2.resize(drawn, (line.shape[1], 1), interpolation=cv2.INTER_AREA), np.float32)
    return _most(line, drawn) - _unlikeliness(em, guess)


def _em(line: Silhouette) -> float:
    """A line's em as a guess, in heights of its ink: low letters are its lowest ones."""
    heights = np.sort(line[0, :, 0])
    heights = heights[heights > 0]
    return max(_LEAST_EM, float(heights[int(_LOW_LETTERS * len(heights))]) / _X_HEIGHT)


def _unlikeliness(em: float, guess: float) -> float:
    return _OTHER_EM * abs(math.log(em / guess))


def _with_room(line: Silhouette, room: int) -> Silhouette:
    """A line with so many units without ink on its left and right."""
    return np.asarray(cv2.copyMakeBorder(line, 0, 0, room, room, cv2.BORDER_CONSTANT), np.float32)


def _most(line: Silhouette, drawn: Silhouette) -> float:
    return float(cv2.matchTemplate(line, drawn, cv2.TM_CCOEFF_NORMED).max())
