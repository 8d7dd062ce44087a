"""Character screens are read as what stands on them: real frames, with what the machine says that it shows."""

from pathlib import Path

import cv2
import numpy as np
import pytest

from benchmarks.frames.corpus import PROGRAMS, Sample, load
from benchmarks.frames.judging import Verdict, judge
from TinyPilotLibrary.devices.virtual import VirtualComputer
from TinyPilotLibrary.devices.virtual.computer_keyboard import KeyPress
from TinyPilotLibrary.devices.virtual.setup import Setup
from TinyPilotLibrary.text.cells import UNSURE, CellReader, learn_font, read_cells
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Region
from TinyPilotLibrary.vision.pixels import Pixels
from utest.vision.screens import screens

_SAMPLES = {sample.name: sample for sample in load()}
# One of each program and font.
_SOME = (
    "grub-text-menu",
    "grub-uefi-menu-row",
    "installer-text-keyboard",
    "ipxe-help",
    "linux-fb-1280x800-4",
    "linux-fixed16-1024x768-1",
    "linux-terminus16-1024x768-2",
    "linux-terminus28-1024x768-6",
    "linux-terminus32-1024x768-2",
    "linux-vga-text-4",
    "memtest-running",
    "ovmf-device-manager",
    "ovmf-save-question",
    "seabios-boot-menu",
    "uefi-shell-help",
)
_DARK_BARS = 0


def _pixels(sample: Sample) -> Pixels:
    return np.asarray(cv2.imread(str(sample.picture)), np.uint8)


def _frame(name: str) -> Frame:
    return Frame.read(_SAMPLES[name].picture.read_bytes())


def _jpeg(pixels: Pixels, quality: int) -> Frame:
    return Frame.read(bytes(cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]))


def _fitted(pixels: Pixels) -> Pixels:
    """A screen as a capture shows it at 1080p, 4:3 between black bars."""
    screen = np.full((1080, 1920, 3), _DARK_BARS, np.uint8)
    screen[:, 240:1680] = cv2.resize(pixels, (1440, 1080), interpolation=cv2.INTER_LINEAR)
    return screen


@pytest.mark.parametrize("name", _SOME)
def test_a_clean_frame_is_read_as_it_is(name: str) -> None:
    verdict = judge(_SAMPLES[name], read_cells(_frame(name)))
    assert verdict.wrong == []
    assert verdict.unsure == 0
    assert verdict.right > 1200


@pytest.mark.parametrize("name", _SOME)
def test_jpeg_of_usual_quality_is_read_nearly_as_well(name: str) -> None:
    _is_read_well(judge(_SAMPLES[name], read_cells(_jpeg(_pixels(_SAMPLES[name]), 80))), 0.999)


@pytest.mark.parametrize("name", _SOME)
def test_jpeg_of_low_quality_is_read_and_doubts_are_flagged(name: str) -> None:
    _is_read_well(judge(_SAMPLES[name], read_cells(_jpeg(_pixels(_SAMPLES[name]), 50))), 0.99)


@pytest.mark.parametrize("name", [name for name in _SOME if "1280x800" not in name and "uefi" not in name])
def test_a_frame_that_the_capture_has_fitted_between_bars_is_read(name: str) -> None:
    _is_read_well(judge(_SAMPLES[name], read_cells(_jpeg(_fitted(_pixels(_SAMPLES[name])), 80))), 0.999)


@pytest.mark.parametrize("name", ["seabios-boot-menu", "ovmf-front-page", "uefi-shell-help", "linux-vga16-1024x768-1"])
def test_a_frame_that_the_capture_has_stretched_is_read(name: str) -> None:
    stretched = np.asarray(cv2.resize(_pixels(_SAMPLES[name]), (1920, 1080), interpolation=cv2.INTER_CUBIC), np.uint8)
    _is_read_well(judge(_SAMPLES[name], read_cells(_jpeg(stretched, 80))), 0.999)


@pytest.mark.parametrize("name", ["grub-uefi-help", "linux-fb-800x600-6", "ovmf-front-page", "uefi-shell-map"])
def test_a_screen_with_little_text_that_keeps_its_shape_is_read_in_its_own_columns(name: str) -> None:
    pixels = _pixels(_SAMPLES[name])
    height, width = pixels.shape[:2]
    left = (1920 - 1080 * width // height) // 2
    screen = np.full((1080, 1920, 3), _DARK_BARS, np.uint8)
    screen[:, left : 1920 - left] = cv2.resize(pixels, (1920 - 2 * left, 1080), interpolation=cv2.INTER_LINEAR)
    _is_read_well(judge(_SAMPLES[name], read_cells(_jpeg(screen, 80))), 0.999)


def _is_read_well(verdict: Verdict, share: float) -> None:
    assert verdict.right / verdict.cells >= share
    assert len(verdict.wrong) <= 1


@pytest.mark.parametrize("name", [sample.name for sample in load("graphical")])
def test_a_graphical_screen_is_not_made_of_cells(name: str) -> None:
    assert read_cells(_frame(name)) is None


@pytest.mark.parametrize("name", ["desktop", "terminal"])
def test_neither_is_the_desktop_of_the_virtual_computer(name: str) -> None:
    assert read_cells(screens()[name]) is None


def test_the_text_screens_of_the_virtual_computer_are_read() -> None:
    setup, shell = read_cells(screens()["setup-row"]), read_cells(screens()["shell"])
    assert setup is not None
    assert "Wake on LAN" in setup.text
    assert shell is not None
    assert "login: tester" in shell.text
    assert UNSURE not in setup.text + shell.text


def test_neither_is_a_screen_of_one_colour() -> None:
    assert read_cells(_jpeg(np.zeros((400, 720, 3), np.uint8), 80)) is None


@pytest.mark.parametrize(
    ("name", "selected"),
    [
        ("grub-text-menu-row", "*Advanced options for Debian GNU/Linux"),
        ("grub-uefi-menu", "*Debian GNU/Linux"),
        ("installer-text-keyboard-row", "Arabic"),
        ("installer-text-language", "English              -  English"),
        ("linux-fb-640x480-6", "Guided - use entire disk and set up encrypted LVM"),
        ("ovmf-front-page-row", "Device Manager"),
        ("ovmf-boot-maintenance", "Boot Options"),
    ],
)
@pytest.mark.parametrize("quality", [None, 80])
def test_the_selected_row_of_a_menu_is_known_by_its_colours(name: str, selected: str, quality: int | None) -> None:
    screen = read_cells(_jpeg(_pixels(_SAMPLES[name]), quality) if quality else _frame(name))
    assert screen is not None
    line = screen.selected()
    assert line is not None
    assert line.text == selected


@pytest.mark.parametrize(("press", "tab"), [([], "Main"), (["ArrowRight"], "Advanced"), (["ArrowLeft"], "Exit")])
@pytest.mark.parametrize("quality", [None, 60])
def test_of_a_row_of_tabs_the_one_on_another_ground_is_selected(
    press: list[str], tab: str, quality: int | None
) -> None:
    setup = Setup(VirtualComputer())
    for code in press:
        setup.key(KeyPress(code))
    pixels = np.asarray(setup.draw())[:, :, ::-1].copy()
    screen = read_cells(_jpeg(pixels, quality) if quality else Frame.of_pixels(pixels))
    assert screen is not None
    height = pixels.shape[0]
    line = screen.selected(Region(0, height // 25, pixels.shape[1], height // 25))
    assert line is not None
    assert line.text == tab
    assert screen.selected(Region(0, 0, pixels.shape[1], height // 25)) is None


@pytest.mark.parametrize("name", ["seabios-boot-menu", "uefi-shell-help", "linux-vga-text-1", "memtest-running"])
def test_where_nothing_is_selected_nothing_is_said_to_be(name: str) -> None:
    screen = read_cells(_frame(name))
    assert screen is not None
    assert screen.selected() is None


def test_a_line_has_its_place_and_its_colours() -> None:
    screen = read_cells(_frame("ovmf-front-page-row"))
    assert screen is not None
    line = next(line for line in screen.lines if line.row == 9)
    assert line.text == "► Device Manager                                        Device Manager"
    assert (line.column, line.box) == (1, (8, 173, 560, 19))
    runs = [(run.text.strip(), run.column, run.ink, run.ground) for run in screen.runs(line) if run.text.strip()]
    assert runs == [
        ("►", 1, "#000000", "#989898"),
        ("Device Manager", 3, "#989898", "#000000"),
        ("Device Manager", 57, "#000098", "#989898"),
    ]


def test_the_place_of_text_is_that_in_the_frame_though_the_capture_has_scaled_it() -> None:
    screen = read_cells(_jpeg(_fitted(_pixels(_SAMPLES["seabios-boot-menu"])), 80))
    assert screen is not None
    line = next(line for line in screen.lines if line.text.startswith("4. iPXE"))
    left, top, width, height = line.box
    assert (left, top, width, height) == (240, round(15 * 43.2), 21 * 18, 43)
    ink = np.argwhere(screen.frame.gray[:, 200:1700] > 100)
    ink_of_line = ink[(ink[:, 0] >= top) & (ink[:, 0] < top + height)]
    assert ink_of_line[:, 1].min() + 200 >= left
    assert ink_of_line[:, 1].max() + 200 < left + width


def test_text_leaves_out_blanks_at_the_ends_of_lines_and_of_the_screen() -> None:
    screen = read_cells(_frame("seabios-boot-menu"))
    assert screen is not None
    assert screen.text.splitlines()[8:16] == [
        "Press ESC for boot menu.",
        "",
        "Select boot device:",
        "",
        "1. Legacy option rom",
        "2. Floppy [drive A]",
        "3. DVD/CD [ata1-0: QEMU DVD-ROM ATAPI-4 DVD/CD]",
        "4. iPXE (PCI 00:03.0)",
    ]


def test_ink_that_differs_from_its_ground_in_hue_alone_is_read() -> None:
    screen = read_cells(_frame("linux-terminus16-1024x768-3"))
    assert screen is not None
    # The brown of "32ab" has the brightness of its green ground.
    assert screen.rows[2].startswith(" 02ab  12ab        32ab  42ab")


def test_a_reader_goes_on_where_the_cells_were_and_finds_them_again_when_the_mode_changes() -> None:
    reader = CellReader()
    for name in (
        "seabios-prompt",
        "seabios-boot-menu",
        "ovmf-front-page",
        "grub-text-menu",
        "linux-terminus16-1024x768-2",
    ):
        assert judge(_SAMPLES[name], reader.read(_frame(name))).wrong == []
    assert reader.read(_frame("installer-gtk-language")) is None
    assert reader.read(_frame("seabios-boot-menu")) is not None


def test_what_cannot_be_told_is_flagged_and_not_guessed() -> None:
    sample = _SAMPLES["linux-vga-text-4"]
    blurred = np.asarray(cv2.GaussianBlur(_pixels(sample), (0, 0), 1.2), np.uint8)
    screen = read_cells(_jpeg(blurred, 40))
    verdict = judge(sample, screen)
    assert len(verdict.wrong) <= verdict.cells / 500
    assert screen is None or UNSURE in screen.text


def test_a_font_is_learned_from_a_frame_and_its_text() -> None:
    learned_from, read = _SAMPLES["linux-fixed16-1024x768-2"], _SAMPLES["linux-fixed16-1024x768-1"]
    gray = np.asarray(cv2.imread(str(learned_from.picture), cv2.IMREAD_GRAYSCALE), np.uint8)
    font = learn_font([(gray, learned_from.lines)], cell=learned_from.cell)
    screen = CellReader(fonts=[font]).read(_frame(read.name))
    assert screen is not None
    assert screen.glyphs.name == "given 1"
    assert judge(read, screen).wrong == []


def test_nothing_is_learned_from_an_empty_screen() -> None:
    with pytest.raises(ValueError, match="nothing to learn"):
        learn_font([(np.zeros((32, 32), np.uint8), ["  ", "  "])], cell=(8, 16))


def test_grub_s_graphical_terminal_is_read_where_grub_is_installed() -> None:
    if not Path("/usr/share/grub/unicode.pf2").exists():
        pytest.skip("GRUB's font is not installed: apt install grub-common")
    screen = read_cells(_frame("grub-graphical-menu-row"))
    verdict = judge(_SAMPLES["grub-graphical-menu-row"], screen)
    assert verdict.wrong == []
    assert verdict.right / verdict.cells >= 0.999


def test_a_block_cursor_on_the_first_letter_of_a_selected_button_does_not_part_it() -> None:
    pixels = _pixels(_SAMPLES["installer-text-language"])
    screen = read_cells(_frame("installer-text-language"))
    assert screen is not None
    line = screen.selected()
    assert line is not None
    left, top, _, height = (int(value) for value in line.box)
    cell = screen.grid.cell[0]
    place = slice(top, top + height), slice(left + 2 * cell, left + 3 * cell)
    pixels[place] = 255 - pixels[place]
    again = read_cells(Frame.read(bytes(cv2.imencode(".png", pixels)[1])))
    assert again is not None
    found = again.selected()
    assert found is not None
    assert found.box == line.box


@pytest.mark.parametrize("quality", [None, 70])
def test_the_cursor_in_a_light_field_does_not_hide_its_digit(quality: int | None) -> None:
    [sample] = [sample for sample in load("cells", PROGRAMS) if sample.name == "dialog-form-dark-text"]
    picture = _pixels(sample)
    screen = read_cells(_jpeg(picture, quality) if quality else Frame.read(sample.picture.read_bytes()))
    assert screen is not None
    assert "172.16.98.101" in screen.rows[8]
    assert screen.cursor == (8, 30)
