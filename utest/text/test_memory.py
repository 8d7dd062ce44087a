"""What is read of a frame never depends on the frames before it: a memory may make it faster, never other."""

from collections.abc import Iterator

import cv2
import numpy as np
import pytest

from benchmarks.frames.corpus import Sample, load
from TinyPilotLibrary.fonts import load_font
from TinyPilotLibrary.text.ocr import OcrChoice
from TinyPilotLibrary.text.page import Page
from TinyPilotLibrary.text.reader import ScreenReader
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Region
from TinyPilotLibrary.vision.pixels import Pixels
from utest.text.cells.drawn import console, frame_of

_FULL_HD = (1920, 1080)
_SEEDS = range(3)
_FRAMES, _NTH = 12, 5
_GRAPHICAL = ("page-firmware-light-11px", "page-firmware-light-13px", "page-settings-light-11px")
_GRAPHICAL_FRAMES = 6
_PART = Region(0, 60, 500, 120)
_EXCHANGED = "Destroying ALL data on /dev/vda, continue ?"


def _shown(sample: Sample, random: np.random.Generator) -> Frame:
    """A sample as some capture may show it."""
    pixels = np.asarray(cv2.imread(str(sample.picture)), np.uint8)
    way = random.integers(3)
    if way == 1:
        pixels = np.asarray(cv2.resize(pixels, _FULL_HD, interpolation=cv2.INTER_CUBIC), np.uint8)
    elif way == 2:
        pixels = _fitted(pixels)
    quality = int(random.choice([0, 50, 80, 95]))
    ending, how = (".jpg", [cv2.IMWRITE_JPEG_QUALITY, quality]) if quality else (".png", [])
    return Frame.read(bytes(cv2.imencode(ending, pixels, how)[1]))


def _fitted(pixels: Pixels) -> Pixels:
    screen = np.zeros((_FULL_HD[1], _FULL_HD[0], 3), np.uint8)
    screen[:, 240:1680] = cv2.resize(pixels, (1440, 1080), interpolation=cv2.INTER_LINEAR)
    return screen


def _sequence(seed: int) -> Iterator[Frame]:
    """Frames of one capture, one after the other: each of another program than the one before."""
    random = np.random.default_rng(seed)
    samples = load("cells")[seed % _NTH :: _NTH]
    for number in random.permutation(len(samples))[:_FRAMES]:
        yield _shown(samples[number], random)


def _told(page: Page) -> tuple[object, ...]:
    selected = page.find_selected()
    return page.text, page.columns, page.rows, page.lines, selected and (selected.text, selected.box)


@pytest.mark.parametrize("seed", _SEEDS)
def test_of_any_sequence_of_character_screens_each_is_read_as_if_it_were_the_first(seed: int) -> None:
    reader = ScreenReader(OcrChoice.NONE)
    read = 0
    for frame in _sequence(seed):
        told = _told(reader.read(frame))
        assert told == _told(ScreenReader(OcrChoice.NONE).read(frame))
        read += bool(told[0])
    assert read > _FRAMES / 2


def _graphical_sequence(seed: int) -> Iterator[Frame]:
    """A page again and again, as a capture with noise shows it, and others between."""
    random = np.random.default_rng(seed)
    by_name = {sample.name: sample for sample in load("graphical")}
    for _ in range(_GRAPHICAL_FRAMES):
        pixels = np.asarray(cv2.imread(str(by_name[str(random.choice(_GRAPHICAL))].picture)), np.uint8)
        quality = [cv2.IMWRITE_JPEG_QUALITY, int(random.integers(40, 90))]
        yield Frame.read(bytes(cv2.imencode(".jpg", pixels, quality)[1]))


def test_of_any_sequence_of_graphical_screens_each_is_read_as_if_it_were_the_first() -> None:
    reader, read = ScreenReader(), 0
    for frame in _graphical_sequence(5):
        page = reader.read(frame, _PART)
        assert page.text == ScreenReader().read(frame, _PART).text
        read += bool(page.text)
    assert read == _GRAPHICAL_FRAMES


def test_a_text_mode_in_the_corner_of_a_frame_is_read_after_a_console_that_filled_it() -> None:
    font = load_font("vga16")
    box = ("┌" + "─" * 76 + "┐", f"│ {_EXCHANGED}".ljust(77) + "│", "├" + "─" * 76 + "┤", "└" + "─" * 76 + "┘")
    corner = np.full((768, 1024, 3), 120, np.uint8)
    drawn = console(font, lines=("", "", *box))[:400, :640].reshape(400, 80, 8, 3)
    nine = np.pad(drawn, ((0, 0), (0, 0), (0, 1), (0, 0)))
    corner[:400, :720] = nine.reshape(400, 720, 3)
    reader = ScreenReader(OcrChoice.NONE)
    lines = ("localhost login: root", *(f"[  OK  ] Reached target number {number}." for number in range(20)))
    assert "target number 7." in reader.read(frame_of(console(font, lines=lines))).text
    assert _EXCHANGED in reader.read(frame_of(corner)).text
