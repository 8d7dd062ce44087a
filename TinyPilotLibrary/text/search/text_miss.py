"""A text that was not found, reported with what was read instead."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from html import escape

from TinyPilotLibrary.text.page import Line, Page
from TinyPilotLibrary.text.search.fuzzy import Part, closest_part, differing
from TinyPilotLibrary.text.search.text_query import TextQuery
from TinyPilotLibrary.vision.geometry import Region
from TinyPilotLibrary.vision.match import Miss, NearMiss

_LINES_IN_MESSAGE = 8
# A line less similar than this is another text, and what differs in it says nothing; nor where most of it differs.
_SIMILAR, _MOSTLY = 0.5, 0.5
# What is there in another state is nearer than any other text.
_FOUND = 0.99
# What is so similar is what was meant, and misread or misspelled.
_NEARLY = 0.8
_BEGIN, _END = "\u00ab", "\u00bb"


@dataclass(frozen=True)
class _Near:
    line: Line
    part: Part


@dataclass(frozen=True)
class Refusal:
    """A place where a text is, but not in the state that it was looked for in.

    Args:
        region: The place, in pixels.
        reason: Why it was refused.
        is_sure: Whether it is surely not in that state.
    """

    region: Region
    reason: str
    is_sure: bool


@dataclass(frozen=True)
class TextMiss(Miss):
    """A text that was not found.

    Args:
        locator: What was looked for, as it was written.
        find_closest: Determines what came closest.
        wanted: The text.
        page: What was read.
        refused: Where it is in another state than it was looked for in.
    """

    wanted: TextQuery
    page: Page
    refused: Sequence[Refusal] = ()

    @classmethod
    def of(cls, locator: str, wanted: TextQuery, page: Page, refused: Sequence[Refusal] = ()) -> "TextMiss":
        """Makes the miss of a text on a page.

        Args:
            locator: What was looked for, as it was written.
            wanted: The text.
            page: What was read.
            refused: Where the text is, but not in the state that it was looked for in.

        Returns:
            The miss; what came closest is determined when it is first asked for.
        """
        return cls(locator, lambda: _closest(wanted, page, refused), wanted, page, refused)

    def without_pixels(self) -> "TextMiss":
        """The same miss without the frame that the page was read from."""
        return TextMiss.of(self.locator, self.wanted, self.page.without_pixels(), self.refused)

    @property
    def is_conclusive(self) -> bool:
        """Whether everything was read, so that the text is certainly not there."""
        return (
            not self.page.error
            and not self.page.unread
            and all(refusal.is_sure for refusal in self.refused)
            and not any(self.wanted.may_be_in(line) for line in self.page.lines)
        )

    def may_be_under(self, cover: Region) -> bool:
        """Whether the text may be hidden by something: it lies upon a row, or on what may have been one.

        Args:
            cover: Where that is, in pixels.
        """
        if self.refused or self.page.error:
            return False
        near = self.closest
        if near.region is not None and near.score >= _NEARLY and not near.region.overlaps(cover):
            return False
        rows = [line.box for line in self.page.lines]
        # What cannot be read under it is between rows, or above or below them, and not far from any.
        return any(row.grown(row.height).overlaps(cover) for row in rows)

    @property
    def error(self) -> str:
        """Why it could not be looked for at all; empty if it could."""
        return self.page.error

    def __str__(self) -> str:
        if self.page.error:
            return f"'{self.locator}': {self.page.error.rstrip('.')}"
        named = f"'{self.locator}'{' as a whole row' if self.wanted.exact else ''}"
        if self.refused:
            return f"{named}: " + "; ".join(f"found at {item.region}, but {item.reason}" for item in self.refused)
        near = self._nearest
        unread = f"; {_more_lines(self.page.unread)} not read in time" if self.page.unread else ""
        if not near:
            return f"{named}: no text was read ({self.page.reader}{unread})"
        told = [f"    {_marked(self.wanted, item)}" for item in near[:_LINES_IN_MESSAGE]]
        more = len(near) - len(told)
        rest = f"\n    and {_more_lines(more)}" if more else ""
        lines = "\n".join(told)
        return f"{named}: text read ({self.page.reader}{unread}), closest line first:\n{lines}{rest}"

    @property
    def sentence(self) -> str:
        """How a message reports it. After a line of the screen, a full stop would look like part of that line."""
        told = str(self)
        return told if "\n" in told else f"{told}."

    @property
    def html(self) -> str:
        """All lines that were read, closest first, with the characters that differ marked."""
        head = f"Looked for <b>{escape(self.locator)}</b>. Text read ({self.page.reader}), closest line first:"
        lines = "\n".join(map(_marked_html, self.lines))
        return f"{head}<pre>{lines or 'no text'}</pre>"

    @property
    def lines(self) -> list[list[tuple[bool, str]]]:
        """All lines that were read, closest first, in pieces, each with whether it differs from what was wanted."""
        return [list(_pieces(self.wanted, item)) for item in self._nearest]

    @cached_property
    def _nearest(self) -> list[_Near]:
        return list(_sorted(self.wanted, self.page))


def _more_lines(count: int) -> str:
    return f"{count} more line{'' if count == 1 else 's'}"


def _sorted(wanted: TextQuery, page: Page) -> Iterator[_Near]:
    near = [
        _Near(row, closest_part(wanted.plain, row.folded[0], ignore_case=wanted.ignore_case))
        for line in page.lines
        # Of a line with columns, each is a row of its own where the whole row counts.
        for row in [*wanted.parts(line)][1:] or [line]
        if row.text.strip()
    ]
    yield from sorted(near, key=lambda item: -item.part.similarity)


def _closest(wanted: TextQuery, page: Page, refused: Sequence[Refusal]) -> NearMiss:
    least = wanted.similarity or 1.0
    if refused:
        return NearMiss(refused[0].region, _FOUND * least, f"found, but {refused[0].reason}", least)
    best = next(_sorted(wanted, page), None)
    if best is None:
        return NearMiss(None, 0.0, page.error or "no text was read", least)
    # However similar: what was refused is below what is required.
    score = min(best.part.similarity, _FOUND * least)
    if score < _SIMILAR:
        return NearMiss(None, score, page.error or "no similar text was read", least)
    row = best.line.folded[0]
    text = row[best.part.start : best.part.end]
    region = best.line.region(best.part.start, best.part.end)
    if wanted.exact and best.part.similarity >= least:
        return NearMiss(region, least * len(text) / (len(row) + 1), f"only a part of the row {row!r}", least)
    return NearMiss(region, score, f"read there: {text!r}", least)


def _pieces(wanted: TextQuery, near: _Near) -> Iterator[tuple[bool, str]]:
    """The line in pieces, each with whether it differs from the wanted text."""
    text, (start, end, similarity) = near.line.folded[0], near.part
    if similarity < _SIMILAR or wanted.is_regex:
        yield False, text
        return
    marks = differing(wanted.plain, text[start:end])
    if sum(marks) > _MOSTLY * len(marks):
        yield False, text
        return
    yield False, text[:start]
    begin = 0
    for index in range(1, len(marks) + 1):
        if index == len(marks) or marks[index] != marks[begin]:
            yield marks[begin], text[start + begin : start + index]
            begin = index
    yield False, text[end:]


def _marked(wanted: TextQuery, near: _Near) -> str:
    return "".join(f"{_BEGIN}{text}{_END}" if differs else text for differs, text in _pieces(wanted, near))


def _marked_html(pieces: Sequence[tuple[bool, str]]) -> str:
    return "".join(f"<mark>{escape(text)}</mark>" if differs else escape(text) for differs, text in pieces)
