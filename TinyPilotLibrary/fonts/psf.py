"""Reads and writes console fonts of the PC Screen Font format, versions 1 and 2.

The format is that of the Linux console (kbd's `psf.h`). Version 1: magic 36 04, a mode byte (1: 512 glyphs, 2: a table
of characters follows), the height of a glyph; glyphs are 8 pixels wide, one byte per row. In the table, the 16-bit
characters of each glyph end with FFFF; FFFE starts a sequence of combined characters. Version 2: magic 72 B5 4A 86,
then, 32 bits each, version, header size, flags (1: a table follows), number of glyphs, bytes per glyph, height and
width; the table is UTF-8, the characters of a glyph end with FF, and FE starts a sequence. Sequences are skipped here.
"""

import gzip
import struct
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources

_MAGIC_1 = b"\x36\x04"
_MODE_512, _MODE_TABLE = 0x01, 0x02
_SEQUENCE_1, _END_1 = 0xFFFE, 0xFFFF
_MAGIC_2 = b"\x72\xb5\x4a\x86"
_HEADER_2 = struct.Struct("<4sIIIIIII")
_HAS_TABLE_2 = 1
_SEQUENCE_2, _END_2 = b"\xfe", b"\xff"


@dataclass(frozen=True)
class Font:
    """A console font.

    Args:
        height: Rows of a glyph.
        glyphs: The rows of each glyph; a row is whole bytes, with the leftmost pixel in the highest bit of the first.
        index: The glyph of each character.
        width: Columns of a glyph.
    """

    height: int
    glyphs: tuple[bytes, ...]
    index: Mapping[str, int]
    width: int = 8

    def glyph(self, character: str) -> bytes:
        """The rows of a character's glyph; those of the question mark if it has none."""
        return self.glyphs[self.index.get(character, self.index["?"])]

    def to_bytes(self) -> bytes:
        """The font as a version 2 PSF file."""
        size = len(self.glyphs[0])
        head = _HEADER_2.pack(
            _MAGIC_2, 0, _HEADER_2.size, _HAS_TABLE_2, len(self.glyphs), size, self.height, self.width
        )
        characters: list[list[str]] = [[] for _ in self.glyphs]
        for character, glyph in self.index.items():
            characters[glyph].append(character)
        table = b"".join("".join(found).encode() + _END_2 for found in characters)
        return head + b"".join(self.glyphs) + table


@cache
def load_font(name: str) -> Font:
    """Loads a font that comes with the library.

    Args:
        name: The file name without its extension, for example `vga16`: the VGA text mode's 8x16 font.

    Returns:
        The font.
    """
    return parse_font(resources.files("TinyPilotLibrary.fonts").joinpath(f"{name}.psf.gz").read_bytes())


def parse_font(data: bytes) -> Font:
    """Reads a font.

    Args:
        data: A PSF file, with or without gzip compression.

    Returns:
        The font.

    Raises:
        ValueError: If it is not such a file, or has no table of its glyphs' characters.
    """
    if data.startswith(b"\x1f\x8b"):
        data = gzip.decompress(data)
    if data.startswith(_MAGIC_2):
        return _parse_2(data)
    if data.startswith(_MAGIC_1) and data[2] & _MODE_TABLE:
        return _parse_1(data)
    raise ValueError("Not a PSF font with a Unicode table.")


def _parse_1(data: bytes) -> Font:
    _, mode, height = struct.unpack_from("<2sBB", data)
    count = 512 if mode & _MODE_512 else 256
    end = 4 + count * height
    glyphs = tuple(data[start : start + height] for start in range(4, end, height))
    return Font(height, glyphs, _indexed(_entries_1(data[end:])))


def _parse_2(data: bytes) -> Font:
    _, _, start, flags, count, size, height, width = _HEADER_2.unpack_from(data)
    if not flags & _HAS_TABLE_2:
        raise ValueError("This PSF font has no Unicode table.")
    end = start + count * size
    glyphs = tuple(data[place : place + size] for place in range(start, end, size))
    entries = (entry.split(_SEQUENCE_2)[0].decode() for entry in data[end:].split(_END_2))
    return Font(height, glyphs, _indexed(entries), width)


def _entries_1(table: bytes) -> Iterator[str]:
    entry, in_sequence = "", False
    for (unit,) in struct.iter_unpack("<H", table):
        if unit == _END_1:
            yield entry
            entry, in_sequence = "", False
        elif unit == _SEQUENCE_1:
            in_sequence = True
        elif not in_sequence:
            entry += chr(unit)


def _indexed(entries: Iterator[str]) -> dict[str, int]:
    index: dict[str, int] = {}
    for glyph, characters in enumerate(entries):
        for character in characters:
            index.setdefault(character, glyph)
    return index
