"""What a screen shows of what was typed."""

import pytest

from TinyPilotLibrary.text.echo import Echo, echo_of
from TinyPilotLibrary.text.page import Page, Recognised, piece_of
from TinyPilotLibrary.vision.geometry import Region

_COLUMNS, _ROWS = 20, 4


def _cells(*rows: str) -> Page:
    return Page((), "cells", _COLUMNS, _ROWS, standing="\n".join(rows))


def _read(*rows: str) -> Page:
    """A screen that OCR has read: each character is 10 pixels wide."""
    lines = []
    for number, text in enumerate(rows):
        width = 1 / max(1, len(text))
        spans = tuple((index * width, (index + 1) * width) for index in range(len(text)))
        lines.append(piece_of(Region(0, 20 * number, 10 * len(text), 16), Recognised(text, spans, 0.9)))
    return Page(tuple(lines), "ocr")


@pytest.mark.parametrize(
    ("before", "after", "typed", "shown"),
    [
        (["login:"], ["login: root"], "root", " root"),
        # In a field its border is not the echo's.
        (["Tag: [        ]"], ["Tag: [abc     ]"], "abc", "abc"),
        # A clock that ticks above is something else.
        (["12:00:01", "", "$"], ["12:00:02", "", "$ ls -l"], "ls -l", " ls -l"),
        # The row ends and the text goes on in the next one.
        (["user@host:~$"], ["user@host:~$ abcdefg", "hij"], "abcdefghij", " abcdefghij"),
        # The screen scrolls, because it was full.
        (["a", "b", "c", "user@host:~$"], ["b", "c", "user@host:~$ abcdefg", "hij"], "abcdefghij", "abcdefghij"),
        (["$"], ["$ yebra"], "zebra", " yebra"),
        (["$"], ["$"], "zebra", ""),
    ],
)  # fmt: skip
def test_it_is_the_text_that_was_not_there_before(before: list[str], after: list[str], typed: str, shown: str) -> None:
    assert echo_of(_cells(*before), _cells(*after), [typed]).text == shown.lstrip()


def test_of_several_changes_that_which_is_most_like_the_text_is_taken_or_what_it_may_have_become() -> None:
    before, after = _cells("new mail", "$"), _cells("new mail zzz", "$ ghbdtn")
    assert echo_of(before, after, ["привет", "ghbdtn"]).text == "ghbdtn"


def test_blanks_inside_are_read_and_those_at_the_ends_are_not_seen() -> None:
    echo = echo_of(_cells("$"), _cells("$ echo a  b"), [" echo a  b "])
    assert echo.agrees(" echo a  b ")
    assert not echo.agrees("echo a b")


def test_a_character_that_is_not_sure_or_drawn_like_another_is_taken_for_it() -> None:
    assert Echo("r\ufffdot").agrees("root")
    # The font draws this Cyrillic letter as a Latin P.
    assert Echo("Pocc", shown={"\u0420": "P"}).agrees("\u0420occ")
    assert not Echo("rot").agrees("root")


@pytest.mark.parametrize(
    ("shown", "differs"),
    [("ze", False), ("", False), ("zebra", False), ("zebra_", False), ("yebra", True), ("zebar", True)],
)
def test_too_little_is_no_other_text(shown: str, *, differs: bool) -> None:
    assert Echo(shown).differs("zebra") is differs


def test_what_ocr_confuses_is_forgiven_and_nothing_else() -> None:
    page = _read("File", "host:~$ echo l0 O")
    echo = echo_of(_read("File", "host:~$"), page, ["echo 10 0"])
    assert not echo.exact
    assert echo.agrees("echo 10 0")
    assert not echo_of(_read("File", "host:~$"), page, ["echo 20 0"]).agrees("echo 20 0")


def test_a_prompt_that_ocr_reads_otherwise_the_second_time_is_no_echo() -> None:
    echo = echo_of(_read("tester@virtual:~$"), _read("testerevirtual:~$ yebra"), ["zebra"])
    assert echo.text == "yebra"


def test_marks_stand_for_a_password() -> None:
    assert Echo("*****").is_masked(5)
    assert not Echo("*****").is_masked(6)
    assert not Echo("aaaaa").is_masked(5)
