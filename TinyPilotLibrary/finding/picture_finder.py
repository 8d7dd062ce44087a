"""Looks for the pictures that a locator stands for: templates and needles."""

from dataclasses import replace
from weakref import ref

from TinyPilotLibrary.finding.lookup import ResolvedLocator
from TinyPilotLibrary.vision.diagnosis.needle_diagnosis import near_miss_of_needle
from TinyPilotLibrary.vision.diagnosis.template_diagnosis import near_miss_of
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Region, whole
from TinyPilotLibrary.vision.match import Match, Miss, NearMiss, apart
from TinyPilotLibrary.vision.needles.needle_search import NeedleSearch
from TinyPilotLibrary.vision.templates.incremental_search import IncrementalSearch
from TinyPilotLibrary.vision.templates.template_search import every_place

# Needles are looked for on the whole screen at the first look, every so many seconds, and at the last looks.
_FAR_EVERY = 5.0
# When so many seconds are left, a look may be the last one: what it gives is what a search of everything would.
_LAST = 0.35


class PictureFinder:
    """Looks for pictures, any of them. It remembers the last frame, so that a wait searches only what changed.

    Args:
        resolved: What to look for.
        region: Where, in pixels or fractions; None for the whole screen.
        threshold: The lowest score at which a template counts as found, 0.0 to 1.0.
    """

    def __init__(self, resolved: ResolvedLocator, region: Region | None, threshold: float) -> None:
        self._resolved = resolved
        self._region = region
        self._threshold = threshold
        self._templates = IncrementalSearch(resolved.templates, region, threshold)
        self._needles = NeedleSearch(resolved.needles, region) if resolved.needles else None
        self._far_at: float | None = None

    def find(self, frame: Frame, until: float | None = None) -> Match | Miss:
        """Looks in a frame.

        Args:
            frame: The frame.
            until: When the wait ends, in seconds of the frames' clock; None for a single look.

        Returns:
            The best of the pictures that are there, or the miss of the one that comes closest.

        Raises:
            CorruptFrame: If the frame cannot be decoded.
            LocatorError: If the region is not on the screen.
        """
        last = until is None or until - frame.captured_at <= _LAST
        matches = list(self._templates.matches(frame, last=last))
        if self._needles:
            matches.append(self._needles.look(frame, far=self._is_far(frame.captured_at, until)))
        best = max(filter(None, matches), key=lambda match: match.score, default=None)
        return best.named(self._name) if best else self._miss(frame)

    def find_all(self, frame: Frame) -> list[Match]:
        """Looks for every place of any of the pictures.

        Args:
            frame: The frame.

        Returns:
            The places, best first; of places that nearly coincide, the best one.

        Raises:
            CorruptFrame: If the frame cannot be decoded.
            LocatorError: If the region is not on the screen.
        """
        area = self._area(frame)
        found = [
            match
            for template in self._resolved.templates
            for match in every_place(frame, template, area, self._threshold)
        ]
        if self._needles:
            found += self._needles.look_for_all(frame)
        return [match.named(self._name) for match in apart(sorted(found, key=lambda match: -match.score))]

    def _miss(self, frame: Frame) -> Miss:
        # Of a miss that is kept for long, the picture is; its pixels only while somebody else has them.
        held, bare = ref(frame), frame.bare()
        return Miss(self._name, lambda: self._nearest(held() or bare.bare()))

    def _nearest(self, frame: Frame) -> NearMiss:
        """What comes closest to any of the pictures, and why it is no match."""
        area = self._area(frame)
        near = [
            (template.name, near_miss_of(frame, template, area, self._threshold))
            for template in self._resolved.templates
        ]
        if self._needles:
            seen = self._needles.nearest(frame)
            near.append((seen.needle.name, near_miss_of_needle(frame, seen, area)))
        name, nearest = max(near, key=lambda named: named[1].score - named[1].threshold)
        count = len(self._resolved.pictures)
        return (
            nearest
            if count == 1
            else replace(nearest, reason=f"closest of {count} pictures, '{name}': {nearest.reason}")
        )

    def _area(self, frame: Frame) -> Region:
        return self._region.on(frame.size) if self._region else whole(frame.size)

    def _is_far(self, now: float, until: float | None) -> bool:
        due = self._far_at is None or now - self._far_at >= _FAR_EVERY
        if due or until is None or until - now <= _LAST:
            self._far_at = now
            return True
        return False

    @property
    def _name(self) -> str:
        return str(self._resolved.locator)
