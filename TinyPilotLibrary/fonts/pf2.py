"""Reads GRUB's own fonts: PFF2 files such as those in `/usr/share/grub/`.

The format is that of GRUB's `font.h`: sections of a name (4 bytes), a length (32 bits, big-endian) and data. `CHIX` is
the index: for each character its code (32 bits), flags (8) and the offset of its glyph in the file (32). A glyph is its
width and height, its offsets to the right of the origin and above the baseline, its advance width (16 bits each), and
its bits, row after row without padding. `ASCE` is the ascent. Glyphs differ in size: each is put into a cell of the
font's full height.
"""

import struct
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from TinyPilotLibrary.fonts.psf import Font, checked_font

_INSTALLED = Path("/usr/share/grub/unicode.pf2")
_MAGIC = b"FILE\x00\x00\x00\x04PFF2"
_WIDTH = 8
_HIGHEST = 128
# The characters of boot menus: Latin, Greek, Cyrillic; punctuation, arrows, lines, blocks and shapes.
_WANTED = (range(0x20, 0x180), range(0x370, 0x460), range(0x2010, 0x2027), range(0x2190, 0x2200), range(0x2500, 0x2600))


@cache
def installed_grub_font() -> Font | None:
    """The font of GRUB's graphical terminal, if GRUB is installed on this machine.

    It is not part of the library because its licence is the GPL.
    """
    try:
        return parse_pf2(_INSTALLED.read_bytes())
    except (OSError, ValueError):
        return None


def parse_pf2(data: bytes) -> Font:
    """Reads a font.

    Args:
        data: A PFF2 file.

    Returns:
        The glyphs that fit a cell 8 pixels wide.

    Raises:
        ValueError: If it is not such a file.
    """
    if not data.startswith(_MAGIC):
        raise ValueError("Not a GRUB font.")
    try:
        return checked_font(_parsed(data))
    except (KeyError, struct.error) as error:
        raise ValueError(f"This GRUB font is damaged: {error}.") from None


def _parsed(data: bytes) -> Font:
    sections = dict(_sections(data))
    ascent, descent = (int.from_bytes(sections[name], "big") for name in (b"ASCE", b"DESC"))
    height = ascent + descent
    if not 0 < height <= _HIGHEST:
        raise ValueError(f"The glyphs of this GRUB font have no rows, or more than {_HIGHEST}.")
    glyphs: dict[bytes, int] = {}
    index: dict[str, int] = {}
    for code, _, place in struct.iter_unpack(">IBI", sections[b"CHIX"]):
        if any(code in part for part in _WANTED):
            glyph = _glyph(data, place, height, ascent)
            if glyph:
                index[chr(code)] = glyphs.setdefault(glyph, len(glyphs))
    return Font(height, tuple(glyphs), index, _WIDTH)


def _sections(data: bytes) -> Iterator[tuple[bytes, bytes]]:
    place = len(_MAGIC)
    while place + 8 <= len(data):
        name, length = struct.unpack_from(">4sI", data, place)
        if name == b"DATA":
            return
        yield name, data[place + 8 : place + 8 + length]
        place += 8 + length


def _glyph(data: bytes, place: int, height: int, ascent: int) -> bytes:
    """The rows of a glyph; empty if it does not fit a cell."""
    wide, high, right, up, takes = struct.unpack_from(">HHhhh", data, place)
    top = ascent - up - high
    if takes != _WIDTH or right < 0 or right + wide > _WIDTH or top < 0 or top + high > height:
        return b""
    bits = int.from_bytes(data[place + 10 : place + 10 + (wide * high + 7) // 8], "big")
    spare = -(wide * high) % 8
    rows = bytearray(height)
    for row in range(high):
        part = bits >> (spare + wide * (high - 1 - row)) & ((1 << wide) - 1)
        rows[top + row] = part << (_WIDTH - right - wide)
    return bytes(rows)
