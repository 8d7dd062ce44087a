"""A text that is wanted, and where it is in a line."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from TinyPilotLibrary.errors import LocatorError
from TinyPilotLibrary.vision.reading.alike import part_most_alike
from TinyPilotLibrary.vision.reading.confusables import exact_pattern, forgiving_pattern, forgiving_regex
from TinyPilotLibrary.vision.reading.page import Line


class Found(NamedTuple):
    """Where a wanted text is in the folded text of a line.

    Args:
        start: The index of its first character.
        end: The index behind its last one.
        score: How alike it is, 0.0 to 1.0; 1.0 unless less was asked for.
    """

    start: int
    end: int
    score: float


@dataclass(frozen=True)
class WantedText:
    """A text or a regular expression that is wanted.

    White space is folded. Case counts unless asked otherwise. In a text from character cells every character counts;
    in a text from OCR those that it confuses are forgiven, by rule. A number is whole: 1.2 is not found in 1.25.

    Args:
        content: The text, or the regular expression.
        is_regex: Which of them it is.
        ignore_case: Whether case does not count.
        similarity: How alike a text must be, 0.0 to 1.0; None for the rules alone.

    Raises:
        LocatorError: If the regular expression is none, or the similarity out of range.
    """

    content: str
    is_regex: bool = False
    ignore_case: bool = False
    similarity: float | None = None

    def __post_init__(self) -> None:
        if self.similarity is not None and not 0.0 < self.similarity <= 1.0:
            raise LocatorError(f"The similarity must be above 0.0 and at most 1.0, got {self.similarity}.")
        if self.similarity is not None and self.is_regex:
            raise LocatorError(
                f"A regular expression matches or does not; it takes no similarity: 're:{self.content}'."
            )
        if self.is_regex:
            self._compiled(_folded_blanks(self.content))

    def find(self, line: Line) -> Iterator[Found]:
        """Where it is in a line, from left to right.

        Args:
            line: The line.
        """
        text, _ = line.folded
        pattern = self._as_shown(line.shown) if line.exact else self._forgiving
        nothing = True
        for match in pattern.finditer(text):
            # What matches nothing at all has no place.
            start, end = _trimmed(text, *match.span())
            if end > start:
                nothing = False
                yield Found(start, end, 1.0)
        if nothing and self.similarity is not None:
            part = part_most_alike(self.plain, text, ignore_case=self.ignore_case)
            if part.similarity >= self.similarity:
                yield Found(part.start, part.end, part.similarity)

    @property
    def may_wrap(self) -> bool:
        """Whether it may go on in the next row: a text of several words. An expression is about one row."""
        return not self.is_regex and " " in self.plain

    @cached_property
    def plain(self) -> str:
        """The text, to be shown beside what was read; of a regular expression what is literal in it."""
        if not self.is_regex:
            return " ".join(self.content.split())
        return " ".join(re.sub(r"\\[a-zA-Z]|[\\^$.|?*+()\[\]{}]", " ", self.content).split())

    def _as_shown(self, shown: Mapping[str, str]) -> re.Pattern[str]:
        """The exact pattern, with characters as the screen's font shows them."""
        if self.content.isascii() or not shown:
            return self._exact
        if not self.is_regex:
            return self._compiled(exact_pattern("".join(shown.get(character, character) for character in self.plain)))
        translated = (
            character if character.isascii() else re.escape(shown.get(character, character))
            for character in _folded_blanks(self.content)
        )
        return self._compiled("".join(translated))

    @cached_property
    def _exact(self) -> re.Pattern[str]:
        return self._compiled(_folded_blanks(self.content) if self.is_regex else exact_pattern(self.plain))

    @cached_property
    def _forgiving(self) -> re.Pattern[str]:
        if not self.is_regex:
            return self._compiled(forgiving_pattern(self.plain))
        try:
            return self._compiled(forgiving_regex(_folded_blanks(self.content)))
        except LocatorError:
            # Extended syntax that the rules do not know: it is taken as it is written.
            return self._exact

    def _compiled(self, pattern: str) -> re.Pattern[str]:
        try:
            return re.compile(pattern, re.IGNORECASE if self.ignore_case else 0)
        except re.error as error:
            raise LocatorError(
                f"'re:{self.content}' is no regular expression: {error}. A bracket that stands on the screen is "
                r"written with a backslash before it, in a suite with two: '\\('. 'text:' takes all signs as they are."
            ) from None


def _folded_blanks(pattern: str) -> str:
    """Several blanks in an expression are one, unless they are repeated."""
    return re.sub(r" {2,}(?![*+?{])", " ", pattern)


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), end - len(part) + len(part.rstrip())
