"""Reads console fonts of the PC Screen Font format, version 1.

The format is that of the Linux console (kbd's `psf.h`): magic 36 04, a mode byte (1: 512 glyphs, 2: a Unicode table
follows), the height of a glyph; rows of 8 pixels, one byte each. In the table, 16-bit characters for each glyph end
with FFFF; FFFE begins a sequence of combined characters, which is passed over here.
"""

import struct
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

_MAGIC = b"\x36\x04"
_MODE_512, _MODE_TABLE = 0x01, 0x02
_SEQUENCE, _END = 0xFFFE, 0xFFFF


@dataclass(frozen=True)
class Font:
    """A console font of 8 pixels' width.

    Args:
        height: Rows of a glyph.
        glyphs: The rows of each glyph, one byte a row, the leftmost pixel in the highest bit.
        index: The glyph of each character.
    """

    height: int
    glyphs: tuple[bytes, ...]
    index: Mapping[str, int]

    def glyph(self, character: str) -> bytes:
        """The rows of a character's glyph; that of the question mark if there is none."""
        return self.glyphs[self.index.get(character, self.index["?"])]


@cache
def load_font(name: str) -> Font:
    """Loads a font that comes with the library.

    Args:
        name: `vga16`: the VGA text mode's 8x16 font.

    Returns:
        The font.
    """
    return _parse(resources.files("TinyPilotLibrary.fonts").joinpath(f"{name}.psf").read_bytes())


def _parse(data: bytes) -> Font:
    magic, mode, height = struct.unpack_from("<2sBB", data)
    if magic != _MAGIC or not mode & _MODE_TABLE:
        raise ValueError("not a PSF version 1 font with a Unicode table")
    count = 512 if mode & _MODE_512 else 256
    end = 4 + count * height
    glyphs = tuple(data[start : start + height] for start in range(4, end, height))
    index: dict[str, int] = {}
    glyph, in_sequence = 0, False
    for (unit,) in struct.iter_unpack("<H", data[end:]):
        if unit == _END:
            glyph, in_sequence = glyph + 1, False
        elif unit == _SEQUENCE:
            in_sequence = True
        elif not in_sequence:
            index.setdefault(chr(unit), glyph)
    return Font(height, glyphs, index)
