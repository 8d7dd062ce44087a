"""How texts look from afar: where they rise, where they hang down, where there are gaps.

This tells which line may show a text, without a model, in about a millisecond a line.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from TinyPilotLibrary.text.lines.ink import ink_of
from TinyPilotLibrary.vision.pixels import Pixels

Outline = NDArray[np.float32]

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
# A line's ink is drawn so many units high; lower ink has no letters. Its em is so many times that: some texts have
# neither high letters nor such that hang down. Of these ems the ones nearest to a guess are looked for.
_UNITS, _LOWEST = 12, 4
_EMS = tuple(1.05**step for step in range(12))
_NEAREST = 6
# A line that is as long as the text has an em of its own.
_LEAST_EM, _LARGEST_EM = 0.95, 2.0
# It tells so much more than a line that has the text as a part.
_AS_LONG = 1.1
# So much of a line is lower than low letters are; an em that is another than theirs is less likely.
_LOW_LETTERS, _OTHER_EM = 0.3, 0.3
# There is a blank before and behind a text, in ems; ink counts so much against heights.
_BESIDE, _INK = 0.3, 0.5
# Gaps between letters of a word are closed: they are narrower than this, in units.
_CLOSED = 3
# A line may be shorter than a text is guessed to be by this share of it.
_SHORTER = 0.1
# Guessed widths drift from the true ones: only so many characters are looked for, and in a row only so many words.
_LENGTH, _WORDS = 32, 4
# What stands on the line has at least so many columns with ink in each row, of those in the fullest one.
_STANDING = 0.5


@dataclass(frozen=True, eq=False)
class Silhouette:
    """How a line looks.

    Args:
        outline: How high it rises, how low it hangs, and whether there is ink; 1 x units x 3.
        em: A guess of its em, in heights of its ink.
    """

    outline: Outline
    em: float


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

    def likeness_of_row(self, lines: Sequence[Silhouette], words: int | None = None) -> float:
        """How much a row of several lines looks as if each word of the text stood in one of them, -1 to 1.

        Args:
            lines: The silhouettes of what is beside each other.
            words: How many words count, the longest first; None for all.
        """
        return float(np.mean([max(_likeness(line, word) for line in lines) for word in self._words[:words]]))

    @cached_property
    def _start(self) -> list[tuple[float, list[Outline]]]:
        return _ways(self._text[:_LENGTH])

    @cached_property
    def _whole(self) -> list[Outline]:
        return _drawn(self._text, _LARGEST_EM)

    @cached_property
    def _words(self) -> list[list[tuple[float, list[Outline]]]]:
        return [_ways(word) for word in sorted(self._text.split(), key=len, reverse=True)[:_WORDS]]


def silhouette_of(line: Pixels) -> Silhouette | None:
    """How a line looks; None if it has no ink, or none that is as high as letters.

    Args:
        line: The line's brightness, with its margin.
    """
    ink = ink_of(line)
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    if not len(rows) or rows[-1] - rows[0] + 1 < _LOWEST:
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
    outline = np.asarray(cv2.dilate(drawn, np.ones((1, _CLOSED), np.uint8)), np.float32)
    return Silhouette(outline, _em(outline))


def _em(outline: Outline) -> float:
    """The em of a line as a guess: low letters are its lowest ones."""
    heights = np.sort(outline[0, :, 0])
    heights = heights[heights > 0]
    if not len(heights):
        return _EMS[0]
    return min(_EMS[-1], max(_EMS[0], float(heights[int(_LOW_LETTERS * len(heights))]) / _X_HEIGHT))


def _ways(text: str) -> list[tuple[float, list[Outline]]]:
    """The ways in which a text may be drawn, by their ems."""
    return [(em, _drawn(text, em)) for em in _EMS]


def _drawn(text: str, em: float) -> list[Outline]:
    """A text with an em of so many heights of the line, in a usual font and in a monospaced one."""
    usual = [_WIDTH_OF.get(character, _USUAL_WIDTH) for character in text]
    return [_outline(text, widths, em) for widths in (usual, [_MONOSPACED] * len(text))]


def _outline(text: str, widths: list[float], em: float) -> Outline:
    edges = np.round(np.cumsum([_BESIDE, *widths, _BESIDE]) * em * _UNITS).astype(int)
    drawn = np.zeros((1, int(edges[-1]), 3), np.float32)
    for character, start, end in zip(text, edges[:-2], edges[1:-1], strict=True):
        if not character.isspace():
            high = _HEIGHT_OF.get(character, _X_HEIGHT if character in _LOW else _CAPITALS)
            drawn[0, start:end] = high * em, _HANGING * em * (character in _HANG), _INK
    return drawn


def _likeness(line: Silhouette, ways: list[tuple[float, list[Outline]]]) -> float:
    """How much the part of a line that is most like a text is like it, -1 to 1."""
    nearest = sorted(ways, key=lambda way: _unlikeliness(way[0], line.em))[:_NEAREST]
    widest = max(drawn.shape[1] for _, outlines in nearest for drawn in outlines)
    outline = _with_room(line.outline, 1 + int(_SHORTER * widest + _BESIDE * _EMS[-1] * _UNITS))
    return max(
        (
            _most(outline, drawn) - _unlikeliness(em, line.em)
            for em, outlines in nearest
            for drawn in outlines
            if drawn.shape[1] <= outline.shape[1]
        ),
        default=-1.0,
    )


def _likeness_as_long(line: Silhouette, drawn: Outline) -> float:
    """How much a line is like a text that fills it, -1 to 1.

    Args:
        line: The line.
        drawn: The text, with its largest em.
    """
    room = 2 * _BESIDE * _LARGEST_EM * _UNITS
    em = _LARGEST_EM * line.outline.shape[1] / (drawn.shape[1] - room)
    if not _LEAST_EM <= em <= _LARGEST_EM:
        return -1.0
    outline = _with_room(line.outline, round(_BESIDE * em * _UNITS))
    fitted = np.asarray(cv2.resize(drawn, (outline.shape[1], 1), interpolation=cv2.INTER_AREA), np.float32)
    return _most(outline, fitted) - _unlikeliness(em, line.em)


def _unlikeliness(em: float, guess: float) -> float:
    return _OTHER_EM * abs(math.log(em / guess))


def _with_room(outline: Outline, room: int) -> Outline:
    """A line with so many units without ink on its left and right."""
    return np.asarray(cv2.copyMakeBorder(outline, 0, 0, room, room, cv2.BORDER_CONSTANT), np.float32)


def _most(outline: Outline, drawn: Outline) -> float:
    return float(cv2.matchTemplate(outline, drawn, cv2.TM_CCOEFF_NORMED).max())
