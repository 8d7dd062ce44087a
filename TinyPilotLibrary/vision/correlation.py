"""How well windows of a frame correlate with a template: normalised, zero-mean, -1 to 1, exactly and in any order.

All sums are sums of whole numbers, so that two windows of the same pixels have the same correlation to the last bit,
and of equal places the first one can be told.
"""

import heapq
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from TinyPilotLibrary.vision.pixels import Floats, Integers, Pixels
from TinyPilotLibrary.vision.template import Template

# Below so many places each is correlated by itself; above, all windows around them at once by a Fourier transform.
_MANY = 1500
# What OpenCV's correlation of low contrasts may be wrong by.
_ERROR = 0.01


@dataclass(frozen=True, eq=False)
class Correlator:
    """Correlates windows of a picture with one template.

    Args:
        template: The template.
    """

    template: Template

    def at(self, gray: Pixels, x: int, y: int) -> float:
        """The correlation at one place; 0 where the window is flat.

        Args:
            gray: The brightness of the frame.
            x: The window's left edge.
            y: The window's top edge.
        """
        width, height = self.template.size
        window = gray[y : y + height, x : x + width]
        counted = (window if self.template.mask is None else window[self.template.counts]).astype(np.float64).ravel()
        total = float(counted.sum())
        variance = counted.size * float(counted @ counted) - total * total
        if variance <= 0:
            return 0.0
        return float(counted @ self._centred) / float(np.sqrt(variance * self._variance))

    def falling(self, gray: Pixels, xs: Integers, ys: Integers, least: float) -> Iterator[tuple[float, int, int]]:
        """Places in falling order of their correlation; of equal ones the uppermost, then the leftmost first.

        Args:
            gray: The brightness of the frame.
            xs: The left edges of the windows.
            ys: Their top edges.
            least: Places that correlate less are left out.

        Yields:
            Correlation, left edge, top edge.
        """
        if len(xs) > _MANY and self.template.mask is None:
            yield from self._falling_roughly(gray, xs, ys, least)
            return
        places = [(-self.at(gray, x, y), y, x) for x, y in zip(xs.tolist(), ys.tolist(), strict=True)]
        for negative, y, x in sorted(places):
            if -negative < least:
                return
            yield -negative, x, y

    def everywhere(self, gray: Pixels) -> Floats:
        """The correlation at every place of a picture, to about 0.01; 0 where it is flat.

        Args:
            gray: The brightness, at least as large as the template.
        """
        mask = None if self.template.mask is None else self.template.counts.astype(np.uint8)
        raw = cv2.matchTemplate(gray, self.template.gray, cv2.TM_CCOEFF_NORMED, mask=mask)
        # A flat window has no correlation, but OpenCV gives it one.
        return np.where(np.isfinite(raw) & (np.abs(raw) <= 1.0 + _ERROR), raw, 0.0).astype(np.float32)

    def _falling_roughly(
        self, gray: Pixels, xs: Integers, ys: Integers, least: float
    ) -> Iterator[tuple[float, int, int]]:
        """The same for many places: each is correlated exactly only when it may be the next."""
        width, height = self.template.size
        left, top = int(xs.min()), int(ys.min())
        around = gray[top : int(ys.max()) + height, left : int(xs.max()) + width]
        rough = self.everywhere(around)[ys - top, xs - left]
        keep = rough >= least - _ERROR
        rough, xs, ys = rough[keep], xs[keep], ys[keep]
        order = np.argsort(-rough, kind="stable")
        waiting: list[tuple[float, int, int]] = []
        for at_most, x, y in zip(rough[order].tolist(), xs[order].tolist(), ys[order].tolist(), strict=True):
            while waiting and -waiting[0][0] > at_most + _ERROR:
                yield _told(heapq.heappop(waiting))
            exact = self.at(gray, x, y)
            if exact >= least:
                heapq.heappush(waiting, (-exact, y, x))
        while waiting:
            yield _told(heapq.heappop(waiting))

    @cached_property
    def _centred(self) -> NDArray[np.float64]:
        counted = self.template.gray[self.template.counts].astype(np.float64)
        return np.asarray(counted * counted.size - counted.sum(), np.float64)

    @cached_property
    def _variance(self) -> float:
        # Of the centred values, which are larger by the number of pixels: n * sum(t^2) - sum(t)^2.
        counted = self.template.gray[self.template.counts].astype(np.float64)
        return float(counted.size * (counted @ counted) - counted.sum() ** 2)


def _told(item: tuple[float, int, int]) -> tuple[float, int, int]:
    negative, y, x = item
    return -negative, x, y
