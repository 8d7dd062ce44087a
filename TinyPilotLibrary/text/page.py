"""What was read from a screen: lines of text whose every part has a place."""

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial

from TinyPilotLibrary.errors import ConfigurationError, NotOnScreen
from TinyPilotLibrary.text.box_rows import rows_of
from TinyPilotLibrary.text.cells import UNSURE, TextRun
from TinyPilotLibrary.vision.geometry import Region

#: What may be a blank between two digits, or none: whole numbers are known on neither side of it.
UNSURE_BLANK = "\N{OPEN BOX}"
# Pieces of one row stand this far apart in a page's text: enough to see that they are not one text.
_BETWEEN = "   "
_CHARACTERS = re.compile(r"\s+|\S")
# Between two numbers is at least so much, in heights of the lower one's picture.
_BETWEEN_NUMBERS = 0.25


@dataclass(frozen=True)
class Recognised:
    """What an OCR engine read of one line.

    Args:
        text: The text; empty if there is none.
        spans: For each character its left and right edge, as fractions of the picture's width.
        confidence: How sure the engine is, 0.0 to 1.0.
        blanks: For each character how likely a blank stands before it, 0.0 to 1.0; empty if the engine does not tell.
    """

    text: str
    spans: tuple[tuple[float, float], ...]
    confidence: float
    blanks: tuple[float, ...] = ()


@dataclass(frozen=True)
class Line:
    """A row of text.

    Args:
        text: The text.
        box: Where it is, in pixels of the frame.
        exact: Whether the text is certain, as it is from character cells; OCR confuses characters.
        place: Where the characters from one index up to another are, in pixels of the frame.
        find_runs: Finds the line's parts by their colours.
        shown: What is read where a character stands, if its font draws it like another: a Cyrillic \u0410 is read as A.
        likely: The text with what the characters that are not sure probably are; empty if that is not known.
    """

    text: str
    box: Region
    exact: bool
    place: Callable[[int, int], Region] = field(repr=False, compare=False)
    find_runs: Callable[[], Sequence[TextRun]] = field(default=tuple, repr=False, compare=False)
    shown: Mapping[str, str] = field(default_factory=dict, repr=False, compare=False)
    likely: str = field(default="", repr=False, compare=False)

    def is_level_with(self, box: Region) -> bool:
        """Whether the middle of a box is as high as this line."""
        return self.box.top <= box.top + box.height / 2 < self.box.top + self.box.height

    def with_likely(self, *, digits: bool) -> "Line":
        """The same line, but with what its characters that are not sure probably are.

        Args:
            digits: Whether digits are put in too.
        """
        if UNSURE not in self.text or not self.likely:
            return self
        text = "".join(
            known if known != UNSURE or (likely.isdigit() and not digits) else likely
            for known, likely in zip(self.text, self.likely, strict=True)
        )
        return replace(self, text=text, likely="")

    @cached_property
    def folded(self) -> tuple[str, tuple[int, ...]]:
        """The text with every run of white space as one blank, and for each of its characters the index in the text.

        Where one row ends and the next one begins there is a line break instead, if the text has one.
        """
        characters, kept = [], []
        for found in _CHARACTERS.finditer(self.text.rstrip()):
            if found[0].strip():
                characters.append(found[0])
            elif found.start():
                characters.append("\n" if "\n" in found[0] else " ")
            else:
                continue
            kept.append(found.start())
        return "".join(characters), tuple(kept)

    def region(self, start: int, end: int) -> Region:
        """Where some characters of the folded text are, in pixels of the frame.

        Args:
            start: The index of the first one.
            end: The index behind the last one.
        """
        indexes = self.folded[1]
        return self.place(indexes[start], indexes[end - 1] + 1)


@dataclass(frozen=True)
class Page:
    """What was read from a frame, or from a part of it.

    Args:
        lines: The rows that have text, from above to below.
        reader: `cells` or `ocr`.
        columns: Cells in a row; 0 if the screen is not made of cells.
        rows: Rows of cells; 0 if the screen is not made of cells.
        unread: How many lines there was no time to read.
        error: Why it could not be read at all; empty if it could.
        find_selected: Finds the selected line.
        standing: The text as it stands on the screen, where that is more than the lines one below the other.
    """

    lines: tuple[Line, ...]
    reader: str
    columns: int = 0
    rows: int = 0
    unread: int = 0
    error: str = ""
    find_selected: Callable[[], Line | None] = field(default=lambda: None, repr=False, compare=False)
    standing: str = ""

    def without_pixels(self) -> "Page":
        """The same page without colours, which are found in the frame that it was read from."""
        lines = tuple(Line(line.text, line.box, line.exact, partial(_box, line.box)) for line in self.lines)
        return Page(lines, self.reader, self.columns, self.rows, self.unread, self.error, standing=self.standing)

    def checked(self) -> "Page":
        """The page itself, if it could be read.

        Raises:
            ConfigurationError: If it could not.
        """
        if self.error:
            raise ConfigurationError(self.error)
        return self

    def selected(self) -> Line:
        """The selected line.

        Raises:
            ConfigurationError: If the page could not be read.
            NotOnScreen: If no line looks selected.
        """
        found = self.checked().find_selected()
        if found is None:
            raise NotOnScreen(
                "No row looks selected. If the list is still to come, wait for it first. "
                f"Text read ({self.reader}):\n{self.text or 'no text'}"
            )
        return found

    @property
    def text(self) -> str:
        """The text, row by row."""
        return self.standing or "\n".join(line.text for line in self.lines)


def _box(box: Region, _start: int, _end: int) -> Region:
    return box


def cut(line: Line, area: Region) -> Line | None:
    """The part of a line whose characters have their middle in an area; None if there is none.

    Args:
        line: The line.
        area: The area, in pixels of the frame.

    Returns:
        The line itself if all of it is in the area.
    """
    if _is_within(line.box, area):
        return line
    inside = [index for index in range(len(line.text)) if holds(area, line.place(index, index + 1))]
    if not inside:
        return None
    return subline(line, inside[0], inside[-1] + 1)


def subline(line: Line, start: int, end: int) -> Line | None:
    """Some characters of a line as a line, without blanks around them; None if there is nothing else.

    Args:
        line: The line.
        start: The index of the first one.
        end: The index behind the last one.
    """
    text = line.text[start:end]
    start, text = start + len(text) - len(text.lstrip()), text.strip()
    if not text:
        return None
    return Line(
        text,
        line.place(start, start + len(text)),
        line.exact,
        lambda first, last: line.place(start + first, start + last),
        line.find_runs,
        line.shown,
        line.likely[start : start + len(text)],
    )


def piece_of(box: Region, read: Recognised) -> Line:
    """A line that an OCR engine read.

    Args:
        box: Where its picture is in the frame, in pixels.
        read: What was read.
    """

    def place(start: int, end: int) -> Region:
        left = int(box.left + read.spans[start][0] * box.width)
        right = round(box.left + read.spans[end - 1][1] * box.width)
        return Region(left, box.top, max(1, right - left), box.height)

    return Line(read.text, box, exact=False, place=place)


def in_rows(pieces: Iterable[Line]) -> tuple[Line, ...]:
    """Joins pieces that stand beside each other, so that a text across two of them is found."""
    return tuple(joined(_with_whole_numbers(row)) for row in by_rows(pieces))


def _with_whole_numbers(row: Sequence[Line]) -> list[Line]:
    """The pieces of a row, with digits together that are too near to each other to be those of two numbers."""
    whole: list[Line] = []
    for piece in row:
        if whole and _is_one_number(whole[-1], piece):
            whole[-1] = joined([whole[-1], piece], "")
        else:
            whole.append(piece)
    return whole


def _is_one_number(before: Line, behind: Line) -> bool:
    if not (before.text[-1:].isdigit() and behind.text[:1].isdigit()):
        return False
    end = len(before.text)
    last, first = before.place(end - 1, end), behind.place(0, 1)
    return first.left - last.left - last.width < _BETWEEN_NUMBERS * min(before.box.height, behind.box.height)


def by_rows(pieces: Iterable[Line]) -> list[list[Line]]:
    """Pieces that stand beside each other together, from above to below and from left to right."""
    return rows_of(pieces, lambda piece: piece.box)


def around(boxes: Sequence[Region]) -> Region:
    """The smallest region that holds all of some."""
    left, top = min(box.left for box in boxes), min(box.top for box in boxes)
    right = max(box.left + box.width for box in boxes)
    bottom = max(box.top + box.height for box in boxes)
    return Region(left, top, right - left, bottom - top)


def joined(pieces: Sequence[Line], between: str = _BETWEEN) -> Line:
    """Pieces of one row, or rows of one paragraph, as one line.

    Args:
        pieces: The pieces.
        between: What stands between them in its text.
    """
    if len(pieces) == 1:
        return pieces[0]
    text = between.join(piece.text for piece in pieces)
    starts = [0]
    for piece in pieces:
        starts.append(starts[-1] + len(piece.text) + len(between))

    def place(start: int, end: int) -> Region:
        touched = [
            piece.place(max(0, start - begin), min(len(piece.text), end - begin))
            for piece, begin in zip(pieces, starts, strict=False)
            if start < begin + len(piece.text) and end > begin
        ]
        return around(touched) if touched else _gap(pieces, bisect_right(starts[:-1], start))

    def runs() -> list[TextRun]:
        return [
            replace(run, column=begin)
            for piece, begin in zip(pieces, starts, strict=False)
            for run in piece.find_runs()
        ]

    first = pieces[0]
    likely = between.join(piece.likely or piece.text for piece in pieces)
    return Line(text, around([piece.box for piece in pieces]), first.exact, place, runs, first.shown, likely)


def _gap(pieces: Sequence[Line], index: int) -> Region:
    """What is between a piece and the one before it."""
    before, behind = pieces[max(0, index - 1)].box, pieces[min(index, len(pieces) - 1)].box
    right = before.left + before.width
    return Region(right, before.top, max(1, behind.left - right), before.height)


def _is_within(box: Region, area: Region) -> bool:
    return (
        box.left >= area.left
        and box.top >= area.top
        and box.left + box.width <= area.left + area.width
        and box.top + box.height <= area.top + area.height
    )


def holds(area: Region, box: Region) -> bool:
    """Whether an area has the middle of a box in it.

    Args:
        area: The area.
        box: The box.
    """
    x, y = box.left + box.width / 2, box.top + box.height / 2
    return area.left <= x < area.left + area.width and area.top <= y < area.top + area.height
