"""`exact=row`: a text that has to be the whole row of a list, in its column."""

import pytest

from TinyPilotLibrary.errors import LocatorError
from TinyPilotLibrary.finding.locators import Locator
from TinyPilotLibrary.finding.look import Look
from TinyPilotLibrary.finding.lookup import ResolvedLocator
from TinyPilotLibrary.finding.text_finder import ReadOptions, text_query
from TinyPilotLibrary.text.reader import ScreenReader
from TinyPilotLibrary.text.search.text_query import Exact
from TinyPilotLibrary.vision.match import Miss
from utest.finding.test_entries import row
from utest.text.installer_page import ADWAITA, InstallerPage

_READER = ScreenReader()


def _how(*, ignore_case: bool = False, similarity: float | None = None) -> ReadOptions:
    return ReadOptions(_READER, ignore_case, similarity, Exact.ROW)


def _is_row(written: str, text: str, how: ReadOptions, *, exact: bool = True) -> bool:
    query = text_query(Locator.parse(written), how)
    return any(any(query.find(part)) for part in query.parts(row(text, exact=exact)))


@pytest.mark.parametrize("exact", [True, False], ids=["cells", "ocr"])
@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("text:German", "German"),
        ("text:German", "  German"),
        ("text:German", "American English   German   Neo 2"),
        ("text:German", "│ German │ Keyboard of German │"),
        ("text:German", "> German"),
        ("text:German", "[X] German"),
        ("text:[X] German", "[X] German"),
        ("text:Secure Boot", "Secure Boot    [Enabled]"),
        ("text:Secure Boot [Enabled]", "Secure Boot    [Enabled]"),
        ("text:-5", "-5"),
        ("re:German|German \\(Austria\\)", "German (Austria)"),
        ("re:Boot option #\\d", "Boot option #1   [Disk]"),
    ],
)
def test_a_whole_row_is_found(written: str, text: str, *, exact: bool) -> None:
    assert _is_row(written, text, _how(), exact=exact)


@pytest.mark.parametrize("exact", [True, False], ids=["cells", "ocr"])
@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("text:German", "German (Austria)"),
        ("text:German", "Swiss German"),
        ("text:America", "American"),
        ("text:America", "American English   Latin American"),
        ("text:German", "Swiss   German (Austria)"),
        ("text:5", "-5"),
        ("text:1", "Boot option #1"),
        ("text:German", "The keyboard for German texts"),
        ("re:German", "German (Austria)"),
    ],
)
def test_a_part_of_a_row_is_not(written: str, text: str, *, exact: bool) -> None:
    assert not _is_row(written, text, _how(), exact=exact)


def test_case_and_similarity_are_options_of_a_whole_row_too() -> None:
    assert _is_row("text:german", "German", _how(ignore_case=True))
    assert not _is_row("text:german", "German", _how())
    assert _is_row("text:Germany", "Germany!", _how(similarity=0.8))
    assert not _is_row("text:German", "German (Austria)", _how(similarity=0.5))


def _look(written: str, how: ReadOptions) -> Look:
    return Look([ResolvedLocator(Locator.parse(written), ())], None, 0.8, how)


@pytest.fixture(scope="module")
def page() -> InstallerPage:
    page = InstallerPage(ADWAITA, 18, 640, 240)
    for number, name in enumerate(["American English", "German", "German (Austria)"]):
        page.write(30, 30 + 32 * number, name)
    page.write(340, 30, "Swiss German")
    return page


@pytest.mark.parametrize("jpeg", [None, 70], ids=["png", "jpeg"])
def test_on_a_picture_the_row_of_that_name_is_found_and_no_longer_one(page: InstallerPage, jpeg: int | None) -> None:
    [found] = _look("text:German", _how()).find_all(page.frame(jpeg))
    assert found.text == "German"
    assert 55 <= found.region.center.y <= 85
    assert len(_look("text:German", ReadOptions(_READER)).find_all(page.frame(jpeg))) == 3


def test_what_is_a_part_of_a_row_alone_is_told(page: InstallerPage) -> None:
    [miss] = _look("text:American", _how()).outcomes(page.frame())
    assert isinstance(miss, Miss)
    assert str(miss).startswith("'text:American' as a whole row: text read (ocr), closest line first:\n")
    assert miss.reason == "only a part of the row 'American English'"
    assert miss.region is not None
    assert 0.4 < miss.score < miss.threshold


def test_it_is_refused_where_no_text_is_looked_for() -> None:
    with pytest.raises(LocatorError, match=r"exact= is about texts, and 'ok\.png' is none"):
        _look("ok.png", _how())
