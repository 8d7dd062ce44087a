"""Where a line has ink."""

import numpy as np
from numpy.typing import NDArray

from TinyPilotLibrary.vision.pixels import Pixels

# Ink differs from its ground by this share of the largest difference, and by at least so many levels.
_INK, _LEAST_INK = 0.3, 16


def ink_of(line: Pixels) -> NDArray[np.bool_]:
    """Where a line's picture has ink.

    Args:
        line: The line's brightness.
    """
    contrast = np.abs(line.astype(np.int16) - int(np.median(line)))
    return np.asarray(contrast >= max(_LEAST_INK, _INK * float(contrast.max())), np.bool_)


def has_ink(line: Pixels) -> bool:
    """Whether anything stands out from the ground of a line."""
    return int(np.ptp(line)) >= _LEAST_INK
