"""What was looked for beside what is there, and the difference, as a picture for people."""

import cv2
import numpy as np

from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Region, whole
from TinyPilotLibrary.vision.match import Miss
from TinyPilotLibrary.vision.pixels import Pixels, part

_PAPER, _INK = (245, 245, 245), (40, 40, 40)
_GAP, _TITLE_LINE = 10, 18
# Small pictures are shown larger, but not more than so many times; large ones as they fit.
_LARGEST, _HIGHEST = 4.0, 240
# Differences are shown stronger than they are, so that faint ones are seen.
_STRONGER = 3


def comparison(frame: Frame, miss: Miss) -> Frame | None:
    """What was looked for, what is at the place that came nearest, and the difference, side by side.

    Args:
        frame: The frame.
        miss: What is not in it.

    Returns:
        A picture as wide as the frame; None if nothing came near, or there is no picture to compare with.
    """
    wanted, near = miss.closest.wanted, miss.region
    if wanted is None or near is None:
        return None
    height, width = wanted.shape[:2]
    place = Region(near.left, near.top, width, height)
    if place.common(whole(frame.size)) != place:
        return None
    seen = part(frame.color, place)
    difference = cv2.convertScaleAbs(cv2.absdiff(wanted, seen), alpha=_STRONGER)
    column = max(120, frame.size.width // 3) - _GAP
    scale = min(_LARGEST, column / width, _HIGHEST / height)
    tiles = [_tile(pixels, scale, column) for pixels in (wanted, seen, np.asarray(difference, np.uint8))]
    titles = (miss.locator, "on the screen", "difference")
    sheet = np.hstack([_titled(tile, title) for tile, title in zip(tiles, titles, strict=True)])
    return Frame.read(bytes(cv2.imencode(".png", sheet)[1]), frame.taken)


def _tile(pixels: Pixels, scale: float, column: int) -> Pixels:
    way = cv2.INTER_AREA if scale < 1 else cv2.INTER_NEAREST
    scaled = cv2.resize(pixels, None, fx=scale, fy=scale, interpolation=way)
    missing = max(0, column - scaled.shape[1])
    return np.asarray(cv2.copyMakeBorder(scaled, 0, 0, 0, missing, cv2.BORDER_CONSTANT, value=_PAPER), np.uint8)


def _titled(tile: Pixels, title: str) -> Pixels:
    framed = cv2.copyMakeBorder(tile, _TITLE_LINE, _GAP, 0, _GAP, cv2.BORDER_CONSTANT, value=_PAPER)
    cv2.putText(framed, title, (2, _TITLE_LINE - 5), cv2.FONT_HERSHEY_SIMPLEX, 0.42, _INK, 1, cv2.LINE_AA)
    return np.asarray(framed, np.uint8)
