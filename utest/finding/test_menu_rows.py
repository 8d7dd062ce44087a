"""Rows of a menu, put together from what it showed while it was scrolled."""

from collections.abc import Sequence

import pytest

from TinyPilotLibrary.finding.menu_rows import MenuRow, MenuRows
from TinyPilotLibrary.text.page import Line, Page
from TinyPilotLibrary.vision.geometry import Region

_ROWS = ["Storage", "SATA mode", "Auto", "Cooling", "Auto", "Auto", "Auto", "Fan speed"]


def _line(text: str, row: int) -> Line:
    box = Region(0, 16 * row, 8 * len(text), 16)
    return Line(text, box, exact=True, place=lambda _start, _end: box)


def _seen(*views: tuple[Sequence[str], int]) -> MenuRows:
    """Views, each with the number of its selected row."""
    rows = MenuRows()
    for texts, selected in views:
        lines = [_line(text, row) for row, text in enumerate(texts)]
        rows.see(Page(tuple(lines), "cells"), lines[selected])
    return rows


@pytest.mark.parametrize("shown", [3, 4, 8])
@pytest.mark.parametrize("begin", [0, 2])
def test_a_list_that_scrolls_is_seen_whole_from_wherever_it_begins(shown: int, begin: int) -> None:
    tops = [*range(begin, len(_ROWS) - shown + 1), *range(begin)]
    rows = _seen(*((_ROWS[top : top + shown], 0) for top in tops or [0]))
    assert [row.text for row in rows.rows] == _ROWS


def test_what_the_highlight_passes_by_cannot_be_selected() -> None:
    rows = _seen((_ROWS[:4], 1), (_ROWS[:4], 2), (_ROWS[1:5], 3))
    assert [row.can_be_selected for row in rows.rows] == [False, True, True, False, True]


def test_frames_and_scroll_bars_are_no_text() -> None:
    rows = _seen((["│ Device Manager      ▲│", "├──────┤", "│ Continue            █│"], 0))
    assert rows.rows == [MenuRow("Device Manager", can_be_selected=True), MenuRow("Continue")]


def test_the_star_before_the_selected_row_is_no_text() -> None:
    rows = _seen((["*Linux", " Memory test"], 0), ([" Linux", "*Memory test"], 1))
    assert rows.rows == [MenuRow("Linux", can_be_selected=True), MenuRow("Memory test", can_be_selected=True)]
