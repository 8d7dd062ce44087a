"""Looks for a text in one frame after another."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from TinyPilotLibrary.finding.locators import Locator, LocatorKind
from TinyPilotLibrary.text.page import Line, Page
from TinyPilotLibrary.text.reader import ScreenReader
from TinyPilotLibrary.text.search.text_miss import TextMiss
from TinyPilotLibrary.text.search.text_query import Exact, Found, TextQuery
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Point, Region
from TinyPilotLibrary.vision.match import Match, Miss


@dataclass(frozen=True)
class ReadOptions:
    """How texts are read and compared.

    Args:
        reader: Reads the screen.
        ignore_case: Whether case does not count.
        similarity: How similar a text must be, 0.0 to 1.0; None for the built-in rules alone.
        exact: What a text has to be the whole of; None if it may be a part of a row.
    """

    reader: ScreenReader = field(default_factory=ScreenReader)
    ignore_case: bool = False
    similarity: float | None = None
    exact: Exact | None = None


class TextFinder:
    """Looks for one text.

    Args:
        locator: The text, or the regular expression.
        region: Where, in pixels or fractions; None for the whole screen.
        how: How it is read and compared.

    Raises:
        LocatorError: If it is not a valid regular expression, or the similarity is out of range.
    """

    def __init__(self, locator: Locator, region: Region | None, how: ReadOptions) -> None:
        self._locator = str(locator)
        self._region = region
        self._reader = how.reader
        self._wanted = text_query(locator, how)

    def find(self, frame: Frame, until: float | None = None) -> Match | Miss:
        """Looks in a frame: first where the text was last, then from top to bottom.

        Args:
            frame: The frame.
            until: When reading has to end, in seconds of the clock; None for when it is done.
        """
        page = Page((), "")
        for page in self._reader.pages(frame, self._region, until, self._reader.last_place(self._wanted)):
            match = next(self._matches(page), None)
            if match is not None:
                self._reader.remember_place(self._wanted, match.region)
                return match
        return TextMiss.of(self._locator, self._wanted, page)

    def find_all(self, frame: Frame) -> list[Match]:
        """Every place in a frame, from top to bottom.

        Raises:
            ConfigurationError: If the screen cannot be read.
        """
        return list(self._matches(self._reader.read(frame, self._region).checked()))

    def _matches(self, page: Page) -> Iterator[Match]:
        lines = [self._wanted.seen_in(line) for line in page.lines]
        within: list[Region] = []
        for line in lines:
            for part in self._wanted.parts(line):
                for found in self._wanted.find(part):
                    region = part.region(found.start, found.end)
                    within.append(region)
                    yield self._match(part, found, region, region.center)
        # Where it goes on from one row to the next. A click goes to where it begins.
        for line, rows in self._wanted.over_rows(lines):
            for found in self._wanted.find(line):
                region = line.region(found.start, found.end)
                in_one = any(row.box.common(region) == region for row in rows)
                if not in_one and not any(region.overlaps(other) for other in within):
                    yield self._match(line, found, region, line.region(found.start, found.start + 1).center)

    def _match(self, line: Line, found: Found, region: Region, click_point: Point) -> Match:
        text = line.folded[0][found.start : found.end].replace("\n", " ")
        return Match(self._locator, region, found.score, click_point, text=text)


def text_query(locator: Locator, how: ReadOptions) -> TextQuery:
    """The query of a text locator.

    Raises:
        LocatorError: If it is not a valid regular expression, or the similarity is out of range.
    """
    is_regex = locator.kind is LocatorKind.REGEX
    return TextQuery(locator.value, is_regex, how.ignore_case, None if is_regex else how.similarity, how.exact)
