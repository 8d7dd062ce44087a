"""How far the colours of a place are from a template's.

Thin saturated text is what is hard: JPEG keeps colours for 2x2 pixels at most captures (4:2:0). Spread over black or
white pixels they leave what red, green and blue can show, and what is cut off there is lost: yellow text on black
becomes paler than any blur makes it, by up to 37 levels in a box. So a box may be as the template is, for a picture
with all its colours, or as the template becomes by that, whichever is nearer: what is left of the difference is 0.21
of `30 + s` at quality 65 to 95, and was 0.42 (benchmarks/frames).
"""

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from TinyPilotLibrary.vision.pixels import Floats, Pixels, around_blocks, deviation, sliding_means

_BOX = 8
_TOLERANCE = 0.25
_BASE = 30.0
# JPEG smears colour by so many pixels to either side, twice.
_SMEAR = 9
# A mean of 2x2 pixels, drawn large again linearly, wherever the pairs begin.
_HALVED = np.array([1, 4, 6, 4, 1], np.float32) / 16


@dataclass(frozen=True, eq=False)
class Chroma:
    """Compares the colours of windows of a frame with those of one template.

    Args:
        color: The template: height x width x 3, blue, green and red, 0 to 255.
        counts: Which of its pixels count: height x width.
    """

    color: Pixels
    counts: NDArray[np.bool_]

    def difference(self, color: Pixels) -> float:
        """The largest difference of a box, as a share of the tolerance there.

        Args:
            color: The window: height x width x 3, blue, green and red, 0 to 255.
        """
        return float(np.sqrt(self._squares(color).max()))

    def differences(self, color: Pixels) -> Floats:
        """For each sliding box its difference, as a share of the tolerance there; 0 where too little of it counts.

        Args:
            color: The window: height x width x 3, blue, green and red, 0 to 255.
        """
        return np.sqrt(self._squares(color))

    def _squares(self, color: Pixels) -> Floats:
        red, blue = self._box_means(_chroma(color))
        squares = [(red - wanted_red) ** 2 + (blue - wanted_blue) ** 2 for wanted_red, wanted_blue in self._wanted]
        return np.asarray(np.minimum(*squares) * self._weight, np.float32)

    def prepare(self) -> None:
        """Prepares now what is otherwise prepared at the first look."""
        _ = self._wanted, self._weight

    def _box_means(self, chroma: Pixels) -> tuple[Floats, Floats]:
        """The sums of what counts in each box, over its pixels: Cr and Cb."""
        values = chroma.astype(np.float32)
        if self._is_masked:
            values *= self._inner[:, :, None]
        red, blue = cv2.split(sliding_means(values, self._box))
        return np.asarray(red, np.float32), np.asarray(blue, np.float32)

    @cached_property
    def _wanted(self) -> list[tuple[Floats, Floats]]:
        """What the boxes of a true place have on average: with all colours, and with those of 2x2 pixels together."""
        return [self._box_means(self._full), self._box_means(self._halved)]

    @cached_property
    def _box(self) -> int:
        return min(_BOX, *self.color.shape[:2])

    @cached_property
    def _full(self) -> Pixels:
        return _chroma(self.color)

    @cached_property
    def _halved(self) -> Pixels:
        """The template's chroma after it was kept for 2x2 pixels and cut to what red, green and blue can show."""
        luma, *chroma = cv2.split(cv2.cvtColor(self.color, cv2.COLOR_BGR2YCrCb))
        smeared = [cv2.sepFilter2D(channel, -1, _HALVED, _HALVED) for channel in chroma]
        shown = cv2.cvtColor(cv2.merge([luma, *smeared]), cv2.COLOR_YCrCb2BGR)
        return _chroma(np.asarray(shown, np.uint8))

    @cached_property
    def _is_masked(self) -> bool:
        return not self.counts.all()

    @cached_property
    def _inner(self) -> NDArray[np.bool_]:
        """Whose colour counts: not at the edge of a mask, where JPEG smears what is behind it into what counts."""
        if not self._is_masked:
            return self.counts
        inner = cv2.erode(self.counts.astype(np.uint8), np.ones((_SMEAR, _SMEAR), np.uint8)) > 0
        return np.asarray(inner, bool) if inner.any() else self.counts

    @cached_property
    def _weight(self) -> Floats:
        """One over the squared tolerance of each box; 0 where less than half of it counts."""
        chroma = self._full.astype(np.float32)
        contrast = np.asarray(cv2.magnitude(*(deviation(chroma[:, :, channel]) for channel in (0, 1))), np.float32)
        counted = sliding_means(self._inner, self._box)
        enough = counted >= min(0.5, float(counted.max()))
        tolerance = _TOLERANCE * (_BASE + around_blocks(contrast, self._box))
        return np.asarray(enough / (counted.clip(1e-3) * tolerance) ** 2, np.float32)


def _chroma(color: Pixels) -> Pixels:
    return np.asarray(cv2.cvtColor(color, cv2.COLOR_BGR2YCrCb)[:, :, 1:], np.uint8)
