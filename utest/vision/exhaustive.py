"""Finding a template by comparing every place: slow, plain, and written from the definition alone.

It shares nothing with the library's search: neither grids nor intervals nor the order in which places are looked at.
"""

from collections.abc import Iterator
from typing import NamedTuple

import cv2
import numpy as np
from numpy.lib.stride_tricks import sliding_window_view
from numpy.typing import NDArray

from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.template import Template

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
        luma = luma_difference(frame.gray[area], template)
        if luma > limit:
            continue
        difference = max(luma, (1 - correlation) / 0.10, chroma_difference(frame.color[area], template))
        if difference <= limit:
            yield Place(x, y, max(0.0, 1 - 0.2 * difference))


def correlation_of(window: NDArray[np.uint8], template: Template) -> float:
    counts = template.counts
    w, t = window[counts].astype(np.float64), template.gray[counts].astype(np.float64)
    w, t = w - w.mean(), t - t.mean()
    scale = np.sqrt((w * w).sum() * (t * t).sum())
    return float((w * t).sum() / scale) if scale else 0.0


def luma_difference(window: NDArray[np.uint8], template: Template) -> float:
    whole = sliding_window_view(template.counts, (4, 4)).all(axis=(2, 3))
    signed = window.astype(np.float64) - template.gray
    means = sliding_window_view(signed, (4, 4)).mean(axis=(2, 3))
    padded = np.pad(template.gray.astype(np.float64), 4, mode="reflect")
    contrast = sliding_window_view(padded, (9, 9)).std(axis=(2, 3))
    middle = contrast[2 : 2 + means.shape[0], 2 : 2 + means.shape[1]]
    return float((np.abs(means) / (0.15 * (60 + middle)))[whole].max())


def chroma_difference(window: NDArray[np.uint8], template: Template) -> float:
    side = min(12, *template.gray.shape)
    counts = template.counts.astype(np.float64)
    counted = sliding_window_view(counts, (side, side)).sum(axis=(2, 3))
    enough = counted >= min(0.5 * side * side, counted.max())
    worst = 0.0
    for channel in (1, 2):
        signed = (_chroma(window, channel) - _chroma(template.color, channel)) * counts
        sums = sliding_window_view(signed, (side, side)).sum(axis=(2, 3))
        worst = max(worst, float(np.abs(sums[enough] / counted[enough]).max()))
    return worst / 16


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
