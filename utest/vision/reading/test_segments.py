"""Where lines are on a graphical screen."""

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from TinyPilotLibrary.vision.pixels import Pixels
from TinyPilotLibrary.vision.reading.segments import find_lines

_FONT = ImageFont.load_default(18)


def _drawn(*texts: tuple[int, int, str]) -> tuple[Image.Image, ImageDraw.ImageDraw]:
    picture = Image.new("L", (600, 120), 255)
    draw = ImageDraw.Draw(picture)
    for left, top, text in texts:
        draw.text((left, top), text, fill=0, font=_FONT)
    return picture, draw


def _gray(picture: Image.Image) -> Pixels:
    return np.asarray(picture, np.uint8)


def test_words_are_one_line_and_columns_are_two() -> None:
    picture, _ = _drawn((40, 40, "Boot Manager"), (300, 40, "Version"))
    lines = find_lines(_gray(picture))
    assert [line.left // 100 for line in lines] == [0, 3]


def test_frames_and_rules_are_no_lines() -> None:
    picture, draw = _drawn((40, 40, "Boot Manager"))
    draw.rectangle((20, 20, 400, 90), outline=0)
    draw.line((0, 100, 600, 100), fill=0)
    [line] = find_lines(_gray(picture))
    assert (line.left // 10, line.height < 25) == (4, True)


def test_the_dotted_frame_of_what_has_the_focus_is_left_away() -> None:
    picture, draw = _drawn((48, 46, "Boot Manager"))
    for left in range(30, 400, 3):
        picture.putpixel((left, 38), 0)
        picture.putpixel((left, 78), 0)
    for top in range(38, 80, 3):
        draw.point([(30, top), (400, top)], fill=0)
    [line] = find_lines(_gray(picture))
    assert line.left > 40
    assert line.height < 25


def test_a_dash_between_columns_belongs_to_its_line() -> None:
    picture, draw = _drawn((40, 40, "Czech"))
    draw.rectangle((200, 51, 206, 52), fill=0)
    [line] = find_lines(_gray(picture))
    assert line.left + line.width >= 206


def test_an_underline_does_not() -> None:
    picture, draw = _drawn((40, 40, "Czech"))
    draw.rectangle((100, 64, 110, 65), fill=0)
    [line] = find_lines(_gray(picture))
    assert line.left + line.width < 100
