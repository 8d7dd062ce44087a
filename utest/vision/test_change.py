"""What changed between two frames, as a person would see it."""

import numpy as np
import pytest

from TinyPilotLibrary.vision.change import changed_regions
from TinyPilotLibrary.vision.geometry import Region
from utest.vision.screens import frame_of


@pytest.mark.parametrize("region", [Region(60, 40, 20, 12), Region(128, 88, 3, 3), Region(130, 90, 1, 1)])
def test_a_region_at_the_edge_of_any_screen_can_be_watched(region: Region) -> None:
    # 131x91 pixels are no whole blocks of four.
    before = np.full((91, 131, 3), 60, np.uint8)
    after = before.copy()
    after[36:, 56:] = 200
    assert changed_regions(frame_of(before), frame_of(after), region)
    before[0, 0] = 61
    assert not changed_regions(frame_of(before), frame_of(np.full((91, 131, 3), 60, np.uint8)), region)
