"""What is taken for a wanted text, and what is not."""

from dataclasses import replace

import pytest

from TinyPilotLibrary.errors import LocatorError
from TinyPilotLibrary.text.page import Line
from TinyPilotLibrary.text.search.text_query import TextQuery
from TinyPilotLibrary.vision.geometry import Region

_CELL = 10


def line(text: str, *, exact: bool) -> Line:
    """A line whose characters are ten pixels wide."""

    def place(start: int, end: int) -> Region:
        return Region(start * _CELL, 0, (end - start) * _CELL, 16)

    return Line(text, place(0, len(text)), exact, place)


def found(wanted: TextQuery, text: str, *, exact: bool = False) -> list[str]:
    read = line(text, exact=exact)
    return [read.folded[0][part.start : part.end] for part in wanted.find(read)]


@pytest.mark.parametrize(
    ("wanted", "read"),
    [
        ("Boot Manager", "  Boot    Manager  "),
        ("Boot  Manager", "Boot Manager"),
        ("T0TP", "TOTP"),
        ("TOTP", "T0TP"),
        ("Illegal 1", "lllegal l"),
        ("SATA 5", "5ATA S"),
        ("1024x768", "1024\u00d7768"),
        ("720\u00d7400", "720x400"),
        ("'debian'", "\u2018debian\u2019"),
        ('"other"', "\u201cother\u201d"),
        ("POST - done", "POST \u2014 done"),
        ("pre\u2013boot", "pre-boot"),
        ("[ ] Secure Boot", "[ 1 Secure Boot"),
        ("[ ] Secure Boot", "[] Secure Boot"),
        ("[X] Secure Boot", "[\u00d71 Secure Boot"),
        ("[*] Desktop", "[*l Desktop"),
        ("Continue", "Cont inue"),
        ("Boot Manager", "BootManager"),
        ("Version 1.20", "Version l.2O"),
        ("Press <Enter> to", "Press<Enter> to"),
    ],
)
def test_what_ocr_confuses_is_forgiven(wanted: str, read: str) -> None:
    assert found(TextQuery(wanted), read)


@pytest.mark.parametrize(
    ("wanted", "read"),
    [
        ("Version 1.2", "Version 1.3"),
        ("Version 1.2", "Version 1.23"),
        ("Version 1.2", "Version 1.2.3"),
        ("1.2", "11.2"),
        ("2.3", "1.2.3"),
        ("GRUB 2.06", "GRUB 2.08"),
        ("v5.1", "v8.1"),
        ("7.2", "1.2"),
        ("10 2", "1 02"),
        ("10", "1 0"),
        ("rel 6", "rel 8"),
        ("boot", "Boot"),
        ("[ ] Secure Boot", "[X] Secure Boot"),
        ("[X] Secure Boot", "[ ] Secure Boot"),
        ("[ ] Secure Boot", "[1] Secure Boot"),
        ("enabled", "disabled"),
        ("Boot Manager", "Boat Manager"),
    ],
)
def test_what_means_something_else_is_not_forgiven(wanted: str, read: str) -> None:
    assert not found(TextQuery(wanted), read)
    assert not found(TextQuery(wanted), read, exact=True)


@pytest.mark.parametrize(
    ("wanted", "read"),
    [
        ("T0TP", "TOTP"),
        ("x", "\u00d7"),
        ("-", "\u2014"),
        ("[ ]", "[ 1"),
        ("Continue", "Cont inue"),
        ("Boot Manager", "BootManager"),
        ("Boot", "B\ufffdot"),
    ],
)
def test_text_from_cells_is_taken_as_it_is(wanted: str, read: str) -> None:
    assert not found(TextQuery(wanted), read, exact=True)
    assert found(TextQuery(wanted), wanted, exact=True)


def test_a_letter_read_for_a_digit_continues_a_number() -> None:
    assert not found(TextQuery("Version 1.2"), "Version 1.2O")
    assert found(TextQuery("Version 1.2"), "Version 1.2Options")


def test_white_space_is_folded_in_cells_too() -> None:
    assert found(TextQuery("Boot Order"), "\u2502  Boot      Order  \u2502", exact=True) == ["Boot Order"]


def test_a_character_that_the_font_shows_like_another_is_found_all_the_same() -> None:
    shown = {"\u0417": "3", "\u0430": "a", "\u2610": "."}
    read = replace(line("3a [.] on", exact=True), shown=shown)
    assert [*TextQuery("\u0417\u0430").find(read)]
    assert [*TextQuery("\u0417\u0430 \\[\u2610\\] o.", is_regex=True).find(read)]
    assert not [*TextQuery("\u2610 on").find(replace(line("x on", exact=True), shown=shown))]


def test_a_number_without_points_may_begin_a_version() -> None:
    assert found(TextQuery("v6"), "Memtest86+ v6.10", exact=True)
    assert found(TextQuery("192.168.1."), "192.168.1.20", exact=True)


def test_case_counts_unless_asked() -> None:
    assert not found(TextQuery("boot manager"), "Boot Manager", exact=True)
    assert found(TextQuery("boot manager", ignore_case=True), "Boot Manager", exact=True)


def test_every_place_is_found_and_has_just_the_words() -> None:
    read = line("  Yes  No  Yes", exact=True)
    places = [read.region(part.start, part.end) for part in TextQuery("Yes").find(read)]
    assert places == [Region(20, 0, 30, 16), Region(110, 0, 30, 16)]


@pytest.mark.parametrize(
    ("pattern", "read", "expected"),
    [
        (r"Version \d+\.\d+", "Version 12.6", ["Version 12.6"]),
        (r"Version   \d+", "Version 3", ["Version 3"]),
        (r"^Boot", "Boot Order", ["Boot"]),
        (r"[0-9]+ MB", "256 MB", ["256 MB"]),
        (r"\[ \]", "[ ]", ["[ ]"]),
        (r"(?i)boot", "BOOT", ["BOOT"]),
        (r"(?P<what>T0TP) is (?:on|off)", "TOTP is on", ["TOTP is on"]),
        (r"a{2}S\x20x", "aa5 \u00d7", ["aa5 \u00d7"]),
        (r"(?<=v)1\.0", "vl.O", ["l.O"]),
        (r"x*", "aaa", []),
        (r" +$", "end ", []),
    ],
)
def test_a_regular_expression_is_forgiven_for_what_is_literal_in_it(
    pattern: str, read: str, expected: list[str]
) -> None:
    assert found(TextQuery(pattern, is_regex=True), read) == expected


def test_a_digit_of_a_regular_expression_is_a_digit() -> None:
    assert not found(TextQuery(r"Version \d", is_regex=True), "Version S")
    assert not found(TextQuery(r"Version [0-9]", is_regex=True), "Version O")
    assert not found(TextQuery(r"T0TP", is_regex=True), "TOTP", exact=True)


def test_a_regular_expression_that_is_none_is_refused() -> None:
    with pytest.raises(LocatorError, match=r"'re:\(open' is not a valid regular expression: .*unterminated"):
        TextQuery("(open", is_regex=True)


def test_a_similarity_holds_only_where_it_is_asked_for() -> None:
    assert not found(TextQuery("Boot Manager"), "Bott Manager")
    assert found(TextQuery("Boot Manager", similarity=0.9), "-> Bott Manager <-") == ["Bott Manager"]
    assert not found(TextQuery("Boot Manager", similarity=0.95), "-> Bott Manager <-")


@pytest.mark.parametrize("similarity", [0.0, -1.0, 1.1])
def test_a_similarity_out_of_range_is_refused(similarity: float) -> None:
    with pytest.raises(LocatorError, match=r"similarity must be above 0\.0 and at most 1\.0"):
        TextQuery("a", similarity=similarity)


def test_a_regular_expression_takes_no_similarity() -> None:
    with pytest.raises(LocatorError, match="similarity= cannot be used with a regular expression"):
        TextQuery("a", is_regex=True, similarity=0.9)


@pytest.mark.parametrize("wanted", ["Version 1.2", "2"])
def test_a_number_that_may_go_on_with_what_is_not_sure_is_not_found(wanted: str) -> None:
    assert not found(TextQuery(wanted), "Version 1.2\ufffd", exact=True)


@pytest.mark.parametrize(
    ("pattern", "read"), [(r"1\.\d", "1.2\ufffd"), (r"\d+", "\ufffd2"), ("Boot|Reboot", "Re\ufffdBoot")]
)
def test_an_expression_s_match_does_not_break_off_where_the_text_is_not_sure(pattern: str, read: str) -> None:
    assert not found(TextQuery(pattern, is_regex=True), read, exact=True)
    assert found(TextQuery(pattern, is_regex=True), read.replace("\ufffd", " "), exact=True)


@pytest.mark.parametrize("wanted", ["1 224 MB", "re:1 224", "MB free"])
def test_what_may_be_a_blank_is_one_for_whoever_asks_for_it(wanted: str) -> None:
    query = TextQuery(wanted.removeprefix("re:"), is_regex=wanted.startswith("re:"))
    assert found(query, "1\u2423224 MB free", exact=False)


@pytest.mark.parametrize("wanted", ["1224 MB", "224 MB", "1", r"re:\d+ MB", r"re:^\d+"])
def test_a_number_is_known_on_neither_side_of_what_may_be_a_blank(wanted: str) -> None:
    query = TextQuery(wanted.removeprefix("re:"), is_regex=wanted.startswith("re:"))
    assert not found(query, "1\u2423224 MB free", exact=False)


@pytest.mark.parametrize("wanted", ["1224 MB", "1 224 MB", "224 MB"])
def test_a_number_may_be_there_where_a_blank_may_be_none(wanted: str) -> None:
    assert TextQuery(wanted).may_be_in(line("1\u2423224 MB free", exact=False))


def test_what_is_not_sure_is_put_in_where_it_is_likely() -> None:
    read = replace(line("PC\ufffd v\ufffd.2", exact=True), likely="PCI v1.2")
    assert TextQuery("PCI v1.2").seen_in(read).text == "PCI v1.2"
    # What an expression finds is read out.
    assert TextQuery("PCI", is_regex=True).seen_in(read).text == "PCI v\ufffd.2"
