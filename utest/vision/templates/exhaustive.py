"""Finding a template by comparing every place: slow, plain, and written from the definition alone.

It shares nothing with the library's search: neither grids nor intervals nor the order in which places are looked at.
"""

from collections.abc import Iterator
from functools import lru_cache
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


class _Brightness(NamedTuple):
    """What the brightness of a template is compared by, at any place.

    Args:
        whole: The blocks of 4x4 pixels that count.
        contrast: The contrast around each of them.
        means: Their means.
        flat: Those around which there is little contrast.
        flat_count: How many of them are in each square of 24x24 blocks.
    """

    whole: NDArray[np.bool_]
    contrast: Array
    means: Array
    flat: Array
    flat_count: Array


@lru_cache(maxsize=4)
def _brightness_of(template: Template) -> _Brightness:
    gray = template.gray.astype(np.float64)
    whole = _blocks(template.counts.astype(np.float64)) > 1 - 1e-6
    # Around a block: 17x17 pixels; and its own 4x4 pixels and one more on each side.
    contrast, near = (_deviation(gray, side)[2:, 2:][: whole.shape[0], : whole.shape[1]] for side in (17, 6))
    flat = np.asarray(whole & (near < 8), np.float64)
    return _Brightness(whole, contrast[whole], _blocks(gray)[whole], flat, _in_squares(flat).round())


def brightness_difference(window: NDArray[np.uint8], template: Template) -> float:
    """The largest of the differences in luma, gain and ground."""
    wanted = _brightness_of(template)
    signed = _blocks(window.astype(np.float64) - template.gray)
    differences = signed[wanted.whole]
    luma = float((np.abs(differences) / (0.14 * (60 + wanted.contrast))).max())
    # The largest mean difference of the flat blocks of a square of 24x24 blocks that has 16 of them.
    total, count = _in_squares(signed * wanted.flat), wanted.flat_count
    ground = float(np.where(count >= 16, np.abs(total) / count.clip(1), 0).max()) / 8.5
    deviation = wanted.means.std()
    if deviation < 1e-6:
        return max(luma, ground)
    # The slope of the line through the differences that has the least squares.
    centred = wanted.means - wanted.means.mean()
    gain = (centred * differences).sum() / (centred * centred).sum()
    return max(luma, ground, float(abs(gain) * deviation / (0.05 * deviation + 0.9)))


class _Colours(NamedTuple):
    """What the colours of a template are compared by, at any place.

    Args:
        counts: The pixels that count.
        counted: How many of them are in each square.
        enough: The squares that have enough of them.
        contrast: The contrast of colours around each square.
        wanted: Per channel, the colours as they are and with half of their resolution.
    """

    counts: Array
    counted: Array
    enough: NDArray[np.bool_]
    contrast: Array
    wanted: tuple[tuple[Array, Array], ...]


@lru_cache(maxsize=4)
def _colours_of(template: Template) -> _Colours:
    side = _side(template)
    counts = template.counts.astype(np.float64)
    inner = cv2.erode(counts, np.ones((9, 9)))
    if template.mask is not None and inner.any():
        counts = np.asarray(inner, np.float64)
    counted = _sums(counts, side)
    enough = counted >= min(0.5 * side * side, counted.max()) - 1e-6
    halved = _with_half_the_colours(template.color)
    wanted = tuple((_chroma(template.color, channel), _chroma(halved, channel)) for channel in (1, 2))
    spread = np.sqrt(sum(_deviation(plain, 17) ** 2 for plain, _ in wanted))
    contrast = spread[side // 2 :, side // 2 :][: counted.shape[0], : counted.shape[1]]
    return _Colours(counts, counted, enough, contrast, wanted)


def chroma_difference(window: NDArray[np.uint8], template: Template) -> float:
    colours = _colours_of(template)
    distances = [np.zeros_like(colours.counted), np.zeros_like(colours.counted)]
    for channel, both in zip((1, 2), colours.wanted, strict=True):
        shown = _chroma(window, channel)
        for number, wanted in enumerate(both):
            signed = _sums((shown - wanted) * colours.counts, _side(template)) / colours.counted.clip(1)
            distances[number] = distances[number] + signed**2
    return float((np.sqrt(np.minimum(*distances)) / (0.25 * (30 + colours.contrast)))[colours.enough].max())


def _side(template: Template) -> int:
    return min(8, *template.gray.shape)


def _deviation(values: Array, side: int) -> Array:
    """The standard deviation in the square of so many pixels around each pixel."""
    border = side // 2
    padded = cv2.copyMakeBorder(values, border, border, border, border, cv2.BORDER_REFLECT_101)
    mean, square = (_sums(np.asarray(part, np.float64), side) / side**2 for part in (padded, padded**2))
    return np.asarray(np.sqrt(np.maximum(square - mean * mean, 0)), np.float64)


def _in_squares(blocks: Array) -> Array:
    """The sums of the squares of 24x24 blocks."""
    rows, columns = (min(24, length) for length in blocks.shape)
    return _sums(blocks, rows, columns)


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
