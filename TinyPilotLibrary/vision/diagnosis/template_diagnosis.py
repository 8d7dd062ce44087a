"""Why something was not found: only asked for when a wait fails, so it may take longer than looking.

The first reason that applies is reported: found outside the region; shape and brightness match, but not the colour; the
same but darker or brighter as a whole; blurred; a small part differs; of another size; partly covered; the shape
differs; no similar area.
"""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from itertools import islice

import numpy as np

from TinyPilotLibrary.errors import TemplateError
from TinyPilotLibrary.vision.diagnosis.candidate import STILL_CONTRAST, Candidate, ReferenceTemplate, reference_of
from TinyPilotLibrary.vision.diagnosis.coarse_to_fine import Levels
from TinyPilotLibrary.vision.diagnosis.scale_search import in_other_size
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Region, whole
from TinyPilotLibrary.vision.match import NearMiss
from TinyPilotLibrary.vision.templates.cascade import Span
from TinyPilotLibrary.vision.templates.template import Template
from TinyPilotLibrary.vision.templates.template_search import template_search
from TinyPilotLibrary.vision.templates.verdict import DEFAULT_THRESHOLD

# So many places are looked into, and so many for each strip of the template.
_PLACES, _PLACES_OF_STRIP = 4, 2
# Below this correlation a place is not worth naming without a reason.
_LEAST_ALIKE = 0.7
# How well a darker thing and one in another colour still correlate; how far the latter may be from as bright.
_SAME_SHAPE, _NEARLY_SAME_SHAPE, _NEARLY_AS_BRIGHT = 0.97, 0.9, 2.5
# How well a blurred thing correlates with a blurred picture, by whether it has less than this share of its sharpness.
_SOFT, _BLURRED, _SURELY_BLURRED, _LEAST_BLURRED = 0.6, 0.9, 0.96, 0.5
# What is a part of it has so much of it by itself, in shares and in pixels; what differs in a part, the rest.
_LEAST_ALONE, _LEAST_PIXELS_ALONE, _MOSTLY_ALONE = 0.18, 80, 0.6
# A part is within a rectangle of less than this share of it or no larger than a character, or spots that are less.
_PART, _CHARACTER, _SPOTS = 0.28, (16, 32), 0.06
# How well a thing has to correlate in another size, how much better than in its own, and which share is as bright.
_SCALED, _BETTER, _THERE_SCALED = 0.65, 0.1, 0.75
# What differs less in size is not scaled.
_LEAST_SCALED = 0.03
_IN_ANOTHER_COLOR = "shape matches, colour differs"
_STRICTER = f"looks the same, and would be found with a threshold of {DEFAULT_THRESHOLD:.2f}"


def near_miss_of(frame: Frame, template: Template, region: Region, threshold: float) -> NearMiss:
    """What came closest to a template that was not found.

    Args:
        frame: The picture of the screen.
        template: What was looked for.
        region: Where, in pixels.
        threshold: The required score, 0.0 to 1.0.

    Returns:
        The place that comes closest, its score and why it was refused.

    Raises:
        CorruptFrame: If the frame cannot be decoded.
    """
    near = _near_miss_of(frame, template, region, threshold)
    if near.wanted is None:
        near = replace(near, wanted=template.color, mask=template.mask)
    return replace(near, threshold=threshold)


def _near_miss_of(frame: Frame, template: Template, region: Region, threshold: float) -> NearMiss:
    elsewhere = _elsewhere(frame, template, region, threshold)
    if elsewhere is not None:
        return elsewhere
    if template.size.width > region.width or template.size.height > region.height:
        smaller = "screen" if region == whole(frame.size) else "region"
        extent = f"{region.width:g}x{region.height:g}"
        reason = f"the template of {template.size} pixels is larger than the {smaller} of {extent}"
        scaled = _Closest(frame, template, region, threshold).in_other_size()
        return replace(scaled, reason=f"{reason}; {scaled.reason}") if scaled else NearMiss(None, 0.0, reason)
    return _Closest(frame, template, region, threshold).near_miss()


def _elsewhere(frame: Frame, template: Template, region: Region, threshold: float) -> NearMiss | None:
    """The thing itself, outside the region that was searched."""
    if region == whole(frame.size):
        return None
    for variant in template.variants:
        search = template_search(variant, threshold)
        everywhere = search.judged(frame, Span.within(whole(frame.size), variant.size))
        found = next(filter(search.accepts, everywhere), None)
        if found is not None:
            match = search.match(found)
            return NearMiss(match.region, match.score, "found on the screen, but outside the region")
    return None


class _Closest:
    """What came closest to a template."""

    def __init__(self, frame: Frame, template: Template, region: Region, threshold: float) -> None:
        self._frame = frame
        self._template = template
        self._region = region
        self._threshold = threshold
        self._levels = Levels(frame, region)
        self._reference = reference_of(template)
        self._gray = self._reference.gray

    def near_miss(self) -> NearMiss:
        """The place, its score and the reason."""
        return next(self._candidates())

    def in_other_size(self, correlation: float = 0.0) -> NearMiss | None:
        """The place where it is in another size, if it is more similar there than in its own, and as bright."""
        found = in_other_size(self._frame, self._region, self._gray)
        if found is None or abs(found.factor - 1) < _LEAST_SCALED:
            return None
        if found.correlation < max(_SCALED, correlation + _BETTER):
            return None
        with suppress(TemplateError):
            resized = self._template.resized(found.factor)
            place = resized.at(int(found.place.left), int(found.place.top))
            inside = place.common(whole(self._frame.size)) == place
            if not inside:
                return None
            there = Candidate(self._frame, ReferenceTemplate(resized), place)
            if there.there >= _THERE_SCALED:
                score = min(self._threshold, there.score(self._threshold)) * min(found.factor, 1 / found.factor)
                return NearMiss(place, score, self._scaled(found.factor), wanted=resized.color, mask=resized.mask)
        return None

    def _candidates(self) -> Iterator[NearMiss]:
        """What it may be, most likely first."""
        likely = [self._candidate_at(near.x, near.y) for near in self._levels.nearest(self._gray, _PLACES)]
        best = next(iter(likely), None)
        yield from (self._candidate(place, _STRICTER) for place in likely if place.looks_the_same)
        for test in (_other_color, _other_brightness, _blurred):
            yield from (self._candidate(place, reason) for place in likely if (reason := test(place)))
        yield from self._parts(likely, _MOSTLY_ALONE)
        scaled = self.in_other_size(best.correlation if best else 0.0)
        if scaled:
            yield scaled
        yield from self._parts([*likely, *self._by_strips()], _LEAST_ALONE)
        if best and best.correlation >= _LEAST_ALIKE:
            yield self._candidate(best, "shape differs")
        yield NearMiss(None, 0.0, "no similar area found")

    def _parts(self, places: Sequence[Candidate], least: float) -> Iterator[NearMiss]:
        """The place where most of it is by itself, if that is enough."""
        most = max(places, key=lambda place: place.alone, default=None)
        if most is not None and most.alone >= least and (reason := _a_part(most)):
            yield self._candidate(most, reason)

    def _candidate_at(self, x: int, y: int) -> Candidate:
        """The place at a pixel, inside the region."""
        left, top, width, height = (int(value) for value in self._region)
        x = max(left, min(x, left + width - self._template.size.width))
        y = max(top, min(y, top + height - self._template.size.height))
        return Candidate(self._frame, self._reference, self._template.at(x, y))

    def _candidate(self, place: Candidate, reason: str) -> NearMiss:
        return NearMiss(place.place, place.score(self._threshold), reason)

    def _scaled(self, factor: float) -> str:
        now = self._frame.size.height
        cut = round(now / factor)
        return f"matches at {factor:.3g} of its size: cut on a screen {cut} pixels high, which is {now} pixels high now"

    def _by_strips(self) -> Iterator[Candidate]:
        """Places where a strip along one of its sides is: all that is seen of it, where something lies over it."""
        for left, top, strip in self._reference.strips:
            search = template_search(strip, DEFAULT_THRESHOLD)
            there = filter(search.accepts, search.judged(self._frame, Span.within(self._region, strip.size)))
            for place in islice(there, _PLACES_OF_STRIP):
                yield self._candidate_at(place.x - left, place.y - top)


def _other_color(place: Candidate) -> str | None:
    """As bright, or nearly so, and in other colours."""
    if place.chroma <= 1 or place.brightness > _NEARLY_AS_BRIGHT:
        return None
    nearly = place.correlation >= (_NEARLY_SAME_SHAPE if place.alone < _MOSTLY_ALONE else _SAME_SHAPE)
    same = place.brightness <= 1 or (nearly and place.chroma > 2 * place.brightness)
    return _IN_ANOTHER_COLOR if same else None


def _other_brightness(place: Candidate) -> str | None:
    """The same but for a factor and an offset of brightness; or tinted, where these are not those of all colours."""
    if place.brightness <= 1 or place.correlation < _LEAST_ALIKE:
        return None
    template = place.template
    window, wanted = (pixels[template.counts].astype(float) for pixels in (place.window, template.gray))
    gain, offset = (float(value) for value in np.polyfit(wanted, window, 1))
    mean = float(window.mean() - wanted.mean())
    if (abs(gain - 1) < 0.05 and abs(mean) < 6) or gain * wanted.std() < STILL_CONTRAST:
        return None
    same_shape = place.correlation >= _SAME_SHAPE and place.alone < _MOSTLY_ALONE
    if not same_shape and not place.fits(gain, offset):
        return None
    if place.is_tinted(gain, offset):
        return _IN_ANOTHER_COLOR
    what = "darker" if mean < 0 else "brighter"
    return f"shape matches, but {what}: contrast x{gain:.2f}, {mean:+.0f} levels"


def _blurred(place: Candidate) -> str | None:
    """As a blurred picture of it would be, and better so than as it is."""
    soft = place.sharpness < _SOFT
    if place.correlation < _LEAST_BLURRED or (place.alone >= _MOSTLY_ALONE and not soft):
        return None
    least = max(_BLURRED if soft else _SURELY_BLURRED, place.correlation + 0.01)
    return "blurred" if place.correlation_of_blurred >= least else None


def _a_part(place: Candidate) -> str | None:
    """What of it is there, if that is more than chance gives: all but a small part, or what is not covered."""
    if place.alone * place.something.sum() < _LEAST_PIXELS_ALONE or not place.differs.any():
        return None
    where = place.differing
    share = where.width * where.height / place.extent
    width, height = _CHARACTER
    if share < _PART or 1 - place.there < _SPOTS or (where.width <= width and where.height <= height):
        return f"matches, but a part differs: {where} of the template"
    return f"partly covered: {place.there:.0%} of it is visible, {where} of the template differs"
