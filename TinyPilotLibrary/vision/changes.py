"""What differs between two pictures."""

import cv2
import numpy as np

from TinyPilotLibrary.vision.geometry import Region
from TinyPilotLibrary.vision.pixels import Pixels


def changed_part(before: Pixels, now: Pixels) -> Region | None:
    """The least part that holds all pixels in which two pictures of the same size differ.

    Args:
        before: A picture: height x width x 3.
        now: Another one.

    Returns:
        The part, in pixels; None if they are the same.
    """
    rows = np.asarray(cv2.absdiff(before, now), np.uint8).reshape(len(now), -1)
    changed = np.flatnonzero(rows.any(axis=1))
    if not len(changed):
        return None
    top, bottom = int(changed[0]), int(changed[-1]) + 1
    columns = np.flatnonzero(rows[top:bottom].any(axis=0)) // now.shape[2]
    left, right = int(columns[0]), int(columns[-1]) + 1
    return Region(left, top, right - left, bottom - top)
