"""How a reading of a frame is judged."""

from dataclasses import dataclass, field

from benchmarks.frames.corpus import Sample
from TinyPilotLibrary.text.cells import UNSURE, TextScreen
from TinyPilotLibrary.text.cells.grid import Grid

# Mirrors have these where arrows, triangles and lines are drawn.
_DRAWN = {"^": "▲↑", "v": "▼↓", "<": "◄←", ">": "►→", "|": "│", "-": "─"}
# A cell of one colour: nothing tells a full block from a blank.
_PLAIN = " \xa0\x7f█"


@dataclass
class Verdict:
    """How well a frame was read.

    Args:
        right: Cells that were read as what they are.
        unsure: Cells that were flagged.
        ink: Cells with a character that is not blank.
        ink_right: Those of them that were read as what they are.
        wrong: Cells that were taken for something else: row, column, what it is, what was read.
    """

    right: int = 0
    unsure: int = 0
    ink: int = 0
    ink_right: int = 0
    wrong: list[tuple[int, int, str, str]] = field(default_factory=list)

    @property
    def cells(self) -> int:
        """All cells that were judged."""
        return self.right + self.unsure + len(self.wrong)

    def add(self, other: "Verdict") -> None:
        """Adds another verdict to this one."""
        self.right += other.right
        self.unsure += other.unsure
        self.ink += other.ink
        self.ink_right += other.ink_right
        self.wrong += other.wrong


def judge(sample: Sample, screen: TextScreen | None) -> Verdict:
    """Compares what was read with what is true.

    A character that the font does not have is not judged: something else is drawn in its place. Where ink has the
    colour of its ground a blank is right. Of characters that look the same in a font any is right.

    Args:
        sample: The frame.
        screen: What was read; nothing means that all of it is unsure.

    Returns:
        The verdict.
    """
    verdict = Verdict()
    start = None if screen is None else _start(sample, screen.grid)
    if screen is None or start is None:
        verdict.unsure = sum(len(line) for line in sample.lines)
        verdict.ink = sum(len(line) - line.count(" ") for line in sample.lines)
        return verdict
    for row, line in enumerate(sample.lines):
        for column, character in enumerate(line):
            true = " " if _is_hidden(sample, row, column) or character in _PLAIN else character
            if true != " " and true not in screen.glyphs.shown:
                continue
            read = screen.rows[start[0] + row][start[1] + column]
            verdict.ink += true != " "
            if read == UNSURE:
                verdict.unsure += 1
            elif read == screen.glyphs.shown.get(true, " ") or read in _mirrored(sample, true):
                verdict.right += 1
                verdict.ink_right += true != " "
            else:
                verdict.wrong.append((row, column, true, read))
    return verdict


def _start(sample: Sample, grid: Grid) -> tuple[int, int] | None:
    """Row and column where a console begins in what was read, which may be more of the screen; None if nowhere."""
    columns, rows = len(sample.lines[0]), len(sample.lines)
    if (grid.columns, grid.rows) == (columns, rows):
        return 0, 0
    if grid.cell != sample.cell or grid.scale != (1, 1):
        return None
    (column, beside), (row, below) = (
        divmod(place - origin, size) for place, origin, size in zip(sample.offset, grid.origin, grid.cell, strict=True)
    )
    fits = column >= 0 and row >= 0 and column + columns <= grid.columns and row + rows <= grid.rows
    return (int(row), int(column)) if fits and beside == below == 0 else None


def _is_hidden(sample: Sample, row: int, column: int) -> bool:
    if not sample.attributes:
        return False
    attribute = int(sample.attributes[row][2 * column : 2 * column + 2], 16)
    return attribute >> 4 == attribute & 15


def _mirrored(sample: Sample, character: str) -> str:
    return _DRAWN.get(character, "") if sample.truth == "serial mirror" else ""
