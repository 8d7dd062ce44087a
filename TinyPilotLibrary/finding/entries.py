"""Entries of menus: which row a text means."""

import re
from dataclasses import dataclass
from enum import IntEnum

from TinyPilotLibrary.errors import LocatorError
from TinyPilotLibrary.finding.locators import Locator, LocatorKind
from TinyPilotLibrary.finding.text_finder import ReadOptions, text_query
from TinyPilotLibrary.text.page import Line, Page, cut, subline
from TinyPilotLibrary.text.search.row_parts import FRAMES_AND_BARS, columns, label_span
from TinyPilotLibrary.vision.geometry import Region

# What is beyond a frame belongs to another window.
_FRAME = re.compile(r".*[│║┃|]")


class Likeness(IntEnum):
    """How well a row is what an entry names."""

    OTHER = 0
    BEGINS = 1  # With the words that were given; more follow
    SAME = 2


@dataclass(frozen=True)
class Entry:
    """An entry of a menu that is looked for.

    Args:
        locator: Its text, or an expression that its row has to match.
        how: How texts are compared.

    Raises:
        LocatorError: If it is neither, or the expression is not valid.
    """

    locator: Locator
    how: ReadOptions

    def __post_init__(self) -> None:
        if not self.locator.is_text:
            raise LocatorError(f"An entry is a text or an expression ('re:…'), got '{self.locator}'.")
        _ = text_query(self.locator, self.how)

    @classmethod
    def parse(cls, written: str, how: ReadOptions) -> "Entry":
        """Reads an entry as users write it; what is not an expression is a text, with `text:` before it or not.

        Args:
            written: The entry.
            how: How texts are compared.

        Raises:
            LocatorError: If it is empty, a picture, or the expression is not valid.
        """
        locator = Locator.parse(written)
        is_bare = locator.kind is LocatorKind.IMAGE and not written.lower().lstrip().startswith("image:")
        return cls(Locator(LocatorKind.TEXT, locator.value, written.strip()) if is_bare else locator, how)

    def names(self, row: Line) -> Likeness:
        """Whether it names a row.

        An expression may match any part of the row. A text is compared with the row's first column, or with the whole
        row; the marks before it and the value behind it do not count.

        Args:
            row: The row.
        """
        query = text_query(self.locator, self.how)
        if query.is_regex:
            return Likeness.SAME if any(query.find(query.seen_in(row))) else Likeness.OTHER
        best = Likeness.OTHER
        for part in (_label(row), row):
            if part is None:
                continue
            line = query.seen_in(part)
            text = line.folded[0]
            before, behind = label_span(text)
            for start, end, _ in query.find(line):
                # What was asked for may have marks of its own.
                if start <= before and end >= behind:
                    return Likeness.SAME
                if start <= before and not text[end : end + 1].isalnum():
                    best = Likeness.BEGINS
        return best

    def __str__(self) -> str:
        return f"'{self.locator}'"


def menu_row(page: Page, selected: Line) -> Line:
    """The row of a menu that a highlight is on: firmware may highlight a value alone, and leave its label out.

    Args:
        page: What was read.
        selected: The part that is highlighted.

    Returns:
        The row from its beginning, or from the frame around it, to the end of the highlight.
    """
    left, width = selected.box.left, selected.box.width
    for line in page.lines:
        if not line.is_level_with(selected.box) or line.box.left > left:
            continue
        row = cut(line, Region(line.box.left, line.box.top, left + width - line.box.left, line.box.height))
        frame = _FRAME.match(row.text) if row else None
        return (row and subline(row, frame.end() if frame else 0, len(row.text))) or selected
    return selected


def _label(row: Line) -> Line | None:
    """The first column that has a letter."""
    return next((column for column in columns(row, FRAMES_AND_BARS) if any(map(str.isalpha, column.text))), None)
