"""The colours of lines on a graphical screen, and which of them is selected."""

from collections import Counter
from collections.abc import Sequence

import numpy as np

from TinyPilotLibrary.vision.cells import TextRun
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Region
from TinyPilotLibrary.vision.pixels import Pixels, part
from TinyPilotLibrary.vision.reading.page import Line

# Grounds that differ by less, in any of blue, green and red, are the same.
_SAME = 24


def run_of(frame: Frame, line: Line) -> TextRun:
    """A line with the colours of its ink and its ground."""
    pixels = part(frame.color, line.box).reshape(-1, 3)
    ground = np.median(pixels, axis=0)
    distance = np.abs(pixels - ground).sum(axis=1)
    ink = np.median(pixels[distance >= 0.8 * distance.max()], axis=0)
    return TextRun(line.text, 0, _hexadecimal(ink), _hexadecimal(ground))


def selected_line(frame: Frame, lines: Sequence[Line]) -> Line | None:
    """The line that alone has its ground, where all others share a few.

    Args:
        frame: The frame.
        lines: The lines that were read from it, piece by piece.

    Returns:
        The line; None if there is none, or more than one that it could be.
    """
    grounds = [_ground(frame.color, line.box) for line in lines]
    kinds: list[tuple[int, ...]] = []
    numbers = []
    for ground in grounds:
        known = next((index for index, kind in enumerate(kinds) if _same(kind, ground)), None)
        if known is None:
            known = len(kinds)
            kinds.append(ground)
        numbers.append(known)
    counts = Counter(numbers)
    alone = [line for line, number in zip(lines, numbers, strict=True) if counts[number] == 1]
    return alone[0] if len(alone) == 1 and len(lines) > 1 else None


def _ground(color: Pixels, box: Region) -> tuple[int, ...]:
    return tuple(np.median(part(color, box).reshape(-1, 3), axis=0).astype(int).tolist())


def _same(first: tuple[int, ...], second: tuple[int, ...]) -> bool:
    return all(abs(one - other) < _SAME for one, other in zip(first, second, strict=True))


def _hexadecimal(color: "np.ndarray[tuple[int, ...], np.dtype[np.floating]]") -> str:
    blue, green, red = (int(value) for value in color)
    return f"#{red:02x}{green:02x}{blue:02x}"
