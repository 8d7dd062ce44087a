"""What was looked for, what is there instead, and the difference: pixel by pixel."""

from typing import NamedTuple

import cv2
import numpy as np

from TinyPilotLibrary.vision.drawing.hatching import hatched
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Region, whole
from TinyPilotLibrary.vision.match import Miss
from TinyPilotLibrary.vision.pixels import Pixels, part

# Differences are shown stronger than they are, so that faint ones are seen.
_STRONGER = 3


class SideBySide(NamedTuple):
    """Three pictures of the same size.

    Args:
        wanted: What was looked for; hatched where it does not count.
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
    seen, mask = part(frame.color, place), miss.closest.mask
    difference = np.asarray(cv2.convertScaleAbs(cv2.absdiff(wanted, seen), alpha=_STRONGER), np.uint8)
    if mask is not None:
        difference[mask == 0] = 0
    return SideBySide(hatched(wanted, mask), seen, hatched(difference, mask))
