"""Check boxes and radio buttons that are drawn: with a mark, without one, or none that is known."""

from collections.abc import Callable

import pytest
from PIL import ImageDraw

from TinyPilotLibrary.text.states.drawn_marks import is_marked
from TinyPilotLibrary.vision.geometry import Region
from utest.text.installer_page import ADWAITA, THEMES, InstallerPage, Theme

_SIZES = (11, 13, 16, 24, 40)
# Toolkits draw none that are smaller than 13 pixels.
_SMALL = 11


def _label(size: int, y: int) -> Region:
    return Region(int(3.6 * size) - 3, y - 3, 8 * size, int(1.15 * size) + 6)


@pytest.mark.parametrize("theme", THEMES.values(), ids=THEMES)
@pytest.mark.parametrize("size", _SIZES)
def test_marks_are_seen_and_never_the_wrong_way_round(theme: Theme, size: int) -> None:
    page = InstallerPage(theme, size, 16 * size, 14 * size)
    boxes = [(draw, checked) for draw in (page.check_box, page.radio) for checked in (False, True)]
    places = [size + 3 * size * number for number in range(len(boxes))]
    for (draw, checked), top in zip(boxes, places, strict=True):
        draw(2 * size, top, "Label", is_checked=checked)
    expected = [checked for _, checked in boxes]
    for jpeg in (None, 80, 60):
        seen = [is_marked(page.frame(jpeg).gray, _label(size, top)) for top in places]
        assert all(one is None or one is checked for one, checked in zip(seen, expected, strict=True)), (jpeg, seen)
        if jpeg is None and size > _SMALL:
            assert seen == expected


def _dash(draw: ImageDraw.ImageDraw) -> None:
    draw.rectangle((40, 22, 60, 42), fill="#3584e4")
    draw.rectangle((44, 30, 56, 33), fill="white")


def _bullet(draw: ImageDraw.ImageDraw) -> None:
    draw.ellipse((44, 24, 60, 40), fill="black")


def _information(draw: ImageDraw.ImageDraw) -> None:
    draw.ellipse((40, 22, 60, 42), outline="black", width=2)
    draw.line((50, 27, 50, 37), fill="black", width=2)


def _far_box(draw: ImageDraw.ImageDraw) -> None:
    draw.rectangle((40, 22, 60, 42), outline="black")
    draw.ellipse((64, 28, 72, 36), fill="green")


def _nothing(_: ImageDraw.ImageDraw) -> None: ...


@pytest.mark.parametrize("draws", [_dash, _bullet, _information, _far_box, _nothing])
def test_what_is_no_box_is_neither_checked_nor_unchecked(draws: Callable[[ImageDraw.ImageDraw], None]) -> None:
    page = InstallerPage(ADWAITA, 20, 300, 70)
    draws(page.draw)
    page.write(80, 20, "Label")
    assert is_marked(page.frame().gray, Region(78, 18, 90, 29)) is None
