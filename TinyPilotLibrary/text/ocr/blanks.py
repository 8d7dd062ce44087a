"""Blanks that a recogniser lost or made up, as the ink of the line shows them.

Between two digits a blank is a matter of numbers: `1 224` is another one than `1224`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from statistics import median

import numpy as np
from numpy.typing import NDArray

from TinyPilotLibrary.text.cells import UNSURE
from TinyPilotLibrary.text.lines.line_detection import height_without_margin
from TinyPilotLibrary.text.page import UNSURE_BLANK, Recognised

# Between words there is at least so much of a line's height, between digits of two numbers at least so much.
_BETWEEN_WORDS, _BETWEEN_DIGITS = 0.4, 0.8
# Less is enough between digits if the recogniser held a blank for likely, and no other two digits of the line are
# nearly so far apart: a number must not fall apart at a 1, which is narrow. The share of a blank and the least width in
# heights of the line; how many times as wide as the next one it is, and how far the middles of the digits are apart.
_NUMBERS = (0.01, 0.25)
_WIDER, _FAR = 1.25, 1.13
# In pictures of lines that are no higher a pixel more or less is no blank: what was lost only may be one, and one that
# was read may be none, if it is not so wide and so much wider than the next one.
_LOW, _LOW_NUMBERS, _SURE_WIDTH, _MUCH_WIDER = 14, (0.25, 0.28), 0.35, 1.6
# A day and the time behind it: digits that no number has like this. There a gap that is wider than usual is enough.
_DIGIT = f"[0-9{UNSURE}]"
_DAY_AND_TIME = re.compile(r"(?:dddd-dd-dd|dd([/.])dd\1dddd)(?= ?dd:dd)".replace("d", _DIGIT))


@dataclass(frozen=True)
class _Gap:
    """What is between two digits that follow each other.

    Args:
        before: The index of the first digit.
        behind: The index of the second one.
        width: How many columns without ink there are between them.
        pitch: How far their middles are apart, in columns.
    """

    before: int
    behind: int
    width: int
    pitch: float


def with_blanks(read: Recognised, ink: NDArray[np.bool_]) -> Recognised:
    """The same with the blanks that the ink shows: recognisers lose some, most of all beside punctuation.

    Those between digits of small letters that may be none are marked as not sure.

    Args:
        read: What was read, with spans drawn in to the ink.
        ink: Where the line's picture has ink.
    """
    is_low = ink.shape[0] <= _LOW
    gaps = sorted(_gaps(read, ink), key=lambda gap: gap.width)
    lost, doubtful = _between_numbers(read, ink, gaps, is_low=is_low)
    times = _times_behind_days(read.text, gaps)
    doubtful -= times
    heights = ink.shape[1] / height_without_margin(ink.shape[0])
    characters: list[str] = []
    places: list[tuple[float, float]] = []
    for index, (character, span) in enumerate(zip(read.text, read.spans, strict=True)):
        before = characters[-1] if characters else " "
        if not before.isspace() and not character.isspace():
            # A number must not fall apart where its font is wide.
            least = _BETWEEN_DIGITS if before.isdigit() and character.isdigit() else _BETWEEN_WORDS
            is_doubtful = is_low and index == lost and index not in times
            if index == lost or index in times or (span[0] - places[-1][1]) * heights > least:
                characters.append(UNSURE_BLANK if is_doubtful else " ")
                places.append((places[-1][1], span[0]))
        characters.append(UNSURE_BLANK if index in doubtful else character)
        places.append(span)
    return Recognised("".join(characters), tuple(places), read.confidence)


def _times_behind_days(text: str, gaps: Sequence[_Gap]) -> set[int]:
    """The indices behind days at which a blank stands, or was lost before a time."""
    behind_days = {found.end() for found in _DAY_AND_TIME.finditer(text)}
    lost = [gap for gap in gaps if gap.behind in behind_days]
    usual = median([gap.width for gap in gaps if gap not in lost and gap.behind == gap.before + 1] or [0])
    return {index for index in behind_days if text[index].isspace()} | {gap.behind for gap in lost if gap.width > usual}


def _between_numbers(
    read: Recognised, ink: NDArray[np.bool_], gaps: Sequence[_Gap], *, is_low: bool
) -> tuple[int | None, set[int]]:
    """The index of the digit before which a blank was lost, if one was, and those of blanks that may be none.

    Args:
        read: What was read.
        ink: Where the line's picture has ink.
        gaps: The gaps between digits, the narrowest first.
        is_low: Whether the line's letters are small.
    """
    if len(gaps) < 2:
        return None, set()
    *others, widest = gaps
    likely, least = _LOW_NUMBERS if is_low else _NUMBERS
    heights, times = widest.width / height_without_margin(ink.shape[0]), widest.width / max(1, others[-1].width)
    is_lost = (
        heights >= least
        and times >= _WIDER
        and widest.pitch >= _FAR * median(gap.pitch for gap in others)
        and widest.behind == widest.before + 1
        and read.blanks[widest.behind] >= likely
    )
    sure = widest if heights >= _SURE_WIDTH and times >= _MUCH_WIDER else None
    doubtful = {gap.before + 1 for gap in gaps if gap.behind > gap.before + 1 and gap is not sure}
    return widest.behind if is_lost else None, doubtful if is_low else set()


def _gaps(read: Recognised, ink: NDArray[np.bool_]) -> Iterator[_Gap]:
    """The gaps between digits that have nothing but a blank between them."""
    columns, width = np.asarray(ink.any(axis=0), np.bool_), ink.shape[1]
    shown = [index for index, character in enumerate(read.text) if not character.isspace()]
    for before, behind in pairwise(shown):
        if read.text[before].isdigit() and read.text[behind].isdigit():
            left, right = (sum(read.spans[index]) / 2 * width for index in (before, behind))
            between = groupby(columns[int(left) : int(right) + 1].tolist())
            empty = [len(list(run)) for is_inked, run in between if not is_inked]
            yield _Gap(before, behind, max(empty, default=0), right - left)
