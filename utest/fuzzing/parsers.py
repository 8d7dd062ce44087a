"""All that reads what others wrote, with what it is given and what may be raised."""

import atexit
import gzip
import io
import json
import struct
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from hypothesis import strategies as st
from PIL import Image

from TinyPilotLibrary.devices.capture.background_reader import read_reading
from TinyPilotLibrary.devices.capture.multipart import MultipartParser
from TinyPilotLibrary.devices.http import Answer
from TinyPilotLibrary.devices.registry import open_device
from TinyPilotLibrary.errors import LocatorError, TinyPilotError
from TinyPilotLibrary.finding.locators import Locator
from TinyPilotLibrary.fonts import load_font, parse_font, parse_pf2
from TinyPilotLibrary.hid.chords import Chord
from TinyPilotLibrary.hid.layouts import find_layout
from TinyPilotLibrary.keywords.converters import CONVERTERS, to_locators, to_regions
from TinyPilotLibrary.session.stands import read_stands
from TinyPilotLibrary.text.cells.font_catalog import FontCatalog
from TinyPilotLibrary.text.search.text_query import TextQuery
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Point, Region, Size
from TinyPilotLibrary.vision.needles.needle_file import (
    click_point_of,
    is_needle,
    read_description,
    read_needle,
    tags_of,
)
from TinyPilotLibrary.vision.templates.template import Template
from utest.fuzzing.edits import WORDS, damaged, reworded

_SCREEN = Size(640, 480)
_SCRATCH = tempfile.TemporaryDirectory(prefix="tinypilot-fuzz-")
atexit.register(_SCRATCH.cleanup)


@dataclass(frozen=True)
class Parser:
    """Something that reads.

    Args:
        read: Reads, and uses what it has read.
        given: What it is given.
        raises: What it may raise of bad input.
    """

    read: Callable[[Any], object]
    given: st.SearchStrategy[Any]
    raises: type[Exception] = TinyPilotError


def _picture(kind: str, mode: str = "RGB", **options: Any) -> bytes:  # noqa: ANN401 - Pillow's own
    file = io.BytesIO()
    Image.effect_noise((64, 48), 90).convert(mode).save(file, kind, **options)
    return file.getvalue()


_JPEGS = [
    *(_picture("JPEG", mode) for mode in ("RGB", "L", "CMYK")),
    _picture("JPEG", progressive=True),
    _picture("JPEG", subsampling=0),
    _picture("JPEG", restart_marker_blocks=2),
]
_PNGS = [_picture("PNG", mode) for mode in ("RGB", "L", "P", "RGBA", "1", "LA")]
_OTHERS = [_picture("PPM"), _picture("PPM", "L"), b"P6 8 8 65535\n" + bytes(384), _picture("BMP")]
_NEEDLE = json.dumps(
    {
        "area": [
            {"xpos": 1, "ypos": 2, "width": 20, "height": 20, "type": "match", "match": 90, "margin": 5,
             "click_point": {"xpos": 5, "ypos": 6, "id": "a"}},
            {"xpos": 3, "ypos": 3, "width": 4, "height": 4, "type": "exclude"},
        ],
        "tags": ["a", "b"],
        "properties": ["workaround", {"name": "workaround", "value": "bsc1"}],
    }
)  # fmt: skip
_PLAIN = '{"click_point": {"xpos": 5, "ypos": 6}, "tags": ["a"]}'
_PSF_1 = b"\x36\x04\x02\x10" + bytes(range(256)) * 16 + b"".join(struct.pack("<HH", i, 0xFFFF) for i in range(256))
_FONTS = [load_font("vga16").to_bytes(), load_font("spleen32").to_bytes()[:20_000], _PSF_1]
_PF2 = (
    b"FILE\x00\x00\x00\x04PFF2ASCE\x00\x00\x00\x02\x00\x0cDESC\x00\x00\x00\x02\x00\x04CHIX\x00\x00\x00\x12"
    + struct.pack(">IBIIBI", 0x41, 0, 74, 0x3F, 0, 86)
    + b"DATA\xff\xff\xff\xff"
    + 2 * (struct.pack(">HHhhh", 8, 8, 0, 0, 8) + bytes(range(8)))
)
_STREAM = (
    b"HTTP\r\n--b\r\nContent-Type: image/jpeg\r\nContent-Length: 10\r\nX-Timestamp: 1.0\r\n\r\n0123456789\r\n"
    b"--b\r\nContent-Length: 5\r\n\r\nabcde\r\n"
)
_TOML = (
    '[a]\nurl = "virtual:"\ngraphics = "1024x768"\nquality = 80\nlayout = "us"\n',
    '[b]\nurl="https://10.0.0.1"\nca_certificate="ca.crt"\napi_key_env="X"\nverify=true\nread_timeout="5s"\n',
    '[c]\nurl="ustreamer:http://127.0.0.1:1"\nfrozen_after="3s"\npower={url="virtual:"}\nvideo="virtual:"\n',
    '[d]\nurl="qemu:127.0.0.1:4"\nkey_hold="20ms"\npower="wol:00:11:22:33:44:55"\npower_timeout="5s"\n',
)
_READING = {
    "x-ustreamer-online": "true",
    "x-ustreamer-width": "640",
    "x-ustreamer-height": "480",
    "x-ustreamer-dropped": "1",
    **{f"x-ustreamer-{name}-timestamp": "1.5" for name in ("grab", "send", "encode-end", "expose-begin", "expose-cmp")},
}
_PLACES = ("0.5,0.5", "640,360", "0,0,640,100", "0.5,0.0,0.5,1.0", "point:0.5,0.5", "['a.png', 'point:1,2']")
_NAMES = (
    "Ctrl+Alt+Delete",
    "Shift+F10",
    "a",
    "Ctrl++",
    "en-US",
    "de",
    "German (Swiss)",
    "text:F2",
    "re:V \\d+",
    "tag:a b",
)
_WRITTEN = st.one_of(
    reworded(_PLACES),
    st.sampled_from(_NAMES).flatmap(lambda name: st.text(max_size=3).map(lambda text: name[:4] + text + name[4:])),
    st.lists(st.sampled_from([*WORDS, "(", "*", "[a", "a{99999}", ",", "+", ":", "re:", "("]), max_size=8).map("".join),
    st.text(max_size=40),
    st.sampled_from(["[" * 5000, "re:" + "(" * 5000, "[" * 100 + "]" * 100, "re:a{99999999999}", "Ctrl+" * 3000]),
)
_URLS = (
    "virtual:", "virtual:?", "http://", "https://h:", "qemu:", "ustreamer:", "ustreamer:http://", "ustreamer:unix:/",
    "gadget:?", "virtual:?quality=", "virtual:?graphics=", "qemu:?key_hold=", "https://h?read_timeout=", "vnc:", "vnc://h:",
    "http://[::1", "ustreamer:http://h:99999", "ustreamer:http://[::1", "redfish:", "x:",
)  # fmt: skip


def _frame(data: bytes) -> None:
    frame = Frame.read(data)
    part = Region(0, 0, min(8, frame.size.width), min(8, frame.size.height))
    assert frame.color_of(part).shape[:2] == (part.height, part.width)
    assert frame.color.shape[:2] == frame.gray.shape == (frame.size.height, frame.size.width)


def _template(data: bytes) -> None:
    path = Path(_SCRATCH.name) / "t.png"
    path.write_bytes(data)
    assert Template.load(path).size.width > 0


def _needle(text: str) -> None:
    description = read_description(text, "n.json")
    tags_of(description)
    if not is_needle(description):
        click_point_of("n", description)
        return
    needle = read_needle("n-bsc1-20", description, _PNGS[0])
    needle.clicks([area.region for area in needle.areas])


def _needle_picture(data: bytes) -> None:
    read_needle("n", json.loads(_NEEDLE), data)


def _font(data: bytes) -> None:
    font = parse_font(data)
    assert len(font.glyph("A")) == font.height * -(-font.width // 8)
    assert FontCatalog([font]).cells


def _grub_font(data: bytes) -> None:
    font = parse_pf2(data)
    assert len(font.glyph("A")) == font.height


def _stream(pieces: list[bytes]) -> None:
    parser = MultipartParser()
    for piece in pieces:
        list(parser.feed(piece))


def _reading(headers: dict[str, str]) -> None:
    reading = read_reading(headers, b"", "http://streamer")
    assert round(reading.grabbed * 1e6) >= 0
    assert reading.age < float("inf")


def _answer(body: bytes) -> None:
    answer = Answer(200, "OK", {"content-type": "application/json"}, body, 0.0, 0.0)
    answer.json(), answer.sentence, answer.page, answer.told


def _stands(text: str) -> None:
    file = Path(_SCRATCH.name) / "devices.toml"
    file.write_bytes(text.encode("utf-8", "surrogatepass"))
    for stand in read_stands(file).values():
        stand.open({}).close()


def _locator(text: str) -> None:
    locator = Locator.parse(text)
    if locator.point:
        locator.point.fractions(_SCREEN)
    if locator.is_text:
        TextQuery(locator.value, is_regex=locator.kind.value == "re")


def _place(text: str) -> None:
    with suppress(LocatorError):
        point = Point.parse(text)
        assert Point.parse(str(point))
        point.fractions(_SCREEN)
    region = Region.parse(text)
    str(region)
    region.on(_SCREEN)


def _arguments(text: str) -> None:
    for convert in (*CONVERTERS.values(), to_locators, to_regions):
        with suppress(TinyPilotError):
            convert(text)


def _gzip(data: bytes) -> bytes:
    return gzip.compress(data, mtime=0)


def _packed(samples: list[bytes]) -> st.SearchStrategy[bytes]:
    return st.one_of(damaged(samples), damaged(samples).map(_gzip), damaged([_gzip(samples[0])]))


_HEADERS = st.dictionaries(
    st.sampled_from(sorted(_READING)), st.one_of(st.sampled_from(WORDS), st.text(max_size=6)), max_size=4
).map(lambda changes: {**_READING, **changes})
_PIECES = st.one_of(damaged([_STREAM]), reworded([_STREAM.decode()]).map(lambda text: text.encode("utf-8", "replace")))

PARSERS = {
    "pictures": Parser(_frame, damaged([*_JPEGS, *_PNGS, *_OTHERS])),
    "templates": Parser(_template, damaged([*_JPEGS, *_PNGS, *_OTHERS])),
    "needles": Parser(_needle, st.one_of(reworded([_NEEDLE, _PLAIN]), st.text(max_size=40))),
    "pictures of needles": Parser(_needle_picture, damaged([*_PNGS, *_JPEGS])),
    "fonts": Parser(_font, _packed(_FONTS), ValueError),
    "fonts of GRUB": Parser(_grub_font, damaged([_PF2]), ValueError),
    "streams": Parser(_stream, _PIECES.flatmap(lambda data: st.integers(1, 60).map(lambda size: _cut(data, size)))),
    "headers of streams": Parser(_reading, _HEADERS),
    "answers": Parser(_answer, st.one_of(damaged([_NEEDLE.encode(), b"<html><title>a</title>"]), st.binary())),
    "devices.toml": Parser(_stands, st.one_of(reworded(_TOML), st.text(max_size=60))),
    "locators": Parser(_locator, _WRITTEN),
    "points and regions": Parser(_place, _WRITTEN),
    "arguments": Parser(_arguments, _WRITTEN),
    "chords": Parser(lambda text: Chord.parse(text).codes, _WRITTEN),
    "names of layouts": Parser(find_layout, _WRITTEN),
    "URLs of devices": Parser(
        lambda url: open_device(url).close(),
        st.tuples(st.sampled_from(_URLS), st.one_of(st.just(""), _WRITTEN)).map("".join),
    ),
}  # fmt: skip


def _cut(data: bytes, size: int) -> list[bytes]:
    return [data[start : start + size] for start in range(0, len(data), size)]
