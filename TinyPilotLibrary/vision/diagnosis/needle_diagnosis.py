"""Why a needle was not found: the area that differs most from what it should be, and how it differs."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from TinyPilotLibrary.vision.diagnosis.template_diagnosis import near_miss_of
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Region
from TinyPilotLibrary.vision.match import NearMiss
from TinyPilotLibrary.vision.needles.needle import Area
from TinyPilotLibrary.vision.needles.needle_places import Seen
from TinyPilotLibrary.vision.pixels import Pixels, part
from TinyPilotLibrary.vision.templates.verdict import DEFAULT_THRESHOLD


def near_miss_of_needle(frame: Frame, seen: Seen, region: Region) -> NearMiss:
    """What came closest to a needle that was not found.

    Args:
        frame: The picture of the screen.
        seen: How the needle fits the frame.
        region: Where it was looked for, in pixels.

    Returns:
        The place of its area that fits least, how similar that is, the required similarity, and what differs.

    Raises:
        CorruptFrame: If the frame cannot be decoded.
    """
    area, place = seen.weakest
    count = sum(seen.fits)
    rest = f"; {count} of its {len(seen.places)} areas match" if len(seen.places) > 1 else ""
    if place is None:
        size = f"{area.region.width}x{area.region.height}"
        reason = f"the needle's area of {size} pixels is larger than the searched region{rest}"
        return NearMiss(None, 0.0, reason, area.level)
    required = f"the needle '{seen.needle.name}' requires this area with {area.level:.0%} similarity{rest}"
    wanted = np.repeat(area.pixels[:, :, None], 3, axis=2)
    mask = _mask(area, seen.needle.excluded)
    nearest = NearMiss(place.region, place.similarity, required, area.level, wanted, mask)
    if area.template is None:
        return nearest
    # What an eye would say of it: similarity alone tells nothing where it is 0.
    alike = near_miss_of(frame, area.template, region, DEFAULT_THRESHOLD)
    if alike.score >= DEFAULT_THRESHOLD:
        return replace(nearest, reason=f"{required}, and this looks the same, but is less similar")
    at = alike.region if alike.region and not place.similarity else place.region
    return replace(nearest, region=at, reason=f"{required}: {alike.reason}", wanted=alike.wanted, mask=alike.mask)


def _mask(area: Area, excluded: Sequence[Region]) -> Pixels | None:
    """Which pixels of an area count; None if all do."""
    mask = np.full(area.pixels.shape[:2], 255, np.uint8)
    for hole in excluded:
        common = hole.common(area.region)
        if common.width > 0 and common.height > 0:
            part(mask, common.moved(-area.region.left, -area.region.top))[:] = 0
    return None if mask.all() else mask
