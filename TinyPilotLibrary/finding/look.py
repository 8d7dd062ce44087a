"""Looks in one frame for what locators name."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Protocol

from TinyPilotLibrary.errors import LocatorError
from TinyPilotLibrary.finding.lookup import ResolvedLocator
from TinyPilotLibrary.finding.picture_finder import PictureFinder
from TinyPilotLibrary.finding.text_finder import ReadOptions, TextFinder
from TinyPilotLibrary.ranges import checked_threshold
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Region
from TinyPilotLibrary.vision.match import Match, Miss


class _Finder(Protocol):
    """Looks for one thing in one frame after another."""

    def find(self, frame: Frame, until: float | None = None) -> Match | Miss: ...

    def find_all(self, frame: Frame) -> list[Match]: ...


@dataclass(frozen=True)
class Look:
    """What to look for, where, and how well it has to match.

    Args:
        locators: What to look for, with their pictures; any of them will do.
        region: Where, in pixels or fractions; None for the whole screen.
        threshold: The lowest score at which a template counts as found, above 0.0 and at most 1.0. Needles state their
            own.
        how: How texts are read and compared.

    Raises:
        LocatorError: If the threshold or the similarity is out of range, a regular expression is not valid, or what is
            about texts was given for none.
    """

    locators: Sequence[ResolvedLocator]
    region: Region | None
    threshold: float
    how: ReadOptions = field(default_factory=ReadOptions)

    def __post_init__(self) -> None:
        checked_threshold(self.threshold)
        if (asked := self.how.about_texts) and not any(item.locator.is_text for item in self.locators):
            raise LocatorError(f"{asked} is about texts, and {self} is none. Write 'text:…' or 're:…'.")
        # A text that cannot be looked for is refused before looking begins.
        _ = self._finders

    def find(self, frame: Frame, until: float | None = None) -> tuple[Match | None, list[Miss]]:
        """Looks in a frame.

        Args:
            frame: The frame.
            until: When the wait ends, and with it the reading of text, in seconds of the clock; None for a single look.

        Returns:
            The match of the first thing that is there, or None; and the misses of those before it.

        Raises:
            CorruptFrame: If the frame cannot be decoded.
            LocatorError: If the region is not on the screen.
        """
        misses: list[Miss] = []
        for finder in self._finders:
            outcome = finder.find(frame, until)
            if isinstance(outcome, Match):
                return outcome, misses
            misses.append(outcome)
        return None, misses

    def outcomes(self, frame: Frame) -> list[Match | Miss]:
        """Looks in a frame for each thing.

        Args:
            frame: The frame.

        Returns:
            For each thing, in their order, its match or its miss.

        Raises:
            CorruptFrame: If the frame cannot be decoded.
            LocatorError: If the region is not on the screen.
        """
        return [finder.find(frame) for finder in self._finders]

    def find_all(self, frame: Frame) -> list[Match]:
        """Looks in a frame for every place.

        Args:
            frame: The frame.

        Returns:
            The places of all things, best first.

        Raises:
            ConfigurationError: If a text could not be read.
            CorruptFrame: If the frame cannot be decoded.
            LocatorError: If the region is not on the screen.
        """
        found = [match for finder in self._finders for match in finder.find_all(frame)]
        return sorted(found, key=lambda match: -match.score)

    @cached_property
    def pictures(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Each locator with the names of its pictures; none for texts."""
        return tuple((str(item.locator), tuple(picture.name for picture in item.pictures)) for item in self.locators)

    @cached_property
    def _finders(self) -> list[_Finder]:
        return [self._finder(item) for item in self.locators]

    def _finder(self, item: ResolvedLocator) -> _Finder:
        if item.locator.is_text:
            return TextFinder(item.locator, self.region, self.how)
        return PictureFinder(item, self.region, self.threshold)

    def __str__(self) -> str:
        names = " or ".join(f"'{item.locator}'" for item in self.locators)
        return f"{names} in the region {self.region}" if self.region else names
