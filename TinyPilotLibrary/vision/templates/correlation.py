"""How well windows of a frame correlate with a template: normalised, zero-mean, -1 to 1; exactly.

All sums are sums of whole numbers and are taken without rounding, one window at a time or many at once by a Fourier
transform, whose result is rounded to the whole number that it must be. So two windows of the same pixels have the same
correlation to the last bit however it was computed, and of equal places the first one can be told.
"""

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
from numpy.typing import NDArray

from TinyPilotLibrary.vision.pixels import Floats, Integers, Pixels
from TinyPilotLibrary.vision.templates.template import Template

#: What the correlation of whole pictures in single precision may be wrong by.
NCC_ERROR = 0.002
# Brightness is taken from here there, so that sums stay small and roundings with them.
_MIDDLE = 128.0
# The least side of the squares that are transformed, and how many windows in one make that worth while.
_SQUARE, _WORTH = 256, 100

Doubles = NDArray[np.float64]
Spectrum = NDArray[np.complex128]


@dataclass(frozen=True, eq=False)
class Correlator:
    """Correlates windows of a picture with one template.

    Args:
        template: The template.
    """

    template: Template

    def prepare(self) -> None:
        """Prepares now what is otherwise prepared at the first look."""
        _ = self._values, self._variance

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
        product, total, square = _dot(counted, self._values), counted.sum(), _dot(counted, counted)
        return float(self._normalised(product, total, square))

    def at_all(self, gray: Pixels, xs: Integers, ys: Integers) -> Doubles:
        """The correlations at many places.

        Args:
            gray: The brightness of the frame.
            xs: The left edges of the windows.
            ys: Their top edges.
        """
        correlations = np.empty(xs.size, np.float64)
        rows, columns = self._windows_in_square
        squares = ys // rows * (gray.shape[1] // columns + 1) + xs // columns
        order = np.argsort(squares, kind="stable")
        for some in np.split(order, np.flatnonzero(np.diff(squares[order])) + 1):
            if some.size < _WORTH:
                correlations[some] = [self.at(gray, int(xs[one]), int(ys[one])) for one in some]
            else:
                left, top = int(xs[some[0]]) // columns * columns, int(ys[some[0]]) // rows * rows
                square = gray[top : top + self._square, left : left + self._square]
                correlations[some] = self._in_square(square, xs[some] - left, ys[some] - top)
        return correlations

    def everywhere(self, gray: Pixels) -> Floats:
        """The correlation at every place of a picture, to about 0.001; 0 where it is flat.

        Args:
            gray: The brightness, at least as large as the template.
        """
        mask = None if self.template.mask is None else self.template.counts.astype(np.float32)
        centred = self.template.gray.astype(np.float32) - _MIDDLE
        raw = cv2.matchTemplate(gray.astype(np.float32) - _MIDDLE, centred, cv2.TM_CCOEFF_NORMED, mask=mask)
        # A flat window has no correlation, but OpenCV gives it one.
        return np.where(np.isfinite(raw) & (np.abs(raw) <= 1.0 + NCC_ERROR), raw, 0.0).astype(np.float32)

    def _in_square(self, square: Pixels, xs: Integers, ys: Integers) -> Doubles:
        """The correlations at places in a square, from the correlation of all places in it."""
        values = square.astype(np.float64)
        product, total = (self._summed(values, kernel, xs, ys) for kernel in (self._product_kernel, self._sum_kernel))
        return self._normalised(product, total, self._summed(values * values, self._sum_kernel, xs, ys))

    def _summed(self, values: Doubles, kernel: Spectrum, xs: Integers, ys: Integers) -> Doubles:
        """The sums over windows of values times a kernel; they are whole numbers."""
        side = (self._square, self._square)
        everywhere = np.fft.irfft2(np.fft.rfft2(values, side) * kernel, side)
        return np.rint(everywhere[ys, xs])

    def _normalised(self, product: Doubles, total: Doubles, square: Doubles) -> Doubles:
        """The correlation from the sums over the counted pixels of w * t, w and w * w."""
        count, sum_, variance = self._values.size, self._values.sum(), self._variance
        spread = count * square - total * total
        return np.where(spread > 0, (count * product - total * sum_) / np.sqrt(np.maximum(spread, 1) * variance), 0.0)

    @cached_property
    def _values(self) -> Doubles:
        return np.asarray(self.template.gray[self.template.counts], np.float64)

    @cached_property
    def _variance(self) -> float:
        return float(self._values.size * _dot(self._values, self._values) - self._values.sum() ** 2)

    @cached_property
    def _square(self) -> int:
        return int(max(_SQUARE, 2 ** np.ceil(np.log2(2 * max(self.template.size)))))

    @property
    def _windows_in_square(self) -> tuple[int, int]:
        width, height = self.template.size
        return self._square - height + 1, self._square - width + 1

    @cached_property
    def _product_kernel(self) -> Spectrum:
        counted = np.where(self.template.counts, self.template.gray, 0)
        return np.conj(np.fft.rfft2(counted, (self._square, self._square)))

    @cached_property
    def _sum_kernel(self) -> Spectrum:
        return np.conj(np.fft.rfft2(self.template.counts, (self._square, self._square)))


def _dot(one: Doubles, other: Doubles) -> Doubles:
    # Not by `@`: from 10,000 values on its library divides the work among threads, and where other work keeps the
    # processors busy, waiting for these takes 28 ms instead of 6 us.
    return np.asarray(np.einsum("i,i", one, other), np.float64)
