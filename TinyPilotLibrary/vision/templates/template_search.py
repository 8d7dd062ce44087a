"""Searches frames for one template: every place that looks the same, the best correlated first.

What is found is what a comparison of every place would find: the cascade gives a list that no accepted place is missing
from, and the list is judged in falling order of correlation.
"""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

import numpy as np

from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Region
from TinyPilotLibrary.vision.match import Match, apart
from TinyPilotLibrary.vision.pixels import Integers, part
from TinyPilotLibrary.vision.templates.cascade import Cascade, Span
from TinyPilotLibrary.vision.templates.correlation import NCC_ERROR, Correlator
from TinyPilotLibrary.vision.templates.template import Template
from TinyPilotLibrary.vision.templates.verdict import (
    Judge,
    deciding_difference,
    difference_of,
    least_correlation,
    score_of,
)


class Judged(NamedTuple):
    """A place whose brightness looks the same as the template, and the verdict on it.

    Args:
        correlation: The correlation of the gray pictures, -1 to 1.
        x: Left edge of the window.
        y: Top edge of the window.
        difference: The largest of the five differences; accepted up to the limit.
    """

    correlation: float
    x: int
    y: int
    difference: float

    @property
    def rank(self) -> tuple[float, int, int]:
        """What places are ordered by: of equally correlated ones the uppermost, then the leftmost first."""
        return -self.correlation, self.y, self.x


class TemplateSearch:
    """A template with all that is prepared for searching it at one threshold.

    Args:
        template: What to look for.
        threshold: The least score that counts as found, 0.0 to 1.0.
    """

    def __init__(self, template: Template, threshold: float) -> None:
        self.template = template
        self.threshold = threshold
        self.limit = difference_of(threshold)
        self._judge = Judge(template)
        self._correlator = Correlator(template)
        self._least_correlation = least_correlation(self.limit)
        self._cascade = Cascade(*self._judge.block_mean_limits(self.limit))

    def prepare(self) -> None:
        """Prepares now what is otherwise prepared at the first look."""
        self._cascade.prepare()
        self._judge.prepare()
        self._correlator.prepare()

    def judged(self, frame: Frame, span: Span) -> Iterator[Judged]:
        """The places whose brightness looks the same, the best correlated first, each with its whole verdict.

        Args:
            frame: The frame.
            span: Which places to search.

        Yields:
            Every place that is accepted, and between them those that only their colour refuses.
        """
        if span.empty:
            return
        listed = self._cascade.candidates(frame.pyramid, span)
        xs, ys = self._correlated(frame, span) if listed is None else listed
        if not xs.size:
            return
        correlations = self._correlator.at_all(frame.gray, xs, ys)
        # Of equally correlated places the uppermost, then the leftmost comes first.
        order = np.lexsort((xs, ys, -correlations))
        order = order[correlations[order] >= self._least_correlation]
        for correlation, x, y in zip(correlations[order].tolist(), xs[order].tolist(), ys[order].tolist(), strict=True):
            verdict = self._verdict(frame, correlation, x, y)
            if verdict is not None:
                yield verdict

    def at(self, frame: Frame, x: int, y: int) -> Judged | None:
        """The verdict on one place; None if its brightness does not look the same.

        Args:
            frame: The frame.
            x: Left edge of the window.
            y: Top edge of the window.
        """
        correlation = self._correlator.at(frame.gray, x, y)
        return self._verdict(frame, correlation, x, y) if correlation >= self._least_correlation else None

    def accepts(self, judged: Judged) -> bool:
        """Whether a place looks the same, in colour too."""
        return judged.difference <= self.limit

    def match(self, judged: Judged) -> Match:
        """A place as a match."""
        region = self.template.at(judged.x, judged.y)
        name, score = self.template.name, score_of(judged.difference)
        return Match(name, region, score, self.template.click_on(region), template=name)

    def _correlated(self, frame: Frame, span: Span) -> tuple[Integers, Integers]:
        """The places that correlate well enough: for a frame of which most is as bright as the template."""
        width, height = self.template.size
        around = frame.gray[span.top : span.bottom + height, span.left : span.right + width]
        ys, xs = np.nonzero(self._correlator.everywhere(around) >= self._least_correlation - NCC_ERROR)
        return xs + span.left, ys + span.top

    def _verdict(self, frame: Frame, correlation: float, x: int, y: int) -> Judged | None:
        place = self.template.at(x, y)
        brightness = self._judge.brightness_difference(part(frame.gray, place))
        if brightness > self.limit:
            return None
        # Colour is decoded only now, when brightness has said yes.
        chroma = self._judge.chroma_difference(frame.color_of(place))
        return Judged(correlation, x, y, deciding_difference(correlation, brightness, chroma))


@lru_cache(maxsize=128)
def template_search(template: Template, threshold: float) -> TemplateSearch:
    """The search for a template at a threshold; what it prepared is kept.

    Args:
        template: What to look for; the same object, not an equal one, for what is kept to be found again.
        threshold: The least score that counts as found, 0.0 to 1.0.

    Returns:
        The search. The 128 that were asked for last are kept.
    """
    return TemplateSearch(template, threshold)


def every_place(frame: Frame, template: Template, area: Region, threshold: float) -> list[Match]:
    """Looks for every place of a template in a frame.

    Args:
        frame: The picture of the screen.
        template: What to look for.
        area: Where to look, in pixels.
        threshold: The least score that counts as found, 0.0 to 1.0.

    Returns:
        All matches, the best correlated first; of those that are nearly at the same place the best.

    Raises:
        CorruptFrame: If the frame cannot be decoded.
    """
    places = [match for variant in template.variants for match in _accepted(frame, variant, area, threshold)]
    if template.subpixel_variants:
        places.sort(key=lambda match: -match.score)
    return apart(places)


def _accepted(frame: Frame, template: Template, area: Region, threshold: float) -> Iterator[Match]:
    search = template_search(template, threshold)
    yield from map(search.match, filter(search.accepts, search.judged(frame, Span.within(area, template.size))))
