"""The pictures of the user guide are light, and all of them are made by the task."""

import re
from pathlib import Path

from PIL import Image, ImageDraw

from tools.pictures import PICTURES, reduced

_DOCS = Path(__file__).parents[2] / "docs"
_LIGHT = 200_000


def test_the_guide_of_the_studio_shows_what_the_task_makes() -> None:
    shown = set(re.findall(r"!\[[^]]*\]\(([\w-]+)\.png\)", (_DOCS / "studio.md").read_text("utf-8")))
    assert shown == set(PICTURES)
    assert all((_DOCS / f"{name}.png").stat().st_size < _LIGHT for name in shown)


def test_what_is_empty_at_the_end_of_a_page_is_cut_off() -> None:
    page = Image.new("RGB", (200, 400), "#f4f5f7")
    ImageDraw.Draw(page).rectangle((20, 30, 60, 99), "#1f5fbf")
    picture = reduced(page)
    assert picture.size == (200, 116)
    assert picture.convert("RGB").getpixel((40, 50)) == (0x1F, 0x5F, 0xBF)
