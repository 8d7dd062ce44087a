"""A picture in the characters of a terminal: each character shows four places in two colours."""

from collections.abc import Sequence

import cv2
import numpy as np
from numpy.typing import NDArray

from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Size
from TinyPilotLibrary.vision.pixels import Floats, Integers, Pixels

# The bits of the places that have the brighter colour: upper left 1, upper right 2, lower left 4, lower right 8.
_CHARACTERS = " \u2598\u259d\u2580\u2596\u258c\u259e\u259b\u2597\u259a\u2590\u259c\u2584\u2599\u259f\u2588"
_PLACES = 4
# How bright blue, green and red are.
_BRIGHTNESS = (0.114, 0.587, 0.299)
# Of each colour terminals of 256 colours have these steps; the first colour that is made of them.
_STEPS, _FIRST_OF_CUBE = np.array([0, 95, 135, 175, 215, 255]), 16
_PLAIN = "\x1b[0m"


def fitted(picture: Size, columns: int, rows: int) -> Size:
    """How many columns and rows of characters, twice as high as they are wide, a picture takes.

    Args:
        picture: Its size.
        columns: So many columns there are.
        rows: So many rows there are.
    """
    factor = min(columns / picture.width, 2 * rows / picture.height)
    return Size(max(1, round(picture.width * factor)), max(1, round(picture.height * factor / 2)))


def blocks(frame: Frame, columns: int, rows: int, *, true_color: bool) -> list[str]:
    """A frame as lines of text with colours.

    Args:
        frame: The frame.
        columns: So many columns there are.
        rows: So many rows there are.
        true_color: Whether the terminal has all colours, and not only 256.

    Returns:
        The lines; each stands for itself.

    Raises:
        CorruptFrame: If the frame cannot be decoded.
    """
    size = fitted(frame.size, columns, rows)
    small = cv2.resize(frame.color, (2 * size.width, 2 * size.height), interpolation=cv2.INTER_AREA)
    places = small.reshape(size.height, 2, size.width, 2, 3).transpose(0, 2, 1, 3, 4)
    quads = places.reshape(size.height, size.width, _PLACES, 3).astype(np.float32)
    light = quads @ np.array(_BRIGHTNESS, np.float32)
    # Where all are alike, all are of the darker colour: a blank.
    middle = (light.min(axis=2, keepdims=True) + light.max(axis=2, keepdims=True)) / 2
    is_bright = light > middle
    shapes = (is_bright * (1 << np.arange(_PLACES))).sum(axis=2)
    bright, dark = _mean(quads, is_bright), _mean(quads, ~is_bright)
    return [
        _line(shapes[row], _codes(bright[row], true_color=true_color), _codes(dark[row], true_color=true_color))
        for row in range(size.height)
    ]


def _mean(quads: Floats, chosen: NDArray[np.bool_]) -> Pixels:
    counts = np.maximum(chosen.sum(axis=2, keepdims=True), 1)
    return np.asarray(np.rint((quads * chosen[..., None]).sum(axis=2) / counts), np.uint8)


def _codes(colors: Pixels, *, true_color: bool) -> list[str]:
    if true_color:
        return [f"2;{red};{green};{blue}" for blue, green, red in colors.tolist()]
    nearest = np.abs(colors[..., None].astype(int) - _STEPS).argmin(axis=-1)
    count = len(_STEPS)
    return [f"5;{_FIRST_OF_CUBE + red * count**2 + green * count + blue}" for blue, green, red in nearest.tolist()]


def _line(shapes: Integers, bright: Sequence[str], dark: Sequence[str]) -> str:
    written, last = [], ("", "")
    for shape, ink, paper in zip(shapes.tolist(), bright, dark, strict=True):
        # The ink of a blank is not seen.
        wanted = (ink if shape else last[0], paper)
        if wanted[0] != last[0]:
            written.append(f"\x1b[38;{wanted[0]}m")
        if wanted[1] != last[1]:
            written.append(f"\x1b[48;{wanted[1]}m")
        written.append(_CHARACTERS[shape])
        last = wanted
    return "".join(written) + _PLAIN
