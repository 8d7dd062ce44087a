"""Drawing for the virtual computer: the VGA colours, and text in its font at any place and size."""

from functools import cache

from PIL import Image

from TinyPilotLibrary.fonts import load_font

Color = tuple[int, int, int]

#: The sixteen colours of VGA text mode, in the order of their attribute bits.
VGA: tuple[Color, ...] = (
    (0, 0, 0),
    (0, 0, 170),
    (0, 170, 0),
    (0, 170, 170),
    (170, 0, 0),
    (170, 0, 170),
    (170, 85, 0),
    (170, 170, 170),
    (85, 85, 85),
    (85, 85, 255),
    (85, 255, 85),
    (85, 255, 255),
    (255, 85, 85),
    (255, 85, 255),
    (255, 255, 85),
    (255, 255, 255),
)
BLACK, BLUE, GREEN, CYAN, RED, MAGENTA, BROWN, GRAY = range(8)
DARK_GRAY, LIGHT_BLUE, LIGHT_GREEN, LIGHT_CYAN, LIGHT_RED, LIGHT_MAGENTA, YELLOW, WHITE = range(8, 16)

_GLYPH_WIDTH = 8


@cache
def glyph(character: str, width: int = _GLYPH_WIDTH) -> Image.Image:
    """The mask of a character in the VGA font.

    Args:
        character: The character.
        width: 8, or 9 as VGA text mode shows it: the ninth column is blank, but repeats the eighth in line drawing.

    Returns:
        A one-bit picture, `width` x 16.
    """
    rows = load_font("vga16").glyph(character)
    mask = Image.frombytes("1", (_GLYPH_WIDTH, len(rows)), rows)
    if width == _GLYPH_WIDTH:
        return mask
    wide = Image.new("1", (width, len(rows)))
    wide.paste(mask)
    if "\u2500" <= character <= "\u259f":
        wide.paste(mask.crop((_GLYPH_WIDTH - 1, 0, _GLYPH_WIDTH, len(rows))), (_GLYPH_WIDTH, 0))
    return wide


@cache
def _label(text: str, scale: int) -> Image.Image:
    mask = Image.new("1", (max(1, _GLYPH_WIDTH * len(text)), load_font("vga16").height))
    for index, character in enumerate(text):
        mask.paste(glyph(character), (index * _GLYPH_WIDTH, 0))
    return mask.resize((mask.width * scale, mask.height * scale), Image.Resampling.NEAREST)


def draw_text(picture: Image.Image, place: tuple[int, int], text: str, color: Color, scale: int = 1) -> None:
    """Draws a line of text.

    Args:
        picture: Where to draw.
        place: Left and top in pixels.
        text: The text.
        color: Its colour.
        scale: The magnification of the font, which has 8x16 pixels per character.
    """
    mask = _label(text, scale)
    picture.paste(color, (*place, place[0] + mask.width, place[1] + mask.height), mask)
