"""Looks for a text in one frame after another."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from TinyPilotLibrary.finding.locators import Locator, LocatorKind
from TinyPilotLibrary.text.page import Line, Page
from TinyPilotLibrary.text.reader import ScreenReader
from TinyPilotLibrary.text.search.text_miss import Refusal, TextMiss
from TinyPilotLibrary.text.search.text_query import Exact, Found, TextQuery
from TinyPilotLibrary.text.states import TextState, TextStates
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
        state: The state that a text has to be in; None for any.
        tells_states: Whether matches tell the states of their texts.
    """

    reader: ScreenReader = field(default_factory=ScreenReader)
    ignore_case: bool = False
    similarity: float | None = None
    exact: Exact | None = None
    state: TextState | None = None
    tells_states: bool = False

    @property
    def about_texts(self) -> str:
        """What of it makes sense for texts alone; empty if nothing does."""
        if self.tells_states:
            return "A state"
        return "exact=" if self.exact else "state=" if self.state else ""


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
        self._locator = locator
        self._region = region
        self._reader = how.reader
        self._wanted = text_query(locator, how)
        self._state = how.state
        self._needs_states = how.tells_states or how.state is not None

    def find(self, frame: Frame, until: float | None = None) -> Match | Miss:
        """Looks in a frame: first where the text was last, then in lines that look like it.

        Args:
            frame: The frame.
            until: When reading has to end, in seconds of the clock; None for when it is done.
        """
        page = Page((), "")
        refused: list[Refusal] = []
        for page in self._pages(frame, until):
            refused = []
            for outcome in self._outcomes(frame, page):
                if isinstance(outcome, Match):
                    self._reader.remember_place(self._wanted, outcome.region)
                    return outcome
                refused.append(outcome)
        return TextMiss.of(str(self._locator), self._wanted, page, refused)

    def find_all(self, frame: Frame) -> list[Match]:
        """Every place in a frame, from top to bottom.

        Raises:
            ConfigurationError: If the screen cannot be read.
        """
        return self.on_page(frame, self._reader.read(frame, self._region).checked())

    def on_page(self, frame: Frame, page: Page) -> list[Match]:
        """Every place on a page that was read of a frame before, from top to bottom.

        Args:
            frame: The frame; states of texts are told by its pixels.
            page: What was read of it. An error that it may have is not raised.
        """
        return [outcome for outcome in self._outcomes(frame, page) if isinstance(outcome, Match)]

    def _pages(self, frame: Frame, until: float | None) -> Iterator[Page]:
        if self._needs_states:
            # What is selected, or dimmed, is known beside all others.
            return iter([self._reader.read(frame, self._region, until)])
        text = None if self._wanted.is_regex else self._wanted.content
        return self._reader.pages(frame, self._region, until, self._reader.last_place(self._wanted), text)

    def _outcomes(self, frame: Frame, page: Page) -> Iterator[Match | Refusal]:
        """The places of the text on a page, and where it is in another state."""
        states = TextStates(frame, page, self._reader.text_boxes(frame)) if self._needs_states else None
        for row, match in self._places(page):
            if states is None:
                yield match
                continue
            fits = self._state is None or states.holds(self._state, row, match.region)
            if fits:
                told = [state.value for state in states.told(row, match.region)]
                yield replace(match, states=tuple(told))
            elif self._state is not None:
                doubt = f"whether it is {self._state.value} is not sure: {self._state.doubt}"
                yield Refusal(match.region, doubt if fits is None else self._state.opposite, fits is not None)

    def _places(self, page: Page) -> Iterator[tuple[Line, Match]]:
        """The places of the text on a page, each with the row, or the rows, that it is in."""
        lines = [self._wanted.seen_in(line) for line in page.lines]
        within: list[Region] = []
        for line in lines:
            for part in self._wanted.parts(line):
                for found in self._wanted.find(part):
                    region = part.region(found.start, found.end)
                    within.append(region)
                    yield line, self._match(part, found, region, region.center)
        # Where it goes on from one row to the next. A click goes to where it begins.
        for line, rows in self._wanted.over_rows(lines):
            for found in self._wanted.find(line):
                region = line.region(found.start, found.end)
                in_one = any(row.box.common(region) == region for row in rows)
                if not in_one and not any(region.overlaps(other) for other in within):
                    first = line.region(found.start, found.start + 1)
                    yield line, self._match(line, found, region, first.center)

    def _match(self, line: Line, found: Found, region: Region, click_point: Point) -> Match:
        text = line.folded[0][found.start : found.end].replace("\n", " ")
        return Match(str(self._locator), region, found.score, click_point, text=text)


def text_query(locator: Locator, how: ReadOptions) -> TextQuery:
    """The query of a text locator.

    Args:
        locator: The text, or the regular expression.
        how: How texts are compared; a regular expression is never found by similarity.

    Raises:
        LocatorError: If it is not a valid regular expression, or the similarity is out of range.
    """
    is_regex = locator.kind is LocatorKind.REGEX
    return TextQuery(locator.value, is_regex, how.ignore_case, None if is_regex else how.similarity, how.exact)
