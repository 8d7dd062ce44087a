"""What was looked for beside what is there, and the difference, as a picture for people."""

import textwrap

import cv2
import numpy as np

from TinyPilotLibrary.vision.drawing.side_by_side import side_by_side
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.match import Miss
from TinyPilotLibrary.vision.pixels import Pixels

_PAPER, _INK = (245, 245, 245), (40, 40, 40)
_GAP, _TITLE_LINE = 10, 18
_FONT, _FONT_SCALE = cv2.FONT_HERSHEY_SIMPLEX, 0.42
# Small pictures are shown larger, but not more than so many times; large ones as they fit.
_LARGEST, _HIGHEST = 4.0, 240


def comparison(frame: Frame, miss: Miss) -> Frame | None:
    """What was looked for, what is at the place that came nearest, and the difference, with the reason above.

    They stand side by side, or below each other where they are seen larger so: the row of a menu is wide and low.

    Args:
        frame: The frame.
        miss: What is not in it.

    Returns:
        A picture as wide as the frame; None if nothing came near, or there is no picture to compare with.
    """
    pictures = side_by_side(frame, miss)
    if pictures is None:
        return None
    height, width = pictures.wanted.shape[:2]
    paper = max(360, frame.size.width)
    column, room = paper // 3 - _GAP, paper - _GAP
    beside = min(_LARGEST, column / width, _HIGHEST / height)
    below = min(1.0, room / width, _HIGHEST / 3 / height)
    stacked = below > beside
    tiles = [
        _titled(_tile(pixels, below if stacked else beside, room if stacked else column), title)
        for pixels, title in zip(pictures, (miss.locator, "on the screen", "difference"), strict=True)
    ]
    compared = np.vstack(tiles) if stacked else np.hstack(tiles)
    why = f"score {miss.score:.3f}, threshold {miss.threshold:.3f}: {miss.reason}"
    sheet = np.vstack([_lines(why, compared.shape[1]), compared])
    return Frame.read(bytes(cv2.imencode(".png", sheet)[1]), frame.captured_at)


def _lines(text: str, width: int) -> Pixels:
    """A text in as many lines as it needs."""
    letter = cv2.getTextSize(text, _FONT, _FONT_SCALE, 1)[0][0] / len(text)
    lines = textwrap.wrap(text, max(20, int((width - _GAP) / letter)))
    paper = np.full((_TITLE_LINE * len(lines), width, 3), _PAPER, np.uint8)
    for number, line in enumerate(lines, 1):
        _write(paper, line, _TITLE_LINE * number)
    return paper


def _tile(pixels: Pixels, scale: float, column: int) -> Pixels:
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_NEAREST
    scaled = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=way)
    missing = max(0, column - scaled.shape[1])
    return np.asarray(cv2.copyMakeBorder(scaled, 0, 0, 0, missing, cv2.BORDER_CONSTANT, value=_PAPER), np.uint8)


def _titled(tile: Pixels, title: str) -> Pixels:
    framed = cv2.copyMakeBorder(tile, _TITLE_LINE, _GAP, 0, _GAP, cv2.BORDER_CONSTANT, value=_PAPER)
    return _write(np.asarray(framed, np.uint8), title, _TITLE_LINE)


def _write(paper: Pixels, text: str, below: int) -> Pixels:
    cv2.putText(paper, text, (2, below - 5), _FONT, _FONT_SCALE, _INK, 1, cv2.LINE_AA)
    return paper
