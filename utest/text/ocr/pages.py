"""Graphical pages with known text."""

from collections.abc import Mapping

from PIL import Image, ImageDraw, ImageFont

from TinyPilotLibrary.vision.frame import Frame
from utest.machine import frame_of_picture

WHITE, BLACK, GRAY = (255, 255, 255), (0, 0, 0), (40, 40, 48)
SIZE = (800, 400)
_FONT_SIZE = 18


def page(
    texts: Mapping[tuple[int, int], str],
    *,
    ink: tuple[int, int, int] = BLACK,
    ground: tuple[int, int, int] = WHITE,
    selected: tuple[int, int] | None = None,
    jpeg: int | None = None,
) -> Frame:
    """A page with texts at their places; the selected one is inverse."""
    picture = Image.new("RGB", SIZE, ground)
    draw = ImageDraw.Draw(picture)
    font = ImageFont.load_default(_FONT_SIZE)
    for place, text in texts.items():
        if place == selected:
            draw.rectangle((0, place[1] - 4, SIZE[0], place[1] + 24), fill=ink)
        draw.text(place, text, fill=ground if place == selected else ink, font=font)
    return frame_of_picture(picture, jpeg)
