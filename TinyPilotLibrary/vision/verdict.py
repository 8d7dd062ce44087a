"""Whether a place of the screen looks the same as a template, and how well, as one number.

At a place, `w` is the window of the frame and `t` the template. Three differences are taken, each as a share of what a
capture with JPEG compression, noise and scaling does to a true place:

- luma: the largest |mean(w - t)| over all sliding 4x4 blocks, over 0.15 * (60 + s), where s is the template's standard
  deviation in 9x9 around the block. The *signed* mean cancels ringing and noise, but not a changed stroke.
- chroma: the largest |mean difference| of Cr or Cb over all sliding 12x12 boxes, over 16 levels.
- correlation: (1 - NCC of the gray pictures) over 0.10; it guards templates whose whole contrast is below the luma
  tolerance.

The largest of the three decides: accepted up to 1. `score = 1 - 0.2 * difference`, so that the limit is 0.80 for every
template, whatever its size and contrast; a typical true place scores 0.93. With a threshold of 0.70 each tolerance is
half as large again, for sources that blur: an analogue capture, or JPEG of quality 50 that was not scaled.

Of a template with a mask only blocks wholly inside it count, the pixels of it that count are correlated, and a box of
colour is the mean of its counted pixels, if they are at least half of it.
"""

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np

from TinyPilotLibrary.vision.pixels import Floats, Pixels, sliding_means
from TinyPilotLibrary.vision.pyramid import BLOCK
from TinyPilotLibrary.vision.template import Template

DEFAULT_THRESHOLD = 0.80
#: For sources that blur: every tolerance is half as large again.
SOFT_THRESHOLD = 0.70
#: Below 1 - this correlation a place is refused whatever else fits, at the default threshold.
NCC_TOLERANCE = 0.10

_LUMA_TOLERANCE = 0.15
_LUMA_BASE = 60.0
_CONTRAST_WINDOW = 9
_CHROMA_BOX = 12
_CHROMA_TOLERANCE = 16.0
_SCORE_SLOPE = 0.2


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

    def luma_difference(self, gray: Pixels) -> float:
        """The largest signed difference of a block, as a share of the tolerance there."""
        return float(self.luma_differences(gray).max())

    def luma_differences(self, gray: Pixels) -> Floats:
        """For each sliding 4x4 block its difference, as a share of the tolerance there."""
        signed = cv2.subtract(gray, self.template.gray, dtype=cv2.CV_32F)
        return np.asarray(np.abs(sliding_means(signed, BLOCK)) * self._luma_weight, np.float32)

    def chroma_difference(self, color: Pixels) -> float:
        """The largest difference of colour of a box, as a share of the tolerance."""
        signed = cv2.subtract(_chroma(color), self._chroma, dtype=cv2.CV_32F)
        if self.template.mask is None:
            return float(np.abs(sliding_means(signed, self._box)).max()) / _CHROMA_TOLERANCE
        counted = sliding_means(signed * self.template.counts[:, :, None], self._box)
        return float((np.abs(counted) * self._chroma_weight[:, :, None]).max()) / _CHROMA_TOLERANCE

    @cached_property
    def luma_tolerance(self) -> Floats:
        """For each sliding 4x4 block how far its mean may differ, in levels of brightness."""
        gray = self.template.gray.astype(np.float32)
        window = (_CONTRAST_WINDOW, _CONTRAST_WINDOW)
        mean = cv2.blur(gray, window, borderType=cv2.BORDER_REFLECT_101)
        square = cv2.blur(gray * gray, window, borderType=cv2.BORDER_REFLECT_101)
        deviation = np.sqrt(np.maximum(square - mean * mean, 0))
        # A block's own contrast is that around its middle.
        middle = BLOCK // 2
        rows, columns = gray.shape
        inner = deviation[middle : rows - BLOCK + 1 + middle, middle : columns - BLOCK + 1 + middle]
        return np.asarray(_LUMA_TOLERANCE * (_LUMA_BASE + inner), np.float32)

    @cached_property
    def _luma_weight(self) -> Floats:
        return np.asarray(self.template.whole_blocks / self.luma_tolerance, np.float32)

    @cached_property
    def _box(self) -> int:
        return min(_CHROMA_BOX, *self.template.size)

    @cached_property
    def _chroma(self) -> Pixels:
        return _chroma(self.template.color)

    @cached_property
    def _chroma_weight(self) -> Floats:
        """What makes a box's mean that of its counted pixels; 0 where they are less than half of it."""
        counted = sliding_means(self.template.counts, self._box)
        enough = counted >= min(0.5, float(counted.max()))
        return np.divide(1, counted, out=np.zeros_like(counted), where=enough)


def _chroma(color: Pixels) -> Pixels:
    return np.asarray(cv2.cvtColor(color, cv2.COLOR_BGR2YCrCb)[:, :, 1:], np.uint8)
