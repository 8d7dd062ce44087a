"""A failure as one picture: the sentence, the screen, and what was wanted beside what is there."""

import textwrap
from collections.abc import Sequence

import cv2
import numpy as np

from TinyPilotLibrary.vision.drawing.marks import picture_of
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.pixels import Pixels

_PAPER, _INK = (245, 245, 245), (40, 40, 40)
_FONT, _SCALE, _LINE = cv2.FONT_HERSHEY_SIMPLEX, 0.5, 22
_GAP, _LETTER, _LEAST, _WIDEST, _MOST_LINES = 10, 9, 480, 1280, 12


def poster(sentence: str, screen: Frame, parts: Sequence[tuple[str, Frame]]) -> Frame:
    """One picture of a failure, for what shows a single one.

    Args:
        sentence: Why it failed.
        screen: The screen.
        parts: What was wanted, what is there and the difference, with their names.

    Returns:
        The picture.
    """
    width = min(_WIDEST, max(_LEAST, screen.size.width))
    lines = [line for told in sentence.split("\n") for line in textwrap.wrap(told, width // _LETTER)][:_MOST_LINES]
    pieces = [_written(lines, width), _fitted(screen.color, width)]
    for name, part in parts:
        pieces += [_written([name], width), _fitted(part.color, width)]
    return picture_of(np.vstack(pieces), screen)


def _written(lines: Sequence[str], width: int) -> Pixels:
    paper = np.full((_LINE * len(lines) + _GAP, width, 3), _PAPER, np.uint8)
    for number, line in enumerate(lines, 1):
        # The font has no other letters.
        plain = line.encode("ascii", "replace").decode()
        cv2.putText(paper, plain, (_GAP // 2, _LINE * number - 4), _FONT, _SCALE, _INK, 1, cv2.LINE_AA)
    return paper


def _fitted(pixels: Pixels, width: int) -> Pixels:
    """A picture on paper of a width, smaller if it is wider."""
    factor = min(1.0, width / pixels.shape[1])
    if factor < 1:
        pixels = np.asarray(cv2.resize(pixels, None, fx=factor, fy=factor, interpolation=cv2.INTER_AREA), np.uint8)
    missing = width - pixels.shape[1]
    return np.asarray(cv2.copyMakeBorder(pixels, 0, _GAP, 0, missing, cv2.BORDER_CONSTANT, value=_PAPER), np.uint8)
