"""Pages as graphical installers draw them, in light and dark themes and at several sizes."""

from dataclasses import dataclass, field

from PIL import Image, ImageDraw, ImageFont

from TinyPilotLibrary.vision.frame import Frame
from utest.machine import frame_of_picture

# Shapes are drawn so many times as large first: they have soft edges then, as toolkits draw them.
_FINE = 4


@dataclass(frozen=True)
class Theme:
    """The colours of a toolkit."""

    ground: str
    field: str
    ink: str
    dim: str
    accent: str
    on_accent: str
    border: str
    #: Whether a checked box is filled with the accent, or keeps its ground, with a dark mark.
    is_filled: bool = True


ADWAITA = Theme("#f6f5f4", "#ffffff", "#2e3436", "#929595", "#3584e4", "#ffffff", "#b6aea8")
ADWAITA_DARK = Theme("#353535", "#2d2d2d", "#eeeeec", "#919190", "#15539e", "#ffffff", "#1b1b1b")
BREEZE = Theme("#eff0f1", "#fcfcfc", "#232629", "#a0a1a3", "#3daee9", "#fcfcfc", "#8f9192", is_filled=False)
BREEZE_DARK = Theme("#31363b", "#232629", "#fcfcfc", "#6e7175", "#3daee9", "#fcfcfc", "#7f8387", is_filled=False)
FUSION = Theme("#efefef", "#ffffff", "#000000", "#bebebe", "#308cc6", "#ffffff", "#8a8a8a", is_filled=False)
THEMES = {"gtk": ADWAITA, "gtk dark": ADWAITA_DARK, "breeze": BREEZE, "breeze dark": BREEZE_DARK, "fusion": FUSION}


@dataclass
class InstallerPage:
    """A page that is drawn piece by piece.

    Args:
        theme: Its colours.
        size: The height of its letters, in pixels.
        width: The page's width, in pixels.
        height: Its height, in pixels.
        typeface: A font's file; the one that Pillow brings if not given.
    """

    theme: Theme = ADWAITA
    size: int = 16
    width: int = 800
    height: int = 600
    typeface: str | None = None
    _picture: Image.Image = field(init=False)

    def __post_init__(self) -> None:
        self._picture = Image.new("RGB", (self.width, self.height), self.theme.ground)

    @property
    def draw(self) -> ImageDraw.ImageDraw:
        """Draws on the page."""
        return ImageDraw.Draw(self._picture)

    def write(self, x: int, y: int, text: str, *, ink: str | None = None, size: int | None = None) -> None:
        """Writes a text with its top left corner at a place."""
        size = size or self.size
        font = ImageFont.truetype(self.typeface, size) if self.typeface else ImageFont.load_default(size)
        self.draw.text((x, y), text, font=font, fill=ink or self.theme.ink)

    def button(self, x: int, y: int, text: str, *, is_enabled: bool = True, is_default: bool = False) -> None:
        """A button with a text."""
        width, height = int(6.5 * self.size), 2 * self.size
        ground = self.theme.accent if is_default else self.theme.field
        self.draw.rounded_rectangle(
            (x, y, x + width, y + height), self.size // 4, fill=ground, outline=self.theme.border
        )
        ink = self.theme.on_accent if is_default else self.theme.ink if is_enabled else self.theme.dim
        self.write(x + self.size, y + self.size // 2, text, ink=ink)

    def check_box(self, x: int, y: int, text: str, *, is_checked: bool, is_enabled: bool = True) -> None:
        """A check box with its label."""
        self._mark(x, y, "check" if is_checked else "", is_round=False)
        self.write(x + int(1.6 * self.size), y, text, ink=None if is_enabled else self.theme.dim)

    def radio(self, x: int, y: int, text: str, *, is_checked: bool, is_enabled: bool = True) -> None:
        """A radio button with its label."""
        self._mark(x, y, "dot" if is_checked else "", is_round=True)
        self.write(x + int(1.6 * self.size), y, text, ink=None if is_enabled else self.theme.dim)

    def pointer(self, x: int, y: int, scale: float = 1.0) -> None:
        """The mouse pointer, with its tip at a place."""
        outline = [(0, 0), (0, 16), (4, 12), (7, 19), (9, 18), (6, 11), (11, 11)]
        self.draw.polygon([(x + right * scale, y + down * scale) for right, down in outline], "black", "white")

    def _mark(self, x: int, y: int, kind: str, *, is_round: bool) -> None:
        side = self.size * _FINE
        theme = self.theme
        box = (x, y + self.size // 8, x + self.size, y + self.size // 8 + self.size)
        fine = self._picture.crop(box).resize((side, side))
        draw = ImageDraw.Draw(fine)
        is_full = bool(kind) and theme.is_filled
        edge = (0, 0, side - 1, side - 1)
        fill, outline = (theme.accent if is_full else theme.field), (theme.accent if is_full else theme.border)
        if is_round:
            draw.ellipse(edge, fill=fill, outline=outline, width=_FINE)
        else:
            draw.rounded_rectangle(edge, side // 6, fill=fill, outline=outline, width=_FINE)
        ink = theme.on_accent if is_full else theme.ink
        if kind == "dot":
            draw.ellipse((side * 0.3, side * 0.3, side * 0.7, side * 0.7), fill=ink)
        elif kind == "check":
            points = [(0.2, 0.5), (0.42, 0.72), (0.8, 0.28)]
            draw.line([(px * side, py * side) for px, py in points], fill=ink, width=side // 8)
        self._picture.paste(fine.resize((self.size, self.size), Image.Resampling.LANCZOS), box)

    def frame(self, jpeg: int | None = None) -> Frame:
        """The page as a frame: PNG, or JPEG of some quality."""
        return frame_of_picture(self._picture, jpeg)
