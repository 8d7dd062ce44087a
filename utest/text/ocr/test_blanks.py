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


@pytest.mark.parametrize("day", ["2027-09-02", "09/02/2027", "02.09.2027"])
@pytest.mark.parametrize(("gap", "expected"), [(2, " "), (1, "")], ids=["widest", "narrower than others"])
def test_a_time_behind_a_day_needs_no_more_than_the_widest_gap(day: str, gap: int, expected: str) -> None:
    digits = sum(character.isdigit() for character in f"{day}23:33")
    line, places = _line([2] + [1] * 6 + [gap] + [1] * (digits - 9), 12)
    # Only digits have ink here: what is between them takes no room.
    drawn = iter(places)
    spans: list[tuple[float, float]] = []
    for character in f"{day}23:33":
        spans.append(next(drawn) if character.isdigit() else (spans[-1][1], spans[-1][1]))
    read = Recognised(f"{day}23:33", tuple(spans), 1.0, (0.0,) * len(spans))
    assert with_blanks(read, ink_of(line)).text == f"{day}{expected}23:33"
