"""Whether a place of the screen looks the same as a template, and how well, as one number.

At a place, `w` is the window of the frame and `t` the template. Five differences are taken, each as a share of what a
capture with JPEG compression, noise and scaling does to a true place:

- luma: the largest |mean(w - t)| over all sliding 4x4 blocks, over 0.14 * (60 + s), where s is the template's standard
  deviation in 17x17 around the block. The *signed* mean cancels ringing and noise, but not a changed stroke.
- chroma: the largest |mean(w - t)| of (Cr, Cb), as a vector, over all sliding 8x8 boxes, over 0.25 * (30 + s), where s
  is the template's standard deviation of (Cr, Cb) in 17x17 around the box. In each box t is the template, or the
  template as JPEG with half the colours shows it, whichever is nearer; `chroma` says why.
- correlation: (1 - NCC of the gray pictures) over 0.10; it guards templates whose whole contrast is below the luma
  tolerance.
- gain: how much stronger or weaker the contrast of the block means is, as a whole: |g - 1| * s over 0.05 * s + 0.9,
  where s is their standard deviation and g the factor that fits w's to t's. A button that is dimmed by a tenth differs
  little in each block, but in all of them alike, which neither JPEG nor noise nor slight blur does.
- ground: the largest |mean(w - t)| over the flat blocks in any 24x24 of them, if there are 16 or more, over 8.5 levels.
  A block is flat where the standard deviation in 6x6 around it is below 8. A selection of a light theme changes the
  ground by 10 levels, which beside text is less than the tolerance of luma. JPEG of quality 65 changes the mean of so
  many flat blocks by 6.1 at most, together with a gain of 0.97 and an offset of 3 levels by 7.9.

The largest of the five decides: accepted up to 1. `score = 1 - 0.2 * difference`, so that the limit is 0.80 for every
template, whatever its size and contrast; a typical true place scores 0.93. With a threshold of 0.70 each tolerance is
half as large again, for sources that blur: an analogue capture, or JPEG of quality 50 that was not scaled.

Of a template with a mask only blocks wholly inside it count, the pixels of it that count are correlated, and a box of
colour is the mean of its counted pixels, 4 pixels from the mask's edge or more, if they are at least half of it.
"""

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np

from TinyPilotLibrary.vision.pixels import BLOCK, Floats, Pixels, around_blocks, deviation, sliding_means
from TinyPilotLibrary.vision.templates.chroma import Chroma
from TinyPilotLibrary.vision.templates.template import Template

DEFAULT_THRESHOLD = 0.80
#: For sources that blur: every tolerance is half as large again.
SOFT_THRESHOLD = 0.70

_NCC_TOLERANCE = 0.10
_LUMA_TOLERANCE = 0.14
_LUMA_BASE = 60.0
_GAIN_TOLERANCE, _GAIN_BASE = 0.05, 0.9
# A block is flat with less contrast than this in so many pixels around it; ground is so many of the blocks in a square.
_FLAT, _AROUND_FLAT = 8.0, 6
_GROUND_SIDE, _GROUND_LEAST, _GROUND_TOLERANCE = 24, 16, 8.5
_SCORE_SLOPE = 0.2


def score_of(difference: float) -> float:
    """The score of a difference: 1.0 is identical, 0.80 is the limit of what looks the same."""
    return max(0.0, 1.0 - _SCORE_SLOPE * difference)


def difference_of(score: float) -> float:
    """The largest difference that a score allows."""
    return (1.0 - score) / _SCORE_SLOPE


def deciding_difference(correlation: float, brightness: float, chroma: float) -> float:
    """The difference that decides: the largest of the five.

    Args:
        correlation: The correlation of the gray pictures, -1 to 1.
        brightness: The largest of the differences in luma, gain and ground, as a share of its tolerance.
        chroma: The difference in colour, as a share of its tolerance.

    Returns:
        A share of its tolerance: what is accepted up to 1, at the default threshold.
    """
    return max((1.0 - correlation) / _NCC_TOLERANCE, brightness, chroma)


def least_correlation(limit: float) -> float:
    """The correlation below which a place is refused whatever else fits.

    Args:
        limit: The largest difference that is accepted.
    """
    return 1.0 - _NCC_TOLERANCE * limit


@dataclass(frozen=True, eq=False)
class Judge:
    """Compares windows of a frame with one template.

    Args:
        template: The template.
    """

    template: Template

    def prepare(self) -> None:
        """Prepares now what is otherwise prepared at the first look."""
        _ = self._luma_weight, self._gain_weight, self._ground_weight
        self._chroma.prepare()

    def brightness_difference(self, gray: Pixels) -> float:
        """The largest of the differences in luma, gain and ground, each as a share of its tolerance."""
        signed = self._block_differences(gray)
        return max(float((np.abs(signed) * self._luma_weight).max()), *self._whole_differences(signed))

    def luma_differences(self, gray: Pixels) -> Floats:
        """For each sliding 4x4 block its difference in luma, as a share of its tolerance; 0 where it does not count."""
        return np.asarray(np.abs(self._block_differences(gray)) * self._luma_weight, np.float32)

    def whole_differences(self, gray: Pixels) -> tuple[float, float]:
        """The differences in gain and in ground, each as a share of its tolerance."""
        return self._whole_differences(self._block_differences(gray))

    def chroma_difference(self, color: Pixels) -> float:
        """The largest difference of colour of a box, as a share of the tolerance there."""
        return self._chroma.difference(color)

    def chroma_differences(self, color: Pixels) -> Floats:
        """For each sliding box its difference in colour, as a share of its tolerance; 0 where it does not count."""
        return self._chroma.differences(color)

    def _block_differences(self, gray: Pixels) -> Floats:
        return sliding_means(cv2.subtract(gray, self.template.gray, dtype=cv2.CV_32F), BLOCK)

    def _whole_differences(self, signed: Floats) -> tuple[float, float]:
        # g - 1 is the slope of the differences over the template's own block means.
        gain = abs(float(np.vdot(signed, self._gain_weight)))
        ground, weight = self._ground_weight
        if not weight.any():
            return gain, 0.0
        return gain, float((np.abs(_sliding_sums(signed * ground)) * weight).max())

    def block_mean_limits(self, limit: float) -> tuple[Floats, Floats]:
        """For each sliding 4x4 block the least and the largest mean that may be accepted.

        Args:
            limit: The largest difference that is accepted.

        Returns:
            Levels of brightness; of blocks that do not count minus and plus infinity.
        """
        means, counted = self.template.block_means, self.template.whole_blocks
        tolerance = limit * self.luma_tolerance
        lowest, highest = np.where(counted, means - tolerance, -np.inf), np.where(counted, means + tolerance, np.inf)
        return lowest.astype(np.float32), highest.astype(np.float32)

    @cached_property
    def luma_tolerance(self) -> Floats:
        """For each sliding 4x4 block how far its mean may differ, in levels of brightness."""
        contrast = deviation(self.template.gray.astype(np.float32))
        return np.asarray(_LUMA_TOLERANCE * (_LUMA_BASE + around_blocks(contrast, BLOCK)), np.float32)

    @cached_property
    def _luma_weight(self) -> Floats:
        return np.asarray(self.template.whole_blocks / self.luma_tolerance, np.float32)

    @cached_property
    def _gain_weight(self) -> Floats:
        """What the block differences are multiplied with and summed up to be the difference in gain."""
        counted = self.template.whole_blocks
        means = np.where(counted, self.template.block_means, 0).astype(np.float64)
        centred = np.where(counted, means - means.sum() / counted.sum(), 0)
        squares = float((centred * centred).sum())
        spread = np.sqrt(squares / counted.sum())
        tolerance = _GAIN_TOLERANCE * spread + _GAIN_BASE
        return np.asarray(centred * (spread / tolerance / max(squares, 1e-9)), np.float32)

    @cached_property
    def _ground_weight(self) -> tuple[Floats, Floats]:
        """Which blocks are flat, and for each square of blocks what the sum of their differences is multiplied with."""
        template = self.template
        contrast = deviation(template.gray.astype(np.float32), _AROUND_FLAT)
        flat = (around_blocks(contrast, BLOCK) < _FLAT) & template.whole_blocks
        ground = flat.astype(np.float32)
        count = _sliding_sums(ground)
        enough = count >= _GROUND_LEAST - 0.5
        return ground, np.where(enough, 1 / (_GROUND_TOLERANCE * np.maximum(count, 1)), 0).astype(np.float32)

    @cached_property
    def _chroma(self) -> Chroma:
        return Chroma(self.template.color, self.template.counts)


def _sliding_sums(values: Floats) -> Floats:
    """The sums of every square of blocks that lies wholly inside; a square is no larger than all of them."""
    rows, columns = (min(_GROUND_SIDE, length) for length in values.shape)
    sums = cv2.boxFilter(values, -1, (columns, rows), anchor=(0, 0), normalize=False, borderType=cv2.BORDER_CONSTANT)
    return np.asarray(sums[: values.shape[0] - rows + 1, : values.shape[1] - columns + 1], np.float32)
