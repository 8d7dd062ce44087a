"""What a picture claims to be is checked before anything of it is decoded."""

import io
import struct
import tracemalloc
import zlib
from pathlib import Path

import pytest
from PIL import Image

from TinyPilotLibrary.errors import CorruptFrame, TemplateError
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.needles.needle_file import read_needle
from TinyPilotLibrary.vision.picture_header import PictureHeader, read_header
from TinyPilotLibrary.vision.templates.template import Template


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _png(width: int, height: int) -> bytes:
    """A few bytes that claim to be a black picture of any size."""
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    rows = zlib.compress(bytes(1 + (min(width, 1 << 20) + 7) // 8), 9)
    return b"\x89PNG\r\n\x1a\n" + _chunk(b"IHDR", head) + _chunk(b"IDAT", rows) + _chunk(b"IEND", b"")


def _jpeg(width: int, height: int, **options: object) -> bytes:
    file = io.BytesIO()
    Image.new("RGB", (64, 64), (9, 99, 200)).save(file, "JPEG", **options)
    data = bytearray(file.getvalue())
    place = data.find(b"\xff\xc2" if options else b"\xff\xc0")
    data[place + 5 : place + 9] = struct.pack(">HH", height, width)
    return bytes(data)


def _bmp(width: int, height: int) -> bytes:
    return b"BM" + struct.pack("<IHHIIiiHHIIiiII", 54, 0, 0, 54, 40, width, height, 1, 24, 0, 0, 0, 0, 0, 0)


_BOMBS = {
    "PNG 60000x60000": _png(60000, 60000),
    "PNG 30000x30000": _png(30000, 30000),
    "PNG 2147483647x2147483647": _png(2**31 - 1, 2**31 - 1),
    "JPEG 13000x13000": _jpeg(13000, 13000),
    "JPEG 65500x65500": _jpeg(65500, 65500),
    "PNG 70000x5": _png(70000, 5),
    "PPM 60000x60000": b"P6\n60000 60000\n255\n" + bytes(100),
}


@pytest.mark.parametrize("name", _BOMBS)
def test_a_small_file_that_claims_to_be_huge_is_refused_undecoded(name: str, tmp_path: Path) -> None:
    data, (kind, size) = _BOMBS[name], name.split()
    file = tmp_path / "bomb.png"
    file.write_bytes(data)
    tracemalloc.start()
    with pytest.raises(CorruptFrame, match=rf"a {kind} picture that is not decoded: it is of {size} pixels"):
        Frame.read(data)
    with pytest.raises(TemplateError, match=rf"bomb\.png' is not decoded: it is of {size} pixels, and none is larger"):
        Template.load(file)
    with pytest.raises(TemplateError, match="The picture of the needle 'n' cannot be read"):
        read_needle("n", {"area": [{"width": 20, "height": 20}]}, data)
    assert tracemalloc.get_traced_memory()[1] < 4 << 20
    tracemalloc.stop()


def test_a_bitmap_as_a_template_has_the_same_limit(tmp_path: Path) -> None:
    file = tmp_path / "bomb.bmp"
    file.write_bytes(_bmp(30000, 30000))
    with pytest.raises(TemplateError, match="is not decoded: it is of 30000x30000 pixels"):
        Template.load(file)


def test_the_largest_screens_are_seen() -> None:
    assert Frame.read(_png(7680, 4320)).size == (7680, 4320)
    assert Frame.read(_png(15360, 2160)).size == (15360, 2160), "several beside each other"
    assert Frame.read(_jpeg(7680, 4320, progressive=True)).size == (7680, 4320)


def test_a_picture_that_is_decoded_again_and_again_is_refused() -> None:
    data = _jpeg(7680, 4320, progressive=True)
    scan = data.index(b"\xff\xda")
    slow = data[:scan] + data[scan:-2] * 3 + data[-2:]
    with pytest.raises(CorruptFrame, match=r"7680x4320 pixels in \d+ scans, which take too long"):
        Frame.read(slow)


def test_what_follows_the_only_scan_is_not_decoded_and_counts_as_none() -> None:
    data = _jpeg(7680, 4320)
    assert Frame.read(data[:-2] + b"\xff\xda" * 50 + data[-2:]).size == (7680, 4320)


@pytest.mark.parametrize("before", [b"\xff", b"\xff\xd0"], ids=["fill byte", "restart marker"])
def test_what_only_looks_like_the_only_scan_does_not_hide_the_others(before: bytes) -> None:
    data = _jpeg(7680, 4320, progressive=True)
    header, scan = data.index(b"\xff\xc2"), data.index(b"\xff\xda")
    alone = (
        b"\xff\xc0\x00\x0b\x08"
        + data[header + 5 : header + 9]
        + b"\x01\x01\x11\x00\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00"
    )
    # To what steps over the bytes before it as over a segment, a picture in one scan begins in the comment.
    length = int.from_bytes((before + data[header:])[2:4], "big")
    comment = bytes(length - len(before) - (scan - header) - 2) + alone
    slow = data[:header] + before + data[header:scan] + b"\xff\xfe" + struct.pack(">H", len(comment) + 2) + comment
    slow += data[scan:-2] * 3 + data[-2:]
    with pytest.raises(CorruptFrame, match=r"in \d+ scans, which take too long"):
        Frame.read(slow)


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"P6", b"P6\n-5 7\n255\nabc", b"BM", b"GIF89a"]
)
def test_what_has_no_header_is_no_picture(data: bytes) -> None:
    assert read_header(data) is None
    with pytest.raises(CorruptFrame, match="are not a picture"):
        Frame.read(data)


def test_a_picture_without_pixels_is_none() -> None:
    assert PictureHeader("PNG", Frame.read(_png(5, 5)).size).fault() is None
    with pytest.raises(CorruptFrame):
        Frame.read(_png(0, 5))
