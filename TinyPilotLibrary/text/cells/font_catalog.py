"""The fonts that cells are compared with: those that come with the library, and those given."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, cached_property, lru_cache

import numpy as np

from TinyPilotLibrary.fonts import Font, installed_grub_font, load_font
from TinyPilotLibrary.text.cells.glyphs import Bits, Glyphs, Hashes, Shares

_SHIPPED: dict[tuple[int, int], tuple[str, ...]] = {
    (9, 16): ("bios16", "vga16", "linux16", "tall16", "tall16bold", "fixed16"),
    (8, 16): ("linux16", "vga16", "tall16", "tall16bold", "fixed16", "bios16", "spleen16"),
    (8, 19): ("edk2-19",),
    (16, 32): ("tall32", "tall32bold", "spleen32"),
    (14, 28): ("tall28", "tall28bold"),
    (12, 24): ("tall24", "tall24bold", "spleen24"),
    (11, 22): ("tall22", "tall22bold"),
    (10, 20): ("tall20", "tall20bold"),
    (10, 18): ("tall18", "tall18bold"),
    (32, 64): ("spleen64",),
    (8, 14): ("vga14", "tall14", "tall14bold"),
    (9, 14): ("vga14", "tall14", "tall14bold"),
    (8, 8): ("vga8",),
    (9, 8): ("vga8",),
    (6, 12): ("tall12", "spleen12"),
    (5, 8): ("spleen8",),
}
# Fonts whose relatives, or other versions, draw some characters in another way.
_OTHER_SHAPES = {"bios16": "roms16", "fixed16": "older16"}
_GRUB_CELL, _OTHER_SHAPES_OF_GRUB = (8, 16), "older16"
_VGA_WIDTH, _GLYPH_WIDTH = 9, 8
# Fonts of one family differ in a few characters: single cells decide, and where none does what most screens have.
_RARER, _RARE = 0.0002, 0.002


@dataclass(frozen=True, eq=False)
class FontSet:
    """Fonts of one size.

    Args:
        fonts: The fonts, those that most screens have first.
        rare: How many of the last ones are on few screens, and look like others.
    """

    fonts: tuple[Glyphs, ...]
    rare: int = 0

    @cached_property
    def handicaps(self) -> Shares:
        """How much more of the cells each font must explain than the first one, as a share."""
        handicaps = _RARER * np.arange(len(self.fonts))
        handicaps[len(self.fonts) - self.rare :] = _RARE
        return np.asarray(handicaps)

    @cached_property
    def letters(self) -> Bits:
        """The bits of the letters and digits of all fonts, and of their inverses, each once."""
        return np.asarray(np.unique(np.concatenate([font.letters for font in self.fonts]), axis=0), np.uint8)

    def owners(self, hashes: Hashes) -> Hashes:
        """Which of the fonts have a glyph with just these bits: for each a number with one bit for each font."""
        known, owners = self._dictionary
        place = np.minimum(np.searchsorted(known, hashes), len(known) - 1)
        return np.where(known[place] == hashes, owners[place], np.uint64(0))

    @cached_property
    def _dictionary(self) -> tuple[Hashes, Hashes]:
        known = np.unique(np.concatenate([font.hashes for font in self.fonts]))
        owners = np.zeros(len(known), np.uint64)
        for number, font in enumerate(self.fonts):
            owners[np.searchsorted(known, font.hashes)] |= np.uint64(1 << number)
        return known, owners


class FontCatalog:
    """Fonts by the size of their cells.

    Args:
        more: Fonts besides those that come with the library; they are tried first.
    """

    def __init__(self, more: Sequence[Font] = ()) -> None:
        self._given = [Glyphs.of(f"given {number}", font) for number, font in enumerate(more, start=1)]

    @cached_property
    def cells(self) -> tuple[tuple[int, int], ...]:
        """The sizes of cells that there are fonts for."""
        given = [(width, glyphs.height) for glyphs in self._given for width in _widths(glyphs.width)]
        return tuple(dict.fromkeys([*given, *_SHIPPED]))

    def of(self, cell: tuple[int, int]) -> FontSet:
        """The fonts whose glyphs have the size of a cell."""
        size = (_GLYPH_WIDTH if cell[0] == _VGA_WIDTH else cell[0], cell[1])
        given = tuple(glyphs for glyphs in self._given if (glyphs.width, glyphs.height) == size)
        return _set(given, cell)


def _widths(width: int) -> tuple[int, ...]:
    """How wide the cells of a font may be: a VGA's text mode has a column more than the font."""
    return (width, _VGA_WIDTH) if width == _GLYPH_WIDTH else (width,)


@lru_cache(maxsize=64)
def _set(given: tuple[Glyphs, ...], cell: tuple[int, int]) -> FontSet:
    grub = _grub() if cell == _GRUB_CELL else ()
    return FontSet((*given, *map(_glyphs, _SHIPPED.get(cell, ())), *grub), len(grub))


@cache
def _glyphs(name: str) -> Glyphs:
    others = _OTHER_SHAPES.get(name)
    return Glyphs.of(name, load_font(name), load_font(others) if others else None)


@cache
def _grub() -> tuple[Glyphs, ...]:
    font = installed_grub_font()
    return (Glyphs.of("grub", font, load_font(_OTHER_SHAPES_OF_GRUB)),) if font else ()
