"""What changed between two frames: as a search needs to know it, and as a person would see it."""

import numpy as np
import pytest

from TinyPilotLibrary.vision.geometry import Region
from TinyPilotLibrary.vision.motion.changed_regions import FrameSignature, changed_regions, changes
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


@pytest.mark.parametrize("width", [640, 644])
def test_what_changed_near_to_each_other_is_searched_as_one(width: int) -> None:
    # 161 cells in a row are compared one by one, 160 eight at a time.
    before = np.full((480, width, 3), 60, np.uint8)
    after = before.copy()
    lines = (Region(64, 80, 96, 8), Region(64, 100, 96, 8), Region(64, 440, 32, 8), Region(512, 440, 32, 8))
    for left, top, across, high in lines:
        after[top : top + high, left : left + across] = 90
    changed = changes(FrameSignature.of(frame_of(before)), frame_of(after))
    assert changed is not None
    assert changed.regions == [Region(64, 80, 96, 28), *lines[2:]]


def test_what_changed_nearly_everywhere_is_not_told_apart() -> None:
    before = np.full((480, 640, 3), 60, np.uint8)
    after = before.copy()
    after[:300] = 90
    assert changes(FrameSignature.of(frame_of(before)), frame_of(after)) is None
    # Two thin lines at both ends are little, though as far from each other as they can be.
    after[8:-8] = 60
    after[-8:] = 90
    changed = changes(FrameSignature.of(frame_of(before)), frame_of(after))
    assert changed is not None
    assert changed.regions == [Region(0, 0, 640, 8), Region(0, 472, 640, 8)]


def test_a_screen_without_a_whole_block_has_not_changed() -> None:
    speck = np.full((3, 3, 3), 60, np.uint8)
    changed = changes(FrameSignature.of(frame_of(speck)), frame_of(speck + 1))
    assert changed is None or not changed.regions
