"""Looks in one frame for what locators name."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from TinyPilotLibrary.templates import Sought
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Region
from TinyPilotLibrary.vision.match import Match, Miss
from TinyPilotLibrary.vision.matcher import locate_all
from TinyPilotLibrary.vision.searcher import Searcher


@dataclass(frozen=True)
class Look:
    """What to look for, where, and how well it has to fit.

    Args:
        sought: What to look for; any of them will do.
        region: Where, in pixels or fractions; None for the whole screen.
        threshold: The least score that counts as found, 0.0 to 1.0.
    """

    sought: Sequence[Sought]
    region: Region | None
    threshold: float

    def find(self, frame: Frame) -> tuple[Match | None, list[Miss]]:
        """Looks in a frame.

        Args:
            frame: The frame.

        Returns:
            The match of the first thing that is there, or None; and the misses of those before it.
        """
        misses: list[Miss] = []
        for item, outcome in zip(self.sought, self._searcher.outcomes(frame), strict=True):
            named = outcome.named(str(item.locator))
            if isinstance(named, Match):
                return named, misses
            misses.append(named)
        return None, misses

    def find_all(self, frame: Frame) -> list[Match]:
        """All places in a frame, best first."""
        found = [
            match.named(str(item.locator))
            for item in self.sought
            for match in locate_all(frame, item.template, self.region, self.threshold)
        ]
        return sorted(found, key=lambda match: -match.score)

    @cached_property
    def _searcher(self) -> Searcher:
        # It remembers the last frame, so that a wait searches again only what changed.
        return Searcher([item.template for item in self.sought], self.region, self.threshold)

    def __str__(self) -> str:
        names = " or ".join(f"'{item.locator}'" for item in self.sought)
        return f"{names} in the region {self.region}" if self.region else names
