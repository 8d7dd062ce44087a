"""How a needle fits one frame, by os-autoinst's own rule."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, reduce
from typing import NamedTuple

from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Point, Region, whole
from TinyPilotLibrary.vision.match import Match
from TinyPilotLibrary.vision.needles.area_search import AreaSearch, area_search
from TinyPilotLibrary.vision.needles.brightness import Brightness
from TinyPilotLibrary.vision.needles.needle import DEFAULT_LEVEL, Area, Needle
from TinyPilotLibrary.vision.needles.similarity import Place, error_of, place_of, scaled_place, smoothed
from TinyPilotLibrary.vision.templates.template import Template
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

    def match(self, frame: Frame) -> Match:
        """The needle as a match.

        Args:
            frame: The frame that it was found in.
        """
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
            doubt=next(filter(None, (_doubt(frame, *pair) for pair in self._pairs)), ""),
        )

    @property
    def _pairs(self) -> list[tuple[Area, Place | None]]:
        return list(zip(self.needle.areas, self.places, strict=True))


class View:
    """What all needles share of one look at a frame.

    Args:
        frame: The picture of the screen.
        area: Where to look, in pixels.
        far: Whether areas are looked for in all of that, not only near their places.
    """

    def __init__(self, frame: Frame, area: Region, *, far: bool) -> None:
        self.frame = frame
        self.area = area
        self.far = far

    def window(self, needle: Needle, part: Area) -> Region:
        """Where an area of a needle is looked for, in pixels.

        Args:
            needle: The needle; where its screenshot has another size than the frame, places are scaled.
            part: One of its areas.

        Returns:
            All of the view if it looks far, else what of it is within the area's margin, and a bit more: of no size if
            nothing is.
        """
        return self.area if self.far else _near(part, _expected(part, needle, self.frame), self.area)

    def brightness(self, needle: Needle, window: Region) -> Brightness:
        """The brightness of at least a window, without what a needle excludes.

        Args:
            needle: The needle; what it excludes is painted over.
            window: The window, in pixels of the frame.

        Returns:
            That of the whole frame if the view looks far and the needle excludes nothing: all such needles share it.
        """
        if self.far and not needle.excluded:
            return self._brightness
        seen = smoothed(self.frame.gray, window, _excluded(needle, self.frame))
        return Brightness(seen, int(window.left), int(window.top))

    @cached_property
    def _brightness(self) -> Brightness:
        return Brightness(smoothed(self.frame.gray, whole(self.frame.size), ()))


class Missing(NamedTuple):
    """An area that keeps a needle from being there.

    Args:
        number: Its number in the needle, from 0.
        window: Where no place is similar enough, in pixels; None if one is, and was refused by its colours.
    """

    number: int
    window: Region | None


def look_for(view: View, needle: Needle, first: int = 0) -> Seen | Missing:
    """Looks for a needle.

    Args:
        view: The look at the frame.
        needle: The needle.
        first: The number of the area that is looked for first.

    Returns:
        Where it is, or an area that is missing.
    """
    places: dict[int, Place] = {}
    for number in sorted(range(len(needle.areas)), key=lambda number: number != first):
        found = _look_for_area(view, needle, number)
        if isinstance(found, Missing):
            return found
        places[number] = found
    return Seen(needle, [places[number] for number in range(len(places))], [True] * len(places))


def _look_for_area(view: View, needle: Needle, number: int) -> Place | Missing:
    """The place where an area is, or that it is missing."""
    area, window, was_similar = needle.areas[number], view.window(needle, needle.areas[number]), False
    for place in _places(view, needle, area, window):
        if _fits(view.frame, area, place):
            return place
        was_similar = True
    return Missing(number, None if was_similar else window)


def is_still_missing(view: View, needle: Needle, missing: Missing, changed: Region) -> bool:
    """Whether an area that was missing cannot have come: no place that touches what changed is similar enough.

    Args:
        view: The look at the frame.
        needle: The needle.
        missing: What was missing of it in an earlier frame of the same format and size.
        changed: A rectangle around all that changed since in brightness, in pixels; it may be empty.
    """
    if missing.window is None:
        return False
    if not changed.width:
        return True
    area = needle.areas[missing.number]
    # Blurring takes changes one pixel farther.
    width, height = area.region.width, area.region.height
    left, top = changed.left - width, changed.top - height
    touched = Region(left, top, changed.width + 2 * width, changed.height + 2 * height).common(missing.window)
    if touched.width < width or touched.height < height:
        return True
    return not _search_for(view, area).may_be_in(view.brightness(needle, touched), touched)


def _search_for(view: View, area: Area) -> AreaSearch:
    return area_search(area, _largest_error(view.frame, area))


def _places(view: View, needle: Needle, area: Area, window: Region) -> Iterator[Place]:
    """The places in a window where an area may be, the one that is meant first."""
    search = _search_for(view, area)
    expected = _expected(area, needle, view.frame)
    own = _at(area.region, expected)
    if own.common(window) == own and (place := search.exactly_at(view.brightness(needle, own), own)):
        # No other place can be better, nor nearer.
        yield place
        return
    yield from search.places(view.brightness(needle, window), window, expected)


def _largest_error(frame: Frame, area: Area) -> float:
    """The largest mean squared error at which an area may be there, before its colours are looked at."""
    by_rule = error_of(area.level)
    if not _may_be_captured(frame, area):
        return by_rule
    # A nearly flat area is not there where more differs than it shows; JPEG of quality 50 changes 0.03 of that at most.
    return max(by_rule, min(error_of(_PERHAPS), area.variance))


def _may_be_captured(frame: Frame, area: Area) -> bool:
    """Whether an area counts as there, too, where it is what a capture makes of it.

    os-autoinst sees pictures without loss, and its levels were calibrated for them. A needle that wants more than the
    default means it.
    """
    return frame.format == "JPEG" and area.level <= DEFAULT_LEVEL and area.template is not None


def _fits(frame: Frame, area: Area, place: Place | None) -> bool:
    """Whether an area is at a place: by os-autoinst's rule, or because a capture shows it so."""
    if place is None or place.similarity >= area.level:
        return place is not None
    if area.template is None or not _may_be_captured(frame, area):
        return False
    if error_of(place.similarity) > _largest_error(frame, area):
        return False
    return _looks_the_same(frame, area.template, place)


def _looks_the_same(frame: Frame, template: Template, place: Place) -> bool:
    """Whether an area looks the same by the rule for templates, too."""
    search = template_search(template, DEFAULT_THRESHOLD)
    judged = search.at(frame, int(place.region.left), int(place.region.top))
    return judged is not None and search.accepts(judged)


def _doubt(frame: Frame, area: Area, place: Place | None) -> str:
    """Why an area that fits by its needle's rule may be something else; a needle that wants less means it."""
    if place is None or area.template is None or area.level < DEFAULT_LEVEL:
        return ""
    if _looks_the_same(frame, area.template, place):
        return ""
    return (
        f"its area {place.region} is {place.similarity:.4f} similar, and {area.level:.2f} is enough, but it does not "
        "look the same: a small difference counts little in a large area. Divide it into smaller areas, or raise its "
        "'match'"
    )


def seen_in(frame: Frame, needle: Needle, area: Region, *, far: bool) -> Seen:
    """How a needle fits a frame, each of its areas where it fits best.

    Args:
        frame: The picture of the screen.
        needle: The needle.
        area: Where to look, in pixels.
        far: Whether its areas are looked for in all of that, not only near their places.
    """
    excluded = _excluded(needle, frame)
    places = [_best_place(frame, needle, part, area, excluded, far=far) for part in needle.areas]
    return Seen(needle, places, [_fits(frame, *pair) for pair in zip(needle.areas, places, strict=True)])


def _best_place(
    frame: Frame, needle: Needle, part: Area, area: Region, excluded: Sequence[Region], *, far: bool
) -> Place | None:
    expected = _expected(part, needle, frame)
    near = _near(part, expected, area)
    place = place_of(frame.gray, part.pixels, expected, near, excluded)
    if not far or (place and place.similarity == 1.0):
        return place
    return place_of(frame.gray, part.pixels, expected, area, excluded)


def _expected(part: Area, needle: Needle, frame: Frame) -> Point:
    return scaled_place(part.region, needle.size, frame.size)


def _near(part: Area, expected: Point, area: Region) -> Region:
    margin = int(part.margin + _FARTHER * (_SCREEN - part.margin))
    return _at(part.region, expected).grown(margin).common(area)


def _excluded(needle: Needle, frame: Frame) -> list[Region]:
    return [_at(region, scaled_place(region, needle.size, frame.size)) for region in needle.excluded]


def _at(region: Region, corner: Point) -> Region:
    return Region(corner.x, corner.y, region.width, region.height)


def _similarity(place: Place | None) -> float:
    return place.similarity if place else 0.0
