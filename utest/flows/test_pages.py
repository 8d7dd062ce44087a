"""Pages of graphical installers: when one has turned, what is wrong on it, what belongs to a label, where lists are."""

import pytest

from TinyPilotLibrary.flows.page_helpers import PageHelpers
from TinyPilotLibrary.flows.pages import Page, area_of_news, box_around, field_of, lists_of
from TinyPilotLibrary.hid.layout_probe import probes, what_fits
from TinyPilotLibrary.hid.layouts import find_layout
from TinyPilotLibrary.hid.typing_faults import made_by
from TinyPilotLibrary.text.cells import TextRun
from TinyPilotLibrary.text.screen_line import ScreenLine
from TinyPilotLibrary.vision.geometry import Region

_STEPS = ("Welcome", "Location", "Keyboard", "Back Next Cancel")
_BEFORE = Page((*_STEPS, "Which keyboard do you have?", "English", "German"), titles=1)
_LABEL = Region(20, 100, 80, 16)


def _line(text: str, box: Region, ink: str = "#000000") -> ScreenLine:
    return ScreenLine(text, box, (TextRun(text, 0, ink, "#ffffff"),), exact=False)


@pytest.mark.parametrize(
    ("rows", "titles", "is_seen_as"),
    [
        pytest.param((*_BEFORE.rows,), 1, (0, False, False), id="nothing"),
        pytest.param((*_BEFORE.rows, "Something is missing!"), 1, (1, False, False), id="a message"),
        pytest.param((*_BEFORE.rows, "10 [] 3:07"), 1, (0, False, False), id="numbers and a pointer"),
        pytest.param((*_STEPS, "Erase disk", "Manual partitioning"), 1, (2, True, True), id="another page"),
        pytest.param((*_STEPS, "Erase disk", "Manual partitioning"), 0, (2, True, False), id="not the one wanted"),
        pytest.param((*_BEFORE.rows, "Users"), 2, (1, False, True), id="the title has come"),
    ],
)
def test_a_page_has_turned_when_what_it_said_is_gone(
    rows: tuple[str, ...], titles: int, is_seen_as: tuple[int, bool, bool]
) -> None:
    page = Page(rows, titles)
    assert (len(page.news(_BEFORE)), page.has_turned(_BEFORE), page.is_titled(_BEFORE)) == is_seen_as


def test_what_is_new_or_red_is_what_the_page_says_is_wrong() -> None:
    lines = [_line("Users", Region(0, 0, 9, 9)), _line("Too short!", Region(0, 20, 9, 9), "#c01020")]
    helpers = PageHelpers()
    assert helpers.get_complaint(lines, ["No name"]) == "No name\nToo short!"
    assert helpers.get_complaint(lines[:1], []) == "Users"


@pytest.mark.parametrize(
    "field",
    [
        pytest.param(Region(110, 95, 200, 24), id="on its right"),
        pytest.param(Region(20, 122, 200, 24), id="below it"),
        pytest.param(Region(14, 96, 300, 24), id="around it, as a hint"),
    ],
)
def test_the_field_of_a_label_is_around_it_or_on_its_right_or_below(field: Region) -> None:
    assert field_of(_LABEL, [field]) == field


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(Region(20, 180, 200, 24), id="far below"),
        pytest.param(Region(110, 40, 200, 160), id="a list"),
        pytest.param(Region(110, 102, 14, 14), id="a check box"),
    ],
)
def test_what_is_no_field_of_the_label_is_none(other: Region) -> None:
    assert field_of(_LABEL, [other]) is None


def test_of_two_fields_the_one_on_the_labels_own_row_is_taken() -> None:
    level, below = Region(110, 95, 200, 24), Region(20, 122, 200, 24)
    assert field_of(_LABEL, [below, level]) == level


def test_a_list_that_its_selected_row_divides_is_one_list() -> None:
    upper, lower = Region(200, 50, 180, 60), Region(200, 127, 180, 100)
    button = Region(200, 300, 80, 24)
    lines = [_line(f"row {number}", Region(204, 52 + 18 * number, 60, 14)) for number in range(9)]
    assert lists_of([upper, lower, button], lines) == [Region(200, 50, 180, 177)]


def test_what_opens_in_a_column_is_where_new_rows_are() -> None:
    column = Region(100, 0, 150, 400)
    before = [_line("America", Region(104, 50, 60, 16)), _line("New York", Region(104, 90, 60, 16))]
    after = [*before[:1], _line("Asia", Region(104, 70, 40, 16)), _line("Europe", Region(104, 86, 50, 16))]
    assert area_of_news(before, before, column) is None
    assert area_of_news(before, after, column) == Region(100, 66, 150, 40)


def test_a_cursor_that_is_read_as_a_letter_hides_no_layout() -> None:
    layouts = [find_layout("us"), find_layout("de")]
    probe = probes(layouts)[0]
    german = made_by(layouts[1], probe)
    for cursor in ("L", "lI", "\u2581", "\u2588"):
        assert what_fits(layouts, probe, f"{german}{cursor}", str.__eq__) == [layouts[1]]
    assert what_fits(layouts, probe, f"{german}x", str.__eq__) == []


def test_the_button_of_two_whose_texts_were_read_as_one_is_known_by_its_frame() -> None:
    frames = [Region(0, 0, 400, 300), Region(95, 95, 90, 24), Region(200, 95, 90, 24)]
    assert box_around(Region(100, 98, 70, 16), frames) == frames[1]
    assert box_around(Region(100, 198, 70, 16), frames[1:]) is None
