"""Lines of text: as Tesseract reads them best, and where their ink is."""

from dataclasses import replace

import cv2
import numpy as np
from numpy.typing import NDArray

from TinyPilotLibrary.text.lines.line_detection import dark_on_light
from TinyPilotLibrary.text.page import Recognised
from TinyPilotLibrary.vision.pixels import Pixels

#: Brightness alone.
BYTES_A_PIXEL = 1

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


def on_ink(read: Recognised, ink: NDArray[np.bool_]) -> Recognised:
    """The same with every character's span drawn in to its ink; those of blanks stay.

    Args:
        read: What was read.
        ink: Where the line's picture has ink.
    """
    columns, width = np.asarray(ink.any(axis=0), np.bool_), ink.shape[1]
    return replace(read, spans=tuple(_drawn_in(span, columns, width) for span in read.spans))


def _drawn_in(span: tuple[float, float], ink: NDArray[np.bool_], width: int) -> tuple[float, float]:
    left, right = round(span[0] * width), round(span[1] * width)
    columns = np.flatnonzero(ink[left:right])
    return ((left + int(columns[0])) / width, (left + int(columns[-1]) + 1) / width) if len(columns) else span
