"""Finding a template by comparing every place: slow, plain, and written from the definition alone.

It shares nothing with the library's search: neither grids nor intervals nor the order in which places are looked at.
"""

from collections.abc import Iterator
from typing import NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.templates.template import Template

# What OpenCV's correlation may be wrong by where contrast is low: so much below the limit is computed exactly.
_DOUBT = 0.03
Array = NDArray[np.float64]


class Place(NamedTuple):
    x: int
    y: int
    score: float


def best_place(frame: Frame, template: Template, threshold: float = 0.8) -> Place | None:
    """The accepted place that correlates best; of equal ones the uppermost, then the leftmost."""
    return next(accepted_places(frame, template, threshold), None)


def accepted_places(frame: Frame, template: Template, threshold: float = 0.8) -> Iterator[Place]:
    """Every accepted place in falling order of correlation."""
    limit = (1 - threshold) / 0.2
    rows, columns = template.gray.shape
    for correlation, y, x in _by_correlation(frame, template, 1 - 0.10 * limit):
        area = np.s_[y : y + rows, x : x + columns]
        brightness = brightness_difference(frame.gray[area], template)
        if brightness > limit:
            continue
        difference = max(brightness, (1 - correlation) / 0.10, chroma_difference(frame.color[area], template))
        if difference <= limit:
            yield Place(x, y, max(0.0, 1 - 0.2 * difference))


def correlation_of(window: NDArray[np.uint8], template: Template) -> float:
    counts = template.counts
    w, t = window[counts].astype(np.float64), template.gray[counts].astype(np.float64)
    w, t = w - w.mean(), t - t.mean()
    scale = np.sqrt((w * w).sum() * (t * t).sum())
    return float((w * t).sum() / scale) if scale else 0.0


def brightness_difference(window: NDArray[np.uint8], template: Template) -> float:
    """The largest of the differences in luma, gain and ground."""
    whole = _blocks(template.counts.astype(np.float64)) > 1 - 1e-6
    differences = _blocks(window.astype(np.float64) - template.gray)[whole]
    padded = cv2.copyMakeBorder(template.gray.astype(np.float64), 8, 8, 8, 8, cv2.BORDER_REFLECT_101)
    mean, square = (_sums(np.asarray(values, np.float64), 17) / 289 for values in (padded, padded**2))
    contrast = np.sqrt(np.maximum(square - mean * mean, 0))[2:, 2:][: whole.shape[0], : whole.shape[1]][whole]
    luma = float((np.abs(differences) / (0.14 * (60 + contrast))).max())
    ground = ground_difference(window, template)
    means = _blocks(template.gray.astype(np.float64))[whole]
    if means.std() < 1e-6:
        return max(luma, ground)
    gain = np.polyfit(means - means.mean(), differences, 1)[0]
    return max(luma, ground, float(abs(gain) * means.std() / (0.05 * means.std() + 0.9)))


def ground_difference(window: NDArray[np.uint8], template: Template) -> float:
    """The largest mean difference of the flat blocks of a square of 24x24 blocks that has 16 of them."""
    whole = _blocks(template.counts.astype(np.float64)) > 1 - 1e-6
    # Around a block: its own 4x4 pixels and one more on each side.
    padded = cv2.copyMakeBorder(template.gray.astype(np.float64), 3, 3, 3, 3, cv2.BORDER_REFLECT_101)
    mean, square = (_sums(np.asarray(values, np.float64), 6) / 36 for values in (padded, padded**2))
    contrast = np.sqrt(np.maximum(square - mean * mean, 0))[2:, 2:][: whole.shape[0], : whole.shape[1]]
    flat = np.asarray(whole & (contrast < 8), np.float64)
    signed = _blocks(window.astype(np.float64) - template.gray)
    rows, columns = (min(24, length) for length in flat.shape)
    count, total = _sums(flat, rows, columns).round(), _sums(signed * flat, rows, columns)
    return float(np.where(count >= 16, np.abs(total) / count.clip(1), 0).max()) / 8.5


def chroma_difference(window: NDArray[np.uint8], template: Template) -> float:
    side = min(8, *template.gray.shape)
    counts = template.counts.astype(np.float64)
    inner = cv2.erode(counts, np.ones((9, 9)))
    if template.mask is not None and inner.any():
        counts = np.asarray(inner, np.float64)
    counted = _sums(counts, side)
    enough = counted >= min(0.5 * side * side, counted.max()) - 1e-6
    spread = np.zeros_like(counts)
    distances = [np.zeros_like(counted), np.zeros_like(counted)]
    for channel in (1, 2):
        plain = _chroma(template.color, channel)
        for number, wanted in enumerate((plain, _chroma(_with_half_the_colours(template.color), channel))):
            signed = _sums((_chroma(window, channel) - wanted) * counts, side) / counted.clip(1)
            distances[number] = distances[number] + signed**2
        padded = cv2.copyMakeBorder(plain, 8, 8, 8, 8, cv2.BORDER_REFLECT_101)
        mean, square = (_sums(np.asarray(values, np.float64), 17) / 289 for values in (padded, padded**2))
        spread = spread + np.maximum(square - mean * mean, 0)
    contrast = np.sqrt(spread)[side // 2 :, side // 2 :][: counted.shape[0], : counted.shape[1]]
    return float((np.sqrt(np.minimum(*distances)) / (0.25 * (30 + contrast)))[enough].max())


def _with_half_the_colours(color: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """As JPEG shows it that keeps colours for 2x2 pixels, wherever these begin."""
    halved = cv2.cvtColor(color, cv2.COLOR_BGR2YCrCb)
    kernel = np.outer([1, 4, 6, 4, 1], [1, 4, 6, 4, 1]) / 256
    for channel in (1, 2):
        halved[:, :, channel] = cv2.filter2D(halved[:, :, channel].astype(np.float64), -1, kernel).round()
    return np.asarray(cv2.cvtColor(halved, cv2.COLOR_YCrCb2BGR), np.uint8)


def _sums(values: Array, rows: int, columns: int | None = None) -> Array:
    """The sums of all blocks of so many rows and columns, by an integral; square ones if nothing else is said."""
    right = rows if columns is None else columns
    total = np.zeros((values.shape[0] + 1, values.shape[1] + 1))
    total[1:, 1:] = values.cumsum(axis=0).cumsum(axis=1)
    return np.asarray(total[rows:, right:] - total[:-rows, right:] - total[rows:, :-right] + total[:-rows, :-right])


def _blocks(values: Array) -> Array:
    return _sums(values, 4) / 16


def _chroma(color: NDArray[np.uint8], channel: int) -> Array:
    return cv2.cvtColor(np.ascontiguousarray(color), cv2.COLOR_BGR2YCrCb)[:, :, channel].astype(np.float64)


def _by_correlation(frame: Frame, template: Template, least: float) -> list[tuple[float, int, int]]:
    mask = None if template.mask is None else template.counts.astype(np.uint8)
    rough = cv2.matchTemplate(frame.gray, template.gray, cv2.TM_CCOEFF_NORMED, mask=mask)
    rough[~np.isfinite(rough)] = 1
    rows, columns = template.gray.shape
    exact = [
        (round(correlation_of(frame.gray[y : y + rows, x : x + columns], template), 9), int(y), int(x))
        for y, x in np.argwhere(rough >= least - _DOUBT)
    ]
    return sorted((item for item in exact if item[0] >= least), key=lambda item: (-item[0], item[1], item[2]))
