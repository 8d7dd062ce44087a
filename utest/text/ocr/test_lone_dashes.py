"""Dashes between columns: an installer's list of languages has one in each row."""

import pytest
from PIL import Image, ImageDraw, ImageFont

from TinyPilotLibrary.text.reader import ScreenReader
from TinyPilotLibrary.vision.frame import Frame
from utest.machine import frame_of_picture

_SIZE = 14
_NAMES = (
    *(("Bosnian", "Bosanski"), ("Finnish", "Suomi"), ("Croatian", "Hrvatski"), ("Danish", "Dansk")),
    *(("Dutch", "Nederlands"), ("English", "English"), ("Esperanto", "Esperanto"), ("German", "Deutsch")),
    *(("Irish", "Gaeilge"), ("Lithuanian", "Lietuviskai"), ("Portuguese (Brazil)", "Portugues do Brasil")),
    *(("Slovak", "Slovencina"), ("Spanish", "Espanol"), ("Welsh", "Cymraeg")),
)


def _list(*, dark: bool, jpeg: int | None, between: str = "-") -> Frame:
    """A list of three columns; the middle one is the same in all rows."""
    ground, ink = ("#202428", "#e8e8e8") if dark else ("white", "black")
    picture = Image.new("RGB", (50 * _SIZE, 2 * _SIZE * (len(_NAMES) + 1)), ground)
    draw = ImageDraw.Draw(picture)
    font = ImageFont.load_default(_SIZE)
    for row, (name, own) in enumerate(_NAMES):
        for column, text in ((1, name), (16, between), (19, own)):
            draw.text((column * _SIZE, 2 * _SIZE * row + _SIZE // 2), text, fill=ink, font=font)
    return frame_of_picture(picture, jpeg)


def _rows(frame: Frame) -> list[str]:
    return [" ".join(line.split()) for line in ScreenReader().read(frame).text.splitlines()]


@pytest.mark.parametrize("jpeg", [None, 90], ids=["png", "jpeg"])
@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_dash_between_columns_is_read(dark: bool, jpeg: int | None) -> None:  # noqa: FBT001
    rows = _rows(_list(dark=dark, jpeg=jpeg))
    assert [row.casefold() for row in rows] == [f"{name} - {own}".casefold() for name, own in _NAMES]


def test_other_marks_between_columns_are_no_dashes() -> None:
    for mark in ("|", "+", ":", "*"):
        text = "\n".join(_rows(_list(dark=False, jpeg=None, between=mark)))
        assert "-" not in text, (mark, text)
