"""What differs between two pictures."""

import numpy as np
import pytest

from TinyPilotLibrary.vision.changes import changed_part
from TinyPilotLibrary.vision.geometry import Region


@pytest.mark.parametrize(
    ("places", "part"),
    [
        ([], None),
        ([(3, 7)], Region(7, 3, 1, 1)),
        ([(3, 7), (5, 2)], Region(2, 3, 6, 3)),
        ([(0, 0), (11, 19)], Region(0, 0, 20, 12)),
    ],
)
def test_the_least_part_that_holds_all_differences_is_told(places: list[tuple[int, int]], part: Region | None) -> None:
    before = np.random.default_rng(1).integers(0, 255, (12, 20, 3), np.uint8)
    now = before.copy()
    for row, column in places:
        # One colour is enough.
        now[row, column, 1] += 1
    assert changed_part(before, now) == part
