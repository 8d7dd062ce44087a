"""What is in a piece of a picture is found on any ground."""

import numpy as np
import pytest

from TinyPilotLibrary.vision.content import content_of
from TinyPilotLibrary.vision.geometry import Region


@pytest.mark.parametrize("ground", [(0, 0, 0), (255, 255, 255), (160, 40, 20)])
def test_what_differs_from_the_ground_is_the_content(ground: tuple[int, int, int]) -> None:
    pixels = np.full((40, 60, 3), ground, np.uint8)
    assert content_of(pixels) is None
    pixels[10:15, 20:50] = (90, 200, 120)
    # As a capture has it.
    pixels[30:32, 5:9] = np.clip(np.add(ground, 12), 0, 255)
    assert content_of(pixels) == Region(20, 10, 30, 5)
