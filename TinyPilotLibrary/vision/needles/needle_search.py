"""Looks for openQA needles in one frame after the other."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import cv2

from TinyPilotLibrary.vision.frame import Frame, PictureIdentity
from TinyPilotLibrary.vision.geometry import Region, whole
from TinyPilotLibrary.vision.match import Match
from TinyPilotLibrary.vision.needles.needle import Needle
from TinyPilotLibrary.vision.needles.needle_places import Missing, Seen, View, is_still_missing, look_for, seen_in
from TinyPilotLibrary.vision.pixels import Pixels


@dataclass(frozen=True, eq=False)
class _Memory:
    """The last look: its frame's format and brightness, and an area that was missing for each needle not there."""

    format: str
    gray: Pixels
    missing: Mapping[int, Missing]

    def changed(self, frame: Frame) -> Region | None:
        """A rectangle around all that changed since, in pixels; None if it is another kind of picture."""
        if (frame.format, frame.gray.shape) != (self.format, self.gray.shape):
            return None
        return Region(*cv2.boundingRect(cv2.absdiff(frame.gray, self.gray)))


class NeedleSearch:
    """Looks for any of several needles, one frame after the other.

    A needle is there if all its areas are. So the area that was missing last is looked for first, and, since the place
    of an area depends on nothing but the pixels around it, only where these have changed. What is found is what looking
    at each frame anew finds.

    Args:
        needles: The needles; at least one.
        region: Where to look, in pixels or fractions; None for the whole screen.
    """

    def __init__(self, needles: Sequence[Needle], region: Region | None = None) -> None:
        self._needles = needles
        self._region = region
        self._last: PictureIdentity | None = None
        self._outcomes: dict[bool, Match | None] = {}
        self._memories: dict[bool, _Memory] = {}

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
        if self._last != frame.identity:
            self._last = frame.identity
            self._outcomes.clear()
        if far not in self._outcomes:
            self._outcomes[far] = self._look(View(frame, self._area(frame), far=far))
        return self._outcomes[far]

    def nearest(self, frame: Frame) -> Seen:
        """How the needle that comes nearest fits a frame, wherever its areas are.

        Args:
            frame: The picture of the screen.

        Raises:
            CorruptFrame: If the frame cannot be decoded.
            LocatorError: If the region is not on the screen.
        """
        area = self._area(frame)
        return min((seen_in(frame, needle, area, far=True) for needle in self._needles), key=lambda seen: seen.rank)

    def look_for_all(self, frame: Frame) -> list[Match]:
        """Every needle that is there, the best first."""
        view = View(frame, self._area(frame), far=True)
        outcomes = (look_for(view, needle) for needle in self._needles)
        found = [outcome for outcome in outcomes if isinstance(outcome, Seen)]
        return [seen.match(frame) for seen in sorted(found, key=lambda seen: seen.rank)]

    def _area(self, frame: Frame) -> Region:
        return self._region.on(frame.size) if self._region else whole(frame.size)

    def _look(self, view: View) -> Match | None:
        frame = view.frame
        memory = self._memories.get(view.far)
        changed = memory.changed(frame) if memory else None
        found, missing = [], {}
        for number, needle in enumerate(self._needles):
            before = memory.missing.get(number) if memory else None
            if before and changed is not None and is_still_missing(view, needle, before, changed):
                missing[number] = before
                continue
            outcome = look_for(view, needle, before.number if before else 0)
            if isinstance(outcome, Seen):
                found.append(outcome)
            else:
                missing[number] = outcome
        self._memories[view.far] = _Memory(frame.format, frame.gray, missing)
        return min(found, key=lambda seen: seen.rank).match(frame) if found else None
