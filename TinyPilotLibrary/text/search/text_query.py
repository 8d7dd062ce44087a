"""A text to look for, and where it is in a line."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from itertools import product
from typing import NamedTuple

from TinyPilotLibrary.errors import LocatorError
from TinyPilotLibrary.text.cells import UNSURE
from TinyPilotLibrary.text.page import UNSURE_BLANK, Line, joined
from TinyPilotLibrary.text.search.confusables import (
    exact_pattern,
    forgiving_pattern,
    forgiving_regex,
    regex_over_rows,
    unsure_pattern,
)
from TinyPilotLibrary.text.search.fuzzy import Part, closest_part, likeness
from TinyPilotLibrary.text.search.row_parts import FRAMES, FRAMES_AND_BARS, columns, label_span
from TinyPilotLibrary.text.search.wrapping import Paragraph, wrapped

# With a smaller share of characters that are sure, a text may be anything.
_LONGEST_QUOTE = 100
_SURE = 0.5


class Exact(Enum):
    """What a text has to be the whole of.

    `row`: a row of a list, in its column: not a part of a longer row. Marks before it (`[ ]`, `>`) and a value behind
    it (`[Enabled]`) do not count, nor does what other columns have at the same height.
    """

    ROW = "row"


class Found(NamedTuple):
    """Where a wanted text is in the folded text of a line.

    Args:
        start: The index of its first character.
        end: The index after its last one.
        score: How similar it is, 0.0 to 1.0; always 1.0 unless a similarity was given.
    """

    start: int
    end: int
    score: float


@dataclass(frozen=True)
class TextQuery:
    """A text or a regular expression to look for.

    Runs of white space count as one blank. Case counts unless it is to be ignored. In text from character cells every
    character counts; in text from OCR, characters that it confuses are accepted for each other, by fixed rules. Numbers
    are whole: 1.2 is not found in 1.25. If a cell is uncertain, what it probably shows counts, but never a digit that
    may be another one.

    Args:
        content: The text, or the regular expression.
        is_regex: Whether it is a regular expression.
        ignore_case: Whether to ignore case.
        similarity: How similar the text must be, 0.0 to 1.0; None for the rules alone.
        exact: What it has to be the whole of; None if it may be a part of a row.

    Raises:
        LocatorError: If the regular expression is not valid, or the similarity is out of range.
    """

    content: str
    is_regex: bool = False
    ignore_case: bool = False
    similarity: float | None = None
    exact: Exact | None = None

    def __post_init__(self) -> None:
        if self.similarity is not None and not 0.0 < self.similarity <= 1.0:
            raise LocatorError(f"The similarity must be above 0.0 and at most 1.0, got {self.similarity}.")
        if self.similarity is not None and self.is_regex:
            raise LocatorError(f"similarity= cannot be used with a regular expression: 're:{self.content}'.")
        if self.is_regex:
            self._compiled(self._expression)

    def seen_in(self, line: Line) -> Line:
        """A line as it is searched: with what is probably there where it is uncertain.

        What an expression finds is used as a value, so uncertain digits are left out for expressions.

        Args:
            line: The line as it was read.
        """
        return line.with_likely(digits=not self.is_regex)

    def may_be_in(self, line: Line) -> bool:
        """Whether it may be in a line, some of whose characters are uncertain.

        Args:
            line: The line as it was read.
        """
        text, _ = line.folded
        if not {UNSURE, UNSURE_BLANK}.intersection(text) or self.is_regex:
            return False
        return any(_is_mostly_sure(found[0]) for found in self._unsure.finditer(text))

    def parts(self, line: Line) -> Iterator[Line]:
        """The parts of a line that it is looked for in, one by one: the line, or what it may be the whole of.

        Args:
            line: The line.
        """
        yield line
        if self.exact:
            # On a picture a bar may be an l or an I.
            found = list(columns(line, FRAMES_AND_BARS if line.exact else FRAMES))
            yield from found if len(found) > 1 or (found and found[0].text != line.text.strip()) else ()

    def find(self, part: Line) -> Iterator[Found]:
        """Where it is in a part of a line, from left to right.

        Args:
            part: The part.
        """
        text, _ = part.folded
        pattern = self._as_shown(part.shown) if part.exact else self._forgiving
        found = list(self._whole(pattern, text) if self.exact else self._within(pattern, text))
        yield from found
        if not found and self.similarity is not None:
            near = self._alike(text)
            if near.similarity >= self.similarity:
                yield Found(near.start, near.end, near.similarity)

    def _alike(self, text: str) -> Part:
        if not self.exact:
            return closest_part(self.plain, text, ignore_case=self.ignore_case)
        start, end = label_span(text)
        return Part(start, end, likeness(self.plain, text[start:end], ignore_case=self.ignore_case))

    def _within(self, pattern: re.Pattern[str], text: str) -> Iterator[Found]:
        for match in pattern.finditer(text):
            # What matches nothing at all has no place.
            start, end = _trimmed(text, *match.span())
            if end > start and not (self.is_regex and _breaks_off(text, start, end)):
                yield Found(start, end, 1.0)

    def _whole(self, pattern: re.Pattern[str], text: str) -> Iterator[Found]:
        before, behind = label_span(text)
        # What was asked for may have marks and a value of its own.
        for start, end in product((0, before), (len(text), behind)):
            if end > start and pattern.fullmatch(text[start:end]):
                yield Found(start, end, 1.0)
                return

    def over_rows(self, lines: Sequence[Line]) -> Iterator[tuple[Line, Paragraph]]:
        """Text that continues from one row to the next, as one line with its rows, where this may be in it.

        Texts of several words, and expressions, continue where a dialog or a panel has wrapped a sentence; an
        expression that contains a line break, or whose dot matches one (`(?s)`), from any row to those below it.

        Args:
            lines: The rows, from top to bottom.
        """
        if self.exact:
            return iter(())
        if not self.is_regex:
            return wrapped(lines, " ") if " " in self.plain else iter(())
        if not lines:
            return iter(())
        if "\n" in self.content or r"\n" in self.content or self._exact.flags & re.DOTALL:
            return iter([(joined(lines, "\n"), lines)])
        return wrapped(lines, "\n")

    @cached_property
    def plain(self) -> str:
        """The text, to be shown next to what was read; of a regular expression, its literal parts."""
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
        except (re.error, OverflowError, RecursionError) as error:
            shown = f"re:{self.content[:_LONGEST_QUOTE]}"
            raise LocatorError(
                f"'{shown}' is not a valid regular expression: {error}. Escape a literal bracket with a "
                r"backslash, in a suite with two: '\\('. With 'text:', no character is special."
            ) from None


def _folded_blanks(pattern: str) -> str:
    """An expression with runs of blanks as one blank, unless they are repeated by a quantifier."""
    return re.sub(r" {2,}(?![*+?{])", " ", pattern)


def _is_mostly_sure(text: str) -> bool:
    shown = [character for character in text if not character.isspace()]
    return bool(shown) and shown.count(UNSURE) <= (1 - _SURE) * len(shown)


def _breaks_off(text: str, start: int, end: int) -> bool:
    """Whether a part of a text ends within a word or number that is partly uncertain."""
    unsure = (UNSURE, UNSURE_BLANK)
    return (text[start].isalnum() and text[start - 1 : start] in unsure) or (
        text[end - 1].isalnum() and text[end : end + 1] in unsure
    )


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    part = text[start:end]
    return start + len(part) - len(part.lstrip()), end - len(part) + len(part.rstrip())
