"""Frames around dialogs, and around the lists and fields in them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from TinyPilotLibrary.flows.cell_rows import CellRow

_TOP_LEFT, _TOP_RIGHT, _BOTTOM_LEFT, _BOTTOM_RIGHT = "┌╔╭╒╓+", "┐╗╮╕╖+", "└╚╰╘╙+", "┘╝╯╛╜+"
_ACROSS = "─═-┤├[| "
_DOWN = "│║├┤╟╢╠╣┼|+"
#: What frames are drawn with, without what is also text.
DRAWN = "┌╔╭╒╓┐╗╮╕╖└╚╰╘╙┘╝╯╛╜─═│║├┤╟╢╠╣┼┴┬"


@dataclass(frozen=True)
class Box:
    """A frame: the cells of its corners.

    Args:
        top: The first row.
        left: The first column.
        bottom: The last row.
        right: The last column.
    """

    top: int
    left: int
    bottom: int
    right: int

    @property
    def size(self) -> int:
        """How many cells it encloses."""
        return (self.bottom - self.top) * (self.right - self.left)

    @property
    def width(self) -> int:
        """How many columns are within it."""
        return self.right - self.left - 1

    @property
    def rows(self) -> range:
        """The rows within it."""
        return range(self.top + 1, self.bottom)

    def holds(self, other: "Box") -> bool:
        """Whether another one is within it."""
        return self.top < other.top < other.bottom < self.bottom and self.left < other.left < other.right < self.right

    def inside(self, row: CellRow) -> CellRow:
        """The cells of a row that are within it."""
        return row.part(self.left + 1, self.right)


def boxes(rows: Sequence[CellRow]) -> Iterator[Box]:
    """All whole frames; one that another window covers in part is none.

    Args:
        rows: The rows of cells.
    """
    for top, row in enumerate(rows):
        lefts = [column for column, character in enumerate(row.text[:-1]) if character in _TOP_LEFT]
        for left in lefts:
            # A plus sign may also be the end of a line across a frame.
            above = rows[top - 1].text[left : left + 1] if top else ""
            if row.text[left + 1] not in _ACROSS or (row.text[left] == "+" and above == "|"):
                continue
            for right in (at for at in range(left + 2, len(row.text)) if row.text[at] in _TOP_RIGHT):
                bottom = _bottom(rows, top, left, right)
                if bottom is not None:
                    yield Box(top, left, bottom, right)
                    break


def _bottom(rows: Sequence[CellRow], top: int, left: int, right: int) -> int | None:
    bottom = None
    for number in range(top + 1, len(rows)):
        text = rows[number].text.ljust(right + 1)
        both = text[left], text[right]
        if both[0] in _BOTTOM_LEFT and both[1] in _BOTTOM_RIGHT and text[left + 1] in _ACROSS and number > top + 1:
            bottom = number
        if both[0] not in _DOWN or both[1] not in _DOWN:
            break
    return bottom
