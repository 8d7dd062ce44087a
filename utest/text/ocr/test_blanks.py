"""Blanks between digits: one that is lost makes one number of two, one too many makes two of one."""

import numpy as np
import pytest

from TinyPilotLibrary.text.lines.ink import ink_of
from TinyPilotLibrary.text.ocr.blanks import with_blanks
from TinyPilotLibrary.text.page import Recognised
from TinyPilotLibrary.text.reader import ScreenReader
from TinyPilotLibrary.vision.pixels import Pixels
from utest.text.installer_page import ADWAITA, ADWAITA_DARK, InstallerPage, Theme


@pytest.mark.parametrize("theme", [ADWAITA, ADWAITA_DARK], ids=["light", "dark"])
@pytest.mark.parametrize("size", [16, 18, 24])
@pytest.mark.parametrize("text", ["2024-05-06 14:00", "2026-04-16 23:22", "SN 6078717959", "SN 1171111711"])
def test_a_day_and_a_time_are_two_and_a_number_is_one(theme: Theme, size: int, text: str) -> None:
    page = InstallerPage(theme, size, 600, 100)
    page.write(30, 30, text)
    assert ScreenReader().read(page.frame()).text == text


def _line(gaps: list[int], height: int) -> tuple[Pixels, tuple[tuple[float, float], ...]]:
    """A line of digits as blocks with gaps between them, and where the digits and the blanks in the gaps are."""
    width = sum(gaps) + 4 * (len(gaps) + 1) + 8
    line = np.full((height, width), 240, np.uint8)
    spans, left = [], 4
    for gap in (*gaps, 0):
        line[2:-2, left : left + 4] = 20
        spans.append((left / width, (left + 4) / width))
        left += 4 + gap
    return line, tuple(spans)


@pytest.mark.parametrize(
    ("height", "gap", "expected"),
    [(12, 2, "62\u242330"), (12, 5, "62 30"), (24, 5, "62 30")],
)
def test_a_blank_that_a_pixel_tells_is_not_sure(height: int, gap: int, expected: str) -> None:
    line, spans = _line([1, gap, 1], height)
    spans = (*spans[:2], (spans[1][1], spans[2][0]), *spans[2:])
    assert with_blanks(Recognised("62 30", spans, 1.0, (0, 0, 1, 1, 0)), ink_of(line)).text == expected


@pytest.mark.parametrize(
    ("gaps", "likely", "expected"),
    [([1, 7, 1], 0.2, "62 30"), ([1, 7, 1], 0.0, "6230"), ([6, 7, 1], 0.2, "6230"), ([1, 3, 1], 0.2, "6230")],
    ids=["wide", "not likely", "as wide as others", "narrow"],
)
def test_a_blank_was_lost_where_it_was_likely_and_its_gap_is_the_widest(
    gaps: list[int], likely: float, expected: str
) -> None:
    line, spans = _line(gaps, 24)
    assert with_blanks(Recognised("6230", spans, 1.0, (0, 0, likely, 0)), ink_of(line)).text == expected


def test_a_blank_of_small_letters_that_was_lost_only_may_be_one() -> None:
    line, spans = _line([1, 5, 1], 12)
    assert with_blanks(Recognised("6230", spans, 1.0, (0, 0, 0.3, 0)), ink_of(line)).text == "62\u242330"
    assert with_blanks(Recognised("6230", spans, 1.0, (0, 0, 0.1, 0)), ink_of(line)).text == "6230"


def _read(text: str, gaps: dict[int, int]) -> str:
    """What a small line is read as: its digits stand a column apart, or so many as are given by what follows."""
    digits = [index for index, character in enumerate(text) if character.isdigit()]
    line, places = _line([gaps.get(index, 1) for index in digits[1:]], 12)
    # Only digits have ink here: what else is between them takes no room, and blanks all of it.
    drawn, spans = [*places], [(0.0, 0.0)]
    for character in text:
        left = spans[-1][1]
        spans.append(drawn.pop(0) if character.isdigit() else (left, drawn[0][0] if character == " " else left))
    return with_blanks(Recognised(text, tuple(spans[1:]), 1.0, (0.0,) * len(text)), ink_of(line)).text


@pytest.mark.parametrize("day", ["2027-09-02", "09/02/2027", "02.09.2027", "2027-0\N{REPLACEMENT CHARACTER}-02"])
@pytest.mark.parametrize(("gap", "expected"), [(2, " "), (1, "")], ids=["wide", "usual"])
def test_a_time_behind_a_day_needs_no_more_than_a_gap_that_is_wider_than_usual(
    day: str, gap: int, expected: str
) -> None:
    assert _read(f"{day}23:33", {1: 2, len(day): gap}) == f"{day}{expected}23:33"


def test_each_day_of_a_line_has_its_time() -> None:
    assert _read("4096 2027-09-0223:33 2027-10-1101:05", {5: 6, 15: 2, 21: 6, 31: 3}) == (
        "4096\N{OPEN BOX}2027-09-02 23:33\N{OPEN BOX}2027-10-11 01:05"
    )


def test_a_blank_between_a_day_and_a_time_is_sure_as_it_is_read() -> None:
    assert _read("2027-09-02 23:33", {11: 2}) == "2027-09-02 23:33"
