"""The result of a search: a match or a miss."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from pathlib import PurePath

from TinyPilotLibrary.vision.geometry import Point, Region
from TinyPilotLibrary.vision.pixels import Pixels


@dataclass(frozen=True)
class Match:
    """Where something was found on the screen.

    Args:
        locator: What was looked for, as it was written.
        region: Where it is, in pixels.
        score: How well it matches, 0.0 to 1.0; 0.80 is the limit of what looks the same, for every template.
        click_point: Where a click on it goes, in pixels.
        text: What was read there, if a text was looked for.
        click_points: Its other click points, by name.
        template: The name of the picture that was found, as a locator may stand for several: a template's file name, or
            a needle's without its ending; empty for a text.
        workaround: The known defect that was matched; None if there is none.
        texts: Where a needle says that text should be read, in pixels.
        states: What a text shows to be, such as `enabled`, `unchecked`; told if a state was asked for.
        doubt: Why it may be something else although its needle accepts it; empty if nothing suggests so.
    """

    locator: str
    region: Region
    score: float
    click_point: Point
    text: str = ""
    click_points: Mapping[str, Point] = field(default_factory=dict, compare=False, repr=False)
    template: str = ""
    workaround: str | None = None
    texts: Sequence[Region] = ()
    states: Sequence[str] = ()
    doubt: str = field(default="", compare=False, repr=False)

    def named(self, locator: str) -> "Match":
        """The same match under another name."""
        return replace(self, locator=locator)

    @property
    def _is_named_by_its_locator(self) -> bool:
        """Whether the locator is the picture's own file, so that nothing is gained by naming it once more."""
        file = PurePath(self.locator.removeprefix("image:"))
        return self.template == file.name or (file.suffix != "" and self.template == file.stem)

    def __str__(self) -> str:
        template = f" ('{self.template}')" if self.template and not self._is_named_by_its_locator else ""
        defect = f" (known defect: {self.workaround})" if self.workaround else ""
        return f"'{self.locator}'{template} at {self.region} with score {self.score:.3f}{defect}"


def apart(matches: Iterable[Match]) -> list[Match]:
    """Matches of which no two are at nearly the same place.

    Args:
        matches: The matches, the best first.

    Returns:
        The same in the same order; of those that share more than half of their area, only the first.
    """
    kept: list[Match] = []
    for match in matches:
        if not any(match.region.is_about(other.region) for other in kept):
            kept.append(match)
    return kept


@dataclass(frozen=True)
class NearMiss:
    """What came closest to what was looked for, and why it was refused.

    Args:
        region: Where it is, in pixels; None if nothing came close.
        score: Its score, 0.0 to 1.0.
        reason: Why it was refused.
        threshold: The required score.
        wanted: The picture that was looked for, in colour; None if it was not a picture.
        mask: Which of its pixels count: 0 where they do not; None if all do.
    """

    region: Region | None
    score: float
    reason: str
    threshold: float = 1.0
    wanted: Pixels | None = field(default=None, repr=False, compare=False)
    mask: Pixels | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True)
class Miss:
    """Something that was not found. What came closest is determined only when somebody asks.

    Args:
        locator: What was looked for, as it was written.
        find_closest: Determines what came closest. It must not keep a frame's pixels alive.
    """

    locator: str
    find_closest: Callable[[], NearMiss] = field(repr=False, compare=False)

    @property
    def is_conclusive(self) -> bool:
        """Whether it is certainly not there; False if it was impossible, or too late, to look everywhere."""
        return True

    @property
    def error(self) -> str:
        """Why it could not be looked for at all; empty if it could."""
        return ""

    @property
    def sentence(self) -> str:
        """How a message reports it."""
        return f"{self}."

    @property
    def html(self) -> str:
        """Details for log.html that do not fit into a message; empty if there are none."""
        return ""

    def without_pixels(self) -> "Miss":
        """The same miss, kept in little memory; what came closest can still be determined."""
        return self

    @cached_property
    def closest(self) -> NearMiss:
        """What came closest, and why it was refused."""
        return self.find_closest()

    @property
    def region(self) -> Region | None:
        """Where the best candidate is, in pixels; None if nothing came close."""
        return self.closest.region

    @property
    def score(self) -> float:
        """The best candidate's score, 0.0 to 1.0."""
        return self.closest.score

    @property
    def threshold(self) -> float:
        """The required score."""
        return self.closest.threshold

    @property
    def reason(self) -> str:
        """Why the best candidate was refused."""
        return self.closest.reason

    def __str__(self) -> str:
        if self.region is None:
            return f"'{self.locator}': {self.reason}"
        return (
            f"'{self.locator}': best candidate at {self.region}, score {self.score:.3f}, "
            f"threshold {self.threshold:.3f} ({self.reason})"
        )
