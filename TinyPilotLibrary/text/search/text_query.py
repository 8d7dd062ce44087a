"""A text that is wanted, and where it is in a line."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import NamedTuple

from TinyPilotLibrary.errors import LocatorError
from TinyPilotLibrary.text.cells import UNSURE
from TinyPilotLibrary.text.page import Line, joined
from TinyPilotLibrary.text.search.confusables import (
    exact_pattern,
    forgiving_pattern,
    forgiving_regex,
    regex_over_rows,
    unsure_pattern,
)
from TinyPilotLibrary.text.search.fuzzy import part_most_alike
from TinyPilotLibrary.text.search.wrapping import Paragraph, wrapped

# With a smaller share of characters that are sure, a text may be anything.
_SURE = 0.5


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
class TextQuery:
    """A text or a regular expression that is wanted.

    White space is folded. Case counts unless asked otherwise. In a text from character cells every character counts;
    in a text from OCR those that it confuses are forgiven, by rule. A number is whole: 1.2 is not found in 1.25. Where
    a cell is not sure, what it probably shows counts; a digit that may be another one never does.

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
            self._compiled(self._expression)

    def seen_in(self, line: Line) -> Line:
        """A line as it is looked at: where it is not sure, with what probably stands there.

        What an expression finds is read out, so that there no digit is put in that is not sure.

        Args:
            line: The line as it was read.
        """
        return line.with_likely(digits=not self.is_regex)

    def may_be_in(self, line: Line) -> bool:
        """Whether it may be in a line, some of whose characters are not sure.

        Args:
            line: The line as it was read.
        """
        text, _ = line.folded
        if UNSURE not in text or self.is_regex:
            return False
        return any(_is_mostly_sure(found[0]) for found in self._unsure.finditer(text))

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
            if end > start and not (self.is_regex and _breaks_off(text, start, end)):
                nothing = False
                yield Found(start, end, 1.0)
        if nothing and self.similarity is not None:
            part = part_most_alike(self.plain, text, ignore_case=self.ignore_case)
            if part.similarity >= self.similarity:
                yield Found(part.start, part.end, part.similarity)

    def over_rows(self, lines: Sequence[Line]) -> Iterator[tuple[Line, Paragraph]]:
        """What goes on from one row to the next, as one line, and its rows, where this may be in it.

        A text of several words, and an expression, goes on where a dialog or a panel has broken a sentence; an
        expression that has a line break in it, or whose dot matches one (`(?s)`), from any row to those below it.

        Args:
            lines: The rows, from above to below.
        """
        if not self.is_regex:
            return wrapped(lines, " ") if " " in self.plain else iter(())
        if not lines:
            return iter(())
        if "\n" in self.content or r"\n" in self.content or self._exact.flags & re.DOTALL:
            return iter([(joined(lines, "\n"), lines)])
        return wrapped(lines, "\n")

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
            for character in self._expression
        )
        return self._compiled("".join(translated))

    @cached_property
    def _exact(self) -> re.Pattern[str]:
        return self._compiled(self._expression if self.is_regex else exact_pattern(self.plain))

    @cached_property
    def _forgiving(self) -> re.Pattern[str]:
        if not self.is_regex:
            return self._compiled(forgiving_pattern(self.plain))
        try:
            return self._compiled(forgiving_regex(self._expression))
        except LocatorError:
            # Extended syntax that the rules do not know: it is taken as it is written.
            return self._exact

    @cached_property
    def _unsure(self) -> re.Pattern[str]:
        return self._compiled(unsure_pattern(self.plain))

    @cached_property
    def _expression(self) -> str:
        return regex_over_rows(_folded_blanks(self.content))

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


def _is_mostly_sure(text: str) -> bool:
    shown = [character for character in text if not character.isspace()]
    return bool(shown) and shown.count(UNSURE) <= (1 - _SURE) * len(shown)


def _breaks_off(text: str, start: int, end: int) -> bool:
    """Whether a part of a text ends within a word or number some of which is not sure."""
    return (text[start].isalnum() and text[start - 1 : start] == UNSURE) or (
        text[end - 1].isalnum() and text[end : end + 1] == UNSURE
    )


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), end - len(part) + len(part.rstrip())
