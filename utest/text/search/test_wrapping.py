"""Texts that go on in the next row, on real screens."""

import pytest

from benchmarks.frames import corpus
from TinyPilotLibrary.finding.locators import Locator
from TinyPilotLibrary.finding.look import Look
from TinyPilotLibrary.finding.lookup import TemplateCatalog
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Point, Region
from TinyPilotLibrary.vision.match import Match


def _found(name: str, text: str) -> list[Match]:
    frame = Frame.read((corpus.HERE / f"{name}.png").read_bytes())
    look = Look(TemplateCatalog().find([Locator.parse(text)], []), None, 0.9)
    found = look.find_all(frame)
    assert (look.find(frame)[0] is not None) == bool(found)
    return found


def test_a_text_that_a_help_panel_has_broken_is_found_with_its_place() -> None:
    [match] = _found("ovmf-front-page", "text:option one adjusts to change the language")
    assert match.text == "option one adjusts to change the language"
    # From the first row to the third one; the menu beside the panel is no part of it. A click goes to where it begins.
    assert match.region == Region(456, 135, 168, 57)
    assert match.click_point == Point(556, 144)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("installer-text-hostname", "text:single word that identifies your system to the network. If you don't know"),
        ("installer-gtk-hostname", "text:If you are setting up your own home network"),
    ],
)
def test_a_sentence_of_an_installer_is_found(name: str, text: str) -> None:
    assert len(_found(name, text)) == 1


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("seabios-boot-menu", "text:option rom 2. Floppy"),
        ("ovmf-front-page", "text:Continue Reset"),
        ("ovmf-front-page", "text:Boot Maintenance Manager Continue"),
        ("ovmf-front-page", "text:adjusts to change current system"),
        ("ipxe-help", "text:config ifclose"),
    ],
)
def test_what_stands_below_each_other_is_no_text(name: str, text: str) -> None:
    assert not _found(name, text)


@pytest.mark.parametrize("blank", [" +", " ", r"\s+", "[ \\n]"])
def test_an_expression_goes_on_where_a_text_does(blank: str) -> None:
    [match] = _found("ovmf-front-page", f"re:option{blank}one adjust\\w")
    assert match.text == "option one adjusts"
    assert match.region == Region(456, 135, 144, 38)
    assert match.click_point == Point(556, 144)


@pytest.mark.parametrize(
    ("name", "expression"),
    [
        ("ovmf-front-page", "re:option.*adjusts"),
        ("ovmf-front-page", r"re:Continue\s+Reset"),
        ("seabios-boot-menu", r"re:option rom\s+2\. Floppy"),
    ],
)
def test_its_dot_ends_with_the_row_and_entries_below_each_other_are_no_text(name: str, expression: str) -> None:
    assert not _found(name, expression)


@pytest.mark.parametrize(
    "expression", ["re:(?s)Legacy.*DVD/CD", r"re:option rom\n2\. Floppy", "re:rom\n2", r"re:(?s:rom.+)\n4\. iPXE"]
)
def test_an_expression_that_says_so_goes_over_any_rows(expression: str) -> None:
    [match] = _found("seabios-boot-menu", expression)
    assert match.region.height >= 32
    assert not _found("seabios-boot-menu", "re:(?s)DVD/CD.*Legacy")


def test_an_expression_that_takes_all_is_counted_once_a_row() -> None:
    rows = _found("seabios-boot-menu", r"re:\d\. [^\n]*")
    assert [match.text[:2] for match in rows] == ["1.", "2.", "3.", "4."]


def test_a_text_within_a_row_is_counted_once() -> None:
    assert len(_found("ovmf-front-page", "text:one adjusts")) == 1
