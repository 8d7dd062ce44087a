"""Whether a place of the screen looks the same as a template, and how well, as one number.

At a place, `w` is the window of the frame and `t` the template. Three differences are taken, each as a share of what a
capture with JPEG compression, noise and scaling does to a true place:

- luma: the largest |mean(w - t)| over all sliding 4x4 blocks, over 0.15 * (60 + s), where s is the template's standard
  deviation in 9x9 around the block. The *signed* mean cancels ringing and noise, but not a changed stroke.
- chroma: the largest |mean difference| of Cr or Cb over all sliding 12x12 boxes, over 16 levels.
- correlation: (1 - NCC of the gray pictures) over 0.10; it guards templates whose whole contrast is below the luma
  tolerance.

The largest of the three decides: accepted up to 1. `score = 1 - 0.2 * difference`, so that the limit is 0.80 for every
template.
"""

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from TinyPilotLibrary.vision.frame import Pixels
from TinyPilotLibrary.vision.template import Template

DEFAULT_THRESHOLD = 0.80
#: Below this correlation a place is refused whatever else fits, at the default threshold.
NCC_TOLERANCE = 0.10

_LUMA_BLOCK = 4
_LUMA_TOLERANCE = 0.15
_LUMA_BASE = 60.0
_CONTRAST_WINDOW = 9
_CHROMA_BOX = 12
_CHROMA_TOLERANCE = 16.0
_SCORE_SLOPE = 0.2

Floats = NDArray[np.float32]


def score_of(difference: float) -> float:
    """The score of a difference: 1.0 is identical, 0.80 is the limit of what looks the same."""
    return max(0.0, 1.0 - _SCORE_SLOPE * difference)


def difference_of(score: float) -> float:
    """The largest difference that a score allows."""
    return (1.0 - score) / _SCORE_SLOPE


@dataclass(frozen=True, eq=False)
class Judge:
    """Compares windows of a frame with one template.

    Args:
        template: The template.
    """

    template: Template

    def difference(self, window: Pixels, correlation: float) -> float:
        """How much a window of the frame differs from the template.

        Args:
            window: The window in colour, of the template's size.
            correlation: The correlation of the gray pictures there, -1 to 1.

        Returns:
            0 for identical pictures; up to 1 looks the same.
        """
        luma = self.luma_difference(np.asarray(cv2.cvtColor(window, cv2.COLOR_BGR2GRAY), np.uint8))
        return max((1.0 - correlation) / NCC_TOLERANCE, luma, self.chroma_difference(window))

    def luma_difference(self, gray: Pixels) -> float:
        """The largest signed difference of a block, as a share of the tolerance there."""
        signed = gray.astype(np.float32) - self.template.gray
        return float((np.abs(_sliding_means(signed, _LUMA_BLOCK)) / self._luma_tolerance).max())

    def chroma_difference(self, color: Pixels) -> float:
        """The largest difference of colour of a box, as a share of the tolerance."""
        signed = _chroma(color) - self._chroma
        box = min(_CHROMA_BOX, *self.template.size)
        return float(np.abs(_sliding_means(signed, box)).max()) / _CHROMA_TOLERANCE

    @cached_property
    def _luma_tolerance(self) -> Floats:
        gray = self.template.gray.astype(np.float32)
        window = (_CONTRAST_WINDOW, _CONTRAST_WINDOW)
        mean = cv2.blur(gray, window, borderType=cv2.BORDER_REFLECT_101)
        square = cv2.blur(gray * gray, window, borderType=cv2.BORDER_REFLECT_101)
        deviation = np.sqrt(np.maximum(square - mean * mean, 0))
        # A block's own contrast is that around its middle.
        middle = _LUMA_BLOCK // 2
        rows, columns = gray.shape
        inner = deviation[middle : rows - _LUMA_BLOCK + 1 + middle, middle : columns - _LUMA_BLOCK + 1 + middle]
        return np.asarray(_LUMA_TOLERANCE * (_LUMA_BASE + inner), np.float32)

    @cached_property
    def _chroma(self) -> Floats:
        return _chroma(self.template.color)


def _chroma(color: Pixels) -> Floats:
    return np.asarray(cv2.cvtColor(color, cv2.COLOR_BGR2YCrCb)[:, :, 1:], np.float32)


def _sliding_means(values: Floats, side: int) -> Floats:
    """The mean of every `side` x `side` block that lies wholly inside."""
    means = cv2.blur(values, (side, side), anchor=(0, 0), borderType=cv2.BORDER_CONSTANT)
    rows, columns = values.shape[:2]
    return np.asarray(means[: rows - side + 1, : columns - side + 1], np.float32)
