"""Looks in one frame for what locators name."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from TinyPilotLibrary.templates import Sought
from TinyPilotLibrary.text_finding import HowToRead, TextFinder
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Region
from TinyPilotLibrary.vision.match import Match, Miss
from TinyPilotLibrary.vision.matcher import locate_all
from TinyPilotLibrary.vision.searcher import Searcher
from TinyPilotLibrary.vision.template import Template


class _Finder(Protocol):
    """Looks for one thing in one frame after the other."""

    def find(self, frame: Frame, until: float | None = None) -> Match | Miss: ...

    def find_all(self, frame: Frame) -> list[Match]: ...


class _TemplateFinder:
    """Looks for a template. It remembers the last frame, so that a wait searches again only what changed."""

    def __init__(self, name: str, template: Template, region: Region | None, threshold: float) -> None:
        self._name = name
        self._template = template
        self._region = region
        self._threshold = threshold
        self._searcher = Searcher([template], region, threshold)

    def find(self, frame: Frame, until: float | None = None) -> Match | Miss:
        [outcome] = self._searcher.outcomes(frame)
        return outcome.named(self._name)

    def find_all(self, frame: Frame) -> list[Match]:
        found = locate_all(frame, self._template, self._region, self._threshold)
        return [match.named(self._name) for match in found]


@dataclass(frozen=True)
class Look:
    """What to look for, where, and how well it has to fit.

    Args:
        sought: What to look for; any of them will do.
        region: Where, in pixels or fractions; None for the whole screen.
        threshold: The least score at which a template counts as found, 0.0 to 1.0.
        how: How texts are read and compared.
    """

    sought: Sequence[Sought]
    region: Region | None
    threshold: float
    how: HowToRead = field(default_factory=HowToRead)

    def __post_init__(self) -> None:
        # A text that cannot be looked for is refused before looking begins.
        _ = self._finders

    def find(self, frame: Frame, until: float | None = None) -> tuple[Match | None, list[Miss]]:
        """Looks in a frame.

        Args:
            frame: The frame.
            until: When reading text has to end, in seconds of the clock; None for when it is done.

        Returns:
            The match of the first thing that is there, or None; and the misses of those before it.
        """
        misses: list[Miss] = []
        for finder in self._finders:
            outcome = finder.find(frame, until)
            if isinstance(outcome, Match):
                return outcome, misses
            misses.append(outcome)
        return None, misses

    def find_all(self, frame: Frame) -> list[Match]:
        """All places in a frame, best first."""
        found = [match for finder in self._finders for match in finder.find_all(frame)]
        return sorted(found, key=lambda match: -match.score)

    @cached_property
    def _finders(self) -> list[_Finder]:
        return [self._finder(item) for item in self.sought]

    def _finder(self, item: Sought) -> _Finder:
        if item.template is None:
            return TextFinder(item.locator, self.region, self.how)
        return _TemplateFinder(str(item.locator), item.template, self.region, self.threshold)

    def __str__(self) -> str:
        names = " or ".join(f"'{item.locator}'" for item in self.sought)
        return f"{names} in the region {self.region}" if self.region else names
