"""Looks for the pictures that a locator stands for: templates and needles."""

from collections.abc import Sequence
from dataclasses import replace

from TinyPilotLibrary.finding.lookup import ResolvedLocator
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Region
from TinyPilotLibrary.vision.match import Match, Miss, NearMiss
from TinyPilotLibrary.vision.needles.needle_search import NeedleSearch
from TinyPilotLibrary.vision.templates.incremental_search import IncrementalSearch
from TinyPilotLibrary.vision.templates.matcher import locate_all

# Needles are looked for on the whole screen at the first look, every so many seconds, and at the last looks.
_FAR_EVERY = 5.0
# When so many seconds are left, a look may be the last one: what it gives is what a search of everything would.
_LAST = 0.35


class PictureFinder:
    """Looks for pictures, any of them. It remembers the last frame, so that a wait searches only what changed.

    Args:
        sought: What to look for.
        region: Where, in pixels or fractions; None for the whole screen.
        threshold: The least score at which a template counts as found.
    """

    def __init__(self, sought: ResolvedLocator, region: Region | None, threshold: float) -> None:
        self._sought = sought
        self._region = region
        self._threshold = threshold
        self._templates = IncrementalSearch(sought.templates, region, threshold)
        self._needles = NeedleSearch(sought.needles, region) if sought.needles else None
        self._far_at: float | None = None

    def find(self, frame: Frame, until: float | None = None) -> Match | Miss:
        """Looks in a frame.

        Args:
            frame: The frame.
            until: When the wait ends, in seconds of the frames' clock; None for a single look.

        Returns:
            The best of the pictures that are there, or the miss of the one that comes nearest.
        """
        last = until is None or until - frame.captured_at <= _LAST
        outcomes: list[Match | Miss] = list(self._templates.outcomes(frame, last=last))
        if self._needles:
            outcomes.append(self._needles.look(frame, far=self._is_far(frame.captured_at, until)))
        found = [self._named(outcome) for outcome in outcomes if isinstance(outcome, Match)]
        if found:
            return max(found, key=lambda match: match.score)
        return _nearest_of([outcome for outcome in outcomes if isinstance(outcome, Miss)]).named(self._name)

    def find_all(self, frame: Frame) -> list[Match]:
        """Every place of any of the pictures, best first; of those that are nearly at the same place the best."""
        found = [
            match
            for template in self._sought.templates
            for match in locate_all(frame, template, self._region, self._threshold)
        ]
        if self._needles:
            found += self._needles.look_for_all(frame)
        apart: list[Match] = []
        for match in sorted(found, key=lambda match: -match.score):
            if not any(match.region.is_about(other.region) for other in apart):
                apart.append(self._named(match))
        return apart

    def _is_far(self, now: float, until: float | None) -> bool:
        due = self._far_at is None or now - self._far_at >= _FAR_EVERY
        if due or until is None or until - now <= _LAST:
            self._far_at = now
            return True
        return False

    @property
    def _name(self) -> str:
        return str(self._sought.locator)

    def _named(self, match: Match) -> Match:
        several = len(self._sought.pictures) > 1 or match.locator not in self._name
        return replace(match, locator=self._name, variant=match.locator if several else "")


def _nearest_of(misses: Sequence[Miss]) -> Miss:
    """Of the misses of several pictures the one that comes nearest, found out when somebody asks."""
    if len(misses) == 1:
        return misses[0]

    def closest() -> NearMiss:
        nearest = max(misses, key=lambda miss: miss.score - miss.threshold)
        return replace(nearest.closest, reason=f"of {len(misses)} pictures '{nearest.locator}': {nearest.reason}")

    return Miss(misses[0].locator, misses[-1].threshold, closest)
