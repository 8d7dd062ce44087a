"""In which order lines are read."""

from collections.abc import Sequence
from itertools import chain

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from TinyPilotLibrary.text.lines.line_detection import find_lines
from TinyPilotLibrary.text.lines.reading_order import ReadingOrder
from TinyPilotLibrary.vision.geometry import Region
from TinyPilotLibrary.vision.pixels import Pixels

_TEXTS = (
    "Select a language",
    "The language chosen here will also be that of the installed system.",
    "Advanced options for Debian GNU/Linux",
    "Configure the package manager",
    "Please type the name of this computer",
    "Installation complete",
    "Back to the previous page",
    "Cancel",
    "gjpqy",
    "OK",
)
_STEP, _LEFT = 40, 30


def _page(texts: Sequence[str], size: int = 15, *, dark: bool = False) -> tuple[Pixels, list[Region]]:
    """A page with a text in each row, and where its lines are, from above to below."""
    picture = Image.new("L", (1000, _STEP * len(texts) + _STEP), 20 if dark else 240)
    draw, font = ImageDraw.Draw(picture), ImageFont.load_default(size)
    for row, text in enumerate(texts):
        draw.text((_LEFT, _STEP * row + 20), text, 230 if dark else 10, font)
    gray = np.asarray(picture, np.uint8)
    return gray, find_lines(gray)


def _in_order(page: tuple[Pixels, list[Region]], order: ReadingOrder) -> list[Region]:
    return list(chain(*order.batches(*page)))


@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("size", [11, 15, 24])
@pytest.mark.parametrize("row", range(len(_TEXTS)))
def test_the_line_that_looks_like_the_text_comes_first(row: int, size: int, *, dark: bool) -> None:
    gray, lines = _page(_TEXTS, size, dark=dark)
    assert len(lines) == len(_TEXTS)
    first, *_ = ReadingOrder(text=_TEXTS[row]).batches(gray, lines)
    assert lines[row] in first


def test_lines_of_which_the_text_is_a_part_come_before_most_others() -> None:
    page = _page(_TEXTS)
    parts = [(row, " ".join(text.split()[1:3])) for row, text in enumerate(_TEXTS) if len(text.split()) > 3]
    assert len(parts) >= 5
    places = [_in_order(page, ReadingOrder(text=part)).index(page[1][row]) for row, part in parts]
    # By luck it would be the half of all.
    assert np.mean(places) < len(_TEXTS) / 4


def test_a_text_over_several_columns_is_read_before_most_other_rows() -> None:
    names = ["Albanian", "Belarusian", "Czech", "Dutch", "Finnish", "Hungarian", "Icelandic", "Lithuanian", "Slovenian"]
    own = ["Shqip", "Belaruskaja", "Cestina", "Nederlands", "Suomi", "Magyar", "Islenska", "Lietuviskai", "Slovenscina"]
    picture = Image.new("L", (1000, 500), 240)
    draw, font = ImageDraw.Draw(picture), ImageFont.load_default(15)
    for row, both in enumerate(zip(names, own, strict=True)):
        for column, text in enumerate(both):
            draw.text((30 + 300 * column, _STEP * row + 20), text, 10, font)
    gray = np.asarray(picture, np.uint8)
    lines = find_lines(gray)
    assert len(lines) == 2 * len(names)
    places = []
    for row, both in enumerate(zip(names, own, strict=True)):
        order = _in_order((gray, lines), ReadingOrder(text=" ".join(both)))
        wanted = [line for line in lines if line.top // _STEP == row]
        assert len(wanted) == 2
        places.append(max(map(order.index, wanted)))
    assert np.mean(places) < len(lines) / 2


def test_what_is_near_each_other_is_read_together_for_it_may_be_one_number() -> None:
    gray, lines = _page(_TEXTS)
    wanted = lines[5]
    near = Region(wanted.left + wanted.width + 5, wanted.top, 20, wanted.height)
    far = Region(wanted.left + wanted.width + 300, wanted.top, 20, wanted.height)
    first, *_ = ReadingOrder(text=_TEXTS[5]).batches(gray, sorted([*lines, near, far]))
    assert {wanted, near} <= set(first)
    assert far not in first


def test_where_the_text_was_last_comes_before_all_others() -> None:
    gray, lines = _page(_TEXTS)
    first, *_ = _in_order((gray, lines), ReadingOrder(lines[4], "Cancel"))
    assert first == lines[4]


@pytest.mark.parametrize("text", ["x", "Cancel", "two words", "long " * 100, " ", "日本語", "ǅ — …"])
def test_every_line_is_read_once_whatever_is_looked_for(text: str) -> None:
    gray, lines = _page(_TEXTS)
    gray = np.hstack([gray, gray, gray])
    lines = sorted(Region(box.left + 1000 * column, *box[1:]) for box in lines for column in range(3))
    for first in (None, lines[7]):
        batches = list(ReadingOrder(first, text).batches(gray, lines))
        assert sorted(chain(*batches)) == lines
        assert all(batches)


def test_without_a_text_lines_are_read_from_above_to_below() -> None:
    page = _page(_TEXTS)
    assert _in_order(page, ReadingOrder()) == page[1]


def test_what_has_no_ink_is_read_too() -> None:
    gray, lines = _page(_TEXTS)
    empty = Region(600, 10, 100, 20)
    assert sorted(_in_order((gray, [empty, *lines]), ReadingOrder(text="OK"))) == sorted([empty, *lines])


def test_a_page_without_lines_is_a_page() -> None:
    gray = np.zeros((100, 100), np.uint8)
    assert [list(batch) for batch in ReadingOrder().batches(gray, [])] == [[]]
    assert [list(batch) for batch in ReadingOrder(Region(0, 0, 5, 5), "Next").batches(gray, [])] == [[]]
