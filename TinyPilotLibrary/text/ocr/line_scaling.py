"""Lines of text: as Tesseract reads them best, and where their ink is."""

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from TinyPilotLibrary.text.lines.line_detection import dark_on_light, height_without_margin
from TinyPilotLibrary.text.page import Recognised
from TinyPilotLibrary.vision.pixels import Pixels

#: Brightness alone.
BYTES_A_PIXEL = 1

# Ink differs from its ground by this share of the largest difference, and by at least so many levels.
_INK, _LEAST_INK = 0.3, 16
# Between words there is at least so much of a line's height, between digits of two numbers at least so much.
_BETWEEN_WORDS, _BETWEEN_DIGITS = 0.4, 0.8
_FACTOR = 2
_BORDER = 10


def doubled(line: Pixels) -> Pixels:
    """A line at twice its size, dark on light, with an empty border.

    Args:
        line: The line's brightness.
    """
    upright = dark_on_light(line)
    large = cv2.resize(upright, None, fx=_FACTOR, fy=_FACTOR, interpolation=cv2.INTER_CUBIC)
    ground = int(np.median(large))
    return np.asarray(
        cv2.copyMakeBorder(large, _BORDER, _BORDER, _BORDER, _BORDER, cv2.BORDER_CONSTANT, value=[ground]), np.uint8
    )


def on_ink(read: Recognised, line: Pixels) -> Recognised:
    """The same with every character's span drawn in to its ink; those of blanks stay.

    Args:
        read: What was read.
        line: The line's brightness.
    """
    contrast = np.abs(line.astype(np.int16) - int(np.median(line))).max(axis=0)
    ink = contrast >= max(_LEAST_INK, _INK * float(contrast.max()))
    width = line.shape[1]
    return replace(read, spans=tuple(_drawn_in(span, ink, width) for span in read.spans))


def with_blanks(read: Recognised, line: Pixels) -> Recognised:
    """The same with the blanks that the ink shows: recognisers lose some, most of all beside punctuation.

    Args:
        read: What was read, with spans drawn in to the ink.
        line: The line's brightness.
    """
    return _with_blanks(read, read.spans, line.shape[1] / height_without_margin(line.shape[0]))


def _with_blanks(read: Recognised, spans: tuple[tuple[float, float], ...], heights: float) -> Recognised:
    characters: list[str] = []
    places: list[tuple[float, float]] = []
    for character, span in zip(read.text, spans, strict=True):
        before = characters[-1] if characters else " "
        if not before.isspace() and not character.isspace():
            # A number must not fall apart where its font is wide.
            least = _BETWEEN_DIGITS if before.isdigit() and character.isdigit() else _BETWEEN_WORDS
            if (span[0] - places[-1][1]) * heights > least:
                characters.append(" ")
                places.append((places[-1][1], span[0]))
        characters.append(character)
        places.append(span)
    return replace(read, text="".join(characters), spans=tuple(places))


def has_ink(line: Pixels) -> bool:
    """Whether anything stands out from the ground of a line."""
    return int(np.ptp(line)) >= _LEAST_INK


def _drawn_in(span: tuple[float, float], ink: NDArray[np.bool_], width: int) -> tuple[float, float]:
    left, right = round(span[0] * width), round(span[1] * width)
    columns = np.flatnonzero(ink[left:right])
    return ((left + int(columns[0])) / width, (left + int(columns[-1]) + 1) / width) if len(columns) else span
