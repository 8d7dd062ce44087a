"""The reader of graphical screens: where texts are, what is read again, and what is left behind."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np
import pytest

from benchmarks.frames import corpus
from TinyPilotLibrary.finding.locators import Locator
from TinyPilotLibrary.finding.text_finder import ReadOptions, TextFinder
from TinyPilotLibrary.text.ocr import OcrChoice, OcrEngine, Script, choose_engine
from TinyPilotLibrary.text.page import Recognised, in_rows, piece_of
from TinyPilotLibrary.text.reader import ScreenReader
from TinyPilotLibrary.text.search.text_miss import TextMiss
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Region
from TinyPilotLibrary.vision.match import Match
from TinyPilotLibrary.vision.pixels import Pixels
from utest.text.ocr.pages import BLACK, WHITE, page

_MENU = {(40, 40): "Boot Manager", (40, 80): "Device Manager", (40, 120): "Reset", (400, 40): "Version 1.20"}


@dataclass
class Watched:
    """The real engine; counts what it is asked for, and can be held up."""

    engine: OcrEngine
    name: str = "watched"
    asked: int = 0
    may_read: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def read(self, line: Pixels) -> Recognised:
        with self.lock:
            self.asked += 1
        assert self.may_read.wait(20)
        return self.engine.read(line)

    def count(self, act: Callable[[], object]) -> int:
        """How many lines something has had read."""
        before = self.asked
        act()
        return self.asked - before


@pytest.fixture(scope="module")
def engine() -> OcrEngine:
    made = choose_engine(OcrChoice.AUTO)
    assert made is not None
    return made


@pytest.fixture
def watched(engine: OcrEngine, monkeypatch: pytest.MonkeyPatch) -> Watched:
    made = Watched(engine)
    made.may_read.set()
    monkeypatch.setattr("TinyPilotLibrary.text.reader.choose_engine", lambda choice, scripts: made)
    return made


def _finder(text: str, reader: ScreenReader, region: Region | None = None) -> TextFinder:
    return TextFinder(Locator.parse(text), region, ReadOptions(reader))


def test_rows_and_their_pieces_are_read_in_order(watched: Watched) -> None:
    assert ScreenReader().read(page(_MENU)).text.splitlines() == [
        "Boot Manager   Version 1.20",
        "Device Manager",
        "Reset",
    ]


def test_a_match_is_around_just_the_words_wanted(watched: Watched) -> None:
    match = _finder("text:Manager", ScreenReader()).find(page(_MENU))
    assert isinstance(match, Match)
    word = _finder("text:Manager", ScreenReader()).find(page({(40 + 43, 40): "Manager"}))
    assert isinstance(word, Match)
    assert match.text == "Manager"
    assert match.region.left > 75
    assert match.region.overlaps(word.region)
    assert abs(match.region.width - word.region.width) <= 8
    assert match.click_point == match.region.center


def test_a_text_across_pieces_is_found(watched: Watched) -> None:
    match = _finder("text:Manager Version", ScreenReader()).find(page(_MENU))
    assert isinstance(match, Match)
    assert match.region.width > 300


def test_every_place_is_found_from_above_to_below(watched: Watched) -> None:
    tops = [match.region.top for match in _finder("text:Manager", ScreenReader()).find_all(page(_MENU))]
    assert len(tops) == 2
    assert tops == sorted(tops)


def test_only_the_region_is_read(watched: Watched) -> None:
    reader = ScreenReader()
    right = Region(0.5, 0.0, 0.5, 1.0)
    assert watched.count(lambda: reader.read(page(_MENU), right)) == 1
    assert isinstance(_finder("text:Boot", reader, right).find(page(_MENU)), TextMiss)
    assert isinstance(_finder("text:1.20", reader, right).find(page(_MENU)), Match)


def test_the_same_picture_is_not_read_twice(watched: Watched) -> None:
    reader = ScreenReader()
    assert watched.count(lambda: reader.read(page(_MENU))) == 4
    assert watched.count(lambda: reader.read(page(_MENU))) == 0


def test_of_a_picture_that_was_read_each_part_is_given_for_itself() -> None:
    reader = ScreenReader()
    parts = (Region(0.5, 0.0, 0.5, 1.0), None, Region(0.0, 0.0, 0.5, 1.0), None)
    told = [reader.read(page(_MENU), part).text for part in parts]
    assert told == [ScreenReader().read(page(_MENU), part).text for part in parts]
    assert len(set(told)) == 3


def test_what_is_read_of_a_noisy_picture_is_read_from_that_picture(watched: Watched) -> None:
    reader = ScreenReader()
    reader.read(page(_MENU, jpeg=80))
    assert watched.count(lambda: reader.read(page(_MENU, jpeg=60))) == 4


def test_only_the_line_that_changed_is_read_again(watched: Watched) -> None:
    reader = ScreenReader()
    reader.read(page(_MENU))
    changed = {**_MENU, (40, 120): "Reboot"}
    assert watched.count(lambda: reader.read(page(changed))) == 1
    assert "Reboot" in reader.read(page(changed)).text


def test_lines_that_moved_are_not_read_again(watched: Watched) -> None:
    reader = ScreenReader()
    reader.read(page(_MENU))
    scrolled = {(left, top + 40): text for (left, top), text in _MENU.items()}
    assert watched.count(lambda: reader.read(page(scrolled))) == 0


def test_the_last_place_of_a_text_is_read_first(watched: Watched) -> None:
    reader = ScreenReader()
    finder = _finder("text:Reset", reader)
    many = {(40, 10 + 20 * row): f"Line number {row}" for row in range(16)}
    assert isinstance(finder.find(page({(40, 330): "Reset"})), Match)
    watched.may_read.clear()
    threading.Timer(0.1, watched.may_read.set).start()
    assert isinstance(finder.find(page({**many, (40, 330): "Reset"})), Match)
    # The others were called off; those that had begun were read.
    assert watched.asked < 10


def test_a_text_is_found_on_a_new_screen_before_most_of_that_is_read(watched: Watched) -> None:
    texts = ["Install", "Graphical install", "Rescue mode", "Automated install", "Help", "Accessible dark contrast"]
    texts += ["Speech synthesis", "Keyboard layout", "Network card", "Choose a mirror", "Proxy", "Partition disks"]
    screen = page({(40, 20 + 30 * row): text for row, text in enumerate(texts)})
    finders = [_finder(f"text:{text}", ScreenReader()) for text in texts]
    assert all(isinstance(finder.find(screen), Match) for finder in finders)
    assert watched.asked < len(finders) * len(texts) / 3


def test_reading_ends_when_its_time_is_over_and_is_there_at_the_next_look(watched: Watched) -> None:
    reader = ScreenReader(now=lambda: 5.0)
    watched.may_read.clear()
    late = reader.read(page(_MENU), until=5.0)
    assert (late.text, late.unread) == ("", 4)
    miss = _finder("text:Boot", reader).find(page(_MENU), until=5.0)
    assert isinstance(miss, TextMiss)
    assert not miss.is_conclusive
    watched.may_read.set()
    assert "Boot Manager" in reader.read(page(_MENU)).text


def test_a_selected_row_is_read_like_the_others(watched: Watched) -> None:
    read = ScreenReader().read(page(_MENU, selected=(40, 80)))
    assert [line.text for line in read.lines][1] == "Device Manager"
    selected = read.find_selected()
    assert selected is not None
    assert selected.text == "Device Manager"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("page-files-light-13px", "boot.iso   655.4 MB   Yesterday"),
        ("page-firmware-dark-11px", "Intel (VMX) Virtualization   [Enabled]"),
        ("installer-gtk-location", "United States"),
    ],
)
def test_the_selected_row_of_a_real_screen_has_all_its_columns(watched: Watched, name: str, expected: str) -> None:
    frame = Frame.read((corpus.HERE / f"{name}.png").read_bytes())
    selected = ScreenReader().read(frame).find_selected()
    assert selected is not None
    assert selected.text == expected


def test_what_an_engine_is_not_sure_of_is_no_text() -> None:
    # Icons: a disk, and something scribbled.
    pixels = page({(40, 40): "Partition", (40, 90): "Format"}).color.copy()
    cv2.ellipse(pixels, (312, 102), (12, 5), 0, 0, 360, (40, 40, 40), -1)
    cv2.rectangle(pixels, (300, 102), (324, 114), (90, 90, 90), -1)
    points = np.array([400, 40]) + np.random.default_rng(4).integers(0, 22, (14, 2))
    cv2.polylines(pixels, [points.astype(np.int32)], isClosed=False, color=(0, 0, 0), lineType=cv2.LINE_AA)
    assert ScreenReader().read(Frame.of_pixels(pixels)).text == "Partition\nFormat"


def test_without_a_selected_row_none_is_found(watched: Watched) -> None:
    assert ScreenReader().read(page(_MENU)).find_selected() is None


def test_a_logo_with_one_line_below_it_is_no_menu(watched: Watched) -> None:
    read = ScreenReader().read(Frame.read((corpus.HERE / "ovmf-splash.png").read_bytes()))
    assert "Start boot option" in read.text
    assert read.find_selected() is None


def test_light_text_on_dark_ground_is_read(watched: Watched) -> None:
    assert "Device Manager" in ScreenReader().read(page(_MENU, ink=WHITE, ground=BLACK)).text


def test_without_ocr_the_reason_is_told() -> None:
    read = ScreenReader(OcrChoice.NONE).read(page(_MENU))
    assert read.error == "the screen is not made of character cells, and OCR is switched off (ocr=none)"


def test_an_engine_that_cannot_be_used_is_told_as_the_reason(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr("TinyPilotLibrary.text.ocr.tesseract._PLACES", (str(tmp_path),))
    monkeypatch.delenv("TESSDATA_PREFIX", raising=False)
    read = ScreenReader(OcrChoice.TESSERACT).read(page(_MENU))
    assert "apt install tesseract-ocr-eng" in read.error
    assert isinstance(_finder("text:Boot", ScreenReader(OcrChoice.TESSERACT)).find(page(_MENU)), TextMiss)


def test_a_wait_does_not_wait_for_a_model_that_is_loaded(
    watched: Watched, engine: OcrEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded = threading.Event()

    def load(choice: OcrChoice, scripts: Sequence[Script]) -> OcrEngine:
        assert loaded.wait(20)
        return engine

    monkeypatch.setattr("TinyPilotLibrary.text.reader.choose_engine", load)
    reader = ScreenReader(now=lambda: 5.0)
    assert reader.read(page(_MENU), until=5.0).unread == 4
    loaded.set()
    assert reader.read(page(_MENU)).unread == 0


@pytest.mark.parametrize(("gap", "text"), [(3, "SN 2988569724"), (40, "SN 298856972   4")])
def test_a_number_is_whole_though_its_picture_is_read_in_pieces(gap: int, text: str) -> None:
    # Each character is as wide as the others: 12 pixels.
    spans = tuple((index / 12, (index + 1) / 12) for index in range(12))
    left = piece_of(Region(20, 50, 144, 20), Recognised("SN 298856972", spans, 1.0))
    right = piece_of(Region(20 + 144 + gap, 51, 12, 20), Recognised("4", ((0.0, 1.0),), 1.0))
    [row] = in_rows([left, right])
    assert row.text == text
    assert row.place(len(row.text) - 1, len(row.text)) == right.box
