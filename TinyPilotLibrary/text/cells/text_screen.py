"""What stands on a character screen."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from TinyPilotLibrary.text.cells.attributes import Attributes, hexadecimal
from TinyPilotLibrary.text.cells.cell_slicing import Cut
from TinyPilotLibrary.text.cells.glyph_decoding import BLANK, Decoded
from TinyPilotLibrary.text.cells.glyphs import NONE, Glyphs
from TinyPilotLibrary.text.cells.grid import Grid
from TinyPilotLibrary.text.front_window import select_in_front
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Region

#: What stands for a character that is not sure.
UNSURE = "\ufffd"
# What a menu's frame may leave at the ends of a bar.
_FRAME = " │┃║|"
# A row in a frame, and what is in that.
_FRAMED = re.compile(r"^\s*[│┃║|]([^│┃║|]+)[│┃║|]\s*$")


@dataclass(frozen=True)
class TextRun:
    """A part of a line in the same colours.

    Args:
        text: The text.
        column: The column of its first character, from 0.
        ink: The characters' colour, `#rrggbb`.
        ground: The colour behind them.
    """

    text: str
    column: int
    ink: str
    ground: str


@dataclass(frozen=True)
class TextLine:
    """A row's text and where it is.

    Args:
        text: The text, without blanks before and behind.
        row: The row, from 0.
        column: The column of its first character, from 0.
        box: Its place in the frame, in pixels.
    """

    text: str
    row: int
    column: int
    box: Region


@dataclass(frozen=True, eq=False)
class TextScreen:
    """What stands on a character screen.

    Args:
        grid: Where the cells are.
        glyphs: The font.
        cut: The screen's cells.
        decoded: What they show.
        frame: The frame that was read.
    """

    grid: Grid
    glyphs: Glyphs
    cut: Cut
    decoded: Decoded
    frame: Frame

    @cached_property
    def rows(self) -> tuple[str, ...]:
        """The text of each row, in full width; U+FFFD where a character is not sure."""
        # BLANK and NONE count from the end. (Decoding a row at once is much faster than joining its characters.)
        codes = np.array([*map(ord, self.glyphs.characters), 0, 0], "<u4")
        codes[[BLANK, NONE]] = ord(" "), ord(UNSURE)
        return tuple(row.tobytes().decode("utf-32-le") for row in codes[self.decoded.glyphs])

    def likely(self, row: int) -> str:
        """The text of a row as `rows` has it, but with what the characters that are not sure probably are.

        Args:
            row: The row, from 0.
        """
        text, start = self.rows[row], row * self.grid.columns
        if UNSURE not in text:
            return text
        shown = {NONE: UNSURE, BLANK: " "}
        return "".join(
            character if character != UNSURE else shown.get(glyph, self.glyphs.characters[glyph])
            for column, character in enumerate(text)
            for glyph in (self.decoded.likely.get(start + column, NONE),)
        )

    @cached_property
    def text(self) -> str:
        """The text, row by row, without blanks at the end of rows and without empty rows at the end."""
        return "\n".join(row.rstrip() for row in self.rows).rstrip("\n")

    @cached_property
    def lines(self) -> tuple[TextLine, ...]:
        """The rows that have text."""
        found = []
        for number, row in enumerate(self.rows):
            text = row.strip()
            if text:
                column = len(row) - len(row.lstrip())
                found.append(TextLine(text, number, column, self.grid.shown(number, column, len(text))))
        return tuple(found)

    @property
    def cursor(self) -> tuple[int, int] | None:
        """Row and column of the hardware cursor, if it was seen under a character."""
        place = self.decoded.cursor
        return None if place is None else divmod(place, self.grid.columns)

    def runs(self, line: TextLine) -> tuple[TextRun, ...]:
        """The parts of a line by their colours."""
        row = self.rows[line.row]
        colors = self._attributes
        return tuple(
            TextRun(
                row[start:end],
                start,
                hexadecimal(colors.ink[line.row, _first_ink(row, start, end)]),
                hexadecimal(colors.ground[line.row, start]),
            )
            for start, end in colors.runs(line.row, line.column, line.column + len(line.text))
        )

    def selected(self, within: Region | None = None) -> TextLine | None:
        """The selected row of a menu, or the button that has the focus: text on a bar of its own colour.

        Where a single row counts, it is the only part of it on another ground: a tab may have that of its page below.

        Args:
            within: Which part of the frame counts, in pixels; None for all.

        Returns:
            What stands on the bar; None if there is none, or if a dialog without one lies upon it. Of several bars in
            one window the longest; what lies on the first or the last row of the screen is a title or a hint.
        """
        bars = [bar for bar in self._bars(self._attributes.bars()) if 0 < bar.row < self.grid.rows - 1]
        screen = Region(0, 0, self.grid.columns, self.grid.rows)
        windows = self._attributes.windows(self.rows) if bars else []
        if within is not None:
            bars = [bar for bar in bars if bar.box.overlaps(within)]
            windows = [window for window in windows if self._place(window.box).overlaps(within)]
        bar = select_in_front(windows, screen, lambda area: _longest(bars, area))
        if bar is None and within is not None and not windows:
            bar = self._tab(within)
        bar = bar or self._starred(within)
        if bar is None:
            return None
        part = self.rows[bar.row][bar.start : bar.end]
        return TextLine(bar.text, bar.row, bar.start + len(part) - len(part.lstrip()), bar.box)

    def _bars(self, parts: Iterable[tuple[int, int, int]]) -> list["_Bar"]:
        return [
            _Bar(row, first, end, text, self.grid.shown(row, first, end - first))
            for row, start, end in parts
            for first in (self._first_of_bar(row, start),)
            for text in (self.rows[row][first:end].strip(_FRAME),)
            if any(character.isalnum() for character in text)
        ]

    def _first_of_bar(self, row: int, start: int) -> int:
        """The first column of a bar: a block cursor on its first character is no other ground, it is that around it."""
        # The last column before the bar, what is before that, and what is behind it.
        around = f"  {self.rows[row]} "[start : start + 3]
        hidden = around[0] in _FRAME and around[1].isalnum() and around[2] != " "
        return start - 1 if hidden and self._attributes.is_exchanged(row, start - 1, start) else start

    def _tab(self, within: Region) -> "_Bar | None":
        inside = [
            line for line in self.lines if within.top <= line.box.top + line.box.height / 2 < within.top + within.height
        ]
        if len(inside) != 1:
            return None
        tabs = self._bars(self._attributes.odd_parts(inside[0].row))
        return tabs[0] if len(tabs) == 1 and tabs[0].box.overlaps(within) else None

    def _starred(self, within: Region | None) -> "_Bar | None":
        """The row that has a star behind its frame, as the menu of GRUB has where its colours tell nothing."""
        found = {line.row: match for line in self.lines if (match := _FRAMED.match(self.rows[line.row]))}
        starred = [row for row, match in found.items() if match[1].startswith("*") and match[1][1:2].strip(" *")]
        if len(starred) != 1 or any(match[1][0] != " " for row, match in found.items() if row != starred[0]):
            return None
        row, match = starred[0], found[starred[0]]
        box = self.grid.shown(row, match.start(1), match.end(1) - match.start(1))
        is_there = within is None or box.overlaps(within)
        return _Bar(row, match.start(1), match.end(1), match[1].strip(), box) if is_there else None

    def _place(self, cells: Region) -> Region:
        """Where some cells are in the frame, in pixels."""
        left, top, width, height = (int(value) for value in cells)
        return self.grid.box(top, left, width).around(self.grid.box(top + height - 1, left, width))

    @cached_property
    def _attributes(self) -> Attributes:
        return Attributes.of(self.frame.color, self.grid, self.cut, self.decoded)


@dataclass(frozen=True)
class _Bar:
    """A part of a row on a ground of its own, with its text: from one column to before another."""

    row: int
    start: int
    end: int
    text: str
    box: Region

    def is_in(self, area: Region) -> bool:
        return (
            area.top <= self.row < area.top + area.height
            and area.left <= self.start
            and self.end <= area.left + area.width
        )


def _longest(bars: Sequence[_Bar], area: Region) -> _Bar | None:
    """The longest bar in an area of cells; one on its first or last row, a title, only if there is no other."""
    inside = [bar for bar in bars if bar.is_in(area)]
    within = [bar for bar in inside if area.top < bar.row < area.top + area.height - 1]
    return max(within or inside, key=lambda bar: bar.box.width, default=None)


def _first_ink(row: str, start: int, end: int) -> int:
    return next((column for column in range(start, end) if row[column] != " "), start)
