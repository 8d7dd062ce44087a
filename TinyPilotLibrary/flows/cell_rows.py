"""The cells of a character screen with their grounds, from its lines."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from TinyPilotLibrary.text.screen_line import ScreenLine

# Colours that are nearer to each other, over all channels, are one.
_NOISE = 60


@dataclass(frozen=True)
class CellRow:
    """A row of cells.

    Args:
        text: Its characters, from the first column.
        grounds: The colour behind each of them; empty where nothing was read.
    """

    text: str
    grounds: tuple[str, ...]

    def part(self, start: int, end: int) -> "CellRow":
        """Some of its cells.

        Args:
            start: The first column.
            end: The column behind the last one.
        """
        return CellRow(self.text[start:end].ljust(end - start), (*self.grounds, *[""] * end)[start:end])

    def bars(self, usual: str) -> list[tuple[int, int, str]]:
        """The parts on another ground than the usual one: the first column, that behind the last, and the ground.

        Args:
            usual: The usual ground.
        """
        found, column = [], 0
        for ground, cells in groupby(self.grounds):
            end = column + len(list(cells))
            if ground not in {usual, ""}:
                found.append((column, end, ground))
            column = end
        return found


def cell_rows(lines: Sequence[ScreenLine]) -> list[CellRow]:
    """All rows of cells, also those without text.

    Args:
        lines: The lines of the screen, as `Get Screen Lines` gives them.
    """
    if not lines:
        return []
    height = min(line.box.height for line in lines)
    first = min(line.box.top for line in lines) % height
    numbers = [round((line.box.top - first) / height) for line in lines]
    rows = [CellRow("", ())] * (max(numbers) + 1)
    known = list[str]()
    for number, line in zip(numbers, lines, strict=True):
        text, grounds = "", list[str]()
        for part in line.parts:
            text = text.ljust(part.column) + part.text
            grounds += [""] * (part.column - len(grounds)) + [_known(part.ground, known)] * len(part.text)
        rows[number] = CellRow(text, tuple(grounds))
    return rows


def _known(color: str, known: list[str]) -> str:
    """A colour, or the one that is known already and which noise has made it of."""
    same = next((one for one in known if apart(one, color) <= _NOISE), None)
    if same is None:
        known.append(color)
    return same or color


def usual_ground(rows: Sequence[CellRow]) -> str:
    """The ground of most cells."""
    counted = Counter(ground for row in rows for ground in row.grounds if ground)
    return counted.most_common(1)[0][0] if counted else ""


def apart(one: str, other: str) -> int:
    """How far two colours are from each other, over all channels.

    Args:
        one: A colour as `#rrggbb`.
        other: Another one.
    """
    if not one or not other:
        return 0
    return sum(abs(int(one[at : at + 2], 16) - int(other[at : at + 2], 16)) for at in (1, 3, 5))
