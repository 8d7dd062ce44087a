"""What users rely on when a template is looked for, whatever looks for it."""

import io
import struct
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageDraw, ImageFont, PngImagePlugin

from TinyPilotLibrary.errors import TemplateError
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.match import Match, Miss
from TinyPilotLibrary.vision.templates.template import Template
from utest.vision.looking import match_of, matches_of, outcome_of
from utest.vision.screens import frame_of

_Rgb = tuple[int, int, int]
_BOX = (300, 200, 380, 230)


def _button(color: str, text: str = "Save") -> Image.Image:
    picture = Image.new("RGB", (80, 30), color)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, 79, 29), outline="black", width=2)
    draw.text((24, 8), text, fill="white")
    return picture


def _console_font() -> ImageFont.ImageFont | ImageFont.FreeTypeFont:
    return ImageFont.load_default(13)


def _frame(*buttons: tuple[Image.Image, tuple[int, int]], quality: int = 80, folder: Path) -> Frame:
    screen = Image.new("RGB", (800, 600), (40, 60, 80))
    for button, place in buttons:
        screen.paste(button, place)
    screen.save(folder / "screen.jpg", quality=quality)
    return Frame.read((folder / "screen.jpg").read_bytes())


def _template(picture: Image.Image, folder: Path) -> Template:
    picture.save(folder / "template.png")
    return Template.load(folder / "template.png")


@pytest.mark.parametrize("quality", [95, 80, 60])
def test_what_a_capture_made_of_it_is_found_in_its_place(tmp_path: Path, quality: int) -> None:
    frame = _frame((_button("red"), _BOX[:2]), quality=quality, folder=tmp_path)
    found = match_of(frame, _template(_button("red"), tmp_path))
    assert isinstance(found, Match)
    assert found.region == (300, 200, 80, 30)
    assert found.click_point == (340, 215)


@pytest.mark.parametrize(
    ("kind", "content"), [(b"gAMA", (45455,)), (b"cHRM", (31270, 32900, 64000, 33000, 30000, 60000, 15000, 6000))]
)
def test_what_a_png_says_of_its_screen_changes_no_brightness(
    tmp_path: Path, kind: bytes, content: tuple[int, ...]
) -> None:
    screen = Image.new("RGB", (800, 600), (40, 60, 80))
    screen.paste(_button("green"), _BOX[:2])
    about = PngImagePlugin.PngInfo()
    about.add(kind, struct.pack(f">{len(content)}I", *content))
    screen.save(tmp_path / "screen.png", pnginfo=about)
    frame = Frame.read((tmp_path / "screen.png").read_bytes())
    found = match_of(frame, _template(_button("green"), tmp_path))
    assert isinstance(found, Match)
    assert found.score == pytest.approx(1.0)


@pytest.mark.parametrize("subsampling", ["4:4:4", "4:2:2", "4:2:0"])
@pytest.mark.parametrize("color", ["yellow", "blue", "red", "lime"])
def test_thin_coloured_text_is_found_whatever_jpeg_keeps_of_its_colours(
    tmp_path: Path, color: str, subsampling: str
) -> None:
    screen = Image.new("RGB", (640, 480))
    draw = ImageDraw.Draw(screen)
    for row in range(4):
        draw.text((48, 50 + 20 * row), f"Mapping table {row}", fill=color, font=_console_font())
    screen.crop((40, 88, 240, 110)).save(tmp_path / "template.png")
    screen.save(tmp_path / "screen.jpg", quality=80, subsampling=subsampling)
    found = match_of(Frame.read((tmp_path / "screen.jpg").read_bytes()), Template.load(tmp_path / "template.png"))
    assert isinstance(found, Match)
    assert found.region == (40, 88, 200, 22)


@pytest.mark.parametrize("other", [_button("darkred"), _button("green"), _button("red", "Quit")])
def test_another_colour_or_text_is_something_else(tmp_path: Path, other: Image.Image) -> None:
    frame = _frame((other, _BOX[:2]), folder=tmp_path)
    missed = outcome_of(frame, _template(_button("red"), tmp_path))
    assert isinstance(missed, Miss)
    assert missed.score < missed.threshold
    assert "'template.png'" in str(missed)


@pytest.mark.parametrize("quality", [None, 95, 80, 70])
@pytest.mark.parametrize("size", [11, 14, 18])
@pytest.mark.parametrize(
    ("ground", "ink", "selected"),
    [
        ((250, 250, 250), (46, 52, 54), (248, 237, 233)),
        ((250, 250, 250), (40, 40, 40), (238, 238, 238)),
        ((36, 36, 36), (255, 255, 255), (48, 48, 48)),
    ],
)
def test_a_row_that_is_faintly_selected_is_another_thing(
    ground: _Rgb, ink: _Rgb, selected: _Rgb, size: int, quality: int | None
) -> None:
    def row(paper: _Rgb) -> Image.Image:
        picture = Image.new("RGB", (400, 200), ground)
        draw = ImageDraw.Draw(picture)
        draw.rectangle((10, 70, 390, 110), fill=paper)
        draw.text((40, 80), "Free space", font=ImageFont.load_default(size), fill=ink)
        return picture

    def shown(picture: Image.Image) -> Frame:
        buffer = io.BytesIO()
        picture.save(buffer, "JPEG" if quality else "PNG", quality=quality or 100)
        return Frame.read(buffer.getvalue())

    plain, chosen = row(ground), row(selected)
    left, top, right, bottom = ImageDraw.Draw(plain).textbbox((40, 80), "Free space", ImageFont.load_default(size))
    for one, other in ((plain, chosen), (chosen, plain)):
        crop = np.asarray(one.crop((int(left) - 4, int(top) - 4, int(right) + 4, int(bottom) + 4)))[:, :, ::-1]
        template = Template("row.png", np.ascontiguousarray(crop))
        assert match_of(shown(one), template)
        assert match_of(shown(other), template) is None


def test_of_a_tall_list_the_last_row_s_selection_counts_too() -> None:
    def rows(last: int) -> Image.Image:
        picture = Image.new("RGB", (240, 200), (250, 250, 250))
        draw = ImageDraw.Draw(picture)
        draw.rectangle((0, 130, 239, 155), fill=(last, last, last))
        for number in range(5):
            draw.text((20, 30 + 26 * number), "Guided - use entire disk", font=ImageFont.load_default(14), fill="black")
        return picture

    plain, chosen = (np.ascontiguousarray(np.asarray(rows(level))[:, :, ::-1]) for level in (250, 241))
    template = Template("list.png", plain[24:160, 18:172].copy())
    assert match_of(frame_of(plain), template)
    assert match_of(frame_of(chosen), template) is None


def test_all_places_are_found_once_each(tmp_path: Path) -> None:
    places = [(10, 10), (300, 200), (650, 500)]
    frame = _frame(*((_button("red"), place) for place in places), folder=tmp_path)
    found = matches_of(frame, _template(_button("red"), tmp_path))
    assert sorted(match.region[:2] for match in found) == places


@pytest.mark.parametrize("color", ["red", "white", "black"])
def test_a_flat_template_is_refused(tmp_path: Path, color: str) -> None:
    with pytest.raises(TemplateError, match=r"template\.png' is flat"):
        _template(Image.new("RGB", (40, 20), color), tmp_path)


def test_a_tiny_template_is_refused(tmp_path: Path) -> None:
    noise = np.random.default_rng(1).integers(0, 255, (3, 3, 3), np.uint8)
    with pytest.raises(TemplateError, match=r"template\.png' is 3x3 pixels"):
        _template(Image.fromarray(noise), tmp_path)


def test_a_template_larger_than_the_frame_is_not_found_and_says_why(tmp_path: Path) -> None:
    frame = _frame((_button("red"), _BOX[:2]), folder=tmp_path)
    larger = Image.new("RGB", (900, 700), "red")
    larger.paste(_button("red"), (100, 100))
    missed = outcome_of(frame, _template(larger, tmp_path))
    assert isinstance(missed, Miss)
    assert "900x700 pixels is larger than the screen of 800x600" in str(missed)
