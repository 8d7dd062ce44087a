"""Fonts whose characters have other shapes, fonts that are not known, and screens smaller than the frame."""

import cv2
import numpy as np
import pytest

from benchmarks.frames.corpus import load
from benchmarks.frames.judging import judge
from TinyPilotLibrary.fonts import Font, load_font
from TinyPilotLibrary.text.cells import UNSURE, read_cells
from utest.text.cells.drawn import TEXT, console, frame_of

_OF_EMULATOR = 120


@pytest.mark.parametrize("ending", [".png", ".jpg"])
@pytest.mark.parametrize(("font", "shapes"), [("bios16", "roms16"), ("fixed16", "older16")])
def test_a_font_s_characters_may_have_the_shapes_that_its_relatives_give_them(
    font: str, shapes: str, ending: str
) -> None:
    screen = read_cells(frame_of(console(load_font(font), load_font(shapes)), ending))
    assert screen is not None
    assert tuple(screen.text.splitlines()) == TEXT


def test_a_glyph_that_is_not_known_is_flagged_though_another_one_is_like_it() -> None:
    font = load_font("bios16")
    # An 8 with a gap in its upper ring: nearer to the 8 than to anything else.
    other = bytearray(font.glyph("8"))
    other[3] &= 0x7F
    other[4] &= 0x7F
    screen = read_cells(frame_of(console(font, Font(font.height, (bytes(other),), {"8": 0}))))
    assert screen is not None
    assert tuple(screen.text.splitlines()) == tuple(line.replace("8", UNSURE) for line in TEXT)


@pytest.mark.parametrize("left", [0, 152], ids=["corner", "middle"])
@pytest.mark.parametrize("beside", [0, _OF_EMULATOR], ids=["black", "gray"])
def test_a_text_mode_that_stands_unscaled_in_a_larger_frame_is_read(beside: int, left: int) -> None:
    sample = next(sample for sample in load() if sample.name == "seabios-boot-menu")
    pixels = cv2.imread(str(sample.picture))
    assert pixels is not None
    top = 184 if left else 0
    frame = np.full((768, 1024, 3), beside, np.uint8)
    frame[top : top + 400, left : left + 720] = pixels
    screen = read_cells(frame_of(frame))
    verdict = judge(sample, screen)
    assert verdict.wrong == []
    assert verdict.unsure == 0
    assert screen is not None
    assert screen.grid.box(0, 0) == (left, top, 9, 16)
