"""Fonts whose characters have other shapes, fonts that are not known, and screens smaller than the frame."""

import cv2
import numpy as np
import pytest

from benchmarks.frames.corpus import load
from benchmarks.frames.judging import judge
from TinyPilotLibrary.fonts import Font, load_font
from TinyPilotLibrary.vision.cells import UNSURE, read_cells
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.pixels import Pixels

_TEXT = (
    "root@localhost:~# ip -br address; uname -r | tail -1",
    "lo               UNKNOWN        127.0.0.1/8 ::1/128",
    "enp0s3           UP             10.0.2.15/24 fe80::5054:ff:fe12:3401/64",
    "6.12.0-211.7.1.el10_2.x86_64",
    "Writing down 't' and `l' took 40 seconds, MTVWXYZ wxyz",
)
_WIDTH, _HEIGHT = 8, 16
_OF_EMULATOR = 120


def _drawn(font: Font, shapes: Font, lines: tuple[str, ...] = _TEXT) -> Pixels:
    """Text on a console of 1024x768, some of its characters in other shapes."""
    screen = np.zeros((768, 1024), np.uint8)
    for row, text in enumerate(lines):
        for column, character in enumerate(text):
            if character == " ":
                continue
            drawn = shapes if character in shapes.index else font
            glyph = drawn.glyphs[drawn.index[character]]
            bits = np.unpackbits(np.frombuffer(glyph, np.uint8)[:, None], axis=1)
            screen[row * _HEIGHT :, column * _WIDTH :][:_HEIGHT, :_WIDTH] = bits * 170
    return np.asarray(cv2.cvtColor(screen, cv2.COLOR_GRAY2BGR), np.uint8)


def _frame(pixels: Pixels, ending: str = ".png") -> Frame:
    return Frame.read(bytes(cv2.imencode(ending, pixels, [cv2.IMWRITE_JPEG_QUALITY, 80])[1]))


@pytest.mark.parametrize("ending", [".png", ".jpg"])
@pytest.mark.parametrize(("font", "shapes"), [("bios16", "roms16"), ("fixed16", "older16")])
def test_a_font_s_characters_may_have_the_shapes_that_its_relatives_give_them(
    font: str, shapes: str, ending: str
) -> None:
    screen = read_cells(_frame(_drawn(load_font(font), load_font(shapes)), ending))
    assert screen is not None
    assert tuple(screen.text.splitlines()) == _TEXT


def test_a_glyph_that_is_not_known_is_flagged_though_another_one_is_like_it() -> None:
    font = load_font("bios16")
    # An 8 with a gap in its upper ring: nearer to the 8 than to anything else.
    other = bytearray(font.glyph("8"))
    other[3] &= 0x7F
    other[4] &= 0x7F
    screen = read_cells(_frame(_drawn(font, Font(_HEIGHT, (bytes(other),), {"8": 0}))))
    assert screen is not None
    assert tuple(screen.text.splitlines()) == tuple(line.replace("8", UNSURE) for line in _TEXT)


@pytest.mark.parametrize("left", [0, 152], ids=["corner", "middle"])
@pytest.mark.parametrize("beside", [0, _OF_EMULATOR], ids=["black", "gray"])
def test_a_text_mode_that_stands_unscaled_in_a_larger_frame_is_read(beside: int, left: int) -> None:
    sample = next(sample for sample in load() if sample.name == "seabios-boot-menu")
    pixels = cv2.imread(str(sample.picture))
    assert pixels is not None
    top = 184 if left else 0
    frame = np.full((768, 1024, 3), beside, np.uint8)
    frame[top : top + 400, left : left + 720] = pixels
    screen = read_cells(_frame(frame))
    verdict = judge(sample, screen)
    assert verdict.wrong == []
    assert verdict.unsure == 0
    assert screen is not None
    assert screen.grid.box(0, 0) == (left, top, 9, 16)
