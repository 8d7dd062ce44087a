"""Looks for templates in a frame: every place is compared, the best one that looks the same is the match."""

from collections.abc import Iterator

import cv2
import numpy as np
from numpy.typing import NDArray

from TinyPilotLibrary.vision.frame import Frame, Pixels
from TinyPilotLibrary.vision.geometry import Region
from TinyPilotLibrary.vision.match import Match, Miss
from TinyPilotLibrary.vision.template import Template
from TinyPilotLibrary.vision.verdict import DEFAULT_THRESHOLD, NCC_TOLERANCE, Judge, difference_of, score_of


def locate(
    frame: Frame, template: Template, region: Region, threshold: float = DEFAULT_THRESHOLD, name: str | None = None
) -> Match | Miss:
    """Looks for a template in a frame.

    Args:
        frame: The picture of the screen.
        template: What to look for.
        region: Where to look, in pixels.
        threshold: The least score that counts as found, 0.0 to 1.0.
        name: What the match is called; the template's name if not given.

    Returns:
        The best match, or the miss with its best candidate.

    Raises:
        CorruptFrame: If the frame cannot be decoded.

    ```python
    locate(frame, Template.load(Path("ok.png")), whole(frame.size))
    ```
    """
    best = next(_candidates(frame, template, region, threshold), None)
    if best and best.score >= threshold:
        return Match(name or template.name, best.region, best.score, best.click_point)
    return _miss(frame, template, region, threshold, name or template.name)


def locate_all(
    frame: Frame, template: Template, region: Region, threshold: float = DEFAULT_THRESHOLD, name: str | None = None
) -> list[Match]:
    """Looks for every place of a template in a frame.

    Args:
        frame: The picture of the screen.
        template: What to look for.
        region: Where to look, in pixels.
        threshold: The least score that counts as found, 0.0 to 1.0.
        name: What the matches are called; the template's name if not given.

    Returns:
        All matches, best first; of overlapping ones the best.

    Raises:
        CorruptFrame: If the frame cannot be decoded.
    """
    found: list[Match] = []
    for match in _candidates(frame, template, region, threshold):
        if not any(_overlap(match.region, other.region) for other in found):
            found.append(Match(name or template.name, match.region, match.score, match.click_point))
    return found


def _candidates(frame: Frame, template: Template, region: Region, threshold: float) -> Iterator[Match]:
    """The places that look the same, in falling order of their correlation."""
    correlation = _correlation(frame, template, region)
    if correlation is None:
        return
    limit = difference_of(threshold)
    judge = Judge(template)
    rows, columns = np.nonzero(correlation >= 1.0 - NCC_TOLERANCE * limit)
    order = np.argsort(-correlation[rows, columns], kind="stable")
    for row, column in zip(rows[order].tolist(), columns[order].tolist(), strict=True):
        place = _window(template, region, row, column)
        if judge.luma_difference(_cut(frame.gray, place)) > limit:
            continue
        difference = judge.difference(_cut(frame.color, place), float(correlation[row, column]))
        if difference <= limit:
            yield Match(template.name, place, score_of(difference), place.center)


def _miss(frame: Frame, template: Template, region: Region, threshold: float, name: str) -> Miss:
    correlation = _correlation(frame, template, region)
    if correlation is None:
        smaller = "screen" if region.width == frame.size.width and region.height == frame.size.height else "region"
        extent = f"{region.width:g}x{region.height:g}"
        return Miss(name, threshold, None, 0.0, f"its {template.size} pixels are larger than the {smaller}, {extent}")
    row, column = (int(index) for index in np.unravel_index(int(correlation.argmax()), correlation.shape))
    place = _window(template, region, row, column)
    window = _cut(frame.color, place)
    judge = Judge(template)
    best = float(correlation[row, column])
    shares = {
        "nothing there is alike": (1.0 - best) / NCC_TOLERANCE,
        "a part or the brightness differs": judge.luma_difference(_cut(frame.gray, place)),
        "the colour differs": judge.chroma_difference(window),
    }
    reason = max(shares, key=lambda text: shares[text])
    if best < 0.5:
        return Miss(name, threshold, None, 0.0, "nothing on the screen is alike")
    return Miss(name, threshold, place, score_of(max(shares.values())), reason)


def _correlation(frame: Frame, template: Template, region: Region) -> NDArray[np.float32] | None:
    """The correlation of the gray pictures at every place; None if the template is larger than the region."""
    # OpenCV would silently look for the region in the template.
    if template.size.width > region.width or template.size.height > region.height:
        return None
    raw = cv2.matchTemplate(_cut(frame.gray, region), template.gray, cv2.TM_CCOEFF_NORMED)
    # A flat window has no correlation, but OpenCV gives it one.
    return np.where(np.isfinite(raw) & (np.abs(raw) <= 1.0 + 1e-3), raw, 0.0).astype(np.float32)


def _window(template: Template, region: Region, row: int, column: int) -> Region:
    return Region(int(region.left) + column, int(region.top) + row, *template.size)


def _cut(pixels: Pixels, region: Region) -> Pixels:
    left, top, width, height = (int(value) for value in region)
    return pixels[top : top + height, left : left + width]


def _overlap(one: Region, other: Region) -> bool:
    return abs(one.left - other.left) < min(one.width, other.width) and abs(one.top - other.top) < min(
        one.height, other.height
    )
