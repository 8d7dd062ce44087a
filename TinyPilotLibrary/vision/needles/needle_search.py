"""Looks for openQA needles in one frame after the other, by os-autoinst's own rule."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce

import numpy as np

from TinyPilotLibrary.vision.frame import Frame, PictureIdentity
from TinyPilotLibrary.vision.geometry import Point, Region, whole
from TinyPilotLibrary.vision.match import Match
from TinyPilotLibrary.vision.needles.needle import DEFAULT_LEVEL, Area, Needle
from TinyPilotLibrary.vision.needles.similarity import Place, error_of, place_of, scaled_place
from TinyPilotLibrary.vision.templates.template_search import template_search
from TinyPilotLibrary.vision.templates.verdict import DEFAULT_THRESHOLD

# An area is looked for a bit farther away than its margin says: by this share of what is missing to the whole screen.
_FARTHER, _SCREEN = 0.02, 1024
# What a capture made of an area is so similar to it.
_PERHAPS = 0.75


@dataclass(frozen=True, eq=False)
class Seen:
    """How a needle fits a frame.

    Args:
        needle: The needle.
        places: For each of its areas where it fits best; None if it cannot be there at all.
        fits: For each of its areas whether it is there.
    """

    needle: Needle
    places: Sequence[Place | None]
    fits: Sequence[bool]

    @property
    def found(self) -> bool:
        """Whether all areas are there."""
        return all(self.fits)

    @property
    def error(self) -> float:
        """The mean squared lack of similarity: what needles are compared by."""
        return sum((1 - _similarity(place)) ** 2 for place in self.places) / len(self.places)

    @property
    def rank(self) -> tuple[bool, float, bool, str]:
        """The order of needles, the best first: of equal ones a workaround, then the first by name."""
        return not self.found, self.error, self.needle.workaround is None, self.needle.name

    @property
    def weakest(self) -> tuple[Area, Place | None]:
        """The area that comes nearest to refusing the needle, or most refuses it."""
        missing = [pair for pair, fits in zip(self._pairs, self.fits, strict=True) if not fits]
        return min(missing or self._pairs, key=lambda pair: _similarity(pair[1]) - pair[0].level)

    def match(self) -> Match:
        """The needle as a match."""
        places = [place.region for place in self.places if place]
        click, named = self.needle.clicks(places)
        return Match(
            self.needle.name,
            reduce(Region.around, places),
            min(map(_similarity, self.places)),
            click,
            click_points=named,
            template=self.needle.name,
            workaround=self.needle.workaround,
            texts=tuple(self.needle.texts),
        )

    @property
    def _pairs(self) -> list[tuple[Area, Place | None]]:
        return list(zip(self.needle.areas, self.places, strict=True))


class NeedleSearch:
    """Looks for any of several needles, and remembers the last frame.

    Args:
        needles: The needles; at least one.
        region: Where to look, in pixels or fractions; None for the whole screen.
    """

    def __init__(self, needles: Sequence[Needle], region: Region | None = None) -> None:
        self._needles = needles
        self._region = region
        self._last: PictureIdentity | None = None
        self._looks: dict[bool, list[Seen]] = {}

    def look(self, frame: Frame, *, far: bool = True) -> Match | None:
        """Looks for the needles.

        Args:
            frame: The picture of the screen.
            far: Whether the areas are looked for on the whole screen, not only near their places.

        Returns:
            The best of those that are there; None if none is.

        Raises:
            CorruptFrame: If the frame cannot be decoded.
            LocatorError: If the region is not on the screen.
        """
        best = self._seen(frame, far=far)[0]
        return best.match() if best.found else None

    def nearest(self, frame: Frame) -> Seen:
        """How the needle that comes nearest fits a frame, wherever its areas are.

        Args:
            frame: The picture of the screen.

        Raises:
            CorruptFrame: If the frame cannot be decoded.
            LocatorError: If the region is not on the screen.
        """
        return self._seen(frame, far=True)[0]

    def look_for_all(self, frame: Frame) -> list[Match]:
        """Every needle that is there, the best first."""
        return [seen.match() for seen in self._seen(frame, far=True) if seen.found]

    def _seen(self, frame: Frame, *, far: bool) -> list[Seen]:
        if self._last != frame.identity:
            self._last = frame.identity
            self._looks.clear()
        if far not in self._looks:
            area = self._region.on(frame.size) if self._region else whole(frame.size)
            every = (seen_in(frame, needle, area, far=far) for needle in self._needles)
            self._looks[far] = sorted(every, key=lambda seen: seen.rank)
        return self._looks[far]


def seen_in(frame: Frame, needle: Needle, area: Region, *, far: bool) -> Seen:
    """How a needle fits a frame.

    Args:
        frame: The picture of the screen.
        needle: The needle.
        area: Where to look, in pixels.
        far: Whether its areas are looked for in all of that, not only near their places.
    """
    excluded = [_at(region, scaled_place(region, needle.size, frame.size)) for region in needle.excluded]
    places = [_place(frame, needle, part, area, excluded, far=far) for part in needle.areas]
    return Seen(needle, places, [_fits(frame, *pair) for pair in zip(needle.areas, places, strict=True)])


def _fits(frame: Frame, area: Area, place: Place | None) -> bool:
    """Whether an area is at its best place: by os-autoinst's rule, or because a capture shows it so.

    os-autoinst sees pictures without loss, and its levels were calibrated for them. A needle that wants more than the
    default means it.
    """
    if place is None or place.similarity >= area.level:
        return place is not None
    if frame.format != "JPEG" or area.level > DEFAULT_LEVEL or place.similarity < _PERHAPS or area.template is None:
        return False
    # A nearly flat area is not there where more differs than it shows; JPEG of quality 50 changes 0.03 of that at most.
    if error_of(place.similarity) > float(np.var(area.pixels)):
        return False
    search = template_search(area.template, DEFAULT_THRESHOLD)
    judged = search.at(frame, int(place.region.left), int(place.region.top))
    return judged is not None and search.accepts(judged)


def _place(
    frame: Frame, needle: Needle, part: Area, area: Region, excluded: Sequence[Region], *, far: bool
) -> Place | None:
    expected = scaled_place(part.region, needle.size, frame.size)
    margin = int(part.margin + _FARTHER * (_SCREEN - part.margin))
    near = _at(part.region, expected).grown(margin).common(area)
    place = place_of(frame.gray, part.pixels, expected, near, excluded)
    if not far or (place and place.similarity == 1.0):
        return place
    return place_of(frame.gray, part.pixels, expected, area, excluded)


def _at(region: Region, corner: Point) -> Region:
    return Region(corner.x, corner.y, region.width, region.height)


def _similarity(place: Place | None) -> float:
    return place.similarity if place else 0.0
