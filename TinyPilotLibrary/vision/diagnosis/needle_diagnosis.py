"""Why a needle was not found: the area that differs most from what it should be."""

import numpy as np

from TinyPilotLibrary.vision.match import NearMiss
from TinyPilotLibrary.vision.needles.needle_search import Seen


def near_miss_of_needle(seen: Seen) -> NearMiss:
    """What came nearest to a needle that was not found.

    Args:
        seen: How the needle fits the frame.

    Returns:
        The place of its area that fits least, how similar that is and what is wanted of it.
    """
    area, place = seen.weakest
    count = sum(seen.fits)
    rest = f"; {count} of its {len(seen.places)} areas fit" if len(seen.places) > 1 else ""
    if place is None:
        size = f"{area.region.width}x{area.region.height}"
        reason = f"the needle's area of {size} pixels is larger than where it is looked for{rest}"
        return NearMiss(None, 0.0, reason, area.level)
    similar = f"{area.level:.0%} similar" if place.similarity else "here, and nothing similar is there"
    reason = f"the needle '{seen.needle.name}' wants this area {similar}{rest}"
    wanted = np.repeat(area.pixels[:, :, None], 3, axis=2)
    return NearMiss(place.region, place.similarity, reason, area.level, wanted)
