"""Marks on pictures of frames, for people: boxes with a line of text."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

import cv2

from TinyPilotLibrary.vision.drawing.hatching import hatch_at
from TinyPilotLibrary.vision.drawing.labels import label_places
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Region, Size
from TinyPilotLibrary.vision.match import Match, Miss
from TinyPilotLibrary.vision.pixels import Pixels

#: Blue, green and red of what was found, of what came near, and of where something was looked for.
FOUND, NEAR, SEARCHED = (60, 190, 40), (40, 40, 230), (220, 140, 30)
_FONT, _FONT_SCALE = cv2.FONT_HERSHEY_SIMPLEX, 0.45
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
        mask: Which pixels in it count: 0 where they do not; None if all do.
    """

    region: Region
    text: str
    color: tuple[int, int, int] = FOUND
    mask: Pixels | None = None


def marks_of(outcomes: Iterable[Match | Miss]) -> list[Mark]:
    """Marks for matches, and for what came nearest to what is missed."""
    return [
        Mark(item.region, f"{item.locator} {item.score:.3f}", FOUND)
        if isinstance(item, Match)
        else Mark(item.region, f"{item.locator} {item.score:.3f}", NEAR, item.closest.mask)
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
    all_marks = list(marks)
    scale = max(1.0, pixels.shape[0] / _NATURAL_LINES)
    line = round(2 * scale)
    # The box is around what it marks, so that nothing of it is hidden.
    boxes = [Region(*map(int, mark.region)).grown(line) for mark in all_marks]
    for mark in all_marks:
        if mark.mask is not None:
            hatch_at(pixels, mark.region, mark.mask)
    for mark, (left, top, width, height) in zip(all_marks, boxes, strict=True):
        right, bottom = int(left + width) - 1, int(top + height) - 1
        cv2.rectangle(pixels, (int(left), int(top)), (right, bottom), mark.color, line)
    labels = [_Label.of(mark.text, scale) for mark in all_marks]
    places = label_places(boxes, [label.size for label in labels], frame.size)
    for label, place in zip(labels, places, strict=True):
        label.draw(pixels, place)
    return pixels


def picture_of(pixels: Pixels, like: Frame) -> Frame:
    """Pixels as a frame, a PNG, that is as old as another.

    Args:
        pixels: The picture.
        like: The other frame.
    """
    return Frame.read(bytes(cv2.imencode(".png", pixels)[1]), like.captured_at, like.sequence)


class _Label(NamedTuple):
    """A line of text on a dark ground.

    Args:
        text: The text.
        scale: How many times as large as usual it is.
        size: Its size with its ground, in pixels.
        below: How far its ground reaches below the line that its letters stand on, in pixels.
    """

    text: str
    scale: float
    size: Size
    below: int

    @classmethod
    def of(cls, text: str, scale: float) -> "_Label":
        """The label of a text."""
        (width, above), below = cv2.getTextSize(text, _FONT, _FONT_SCALE * scale, 1)
        return cls(text, scale, Size(width + 1, above + below + 3), below)

    def draw(self, pixels: Pixels, place: Region) -> None:
        """Draws it on a picture."""
        left, top, width, height = map(int, place)
        bottom = top + height - 1
        cv2.rectangle(pixels, (left, top), (left + width - 1, bottom), _DARK, -1)
        corner = (left, bottom - self.below)
        cv2.putText(pixels, self.text, corner, _FONT, _FONT_SCALE * self.scale, _LIGHT, 1, cv2.LINE_AA)
