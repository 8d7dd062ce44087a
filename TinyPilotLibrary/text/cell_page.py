"""A character screen as a page."""

from functools import partial

from TinyPilotLibrary.text.cells import TextLine, TextScreen
from TinyPilotLibrary.text.page import Line, Page, cut
from TinyPilotLibrary.vision.geometry import Region


def page_of(screen: TextScreen, area: Region) -> Page:
    """The part of a character screen that is in an area, as a page.

    Args:
        screen: What was read.
        area: Which part of the frame, in pixels.
    """
    lines = [cut(_line(screen, line), area) for line in screen.lines]
    return Page(
        tuple(line for line in lines if line is not None),
        "cells",
        screen.grid.columns,
        screen.grid.rows,
        find_selected=partial(_selected, screen, area),
        standing=_standing(screen, area),
    )


def _standing(screen: TextScreen, area: Region) -> str:
    """The text of the cells in an area, row by row, where each row begins in the same column."""
    grid = screen.grid
    inside = [column for column in range(grid.columns) if _meets(area.left, area.width, grid.box(0, column), 0)]
    within = [row for row in range(grid.rows) if _meets(area.top, area.height, grid.box(row, 0), 1)]
    if not inside or not within:
        return ""
    rows = [screen.rows[row][inside[0] : inside[-1] + 1].rstrip() for row in within]
    return "\n".join(rows).rstrip("\n")


def _meets(start: float, extent: float, box: Region, axis: int) -> bool:
    """Whether the middle of a box is between two edges, in x or in y."""
    return start <= box[axis] + box[axis + 2] / 2 < start + extent


def _selected(screen: TextScreen, area: Region) -> Line | None:
    found = screen.selected(area)
    return cut(_line(screen, found), area) if found else None


def _line(screen: TextScreen, line: TextLine) -> Line:
    def place(start: int, end: int) -> Region:
        return screen.grid.shown(line.row, line.column + start, end - start)

    return Line(
        line.text,
        place(0, len(line.text)),
        exact=True,
        place=place,
        find_runs=partial(screen.runs, line),
        shown=screen.glyphs.shown,
        likely=screen.likely(line.row)[line.column : line.column + len(line.text)],
    )
