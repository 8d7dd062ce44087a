"""Reads and writes console fonts of the PC Screen Font format, versions 1 and 2.

The format is that of the Linux console (kbd's `psf.h`). Version 1: magic 36 04, a mode byte (1: 512 glyphs, 2: a table
of characters follows), the height of a glyph; glyphs are 8 pixels wide, one byte per row. In the table, the 16-bit
characters of each glyph end with FFFF; FFFE starts a sequence of combined characters. Version 2: magic 72 B5 4A 86,
then, 32 bits each, version, header size, flags (1: a table follows), number of glyphs, bytes per glyph, height and
width; the table is UTF-8, the characters of a glyph end with FF, and FE starts a sequence. Sequences are skipped here.
"""

import gzip
import io
import struct
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import islice

_MAGIC_1 = b"\x36\x04"
_MODE_512, _MODE_TABLE = 0x01, 0x02
_SEQUENCE_1, _END_1 = 0xFFFE, 0xFFFF
_MAGIC_2 = b"\x72\xb5\x4a\x86"
_HEADER_2 = struct.Struct("<4sIIIIIII")
_HAS_TABLE_2 = 1
_SEQUENCE_2, _END_2 = b"\xfe", b"\xff"
# The largest fonts of consoles have 32x64 pixels and some thousand glyphs.
_LARGEST = 128
_LONGEST = 16 << 20


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
        """The rows of a character's glyph; if it has none, those of the question mark, or of the first glyph."""
        return self.glyphs[self.index.get(character, self.index.get("?", 0))]

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
        ValueError: If it is not such a file, has no table of its glyphs' characters, or is damaged.
    """
    if data.startswith(b"\x1f\x8b"):
        data = _unpacked(data)
    try:
        if data.startswith(_MAGIC_2):
            return _parse_2(data)
        if data.startswith(_MAGIC_1) and data[2] & _MODE_TABLE:
            return _parse_1(data)
    except (struct.error, IndexError):
        raise ValueError("This PSF font is cut off.") from None
    raise ValueError("Not a PSF font with a Unicode table.")


def checked_font(font: Font) -> Font:
    """A font whose glyphs can be compared with cells.

    Args:
        font: What was read.

    Returns:
        The font.

    Raises:
        ValueError: If its glyphs are larger than any console's, or there are none.
    """
    if not (0 < font.width <= _LARGEST and 0 < font.height <= _LARGEST):
        raise ValueError(f"A glyph of this font is {font.width}x{font.height}; at most {_LARGEST} are usual.")
    if not font.glyphs:
        raise ValueError("This font has no glyphs.")
    return font


def _unpacked(data: bytes) -> bytes:
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(data)) as file:
            content = file.read(_LONGEST + 1)
    except (OSError, EOFError, zlib.error) as error:
        raise ValueError(f"It is damaged: {error}.") from None
    if len(content) > _LONGEST:
        raise ValueError(f"It unpacks to more than {_LONGEST >> 20} MiB, and no font is so large.")
    return content


def _parse_1(data: bytes) -> Font:
    _, mode, height = struct.unpack_from("<2sBB", data)
    count = 512 if mode & _MODE_512 else 256
    end = 4 + count * height
    if not height > 0 or end > len(data):
        raise ValueError(f"This PSF font announces {count} glyphs of {height} rows, and has not as many.")
    glyphs = tuple(data[start : start + height] for start in range(4, end, height))
    return checked_font(Font(height, glyphs, _indexed(_entries_1(data[end:]), count)))


def _parse_2(data: bytes) -> Font:
    _, _, start, flags, count, size, height, width = _HEADER_2.unpack_from(data)
    if not flags & _HAS_TABLE_2:
        raise ValueError("This PSF font has no Unicode table.")
    end = start + count * size
    # Checked before anything is made of the numbers: 32 bits can announce gigabytes.
    if not (0 < size == height * -(-width // 8) and start >= _HEADER_2.size and count > 0 and end <= len(data)):
        raise ValueError(
            f"This PSF font announces {count} glyphs of {size} bytes, {width}x{height}, and has not as many."
        )
    glyphs = tuple(data[place : place + size] for place in range(start, end, size))
    entries = (entry.split(_SEQUENCE_2)[0].decode() for entry in data[end:].split(_END_2))
    return checked_font(Font(height, glyphs, _indexed(entries, count), width))


def _entries_1(table: bytes) -> Iterator[str]:
    entry, in_sequence = "", False
    for (unit,) in struct.iter_unpack("<H", table[: len(table) // 2 * 2]):
        if unit == _END_1:
            yield entry
            entry, in_sequence = "", False
        elif unit == _SEQUENCE_1:
            in_sequence = True
        elif not in_sequence:
            entry += chr(unit)


def _indexed(entries: Iterator[str], count: int) -> dict[str, int]:
    index: dict[str, int] = {}
    # What follows the last glyph's characters stands for none.
    for glyph, characters in enumerate(islice(entries, count)):
        for character in characters:
            index.setdefault(character, glyph)
    return index
