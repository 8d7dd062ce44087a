"""Pictures from memory: each pixel format, padded rows, both ways of coding colour, and what is too short."""

import io

import numpy as np
import pytest
from PIL import Image

from TinyPilotLibrary.errors import CorruptFrame
from TinyPilotLibrary.vision.blank import blank_colour
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Size
from TinyPilotLibrary.vision.raw import Layout, to_ppm

_SIZE = Size(4, 2)
# Luma, blue and red difference of colours by BT.601 and BT.709, as the ITU's recommendations have them.
_RED_601, _RED_709 = (81, 90, 240), (63, 102, 240)
_RED_FULL = (76, 85, 255)


def _rgb(data: bytes, layout: Layout) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    with Image.open(io.BytesIO(to_ppm(data, layout))) as picture:
        assert picture.size == layout.size
        return np.asarray(picture)


def _packed(name: str, colour: tuple[int, int, int]) -> bytes:
    y, u, v = colour
    if name == "NV12":
        return bytes([y] * 8 + [u, v] * 2)
    return bytes([u, y, v, y] if name == "UYVY" else [y, u, y, v]) * 4


@pytest.mark.parametrize("name", ["UYVY", "YUYV", "NV12"])
@pytest.mark.parametrize(
    ("colour", "coding"),
    [(_RED_601, {}), (_RED_709, {"is_bt709": True}), (_RED_FULL, {"is_full_range": True})],
    ids=["601", "709", "full range"],
)
def test_red_is_red(name: str, colour: tuple[int, int, int], coding: dict[str, bool]) -> None:
    seen = _rgb(_packed(name, colour), Layout(name, _SIZE, **coding)).astype(int)
    assert np.abs(seen - [255, 0, 0]).max() <= 2


@pytest.mark.parametrize("name", ["UYVY", "YUYV", "NV12"])
@pytest.mark.parametrize(("luma", "gray"), [(16, 0), (235, 255), (126, 128), (0, 0), (255, 255)])
def test_gray_has_the_whole_range(name: str, luma: int, gray: int) -> None:
    assert np.all(_rgb(_packed(name, (luma, 128, 128)), Layout(name, _SIZE)) == gray)


def test_rows_may_be_padded_and_the_last_one_may_end_early() -> None:
    row = bytes([1, 2, 3]) * 4
    padded = (row + b"\xaa" * 4) + row
    assert _rgb(padded, Layout("RGB3", _SIZE, stride=16))[1, 3].tolist() == [1, 2, 3]
    assert _rgb(padded, Layout("BGR3", _SIZE, stride=16))[0, 0].tolist() == [3, 2, 1]
    assert _rgb(bytes(range(8)), Layout("GREY", _SIZE))[1, 0].tolist() == [4, 4, 4]


@pytest.mark.parametrize("header", [b"P6\n3 2\n255\n", b"P6 3\n# made by hand\n2 255\n"])
def test_a_ppm_has_its_colours_however_its_header_is_written(header: bytes) -> None:
    pixels = bytes(range(18))
    colors = Frame.read(header + pixels).color
    assert colors[:, :, ::-1].tobytes() == pixels
    with pytest.raises(CorruptFrame):
        _ = Frame.read(header + pixels[:-1]).color


@pytest.mark.parametrize("name", ["UYVY", "NV12", "RGB3"])
def test_too_little_is_refused(name: str) -> None:
    with pytest.raises(CorruptFrame, match="too little"):
        to_ppm(bytes(7), Layout(name, _SIZE))


@pytest.mark.parametrize("format_", ["JPEG", "PNG", "PPM"])
def test_one_colour_is_told_from_a_picture_with_anything_in_it(format_: str) -> None:
    def encoded(picture: Image.Image) -> Frame:
        file = io.BytesIO()
        picture.save(file, format_)
        return Frame.read(file.getvalue())

    blue = Image.new("RGB", (640, 480), (16, 32, 224))
    assert (blank_colour(encoded(blue)) or "").startswith("#")
    blue.paste((255, 255, 255), (300, 200, 304, 216))
    assert blank_colour(encoded(blue)) is None, "a cursor"
    assert blank_colour(encoded(Image.effect_noise((640, 480), 80).convert("RGB"))) is None
