"""Whether a text is dimmed, as what cannot be used is: its ink is nearer to its ground than that of other texts."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Region
from TinyPilotLibrary.vision.pixels import part

# What differs from the ground by this share of the largest difference is ink; the rest is its soft edge.
_INK = 0.8
# So much contrast, of 255, no theme gives to what is dimmed.
_FULL = 160
# Dimmed ink has at most this share of the usual contrast; what has at least that one of the strongest is not dimmed.
_DIMMED, _STRONG = 0.6, 0.65
# What is usual is known from so many other texts at least; some may be dimmed, and headings may be stronger.
_FEWEST, _USUAL = 2, 80


class Contrast(NamedTuple):
    """How much ink differs from its ground.

    Args:
        strength: The largest difference in red, green or blue, 0 to 255.
        is_brighter: Whether the ink is brighter than the ground.
    """

    strength: float
    is_brighter: bool

    @classmethod
    def of(cls, frame: Frame, box: Region) -> "Contrast":
        """The contrast of a text.

        Args:
            frame: The frame.
            box: Where the text is, in pixels.
        """
        gray = part(frame.gray, box).astype(np.float32)
        colors = part(frame.color, box).reshape(-1, 3).astype(np.float32)
        away = gray - np.median(gray)
        ground = np.median(colors, axis=0)
        inked = (np.abs(away) >= _INK * np.abs(away).max()).ravel()
        # JPEG blurs colours, not brightness: white on blue would be pale blue, so ink counts as gray too.
        inks = np.median(colors[inked], axis=0), np.full(3, np.median(gray.ravel()[inked]))
        strength = max(float(np.abs(ink - ground).max()) for ink in inks)
        return cls(strength, bool(np.median(away.ravel()[inked]) > 0))


def is_dimmed(contrast: Contrast, others: Sequence[Contrast]) -> bool | None:
    """Whether a text is dimmed.

    Args:
        contrast: Its contrast.
        others: The contrasts of other texts on the screen.

    Returns:
        None if it is not sure.
    """
    if contrast.strength >= _FULL:
        return False
    # What is darker than a ground on which all else is brighter is another kind of text.
    alike = [other.strength for other in others if other.is_brighter is contrast.is_brighter]
    if len(alike) < _FEWEST:
        return None
    if contrast.strength <= _DIMMED * float(np.percentile(alike, _USUAL, method="lower")):
        return True
    return False if contrast.strength >= _STRONG * max(alike) else None
