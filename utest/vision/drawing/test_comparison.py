"""The picture of what was looked for and what is there."""

import cv2
import numpy as np

from TinyPilotLibrary.vision.drawing.comparison import comparison
from TinyPilotLibrary.vision.geometry import Region
from TinyPilotLibrary.vision.match import Miss
from TinyPilotLibrary.vision.pixels import Pixels, part
from utest.vision.looking import outcome_of
from utest.vision.screens import cut, frame_of, screens


def compared(region: Region) -> tuple[Pixels, Pixels, Pixels]:
    """The picture, what was looked for, and what is there."""
    setup = screens()["setup"]
    changed = setup.color.copy()
    spot = part(changed, Region(region.left + region.width - 30, region.top + 2, 20, 12))
    spot[:] = 255 - spot
    frame = frame_of(changed)
    miss = outcome_of(frame, cut(setup, region))
    assert isinstance(miss, Miss)
    assert miss.region == region
    picture = comparison(frame, miss)
    assert picture
    return picture.color, part(setup.color, region), part(changed, region)


def place_of(pixels: Pixels, picture: Pixels) -> tuple[int, int]:
    """Where it stands in the picture, pixel by pixel: from the left, and from the top."""
    _, _, (left, top), _ = cv2.minMaxLoc(cv2.matchTemplate(picture, pixels, cv2.TM_SQDIFF))
    height, width = pixels.shape[:2]
    assert np.array_equal(part(picture, Region(left, top, width, height)), pixels)
    return left, top


def test_a_wide_row_and_what_is_there_stand_below_each_other_as_large_as_they_are() -> None:
    picture, wanted, seen = compared(Region(10, 64, 520, 16))
    (left, above), (same, below) = place_of(wanted, picture), place_of(seen, picture)
    assert left == same
    assert below > above + 16


def test_a_small_part_and_what_is_there_stand_beside_each_other_enlarged() -> None:
    picture, wanted, seen = compared(Region(10, 64, 100, 40))
    scale = (720 // 3 - 10) / 100
    larger = [cv2.resize(one, None, fx=scale, fy=scale, interpolation=cv2.INTER_NEAREST) for one in (wanted, seen)]
    (left, top), (right, same) = (place_of(np.asarray(one, np.uint8), picture) for one in larger)
    assert top == same
    assert right >= left + 230


def test_the_reason_stands_above() -> None:
    picture, wanted, _ = compared(Region(10, 64, 520, 16))
    title = picture[: place_of(wanted, picture)[1]]
    # A line with the reason, and one with the name.
    dark = np.flatnonzero((title.max(axis=2) < 128).any(axis=1))
    assert len(np.flatnonzero(np.diff(dark) > 3)) == 1
