"""What is told of a text that was not found."""

import pytest

from TinyPilotLibrary.text.page import Line, Page
from TinyPilotLibrary.text.search.fuzzy import closest_part, differing
from TinyPilotLibrary.text.search.text_miss import TextMiss
from TinyPilotLibrary.text.search.text_query import TextQuery
from TinyPilotLibrary.vision.geometry import Region


def _page(*texts: str, unread: int = 0, error: str = "") -> Page:
    def line(row: int, text: str) -> Line:
        box = Region(0, row * 20, len(text) * 10, 20)
        return Line(
            text, box, exact=True, place=lambda start, end: Region(start * 10, row * 20, (end - start) * 10, 20)
        )

    return Page(tuple(line(row, text) for row, text in enumerate(texts)), "cells", unread=unread, error=error)


def _miss(wanted: str, page: Page) -> TextMiss:
    return TextMiss.of(f"text:{wanted}", TextQuery(wanted), page)


def test_the_nearest_line_comes_first_with_what_differs_marked() -> None:
    told = str(_miss("Boot Manager", _page("Device Manager", "Boot Mamager <X>", "Reset")))
    assert told == (
        "'text:Boot Manager': text read (cells), closest line first:\n"
        "    Boot Ma\u00abm\u00bbager <X>\n"
        "    De\u00abvice\u00bb Manager\n"
        "    Reset"
    )


def test_the_log_shows_it_as_html_that_shows_its_text_as_it_is() -> None:
    shown = _miss("Boot Manager", _page("Boot Mamager <X>")).html
    assert "Boot Ma<mark>m</mark>ager &lt;X&gt;" in shown


@pytest.mark.parametrize(
    ("wanted", "text", "told"),
    [
        ("Boot Manager", "Boot Maintenance Manager", "Boot Ma\u00abinten\u00bbance Manager"),
        ("IP 192.168.1.10", "IP 192.168.7.18", "IP 192.168.\u00ab7\u00bb.1\u00ab8\u00bb"),
        ("Secure Boot  [Enabled]", "Quick Boot   [Enabled]", "Q\u00abuick\u00bb Boot [Enabled]"),
        ("Press F2 to enter setup", "Press F12 for boot menu", "Press F12 for boot menu"),
        ("Destroying ALL data", "Partition disks", "Partition disks"),
    ],
)
def test_what_differs_is_marked_in_pieces_and_not_in_another_text(wanted: str, text: str, told: str) -> None:
    assert str(_miss(wanted, _page(text))).splitlines()[1].strip() == told


def test_many_lines_are_counted() -> None:
    assert str(_miss("Boot", _page(*"abcdefghijkl"))).endswith("    and 4 more lines")


def test_a_full_stop_is_not_put_behind_a_line_of_the_screen() -> None:
    assert _miss("1.20", _page("Version 1.21")).sentence.endswith("    Version 1.2\u00ab1\u00bb")
    assert _miss("1.20", _page()).sentence.endswith("(cells).")


def test_the_nearest_place_is_known() -> None:
    closest = _miss("Boot Manager", _page("Reset", "-> Boot Mamager")).closest
    assert closest.region == Region(30, 20, 120, 20)
    assert closest.reason == "read there: 'Boot Mamager'"


def test_the_score_falls_with_each_character_that_differs_and_is_below_what_is_required() -> None:
    rows = ["Boot Manager", "Boot Mamager", "Boot Mamajer", "Root Mamajer", "Root Mamajor", "Root Mxmajor", "Rxxx xxx"]
    scores = [_miss("Boot Manager", _page(row)).closest.score for row in rows[1:]]
    assert scores == sorted(scores, reverse=True)
    assert len(set(scores)) == len(scores)
    assert scores[-1] > 0
    assert scores[0] == pytest.approx(11 / 12)


def test_what_is_refused_for_its_numbers_alone_is_below_what_is_required_too() -> None:
    closest = _miss("Version 1.2", _page("Version 1.25")).closest
    assert 0.9 < closest.score < closest.threshold == 1.0


def test_a_miss_is_not_sure_while_lines_are_unread_or_nothing_can_be_read() -> None:
    assert _miss("a", _page("b")).is_conclusive
    assert not _miss("a", _page("b", unread=2)).is_conclusive
    assert "text read (cells; 2 more lines not read in time), closest line first:" in str(
        _miss("a", _page("b", unread=2))
    )
    assert not _miss("a", _page(error="there is no OCR")).is_conclusive
    assert str(_miss("a", _page(error="there is no OCR."))) == "'text:a': there is no OCR"
    assert str(_miss("a", _page())) == "'text:a': no text was read (cells)"


def test_the_closest_part_needs_the_fewest_changes() -> None:
    assert closest_part("manager", "the boot mamager page") == (9, 16, 1 - 1 / 7)
    assert closest_part("abc", "xxABCxx", ignore_case=True) == (2, 5, 1.0)
    assert closest_part("abc", "").similarity == 0.0


def test_what_is_missing_is_marked_before_its_place() -> None:
    assert differing("manager", "maager") == [False, True, False, False, False, False]
    assert differing("ab", "axb") == [False, True, False]
