"""How alike two pictures are on the scale of openQA's needles, and where on the screen a part of a needle is.

os-autoinst compares the gray pictures, slightly blurred (Gaussian, 3x3): the similarity is 1.0 up to a mean squared
error of 2 and falls by 0.1 for each 38 more, so that 0.96, its default, is an error of 17.2. It is taken at the place
of the least error around the expected one; of places that are as good, at the nearest to it. The figures are those of
os-autoinst's own matcher (`ppmclibs/tinycv_impl.cc` in its repository).

Of a JPEG its own luma is compared: its colours are subsampled, and what they make of the brightness is up to 0.03 less
similar to a needle that was cut without loss.
"""

from collections.abc import Iterable
from typing import NamedTuple

import cv2
import numpy as np

from TinyPilotLibrary.vision.geometry import Point, Region, Size
from TinyPilotLibrary.vision.pixels import Pixels, part

_BLUR = (3, 3)
# The brightness of pure green, which excluded areas are painted with in needle and screen alike.
_EXCLUDED = 150
#: Sums of squared errors so near to the least one are as good.
AS_GOOD = 10.0
_ERROR_AT_090, _ERROR_PER_UNIT = 40.0, 380.0


class Place(NamedTuple):
    """Where a part of a needle fits best.

    Args:
        region: The place, in pixels.
        similarity: How alike it is, 0.0 to 1.0.
    """

    region: Region
    similarity: float


def similarity_of(error: float) -> float:
    """The similarity, 0.0 to 1.0, of a mean squared error."""
    return min(1.0, max(0.0, 0.9 + (_ERROR_AT_090 - error) / _ERROR_PER_UNIT))


def error_of(similarity: float) -> float:
    """The mean squared error of a similarity above 0.0 and below 1.0."""
    return _ERROR_AT_090 - (similarity - 0.9) * _ERROR_PER_UNIT


def smoothed(gray: Pixels, region: Region, excluded: Iterable[Region]) -> Pixels:
    """A part of a picture as needles are compared: excluded areas painted over, slightly blurred.

    Args:
        gray: The brightness of the whole picture.
        region: Which part, in pixels.
        excluded: What does not count, in pixels of the whole picture.
    """
    left, top, width, height = (int(value) for value in region)
    # Blurring looks one pixel beyond the part.
    begin, above = max(0, left - 1), max(0, top - 1)
    around = gray[above : top + height + 1, begin : left + width + 1].copy()
    for area in excluded:
        x, y = int(area.left) - begin, int(area.top) - above
        around[max(0, y) : max(0, y + int(area.height)), max(0, x) : max(0, x + int(area.width))] = _EXCLUDED
    blurred = np.asarray(cv2.GaussianBlur(around, _BLUR, 0), np.uint8)
    return part(blurred, Region(left - begin, top - above, width, height))


def place_of(gray: Pixels, wanted: Pixels, expected: Point, window: Region, excluded: Iterable[Region]) -> Place | None:
    """Where a part of a needle fits best.

    Args:
        gray: The brightness of the screen.
        wanted: The part, as `smoothed` gives it.
        expected: Where its top left corner is expected, in pixels.
        window: Where to look, in pixels.
        excluded: What does not count, in pixels of the screen.

    Returns:
        The place; where nothing is similar, the expected one. None if the part is larger than the window.
    """
    height, width = wanted.shape
    if window.width < width or window.height < height:
        return None
    seen = smoothed(gray, window, excluded)
    errors = cv2.matchTemplate(seen, wanted, cv2.TM_SQDIFF)
    ys, xs = np.nonzero(errors <= errors.min() + AS_GOOD)
    left, top = int(window.left), int(window.top)
    nearest = int(np.argmin((xs + left - expected.x) ** 2 + (ys + top - expected.y) ** 2))
    x, y = int(xs[nearest]), int(ys[nearest])
    difference = seen[y : y + height, x : x + width].astype(np.int32) - wanted
    similarity = similarity_of(float(np.mean(difference * difference)))
    corner = Point(x + left, y + top) if similarity else expected
    return Place(Region(corner.x, corner.y, width, height), similarity)


def scaled_place(place: Region, cut_on: Size, seen_on: Size) -> Point:
    """Where the top left corner of a part is expected on a screen of another size than that of the needle.

    Args:
        place: Where the part is in the needle's screenshot, in pixels.
        cut_on: The size of that screenshot.
        seen_on: The size of the screen.

    Returns:
        The corner in pixels of the screen, rounded down; the part itself keeps its size.
    """
    return Point(place.left * seen_on.width // cut_on.width, place.top * seen_on.height // cut_on.height)
