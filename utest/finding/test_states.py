"""`state=`: a text that has to be enabled, disabled, checked, unchecked or selected."""

import pytest

from TinyPilotLibrary.errors import LocatorError
from TinyPilotLibrary.finding.locators import Locator
from TinyPilotLibrary.finding.look import Look
from TinyPilotLibrary.finding.lookup import ResolvedLocator
from TinyPilotLibrary.finding.text_finder import ReadOptions
from TinyPilotLibrary.fonts import load_font
from TinyPilotLibrary.text.reader import ScreenReader
from TinyPilotLibrary.text.search.text_miss import TextMiss
from TinyPilotLibrary.text.states import TextState
from TinyPilotLibrary.vision.frame import Frame
from utest.text.cells.drawn import console, frame_of
from utest.text.installer_page import ADWAITA, BREEZE_DARK, InstallerPage, Theme

_READER = ScreenReader()
_ROWS = ("Choose the software:", "", "[*] SSH server", "[ ] Desktop", "( ) GNOME", "Secure Boot       [X]", "No box")


def _page(theme: Theme) -> InstallerPage:
    page = InstallerPage(theme, 18, 760, 300)
    page.write(36, 20, "Choose the options")
    page.check_box(36, 80, "Restart now", is_checked=False)
    page.check_box(300, 80, "Encrypt", is_checked=True)
    page.radio(36, 130, "Erase disk", is_checked=True)
    page.radio(300, 130, "Manual partitioning", is_checked=False, is_enabled=False)
    page.button(300, 220, "Back")
    page.button(460, 220, "Next", is_enabled=False)
    return page


_EXPECTED = {
    "Choose the options": ["enabled"],
    "Restart now": ["enabled", "unchecked"],
    "Encrypt": ["enabled", "checked"],
    "Erase disk": ["enabled", "checked"],
    "Manual partitioning": ["disabled", "unchecked"],
    "Back": ["enabled"],
    "Next": ["disabled"],
}


def _look(text: str, state: TextState | None = None) -> Look:
    locator = ResolvedLocator(Locator.parse(text), ())
    return Look([locator], None, 0.8, ReadOptions(_READER, state=state, tells_states=state is None))


def _states(frame: Frame, text: str) -> list[str]:
    [match] = _look(f"text:{text}").find_all(frame)
    return [*match.states]


@pytest.mark.parametrize(("theme", "jpeg"), [(ADWAITA, None), (BREEZE_DARK, 70)], ids=["light", "dark jpeg"])
def test_states_are_told_from_what_is_drawn(theme: Theme, jpeg: int | None) -> None:
    frame = _page(theme).frame(jpeg)
    assert {text: _states(frame, text) for text in _EXPECTED} == _EXPECTED


def test_states_are_told_from_what_is_written() -> None:
    frame = frame_of(console(load_font("vga16"), lines=_ROWS))
    found = {text: _states(frame, text) for text in ("SSH server", "Desktop", "GNOME", "Secure Boot", "No box")}
    assert found == {
        "SSH server": ["enabled", "checked"],
        "Desktop": ["enabled", "unchecked"],
        "GNOME": ["enabled", "unchecked"],
        "Secure Boot": ["enabled", "checked"],
        "No box": ["enabled"],
    }


def test_a_text_in_another_state_is_missed_and_told() -> None:
    frame = _page(ADWAITA).frame()
    match, [miss] = _look("text:Next", TextState.ENABLED).find(frame)
    assert match is None
    assert isinstance(miss, TextMiss)
    assert str(miss) == f"'text:Next': found at {miss.region}, but disabled"
    assert miss.reason == "found, but disabled"
    assert 0.9 < miss.score < miss.threshold
    assert miss.is_conclusive
    found, _ = _look("text:Next", TextState.DISABLED).find(frame)
    assert found is not None
    assert found.text == "Next"


def test_what_is_not_sure_is_no_match_and_told() -> None:
    _, [miss] = _look("text:Back", TextState.CHECKED).find(_page(ADWAITA).frame())
    assert miss.reason == (
        "found, but whether it is checked is not sure: "
        "no check box or radio button beside it was made out, with a mark or without one"
    )
    assert not miss.is_conclusive


def test_of_several_places_the_one_in_the_state_is_found() -> None:
    page = InstallerPage(ADWAITA, 18, 500, 200)
    page.check_box(36, 40, "Install", is_checked=False)
    page.check_box(36, 90, "Install", is_checked=True)
    page.write(36, 140, "And no other words")
    [match] = _look("text:Install", TextState.CHECKED).find_all(page.frame())
    assert match.region.top > 80


def test_a_text_that_is_not_there_at_all_is_told_as_ever() -> None:
    _, [miss] = _look("text:Nowhere", TextState.ENABLED).find(_page(ADWAITA).frame())
    assert str(miss).startswith("'text:Nowhere': text read (ocr), closest line first:")


def test_it_is_refused_where_no_text_is_looked_for() -> None:
    with pytest.raises(LocatorError, match=r"state= is about texts, and 'ok\.png' is none"):
        _look("ok.png", TextState.CHECKED)
