"""Where lines are on a graphical screen."""

import io
from pathlib import Path

import cv2
import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont

from TinyPilotLibrary.text.lines.line_detection import find_lines, height_without_margin, with_margin
from TinyPilotLibrary.vision.geometry import Region
from TinyPilotLibrary.vision.pixels import Pixels

_FONT = ImageFont.load_default(18)
# Its letters without strokes upwards are less than half as high as a line that has tails.
_LOW_LETTERS = Path("/usr/share/fonts/opentype/cantarell/Cantarell-Regular.otf")


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


@pytest.mark.parametrize("radius", [0, 4])
def test_the_sides_of_a_field_are_no_part_of_its_text(radius: int) -> None:
    picture, draw = _drawn((20, 40, "Name:"), (92, 40, "sys (current)"))
    draw.rounded_rectangle((80, 33, 300, 67), radius, outline=0)
    label, field = sorted((line for line in find_lines(_gray(picture)) if line.width > 10), key=lambda line: line.left)
    assert (label.left // 10, field.left // 10) == (2, 9)
    assert label.left + label.width < 80
    assert 190 < field.left + field.width < 290
    assert max(label.height, field.height) < 25


@pytest.mark.parametrize("text", ["Hello (all)", "[ ] fill", "jl", "using [it]", "Boot Options", "p|q in"])
def test_letters_and_brackets_are_no_sides(text: str) -> None:
    picture = Image.new("L", (600, 120), 255)
    ImageDraw.Draw(picture).text((40, 40), text, fill=0, font=ImageFont.load_default(30))
    gray = _gray(picture)
    [line] = find_lines(gray)
    ink = np.argwhere(gray < 100)
    assert line.top <= ink[:, 0].min()
    assert line.left <= ink[:, 1].min()
    assert line.left + line.width >= ink[:, 1].max()


@pytest.mark.parametrize("below", [49, 53])
def test_two_rows_beside_an_icon_are_two_lines_without_it(below: int) -> None:
    picture = Image.new("L", (600, 120), 255)
    draw = ImageDraw.Draw(picture)
    draw.rounded_rectangle((40, 38, 68, 66), 4, fill=0)
    draw.rectangle((46, 46, 50, 50), fill=255)
    draw.text((78, 34), "Language Support", fill=0, font=ImageFont.load_default(15))
    # So close that tails of the upper row touch the lower one.
    draw.text((78, below), "English (United States)", fill=0, font=ImageFont.load_default(12))
    title, detail = find_lines(_gray(picture))
    assert max(title.height, detail.height) < 22
    assert min(title.left, detail.left) > 68
    assert title.top < 45 < detail.top
    assert max(title.left + title.width, detail.left + detail.width) < 230


@pytest.mark.parametrize("size", [8, 24, 44, 64, 100, 200])
@pytest.mark.parametrize("quality", [None, 70])
def test_letters_of_any_size_are_one_line(size: int, quality: int | None) -> None:
    picture = Image.new("L", (12 * size, 3 * size), 30)
    ImageDraw.Draw(picture).text((size, size), "192.168.117.71 up", fill=230, font=ImageFont.load_default(size))
    gray = _gray(picture)
    if quality:
        gray = np.asarray(cv2.imdecode(cv2.imencode(".jpg", gray, [cv2.IMWRITE_JPEG_QUALITY, quality])[1], 0), np.uint8)
    [line] = find_lines(gray)
    ink = np.argwhere(gray > 130)
    (top, left), (bottom, right) = ink.min(0), ink.max(0)
    # The picture is seen at an eighth of its size at the least.
    assert abs(line.left - left) < 10
    assert abs(line.top - top) < 10
    assert abs(line.left + line.width - right) < 18
    assert abs(line.top + line.height - bottom) < 18


@pytest.mark.parametrize("size", [88, 112, 128, 144])
def test_letters_of_a_typeface_that_are_low_are_one_line(size: int) -> None:
    if not _LOW_LETTERS.is_file():
        pytest.skip("a typeface is missing: apt install fonts-cantarell")
    picture = Image.new("L", (12 * size, 3 * size), 240)
    font = ImageFont.truetype(str(_LOW_LETTERS), size)
    ImageDraw.Draw(picture).text((size, size), "Choose a language", fill=30, font=font)
    assert len(find_lines(_gray(picture))) == 1


@pytest.mark.parametrize("pitch", [15, 17, 22])
def test_a_paragraph_is_no_line_of_large_letters(pitch: int) -> None:
    picture = Image.new("L", (600, 200), 255)
    draw = ImageDraw.Draw(picture)
    for row in range(8):
        draw.text(
            (20, 10 + row * pitch), "If you are setting up a home network", fill=0, font=ImageFont.load_default(14)
        )
    assert len(find_lines(_gray(picture))) == 8


def test_a_button_is_no_line_of_large_letters() -> None:
    picture, draw = _drawn((48, 46, "Cancel"))
    draw.rounded_rectangle((30, 38, 130, 76), 4, outline=0)
    assert any(line.height < 20 and 45 <= line.left <= 50 for line in find_lines(_gray(picture)))


# So many pixels are free between the tails of a row and the capitals below them.
@pytest.mark.parametrize("free", [0, 1, 2])
@pytest.mark.parametrize("rows", [2, 5])
def test_tight_rows_are_found_one_by_one(free: int, rows: int) -> None:
    picture = Image.new("L", (600, 200), 255)
    draw = ImageDraw.Draw(picture)
    texts = ("Intel(R) Anti-Theft Technology Configuration", "Intel(R) AT Suspend Mode [Disabled]")
    font = ImageFont.load_default(17)
    (_, top, _, bottom) = font.getbbox(texts[0])
    for row in range(rows):
        draw.text((20, 10 + row * (int(bottom) - int(top) + free)), texts[row % 2], fill=0, font=font)
    lines = find_lines(_gray(picture))
    assert len(lines) == rows
    assert max(line.height for line in lines) <= bottom - top + 2


@pytest.mark.parametrize("size", [10, 11, 12, 14])
@pytest.mark.parametrize("icon", [13, 28])
@pytest.mark.parametrize("ink", [0, 255])
def test_two_rows_of_small_letters_beside_an_icon_are_two_lines(size: int, icon: int, ink: int) -> None:
    picture = Image.new("L", (600, 120), 240 - ink * 200 // 255)
    draw, font = ImageDraw.Draw(picture), ImageFont.load_default(size)
    pitch = round(1.25 * size)
    top = 30 + pitch - icon // 2
    draw.ellipse((20, top, 20 + icon, top + icon), outline=ink, width=2)
    draw.text((28 + icon, 30), "Manual partitioning", fill=ink, font=font)
    draw.text((28 + icon, 30 + pitch), "You can create or resize partitions yourself.", fill=ink, font=font)
    upper, lower = [line for line in find_lines(_gray(picture)) if line.width > 2 * icon]
    assert max(upper.height, lower.height) < 1.5 * size
    assert upper.left + upper.width < lower.left + lower.width


@pytest.mark.parametrize("size", [10, 12, 14])
def test_two_rows_in_one_box_are_two_lines_without_its_side(size: int) -> None:
    picture = Image.new("L", (400, 120), 255)
    draw, font = ImageDraw.Draw(picture), ImageFont.load_default(size)
    pitch = round(1.25 * size)
    draw.rectangle((20, 30, 300, 30 + 2 * pitch + 5), outline=90)
    draw.text((25, 32), "GNOME, with apps", fill=0, font=font)
    draw.text((25, 32 + pitch), "swap area", fill=0, font=font)
    upper, lower = find_lines(_gray(picture))
    assert max(upper.height, lower.height) < 1.5 * size
    assert upper.top + 5 < lower.top


@pytest.mark.parametrize("down", [5, 7, 9])
def test_help_beside_a_list_is_no_part_of_its_rows(down: int) -> None:
    picture = Image.new("L", (600, 120), 255)
    draw, font = ImageDraw.Draw(picture), ImageFont.load_default(12)
    draw.text((20, 30), "SATA Configuration", fill=0, font=font)
    beside = 20 + draw.textlength("SATA Configuration", font=font) + 12
    draw.text((beside, 30 + down), "Enables or disables", fill=0, font=font)
    entry, explained = sorted(find_lines(_gray(picture)), key=lambda line: line.left)
    assert entry.left + entry.width < beside <= explained.left + 2


@pytest.mark.parametrize("size", [12, 16, 24])
def test_a_value_in_smaller_letters_is_a_line_of_its_own(size: int) -> None:
    picture = Image.new("L", (600, 120), 255)
    draw, large = ImageDraw.Draw(picture), ImageFont.load_default(2 * size)
    draw.text((20, 70), "Keyboard", fill=0, font=large, anchor="ls")
    beside = 20 + draw.textlength("Keyboard", font=large) + 1.2 * size
    draw.text((beside, 70), "English (US)", fill=0, font=ImageFont.load_default(size), anchor="ls")
    heading, *value = sorted(find_lines(_gray(picture)), key=lambda line: line.left)
    assert heading.left + heading.width < beside
    assert max(line.height for line in value) < heading.height


@pytest.mark.parametrize("size", range(12, 60, 3))
@pytest.mark.parametrize("text", ["My sum", "Qy ou are", "Ag no one", "gyp sum"])
def test_a_word_with_tails_before_lower_letters_is_no_icon(size: int, text: str) -> None:
    picture = Image.new("L", (12 * size, 3 * size), 255)
    ImageDraw.Draw(picture).text((size, size), text, fill=0, font=ImageFont.load_default(size))
    gray = _gray(picture)
    assert min(line.left for line in find_lines(gray)) <= np.argwhere(gray < 100)[:, 1].min()


@pytest.mark.parametrize("ink", [0, 255])
def test_a_row_beside_a_pointed_icon_is_a_line_without_it(ink: int) -> None:
    picture = Image.new("L", (400, 120), 240 - ink * 200 // 255)
    draw, font = ImageDraw.Draw(picture), ImageFont.load_default(13)
    draw.polygon([(43, 30), (66, 44), (66, 76), (20, 76), (20, 44)], outline=ink, width=3)
    # The upper row is so far from the icon that it is none of its piece, and within the piece's height.
    draw.text((74, 24), "Unlock disk 3 of lab-04", fill=ink, font=font)
    draw.text((74, 42), "Attempt 2 of 13, code 40965", fill=ink, font=font)
    rows = [line for line in find_lines(_gray(picture)) if line.width > 100]
    assert [(line.left >= 70, line.height < 18) for line in rows] == [(True, True)] * 2


@pytest.mark.parametrize("ink", [0, 255])
def test_a_row_beside_the_upper_part_of_an_icon_is_a_line_without_it(ink: int) -> None:
    picture = Image.new("L", (400, 120), 240 - ink * 200 // 255)
    draw = ImageDraw.Draw(picture)
    draw.arc((34, 30, 46, 60), 180, 360, fill=ink, width=3)
    draw.rectangle((22, 48, 58, 78), fill=ink)
    draw.text((64, 40), "Unlock disk 3 of lab-04", fill=ink, font=ImageFont.load_default(13))
    [row] = [line for line in find_lines(_gray(picture)) if line.width > 100]
    assert row.left >= 60
    assert row.height < 18


def test_a_margin_has_nothing_of_the_rows_above_and_below() -> None:
    gray = np.full((100, 100), 255, np.uint8)
    above, line, below = (Region(10, top, 50, 14) for top in (20, 35, 52))
    assert with_margin(gray, line, [above, line, below]) == Region(7, 35, 56, 15)
    assert with_margin(gray, above, [above, line, below]) == Region(7, 17, 56, 17)


@pytest.mark.parametrize(("height", "margin"), [(8, 2), (12, 2), (13, 3), (40, 5)])
def test_the_margin_suits_the_height(height: int, margin: int) -> None:
    box = with_margin(np.full((100, 100), 255, np.uint8), Region(20, 30, 50, height))
    beside = max(3, margin)
    assert box == Region(20 - beside, 30 - margin, 50 + 2 * beside, height + 2 * margin)
    assert abs(height_without_margin(int(box.height)) - height) < 1


@pytest.mark.parametrize("label", ["OK", "Paint", "Terminal", "Install Debian"])
@pytest.mark.parametrize("size", [28, 40, 60])
@pytest.mark.parametrize("shape", ["rectangle", "ellipse"])
def test_the_label_of_an_icon_is_a_line(shape: str, size: int, label: str) -> None:
    picture = Image.new("L", (300, 200), 60)
    draw, font = ImageDraw.Draw(picture), ImageFont.load_default(14)
    width = draw.textlength(label, font=font)
    getattr(draw, shape)((150 - size / 2, 30, 150 + size / 2, 30 + size), fill=20, outline=250, width=2)
    draw.text((150 - width / 2, 38 + size), label, fill=250, font=font)
    [line] = [line for line in find_lines(_gray(picture)) if line.top > 34 + size]
    assert line.height < 16
    assert abs(line.left - 150 + width / 2) < 5
    assert abs(line.width - width) < 6


def test_dots_and_accents_belong_to_large_letters() -> None:
    picture = Image.new("L", (900, 200), 255)
    ImageDraw.Draw(picture).text((20, 40), "Öffne ïi! Wie?", fill=0, font=ImageFont.load_default(90))
    [line] = find_lines(_gray(picture))
    assert line.width > 500


def _with_buttons(picture: Image.Image, height: int, gap: int) -> int:
    """Draws two buttons as a dialog has them; gives where the second one ends."""
    draw, font = ImageDraw.Draw(picture), ImageFont.load_default(12)
    left = 30
    for text, width, outline in (("Install now", 86, 110), ("Go back", 76, 170)):
        draw.rounded_rectangle((left, 30, left + width, 30 + height), 2, fill=250, outline=outline)
        draw.rounded_rectangle((left + 1, 31, left + width - 1, 29 + height), 1, outline=255)
        across = left + (width - draw.textlength(text, font=font)) / 2
        draw.text((across, 30 + height // 2), text, fill=0, font=font, anchor="lm")
        # The underline of the key that presses it.
        draw.line((across, 37 + height // 2, across + 5, 37 + height // 2), fill=0)
        left += width + gap
    return left - gap


def _captured(picture: Image.Image) -> Pixels:
    data = io.BytesIO()
    picture.save(data, "JPEG", quality=80)
    return _gray(Image.open(data))


@pytest.mark.parametrize("height", [23, 25, 27])
@pytest.mark.parametrize("gap", [5, 6, 7])
def test_buttons_beside_each_other_are_two_lines_on_captures_too(height: int, gap: int) -> None:
    picture = Image.new("L", (400, 100), 239)
    _with_buttons(picture, height, gap)
    first, second = [line for line in find_lines(_captured(picture)) if line.width > 20]
    assert first.left + first.width < 30 + 86 < second.left


@pytest.mark.parametrize("beside", [9, 11, 13])
def test_the_side_of_their_window_joins_no_buttons_where_a_bar_is_behind_it(beside: int) -> None:
    picture = Image.new("L", (600, 200), 255)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((200, 31, 590, 61), fill=95, outline=45)
    end = _with_buttons(picture.copy(), 25, 6)
    draw.rectangle((0, 0, end + beside, 190), fill=239, outline=90)
    _with_buttons(picture, 25, 6)
    first, second = [line for line in find_lines(_captured(picture)) if line.width > 20]
    assert first.left + first.width < 30 + 86 < second.left
    assert second.left + second.width < end
