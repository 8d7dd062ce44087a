"""What was looked for, what is there instead, and the difference: pixel by pixel."""

from typing import NamedTuple

import cv2
import numpy as np

from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Region, whole
from TinyPilotLibrary.vision.match import Miss
from TinyPilotLibrary.vision.pixels import Pixels, part

# Differences are shown stronger than they are, so that faint ones are seen.
_STRONGER = 3


class SideBySide(NamedTuple):
    """Three pictures of the same size.

    Args:
        wanted: What was looked for.
        seen: What is at the place that came nearest.
        difference: How much they differ, in each channel, made stronger.
    """

    wanted: Pixels
    seen: Pixels
    difference: Pixels


def side_by_side(frame: Frame, miss: Miss) -> SideBySide | None:
    """What was looked for, and what is in a frame instead.

    Args:
        frame: The frame.
        miss: What is not in it.

    Returns:
        The pictures; None if nothing came near, or there is no picture to compare with.
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
    return SideBySide(wanted, seen, np.asarray(difference, np.uint8))
