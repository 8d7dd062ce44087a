"""Console fonts are read in the formats that Linux and GRUB have, and written so that they are the same when read."""

import gzip
import struct
import tracemalloc

import pytest

from TinyPilotLibrary.fonts import Font, load_font, parse_font, parse_pf2

_NARROW = Font(2, (b"\x80\x40", b"\x18\x24"), {"a": 0, "ä": 0, "b": 1})
_WIDE = Font(2, (b"\x80\x01\x40\x02",), {"W": 0}, width=16)


@pytest.mark.parametrize("font", [_NARROW, _WIDE], ids=["8 wide", "16 wide"])
def test_a_font_that_was_written_is_the_same_when_read(font: Font) -> None:
    assert parse_font(font.to_bytes()) == font
    assert parse_font(gzip.compress(font.to_bytes())) == font


def test_the_fonts_that_come_with_the_library_have_what_their_names_say() -> None:
    sizes = {name: (load_font(name).width, load_font(name).height) for name in ("vga16", "bios16", "edk2-19", "tall28")}
    assert sizes == {"vga16": (8, 16), "bios16": (8, 16), "edk2-19": (8, 19), "tall28": (14, 28)}
    for name in sizes:
        assert {chr(code) for code in range(0x21, 0x7F)} <= load_font(name).index.keys(), name


@pytest.mark.parametrize("data", [b"", b"no font at all", b"\x36\x04\x00\x02" + bytes(512)])
def test_what_is_no_font_with_meanings_is_refused(data: bytes) -> None:
    with pytest.raises(ValueError, match="PSF font"):
        parse_font(data)


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (
            struct.pack("<4s7I", b"\x72\xb5\x4a\x86", 0, 32, 1, 1 << 31, 16, 16, 8) + bytes(64),
            "announces 2147483648 glyphs",
        ),
        (struct.pack("<4s7I", b"\x72\xb5\x4a\x86", 0, 32, 1, 0, 0, 0, 0), "announces 0 glyphs of 0 bytes, 0x0"),
        (struct.pack("<4s7I", b"\x72\xb5\x4a\x86", 0, 32, 1, 1, 5000, 5000, 8) + bytes(5000), "8x5000; at most 128"),
        (b"\x72\xb5\x4a\x86\x00", "cut off"),
        (b"\x36\x04", "cut off"),
        (b"\x36\x04\x02\x10" + bytes(100), "announces 256 glyphs of 16 rows"),
        (gzip.compress(_NARROW.to_bytes(), mtime=0)[:-12], "It is damaged"),
        (gzip.compress(_NARROW.to_bytes(), mtime=0)[:12] + b"\xff" * 30, "It is damaged"),
        (gzip.compress(bytes(100 << 20), 1, mtime=0), "unpacks to more than 16 MiB"),
    ],
    ids=range(9),
)
def test_a_damaged_font_is_refused_before_anything_is_made_of_it(data: bytes, told: str) -> None:
    tracemalloc.start()
    with pytest.raises(ValueError, match=told):
        parse_font(data)
    assert tracemalloc.get_traced_memory()[1] < 64 << 20
    tracemalloc.stop()


def test_a_font_of_grub_is_put_into_cells() -> None:
    # One letter, 3x2 pixels, one to the right of its place, standing on the base line: 101 010.
    glyph = struct.pack(">HHhhh", 3, 2, 1, 0, 8) + bytes([0b10101000])
    head = b"FILE\x00\x00\x00\x04PFF2"
    head += b"ASCE" + struct.pack(">IH", 2, 3) + b"DESC" + struct.pack(">IH", 2, 1)
    place = len(head) + 8 + 9 + 8
    data = head + b"CHIX" + struct.pack(">IIBI", 9, ord("x"), 0, place) + b"DATA" + struct.pack(">I", 0) + glyph
    assert parse_pf2(data) == Font(4, (bytes([0, 0b01010000, 0b00100000, 0]),), {"x": 0})


def test_what_is_no_font_of_grub_is_refused() -> None:
    with pytest.raises(ValueError, match="GRUB"):
        parse_pf2(b"something else")


def test_a_damaged_font_of_grub_is_refused() -> None:
    head = b"FILE\x00\x00\x00\x04PFF2"
    with pytest.raises(ValueError, match="is damaged"):
        parse_pf2(head)
    with pytest.raises(ValueError, match="have no rows, or more than 128"):
        parse_pf2(
            head
            + b"ASCE"
            + struct.pack(">I", 100)
            + b"\xff" * 100
            + b"DESC"
            + struct.pack(">IH", 2, 1)
            + b"CHIX"
            + bytes(4)
        )
