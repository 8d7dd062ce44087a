"""Pages of graphical installers: what is new on them, and which fields, lists and boxes belong to what they say."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from TinyPilotLibrary.text.screen_line import ScreenLine
from TinyPilotLibrary.vision.geometry import Region

# Of the words of a page, the next one lacks at least so many; steps beside the pages and buttons stay.
_TURNED, _LEAST_TURNED = 0.2, 2
_WORD = re.compile(r"[^\W\d_]{3,}")
# A field is at least this high and wide, and at most this high: in heights of its label.
_LOWEST, _HIGHEST, _LEAST_WIDTH = 0.6, 4.0, 3.0
# Below its label a field is at most so far away, and it begins at most so far beside it, or before it where the label
# is the end of a sentence: in heights of the label.
_BELOW, _ASIDE, _BEFORE = 2.5, 2.0, 25.0
# A list has at least so many rows. A selected row divides it: its parts are so near to each other, in pixels, or as
# a row is high, where one of them is so large that it can be no field.
_ROWS, _DIVIDED, _ROW = 3, 6, 40
# What is red differs so much from its green and blue.
_RED = 60


@dataclass(frozen=True)
class Page:
    """What a page says.

    Args:
        rows: Its rows.
        titles: How often the title is there that is waited for.
    """

    rows: tuple[str, ...]
    titles: int = 0

    @cached_property
    def words(self) -> Counter[str]:
        """What is compared: numbers count up while nothing happens, and a pointer may be read as a sign."""
        return Counter(word for row in self.rows for word in _WORD.findall(row))

    def news(self, before: "Page") -> list[str]:
        """The rows with words that were not there before."""
        fresh = self.words - before.words
        return [row for row in self.rows if any(word in fresh for word in _WORD.findall(row))]

    def has_turned(self, before: "Page") -> bool:
        """Whether this is another page: not one with a message more."""
        gone, all_of_it = (before.words - self.words).total(), before.words.total()
        return gone >= max(min(_LEAST_TURNED, all_of_it), _TURNED * all_of_it)

    def is_titled(self, before: "Page") -> bool:
        """Whether the page has come whose title is waited for. One that was on the page before says nothing alone."""
        return self.titles > before.titles or (self.titles > 0 and self.has_turned(before))

    @property
    def text(self) -> str:
        """All of it."""
        return "\n".join(self.rows) or "no text"


def read_page(lines: Iterable[ScreenLine], titles: int = 0) -> Page:
    """What lines of a screen say as a page.

    Args:
        lines: The lines, from top to bottom; runs of white space in them become one blank.
        titles: How often the title is among them that is waited for.
    """
    return Page(tuple(" ".join(line.text.split()) for line in lines), titles)


def complaints(lines: Iterable[ScreenLine]) -> list[str]:
    """The rows that are written in red, as pages write what is wrong."""
    return [line.text.strip() for line in lines if any(_is_red(part.ink) for part in line.parts)]


def field_of(label: Region, boxes: Sequence[Region]) -> Region | None:
    """The field that a label belongs to: around it, as of a hint in an empty field; on its right; or below it.

    Args:
        label: Where the label is, in pixels.
        boxes: The frames on the screen.
    """
    fields = [box for box in boxes if _is_field(box, label)]
    middle = label.top + label.height / 2
    around = [box for box in fields if box.overlaps(label) and box.common(label).width >= label.width / 2]
    level = [
        box
        for box in fields
        if box.top <= middle <= box.top + box.height and box.left >= label.left + label.width - label.height / 2
    ]
    bottom = label.top + label.height
    below = [
        box
        for box in fields
        if -label.height / 2 <= box.top - bottom <= _BELOW * label.height
        and -_BEFORE * label.height <= box.left - label.left <= _ASIDE * label.height
    ]
    return (
        min(around, key=lambda box: box.width * box.height, default=None)
        or min(level, key=lambda box: box.left, default=None)
        or min(below, key=lambda box: (box.top, -box.left), default=None)
    )


def box_around(label: Region, boxes: Iterable[Region]) -> Region | None:
    """The least frame that the middle of a label is in, if it is no higher than that of a field; None if there is none.

    Args:
        label: Where the label is, in pixels.
        boxes: The frames on the screen.
    """
    around = [box for box in boxes if box.common(label).width >= label.width / 2 and _holds(box, label.center.y)]
    least = min(around, key=lambda box: box.width * box.height, default=None)
    return least if least and least.height <= _HIGHEST * label.height else None


def lists_of(boxes: Sequence[Region], lines: Sequence[ScreenLine]) -> list[Region]:
    """The lists on a screen: frames around rows, of which none is in another one, from left to right.

    Args:
        boxes: The frames.
        lines: The lines of text.
    """
    whole = _undivided(boxes)
    lists = [box for box in whole if len(_rows_in(box, lines)) >= _ROWS]
    inner = [one for one in lists if not any(one != other and _is_in(other, one) for other in lists)]
    return sorted(inner, key=lambda box: (box.left, box.top))


def area_of_news(before: Sequence[ScreenLine], after: Sequence[ScreenLine], column: Region) -> Region | None:
    """Where text is that was not there before, in the whole width of a column; None if there is none.

    Args:
        before: The lines before.
        after: The lines now.
        column: Where both were read.
    """
    known: Counter[object] = Counter((line.text, line.box) for line in before)
    fresh = [line.box for line in after if not _took(known, (line.text, line.box))]
    if not fresh:
        return None
    room = fresh[0].height // 4
    top, bottom = min(box.top for box in fresh) - room, max(box.top + box.height for box in fresh) + room
    return Region(column.left, top, column.width, bottom - top).common(column)


def _took(known: Counter[object], item: object) -> bool:
    """Whether something was there; each is there only once."""
    known[item] -= 1
    return known[item] >= 0


def _is_red(ink: str) -> bool:
    try:
        red, green, blue = (int(ink[start : start + 2], 16) for start in (1, 3, 5))
    except ValueError:
        return False
    return red - max(green, blue) >= _RED


def _is_field(box: Region, label: Region) -> bool:
    is_high = _LOWEST * label.height <= box.height <= _HIGHEST * label.height
    return is_high and box.width >= _LEAST_WIDTH * label.height


def _undivided(boxes: Iterable[Region]) -> list[Region]:
    """Frames whose parts lie one below the other, as a selected row divides them, as one."""
    whole: list[Region] = []
    for box in sorted(boxes, key=lambda box: (box.left // _DIVIDED, box.top)):
        above = next((index for index, other in enumerate(whole) if _goes_on(other, box)), None)
        if above is None:
            whole.append(box)
        else:
            whole[above] = whole[above].around(box)
    return whole


def _goes_on(above: Region, box: Region) -> bool:
    is_column = abs(above.left - box.left) <= _DIVIDED and abs(above.width - box.width) <= 2 * _DIVIDED
    gap = box.top - above.top - above.height
    return is_column and 0 <= gap <= max(_DIVIDED, min(_ROW, max(above.height, box.height) / 3))


def _rows_in(box: Region, lines: Iterable[ScreenLine]) -> set[int]:
    return {int(line.box.center.y) for line in lines if line.box.overlaps(box) and _holds(box, line.box.center.y)}


def _holds(box: Region, y: float) -> bool:
    return box.top <= y < box.top + box.height


def _is_in(box: Region, other: Region) -> bool:
    return other.common(box) == box
