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

from TinyPilotLibrary.text.page import Recognised
from TinyPilotLibrary.vision.pixels import Floats, Pixels

_HEIGHT = 48
_LEAST_WIDTH = 16
# Lines lower than this keep more of their blanks when they are doubled first.
_SMALL = 24


def tensor(line: Pixels) -> Floats:
    """The recogniser's input for a line.

    Args:
        line: The line's brightness.
    """
    if line.shape[0] < _SMALL:
        line = np.asarray(cv2.resize(line, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC), np.uint8)
    height, width = line.shape[:2]
    wide = max(_LEAST_WIDTH, round(_HEIGHT * width / height))
    how = cv2.INTER_CUBIC if height < _HEIGHT else cv2.INTER_AREA
    scaled = cv2.resize(line, (wide, _HEIGHT), interpolation=how).astype(np.float32) / np.float32(127.5) - 1
    return np.asarray(np.repeat(scaled[None, None], 3, axis=1), np.float32)


def decoded(answer: NDArray[Any], characters: Sequence[str]) -> Recognised:
    """What the recogniser's answer says.

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
    return Recognised("".join(texts), spans, float(sure[starts].mean()))


def _end(best: NDArray[Any], start: int) -> int:
    """The step behind the last one of a character."""
    end = start + 1
    while end < len(best) and best[end] == best[start]:
        end += 1
    return end
