"""Lines of text for a recogniser of the PP-OCR family, and what its answer means.

Its input is `1 x 3 x 48 x width`, -1.0 to 1.0; its answer a probability for each character at each step from left to
right, the first character standing for "none" (connectionist temporal classification).
"""

from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from TinyPilotLibrary.text.cells import UNSURE
from TinyPilotLibrary.text.page import Recognised
from TinyPilotLibrary.vision.pixels import Floats, Pixels

_HEIGHT = 48
_LEAST_WIDTH = 16
# Lines lower than the first of these keep more of their blanks when they are doubled first. Those no higher than the
# second are enlarged without the sharp edges of cubic interpolation, which make a 0 of a 6.
_SMALL, _SMALLEST = 24, 14
# A digit is sure if no other one has so much of a share in its steps, nor a percent sign, which is taken for 96.
_RIVALS = dict.fromkeys("0123456789", 0.005) | {"%": 0.00005}


def tensor(line: Pixels) -> Floats:
    """The recogniser's input for a line.

    Args:
        line: The line's brightness.
    """
    if _SMALLEST < line.shape[0] < _SMALL:
        line = np.asarray(cv2.resize(line, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC), np.uint8)
    height, width = line.shape[:2]
    wide = max(_LEAST_WIDTH, round(_HEIGHT * width / height))
    how = cv2.INTER_LINEAR if height <= _SMALLEST else cv2.INTER_CUBIC if height < _HEIGHT else cv2.INTER_AREA
    scaled = cv2.resize(line, (wide, _HEIGHT), interpolation=how).astype(np.float32) / np.float32(127.5) - 1
    return np.asarray(np.repeat(scaled[None, None], 3, axis=1), np.float32)


def decoded(answer: NDArray[Any], characters: Sequence[str]) -> Recognised:
    """What the recogniser's answer says; digits that may be others are marked as not sure.

    Args:
        answer: Steps x characters.
        characters: What each number means; the first one is "none".
    """
    best = answer.argmax(axis=1)
    sure = answer.max(axis=1)
    steps = len(best)
    new = np.concatenate(([True], best[1:] != best[:-1])) & (best != 0)
    starts = np.flatnonzero(new)
    if not len(starts):
        return Recognised("", (), 0.0)
    ends = [_end(best, int(start)) for start in starts]
    texts = [characters[int(number)] for number in best[starts]]
    # A character's ink reaches half way to its neighbours.
    middles = [(start + end) / 2 for start, end in zip(starts.tolist(), ends, strict=True)]
    borders = [(first + second) / 2 for first, second in pairwise(middles)]
    lefts = [2 * middles[0] - borders[0] if borders else 0, *borders]
    rights = [*borders, 2 * middles[-1] - borders[-1] if borders else steps]
    spans = tuple(
        (max(0.0, left / steps), min(1.0, right / steps))
        for text, left, right in zip(texts, lefts, rights, strict=True)
        for _ in text
    )
    sure_texts = _without_doubtful_digits(texts, answer, characters, list(zip(starts.tolist(), ends, strict=True)))
    blanks = tuple(
        share
        for text, first in zip(texts, _shares_of_blanks(answer, characters, middles), strict=True)
        for share in (first, *[0.0] * (len(text) - 1))
    )
    return Recognised("".join(sure_texts), spans, float(sure[starts].mean()), blanks)


def _without_doubtful_digits(
    texts: Sequence[str], answer: NDArray[Any], characters: Sequence[str], steps: Sequence[tuple[int, int]]
) -> list[str]:
    """The characters, of which digits that may be others, or parts of a percent sign, are marked as not sure."""
    rivals = [(index, character) for index, character in enumerate(characters) if character in _RIVALS]
    return [
        UNSURE
        if text.isdecimal()
        and any(
            answer[start:end, index].max() >= _RIVALS[character] for index, character in rivals if character != text
        )
        else text
        for text, (start, end) in zip(texts, steps, strict=True)
    ]


def _shares_of_blanks(answer: NDArray[Any], characters: Sequence[str], middles: Sequence[float]) -> list[float]:
    """For each character how likely a blank stands before it."""
    if " " not in characters:
        return [0.0] * len(middles)
    shares = answer[:, characters.index(" ")]
    return [0.0, *(float(shares[int(left) : int(right) + 1].max()) for left, right in pairwise(middles))]


def _end(best: NDArray[Any], start: int) -> int:
    """The step behind the last one of a character."""
    end = start + 1
    while end < len(best) and best[end] == best[start]:
        end += 1
    return end
