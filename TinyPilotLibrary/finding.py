"""Looks in one frame for what locators name."""

from collections.abc import Sequence
from dataclasses import dataclass

from TinyPilotLibrary.templates import Sought
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Region, whole
from TinyPilotLibrary.vision.match import Match, Miss
from TinyPilotLibrary.vision.matcher import locate, locate_all


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
        for item in self.sought:
            outcome = locate(frame, item.template, self._on(frame), self.threshold, str(item.locator))
            if isinstance(outcome, Match):
                return outcome, misses
            misses.append(outcome)
        return None, misses

    def find_all(self, frame: Frame) -> list[Match]:
        """All places in a frame, best first."""
        found = [
            match
            for item in self.sought
            for match in locate_all(frame, item.template, self._on(frame), self.threshold, str(item.locator))
        ]
        return sorted(found, key=lambda match: -match.score)

    def _on(self, frame: Frame) -> Region:
        return self.region.on(frame.size) if self.region else whole(frame.size)

    def __str__(self) -> str:
        names = " or ".join(f"'{item.locator}'" for item in self.sought)
        return f"{names} in the region {self.region}" if self.region else names
