"""Consoles are read wherever a capture shows them, at whatever scale, in each console font."""

from importlib import resources

import cv2
import numpy as np
import pytest

from benchmarks._reading.consoles import Console, placed, scaled
from TinyPilotLibrary import fonts
from TinyPilotLibrary.fonts import load_font
from TinyPilotLibrary.text.cells import UNSURE, read_cells
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.pixels import Pixels
from utest.text.cells.drawn import console, frame_of

_FULL_HD, _ULTRA_HD = (1920, 1080), (3840, 2160)
_BLACK = (0, 0, 0)
_FONTS = sorted(
    file.name.removesuffix(".psf.gz") for file in resources.files(fonts).iterdir() if file.name.endswith(".gz")
)
# These have but a few characters of other fonts.
_OTHER_SHAPES = {"older16", "roms16"}
_COLUMNS, _ROWS = 80, 24


def _is_read(drawn: Console, pixels: Pixels, left: float, top: float, scale: float = 1, ending: str = ".png") -> bool:
    """Whether every cell is read as what it is."""
    size = pixels.shape[1], pixels.shape[0]
    verdict = drawn.judge(read_cells(frame_of(pixels, ending)), left, top, scale, size)
    return verdict.ink > 300 and verdict.ink_right >= 0.999 * verdict.ink and not verdict.wrong


@pytest.mark.parametrize("ending", [".png", ".jpg"])
@pytest.mark.parametrize("name", sorted({*_FONTS} - _OTHER_SHAPES))
def test_each_font_that_comes_with_the_library_is_read(name: str, ending: str) -> None:
    drawn = Console.of(load_font(name), _COLUMNS, _ROWS)
    assert _is_read(drawn, drawn.pixels, 0, 0, ending=ending)


@pytest.mark.parametrize("ending", [".png", ".jpg"])
def test_a_large_font_is_not_taken_for_a_small_one_that_is_doubled(ending: str) -> None:
    drawn = Console.of(load_font("spleen64"), 60, 16)
    assert _is_read(drawn, placed(drawn.pixels, 0, 28, _FULL_HD), 0, 28, ending=ending)


@pytest.mark.parametrize("below", range(-8, 8, 3))
@pytest.mark.parametrize("right", range(-4, 4))
def test_a_console_may_stand_any_number_of_pixels_beside_its_usual_place(right: int, below: int) -> None:
    drawn = Console.of(load_font("linux16"), 128, 48)
    assert _is_read(drawn, placed(drawn.pixels, right, below, (1024, 768)), right, below)


# In the first the row on which most changes is a rule. A shade is smoothed away but for a trace of its dots, and an
# inverse row is mixed with the dark ones beside it: neither is lost, and no glyph passes for another.
@pytest.mark.parametrize(("left", "top"), [(-13, -10), (-14, -15), (-12, -3), (-8, -6), (-12, -14)])
def test_so_may_one_that_is_larger_by_so_little_that_pixels_are_mixed(left: int, top: int) -> None:
    drawn = Console.of(load_font("linux16"), 128, 48)
    pixels = placed(scaled(drawn.pixels, 1.02, cv2.INTER_CUBIC), left, top, (1024, 768))
    assert "▒" in "".join(drawn.lines)
    assert _is_read(drawn, pixels, left, top, 1.02)


@pytest.mark.parametrize("font", ["linux16", "edk2-19"])
@pytest.mark.parametrize("scale", [1.02, 1.05])
def test_blanks_beside_ink_are_not_taken_for_shades_where_pixels_are_mixed_and_noisy(font: str, scale: float) -> None:
    drawn = Console.of(load_font(font), 128, 40)
    pixels = placed(scaled(drawn.pixels, scale, cv2.INTER_CUBIC), -10, -7, (1024, 768))
    size = pixels.shape[1], pixels.shape[0]
    verdict = drawn.judge(read_cells(frame_of(pixels, ".jpg")), -10, -7, scale, size)
    assert verdict.ink > 300
    assert not [wrong for wrong in verdict.wrong if wrong[3] in "░▒▓"]


@pytest.mark.parametrize(
    ("font", "columns", "rows", "right", "below"), [("tall16bold", 240, 67, -4, -7), ("vga8", 80, 60, -3, -3)]
)
def test_so_may_one_whose_upper_row_is_cut_off_and_one_in_small_letters(
    font: str, columns: int, rows: int, right: int, below: int
) -> None:
    drawn = Console.of(load_font(font), columns, rows)
    size = (1920, 1080) if columns == 240 else (640, 480)
    assert _is_read(drawn, placed(drawn.pixels, right, below, size), right, below)


@pytest.mark.parametrize("mode", [(80, 50), (90, 30), (100, 28), (160, 53)])
def test_a_grid_that_other_firmware_centres_is_read(mode: tuple[int, int]) -> None:
    drawn = Console.of(load_font("edk2-19"), *mode)
    left, top = (1280 - 8 * mode[0]) // 2, (1024 - 19 * mode[1]) // 2
    assert _is_read(drawn, placed(drawn.pixels, left, top, (1280, 1024)), left, top)


@pytest.mark.parametrize(
    ("scale", "how"),
    [
        (1.5, cv2.INTER_CUBIC),
        (1.6, cv2.INTER_LINEAR),
        (2, cv2.INTER_NEAREST),
        (2.03, cv2.INTER_CUBIC),
        (2.6, cv2.INTER_LINEAR),
        (3, cv2.INTER_NEAREST),
    ],
)
def test_a_grid_may_be_scaled_by_any_factor(scale: float, how: int) -> None:
    drawn = Console.of(load_font("edk2-19"), 80, 25)
    pixels = scaled(drawn.pixels, scale, how)
    size = pixels.shape[1] + 20, pixels.shape[0] + 12
    assert _is_read(drawn, placed(pixels, 10, 6, size), 10, 6, scale)


@pytest.mark.parametrize("share", [0.01, 0.02, 0.03, 0.04, 0.05])
def test_what_a_capture_cuts_off_at_the_edges_costs_nothing_else(share: float) -> None:
    drawn = Console.of(load_font("bios16"), 80, 25, 9)
    cut_x, cut_y = round(720 * share / 2), round(400 * share / 2)
    shown = drawn.pixels[cut_y : 400 - cut_y, cut_x : 720 - cut_x]
    frame = np.asarray(cv2.resize(shown, _FULL_HD, interpolation=cv2.INTER_LINEAR), np.uint8)
    screen = read_cells(frame_of(frame))
    assert screen is not None
    inside = [line[3:-3].strip() for line in drawn.lines[1:-1]]
    assert all(text in screen.text for text in inside)


@pytest.mark.parametrize("share", [0.01, 0.02, 0.03, 0.04, 0.05])
def test_so_does_a_capture_that_stretches_the_rest_to_the_screen_s_own_size(share: float) -> None:
    drawn = Console.of(load_font("linux16"), 128, 48)
    cut_x, cut_y = round(1024 * share / 2), round(768 * share / 2)
    shown = drawn.pixels[cut_y : 768 - cut_y, cut_x : 1024 - cut_x]
    scale = 1024 / (1024 - 2 * cut_x)
    frame = np.asarray(cv2.resize(shown, (1024, 768), interpolation=cv2.INTER_LINEAR), np.uint8)
    verdict = drawn.judge(read_cells(frame_of(frame)), -cut_x * scale, -cut_y * scale, scale, (1024, 768))
    assert verdict.ink_right >= 0.985 * verdict.ink > 1000
    assert len(verdict.wrong) <= 2


def test_cells_are_read_at_4k() -> None:
    drawn = Console.of(load_font("bios16"), 80, 25, 9)
    frame = np.asarray(cv2.resize(drawn.pixels, _ULTRA_HD, interpolation=cv2.INTER_LINEAR), np.uint8)
    screen = read_cells(frame_of(frame, ".jpg"))
    assert screen is not None
    assert [row.rstrip() for row in screen.rows] == [line.rstrip() for line in drawn.lines]


@pytest.mark.parametrize("times", [1, 2])
@pytest.mark.parametrize("is_fitted", [False, True])
def test_a_capture_may_take_the_full_range_for_the_limited_one(times: int, *, is_fitted: bool) -> None:
    drawn = Console.of(load_font("bios16"), 80, 25, 9)
    frame, left, scale = drawn.pixels, 0, 1.0
    if is_fitted:
        left, scale = 240, 2.0
        frame = placed(scaled(drawn.pixels, 2, cv2.INTER_CUBIC), left, 0, _FULL_HD)
    for _ in range(times):
        frame = np.round(16 + frame * (219 / 255)).astype(np.uint8)
    assert _is_read(drawn, frame, left, 0, scale)


@pytest.mark.parametrize("ending", [".png", ".jpg"])
def test_a_character_that_is_cut_off_is_read_where_no_other_looks_like_what_is_seen(ending: str) -> None:
    lines = (
        "mmmm This is the text",
        "w WWWW and of another row",
        "8 of 16384 bytes",
        "root@localhost",
        "- dash",
        "/boot",
    )
    pixels = console(load_font("vga16"), lines=lines)
    screen = read_cells(frame_of(np.roll(pixels, -1, axis=1), ending))
    assert screen is not None
    for row, line in zip(screen.rows, lines, strict=False):
        assert row[1:].rstrip(UNSURE).rstrip() == line[1:]
        assert row[0] in {line[0], UNSURE}
    assert screen.rows[0][0] == "m"


def test_a_frame_of_a_single_row_of_text_is_read() -> None:
    lines = ("", "", "", "Booting from Hard Disk... press F12 for the boot menu")
    screen = read_cells(frame_of(console(load_font("bios16"), lines=lines)))
    assert screen is not None
    assert screen.text.strip() == lines[-1]


def test_the_place_of_a_text_that_is_cut_off_is_in_the_frame() -> None:
    pixels = np.roll(console(load_font("vga16")), -3, axis=1)
    frame = Frame.read(frame_of(pixels).data)
    screen = read_cells(frame)
    assert screen is not None
    assert all(line.box.left >= 0 and line.box.left + line.box.width <= frame.size.width for line in screen.lines)
