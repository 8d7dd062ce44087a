"""What a screen shows of what was typed: the text that is there now and was not there before."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher

from TinyPilotLibrary.text.cells import UNSURE
from TinyPilotLibrary.text.page import Line, Page, cut
from TinyPilotLibrary.text.search.confusables import character_class
from TinyPilotLibrary.vision.geometry import Region

# So many more characters are looked at than were typed: a key that was taken twice is seen.
_MORE = 4
# What fields show instead of the characters of a password.
_MARKS = "*•●·∙"


@dataclass(frozen=True)
class Echo:
    """What a screen shows of what was typed.

    Args:
        text: The text; empty if nothing has changed.
        exact: Whether it was read exactly, as from character cells; OCR confuses characters.
        shown: What is read where a character stands, if its font draws it like another.
    """

    text: str = ""
    exact: bool = True
    shown: Mapping[str, str] = field(default_factory=dict)

    def is_alike(self, expected: str, read: str) -> bool:
        """Whether a character that was read is an expected one, as far as reading can tell.

        Args:
            expected: The character that was typed.
            read: The one that was read.
        """
        if read in {expected, self.shown.get(expected), UNSURE}:
            return True
        return not self.exact and re.fullmatch(character_class(expected), read) is not None

    def agrees(self, typed: str) -> bool:
        """Whether it is what was typed.

        Args:
            typed: What was typed.
        """
        wanted, text = self.compared(typed)
        return len(text) >= len(wanted) and all(map(self.is_alike, wanted, text))

    def differs(self, typed: str) -> bool:
        """Whether there is another character than was typed, and not only too few of them.

        Args:
            typed: What was typed.
        """
        return not all(map(self.is_alike, *self.compared(typed)))

    def compared(self, typed: str) -> tuple[str, str]:
        """What was typed and what is shown, made comparable: blanks at the ends are not seen, OCR loses them anywhere.

        Args:
            typed: What was typed.
        """
        if self.exact:
            return typed.strip(), self.text.strip() if typed[:1].isspace() else self.text
        return "".join(typed.split()), "".join(self.text.split())

    def is_masked(self, length: int) -> bool:
        """Whether it is as many marks as characters were typed, as fields for passwords show them.

        Args:
            length: How many characters were typed.
        """
        text = self.text.rstrip()
        return len(text) == length and len(set(text)) == 1 and text[0] in _MARKS


def echo_of(before: Page, after: Page, likely: Sequence[str]) -> Echo:
    """What a screen shows of what was typed.

    Args:
        before: The screen before it was typed.
        after: The screen now.
        likely: What may be shown: the text, or what it may have become. Of several places that changed, the one that
            is most like one of them is taken.

    Returns:
        What is there; longer than what was typed if more has changed there.
    """
    if not after.columns or (before.columns, before.rows) != (after.columns, after.rows):
        return Echo(_most_alike(_new_lines(before, after, likely), likely), exact=False)
    shown = {key: value for line in after.lines for key, value in line.shown.items()}
    return Echo(_most_alike(_changes(before, after, max(map(len, likely)) + _MORE), likely), shown=shown)


def _most_alike(texts: Sequence[str], likely: Sequence[str]) -> str:
    return max(texts, key=lambda text: max(SequenceMatcher(None, text, item).ratio() for item in likely), default="")


def _changes(before: Page, after: Page, length: int) -> list[str]:
    """The texts of so many cells from where a change begins, without what has not changed at their ends."""
    now, then = _rows(after), _rows(before)
    scrolled = _scrolled(then, now)
    text = "".join(now)
    old = "".join([*then[scrolled:], *([" " * after.columns] * scrolled)])
    changed = [index for index, pair in enumerate(zip(text, old, strict=True)) if pair[0] != pair[1]]
    found = []
    for index, begin in enumerate(changed):
        if index and changed[index - 1] == begin - 1:
            continue
        last = max(place for place in changed[index:] if place < begin + length)
        found.append(text[begin : last + 1].rstrip())
    return [text for text in found if text]


def _rows(page: Page) -> list[str]:
    rows = [row.ljust(page.columns) for row in page.standing.split("\n")]
    return [*rows, *([" " * page.columns] * (page.rows - len(rows)))]


def _scrolled(before: list[str], now: list[str]) -> int:
    """By how many rows the screen has scrolled: so that most of them are as they were."""

    def same(rows: int) -> int:
        return sum(old == new for old, new in zip(before[rows:], now, strict=False) if old.strip())

    return max(range(len(before)), key=lambda rows: (same(rows), -rows))


def _new_lines(before: Page, after: Page, likely: Sequence[str]) -> list[str]:
    """What is new in each line, and in all of them."""
    old = [line.text for line in before.lines]
    new = [line for line in after.lines if line.text not in old]
    added = [text for line in new for text in (*_added(line, before.lines), *_from_likely(line.text, likely))]
    return [text for text in (*added, " ".join(line.text for line in new)) if text]


def _added(line: Line, before: Sequence[Line]) -> Iterator[str]:
    """A line, and what of it is to the right of where a line ended before; perhaps that was its cursor."""
    yield line.text
    for old in before:
        if old.box.overlaps(line.box) and abs(old.box.left - line.box.left) < line.box.height:
            end = old.box.left + old.box.width
            for right in (end, end - line.box.height // 2):
                rest = cut(line, Region(right, line.box.top, line.box.width, line.box.height))
                if rest:
                    yield rest.text


def _from_likely(text: str, likely: Sequence[str]) -> Iterator[str]:
    """A line from where it has one of the likely texts; blanks do not count."""
    seen = "".join(text.split())
    for item in likely:
        begin = seen.find("".join(item.split()))
        if begin >= 0:
            yield seen[begin:]
