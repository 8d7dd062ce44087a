"""The fonts that cells are compared with: those that come with the library, and those given."""

from collections.abc import Sequence
from functools import cache, cached_property

from TinyPilotLibrary.fonts import Font, installed_grub_font, load_font
from TinyPilotLibrary.text.cells.glyphs import Glyphs
from TinyPilotLibrary.text.cells.grid_modes import GRUB_BORDER, Grid

_CONSOLES = ("linux16", "vga16", "tall16", "tall16bold", "fixed16", "bios16")
_SHIPPED: dict[tuple[int, int], tuple[str, ...]] = {
    (9, 16): ("bios16", "vga16", "linux16", "tall16", "tall16bold", "fixed16"),
    (9, 8): ("vga8",),
    (8, 16): _CONSOLES,
    (8, 19): ("edk2-19",),
    (8, 8): ("vga8",),
    (14, 28): ("tall28",),
    (16, 32): ("tall32",),
}
# Fonts whose relatives, or other versions, draw some characters in another way.
_OTHER_SHAPES = {"bios16": "roms16", "fixed16": "older16"}
_OTHER_SHAPES_OF_GRUB = "older16"
_VGA_WIDTH, _GLYPH_WIDTH = 9, 8


class FontCatalog:
    """Fonts by the size of their cells.

    Args:
        more: Fonts besides those that come with the library; they are tried first.
    """

    def __init__(self, more: Sequence[Font] = ()) -> None:
        self._more = [Glyphs.of(f"given {number}", font) for number, font in enumerate(more, start=1)]

    @cached_property
    def given_cells(self) -> tuple[tuple[int, int], ...]:
        """The sizes of cells that fonts were given for."""
        return tuple((glyphs.width, glyphs.height) for glyphs in self._more)

    def for_grid(self, grid: Grid) -> list[Glyphs]:
        """The fonts whose glyphs have the size of a grid's cells."""
        width, height = grid.cell
        size = (_GLYPH_WIDTH if width == _VGA_WIDTH else width, height)
        given = [glyphs for glyphs in self._more if (glyphs.width, glyphs.height) == size]
        if grid.offset == (GRUB_BORDER, GRUB_BORDER):
            return [*given, *_grub()]
        return [*given, *(_glyphs(name) for name in _SHIPPED.get(grid.cell, ()))]


@cache
def _glyphs(name: str) -> Glyphs:
    others = _OTHER_SHAPES.get(name)
    return Glyphs.of(name, load_font(name), load_font(others) if others else None)


@cache
def _grub() -> tuple[Glyphs, ...]:
    font = installed_grub_font()
    return (Glyphs.of("grub", font, load_font(_OTHER_SHAPES_OF_GRUB)),) if font else ()
