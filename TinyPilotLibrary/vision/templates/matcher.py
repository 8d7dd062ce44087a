"""Looks for templates in a frame."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from TinyPilotLibrary.vision.diagnosis.template_diagnosis import closest
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Point, Region, whole
from TinyPilotLibrary.vision.match import Match, Miss, NearMiss
from TinyPilotLibrary.vision.templates.cascade import Span
from TinyPilotLibrary.vision.templates.template import Template
from TinyPilotLibrary.vision.templates.template_search import template_search
from TinyPilotLibrary.vision.templates.verdict import DEFAULT_THRESHOLD


def locate(
    frame: Frame,
    templates: Sequence[Template],
    region: Region | None = None,
    threshold: float = DEFAULT_THRESHOLD,
) -> list[Match | Miss]:
    """Looks for templates in a frame, all in one go.

    Of all places that look the same as a template, the one that correlates best with it is its match; of equal ones
    the uppermost, then the leftmost.

    Args:
        frame: The picture of the screen.
        templates: What to look for.
        region: Where to look, in pixels or fractions; None for the whole screen.
        threshold: The least score that counts as found, 0.0 to 1.0; `verdict` says what it means.

    Returns:
        For each template, in their order, its match, or the miss, which finds out why when it is asked.

    Raises:
        CorruptFrame: If the frame cannot be decoded.
        LocatorError: If the region is not on the screen.

    ```python
    outcome, = locate(frame, [Template.load(Path("ok.png"))])
    ```
    """
    area = region.on(frame.size) if region else whole(frame.size)
    outcomes: list[Match | Miss] = []
    for template in templates:
        drawings = [_located(frame, drawing, area, threshold) for drawing in template.variants]
        outcomes.append(best_variant(drawings) or missed(frame, template, area, threshold))
    return outcomes


def best_variant(outcomes: Iterable[Match | Miss | None]) -> Match | None:
    """Of the outcomes of one template's drawings the match that scores best; None if there is none."""
    matches = (outcome for outcome in outcomes if isinstance(outcome, Match))
    return max(matches, key=lambda match: match.score, default=None)


def _located(frame: Frame, drawing: Template, area: Region, threshold: float) -> Match | None:
    search = template_search(drawing, threshold)
    best = next(filter(search.accepts, search.judged(frame, Span.within(area, drawing.size))), None)
    return search.match(best) if best else None


def locate_all(
    frame: Frame, template: Template, region: Region | None = None, threshold: float = DEFAULT_THRESHOLD
) -> list[Match]:
    """Looks for every place of a template in a frame.

    Args:
        frame: The picture of the screen.
        template: What to look for.
        region: Where to look, in pixels or fractions; None for the whole screen.
        threshold: The least score that counts as found, 0.0 to 1.0.

    Returns:
        All matches, the best correlated first; of those that are nearly at the same place the best.

    Raises:
        CorruptFrame: If the frame cannot be decoded.
        LocatorError: If the region is not on the screen.
    """
    area = region.on(frame.size) if region else whole(frame.size)
    places = [match for drawing in template.variants for match in _places(frame, drawing, area, threshold)]
    if template.subpixel_variants:
        places.sort(key=lambda match: -match.score)
    found: list[Match] = []
    for match in places:
        if not any(match.region.is_about(other.region) for other in found):
            found.append(match)
    return found


def _places(frame: Frame, drawing: Template, area: Region, threshold: float) -> Iterator[Match]:
    search = template_search(drawing, threshold)
    yield from map(search.match, filter(search.accepts, search.judged(frame, Span.within(area, drawing.size))))


def nearest(matches: Sequence[Match], point: Point) -> Match | None:
    """The match whose middle is nearest to a point.

    Args:
        matches: The matches.
        point: The point, in pixels.

    Returns:
        The nearest match; None if there is none at all.
    """

    def distance(match: Match) -> float:
        middle = match.region.center
        return (middle.x - point.x) ** 2 + (middle.y - point.y) ** 2

    return min(matches, key=distance, default=None)


def missed(frame: Frame, template: Template, area: Region, threshold: float) -> Miss:
    """That a template was not found; what came nearest is looked for only when it is asked for.

    Args:
        frame: The picture of the screen.
        template: What was looked for.
        area: Where, in pixels.
        threshold: The score that was wanted.
    """

    def find_closest() -> NearMiss:
        candidate = closest(frame, template, area, threshold)
        return candidate if candidate.wanted is not None else replace(candidate, wanted=template.color)

    return Miss(template.name, threshold, find_closest)
