"""Why a needle was not found: the area that differs most from what it should be."""

import numpy as np

from TinyPilotLibrary.vision.match import NearMiss
from TinyPilotLibrary.vision.needles.needle_search import Seen


def near_miss_of_needle(seen: Seen) -> NearMiss:
    """What came closest to a needle that was not found.

    Args:
        seen: How the needle fits the frame.

    Returns:
        The place of its area that fits least, how similar that is and the required similarity.
    """
    area, place = seen.weakest
    count = sum(seen.fits)
    rest = f"; {count} of its {len(seen.places)} areas match" if len(seen.places) > 1 else ""
    if place is None:
        size = f"{area.region.width}x{area.region.height}"
        reason = f"the needle's area of {size} pixels is larger than the searched region{rest}"
        return NearMiss(None, 0.0, reason, area.level)
    similarity = f"with {area.level:.0%} similarity" if place.similarity else "here, and no similar area was found"
    reason = f"the needle '{seen.needle.name}' requires this area {similarity}{rest}"
    wanted = np.repeat(area.pixels[:, :, None], 3, axis=2)
    return NearMiss(place.region, place.similarity, reason, area.level, wanted)
