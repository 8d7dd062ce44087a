"""Marks on pictures of frames, for people: boxes with a line of text."""

from collections.abc import Iterable
from dataclasses import dataclass

import cv2

from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Region
from TinyPilotLibrary.vision.match import Match, Miss
from TinyPilotLibrary.vision.pixels import Pixels

#: Blue, green and red of what was found, of what came near, and of where something was looked for.
FOUND, NEAR, SEARCHED = (60, 190, 40), (40, 40, 230), (220, 140, 30)
_FONT = cv2.FONT_HERSHEY_SIMPLEX
_DARK, _LIGHT = (20, 20, 20), (255, 255, 255)
# On a screen of so many lines letters and boxes are drawn at their natural size.
_NATURAL_LINES = 900


@dataclass(frozen=True)
class Mark:
    """A box on a picture.

    Args:
        region: Where, in pixels.
        text: What is written beside it.
        color: Its blue, green and red.
    """

    region: Region
    text: str
    color: tuple[int, int, int] = FOUND


def marks_of(outcomes: Iterable[Match | Miss]) -> list[Mark]:
    """Marks for matches, and for what came nearest to what is missed."""
    return [
        Mark(item.region, f"{item.locator} {item.score:.3f}", FOUND if isinstance(item, Match) else NEAR)
        for item in outcomes
        if item.region is not None
    ]


def numbered(matches: Iterable[Match]) -> list[Mark]:
    """Marks for places that compete with each other."""
    return [Mark(match.region, f"{number}: {match.score:.3f}", NEAR) for number, match in enumerate(matches, 1)]


def drawn(frame: Frame, marks: Iterable[Mark]) -> Pixels:
    """The pixels of a frame with marks on it.

    Args:
        frame: The frame.
        marks: The marks.
    """
    pixels = frame.color.copy()
    for mark in marks:
        _draw(pixels, mark)
    return pixels


def picture_of(pixels: Pixels, like: Frame) -> Frame:
    """Pixels as a frame, a PNG, that is as old as another.

    Args:
        pixels: The picture.
        like: The other frame.
    """
    return Frame.read(bytes(cv2.imencode(".png", pixels)[1]), like.captured_at, like.sequence)


def _draw(pixels: Pixels, mark: Mark) -> None:
    scale = max(1.0, pixels.shape[0] / _NATURAL_LINES)
    line = round(2 * scale)
    left, top, width, height = (int(value) for value in mark.region)
    # The box is around what it marks, so that nothing of it is hidden.
    corner = (left - line, top - line)
    cv2.rectangle(pixels, corner, (left + width + line - 1, top + height + line - 1), mark.color, line)
    size, below = cv2.getTextSize(mark.text, _FONT, 0.45 * scale, 1)
    x, y = _beside((left - 2 * line, top, width + 4 * line, height), (size[0], size[1], below), pixels)
    cv2.rectangle(pixels, (x, y - size[1] - 2), (x + size[0], y + below), _DARK, -1)
    cv2.putText(pixels, mark.text, (x, y), _FONT, 0.45 * scale, _LIGHT, 1, cv2.LINE_AA)


def _beside(box: tuple[int, int, int, int], text: tuple[int, int, int], pixels: Pixels) -> tuple[int, int]:
    """Where a text begins: right of a box, else left of it, else above or below; rows of boxes keep theirs apart."""
    left, top, width, height = box
    text_width, above, below = text
    rows, columns = pixels.shape[:2]
    middle = min(max(top + (height + above - below) // 2, above + 2), rows - below - 1)
    if left + width + text_width < columns:
        return left + width, middle
    if left - text_width > 0:
        return left - text_width, middle
    x = max(0, min(left, columns - text_width))
    return x, (top - 2 * below if top > above + 3 * below else min(top + height + above + 2 * below, rows - below - 1))
