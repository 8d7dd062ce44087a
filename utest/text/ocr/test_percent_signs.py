"""A percent sign of small letters is no digit."""

import numpy as np
import pytest

from TinyPilotLibrary.text.ocr.percent_signs import without_false_digits
from TinyPilotLibrary.text.page import Recognised, piece_of
from TinyPilotLibrary.text.search.text_query import TextQuery
from TinyPilotLibrary.vision.geometry import Region


def _found(read: str, wanted: str, height: int) -> bool:
    recognised = Recognised(read, tuple((0.0, 1.0) for _ in read), 1.0)
    seen = without_false_digits(recognised, np.zeros((height, 80), np.uint8))
    line = piece_of(Region(0, 0, 80, height), seen)
    return any(TextQuery(wanted).find(line))


@pytest.mark.parametrize(("read", "number"), [("90 9% complete", "9 %"), ("90 9% complete", "9%"), ("7 0 % up", "0 %")])
def test_a_digit_that_may_be_half_of_the_sign_is_no_number(read: str, number: str) -> None:
    assert not _found(read, number, 14)
    # Where letters are larger it is one.
    assert _found(read, number, 24)


@pytest.mark.parametrize(("read", "number"), [("90 % complete", "90 %"), ("CPU 5%", "5%"), ("1 15%", "15%")])
def test_other_numbers_before_the_sign_are_found(read: str, number: str) -> None:
    assert _found(read, number, 14)


def test_what_is_before_a_digit_that_is_not_sure_is_no_whole_number() -> None:
    assert not _found("9\ufffd2 MB", "9", 14)
    assert not _found("9\ufffd2 MB", "2 MB", 14)
