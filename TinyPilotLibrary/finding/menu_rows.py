"""All rows of a menu, put together from what it showed while it was scrolled."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from TinyPilotLibrary.text.page import Line, Page

# Frames, and the bars and arrows that say how far a list is scrolled.
_EDGES = " │┃║|▲▼↑↓█░▒▓"


@dataclass(frozen=True)
class MenuRow:
    """A row of a menu.

    Args:
        text: Its text, as it stands on the screen.
        can_be_selected: Whether the highlight comes to it; headings and plain information it passes by.
    """

    text: str
    can_be_selected: bool = False


@dataclass
class MenuRows:
    """The rows of a menu that were seen so far.

    Args:
        rows: The rows, from above to below.
    """

    rows: list[MenuRow] = field(default_factory=list)
    _top: int = 0

    def looks_drawn(self, page: Page, selected: Line) -> bool:
        """Whether a page goes on where the one before ended; one that is half drawn shows rows of both.

        Args:
            page: What was read.
            selected: The row that is selected.
        """
        shown = [_text(line, selected) for line in _rows_of(page)]
        place = self._place(shown)
        known = {row.text for row in self.rows}
        return place is not None and known.isdisjoint(shown[len(self.rows) - place :])

    def see(self, page: Page, selected: Line) -> None:
        """Takes in what a menu shows.

        Args:
            page: What was read.
            selected: The row that is selected.
        """
        lines = _rows_of(page)
        self._top = self._add([_text(line, selected) for line in lines])
        for index, line in enumerate(lines, self._top):
            if line.is_level_with(selected.box):
                self.rows[index] = replace(self.rows[index], can_be_selected=True)

    def _add(self, shown: Sequence[str]) -> int:
        """Adds the rows that are new, above or below; the index of the first one that is shown."""
        place = self._place(shown)
        place = len(self.rows) if place is None else place
        above, below = max(0, -place), len(self.rows) - place
        self.rows += map(MenuRow, shown[below:])
        self.rows[:0] = map(MenuRow, shown[:above])
        return max(0, place)

    def _place(self, shown: Sequence[str]) -> int | None:
        """The index at which rows begin, which is negative if some are above the first one; None if none is known."""
        known: list[str] = [row.text for row in self.rows]
        start: int
        # Most often it has moved on by a few rows; equal rows elsewhere do not count then.
        for start in (*range(self._top, len(known)), *range(min(self._top, len(known)))):
            both = min(len(known) - start, len(shown))
            if known[start : start + both] == shown[:both]:
                return start
        for above in range(1, len(shown)):
            both = min(len(shown) - above, len(known))
            if both and known[:both] == shown[above : above + both]:
                return -above
        return None


def _rows_of(page: Page) -> list[Line]:
    return [line for line in page.lines if any(map(str.isalnum, line.text))]


def _text(line: Line, selected: Line) -> str:
    """The text of a row, without the star that GRUB has before the selected one: it would be another row then."""
    text = line.text.strip(_EDGES)
    return text.removeprefix("*").strip() if line.is_level_with(selected.box) else text
