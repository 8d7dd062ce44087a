"""Texts on frames of low quality, some of whose cells are not sure."""

import re

import cv2
import numpy as np
import pytest

from benchmarks.frames.corpus import Sample, load
from TinyPilotLibrary.finding.locators import Locator
from TinyPilotLibrary.finding.look import Look
from TinyPilotLibrary.finding.lookup import TemplateCatalog
from TinyPilotLibrary.text.cells import UNSURE, read_cells
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.match import Match, Miss

_SAMPLES = {sample.name: sample for sample in load("cells")}
_LOOK_ALIKES = {"0": "869", "1": "74", "2": "37", "3": "895", "4": "91", "5": "63", "6": "850", "7": "12", "8": "306"}


def _frame(sample: Sample, quality: int) -> Frame:
    pixels = np.asarray(cv2.imread(str(sample.picture)), np.uint8)
    return Frame.read(bytes(cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, quality])[1]))


def _outcomes(frame: Frame, *locators: str) -> list[Match | Miss]:
    return Look(TemplateCatalog().find([Locator.parse(text) for text in locators], []), None, 0.9).outcomes(frame)


@pytest.mark.parametrize(
    ("name", "quality", "text"),
    [
        ("seabios-boot-menu", 50, "iPXE (PCI 00:03.0)"),
        ("linux-vga-text-1", 50, "unused kernel image (initmem) memory: 2820K"),
        ("linux-terminusbold16-1024x768-1", 25, "VESA VGA frame buffer device"),
        ("uefi-shell-start", 25, "UEFI v2.70 (EDK II, 0x00010000)"),
    ],
)
def test_a_text_is_found_where_what_is_not_sure_is_probably_part_of_it(name: str, quality: int, text: str) -> None:
    frame = _frame(_SAMPLES[name], quality)
    screen = read_cells(frame)
    assert screen is not None
    assert text not in screen.text
    assert UNSURE in screen.text
    for match in _outcomes(frame, f"text:{text}", f"re:{re.escape(text)}"):
        assert isinstance(match, Match)
        assert match.text == text
        assert match.region.width == len(text) * screen.grid.cell[0]


@pytest.mark.parametrize(
    "name", ["linux-terminus32-1024x768-2", "linux-vga16-1024x768-2", "linux-terminus16-1024x768-1"]
)
def test_no_digit_passes_for_another_one(name: str) -> None:
    sample = _SAMPLES[name]
    frame = _frame(sample, 25)
    screen = read_cells(frame)
    assert screen is not None
    assert UNSURE in screen.text
    truth = "\n".join(" ".join(line.split()) for line in sample.lines)
    words = {word for line in sample.lines for word in line.split() if any(digit in word for digit in _LOOK_ALIKES)}
    others = [
        f"text:{word[:place]}{other}{word[place + 1 :]}"
        for word in sorted(words)[:12]
        for place, digit in enumerate(word)
        for other in _LOOK_ALIKES.get(digit, "")
        if f"{word[:place]}{other}{word[place + 1 :]}" not in truth
    ]
    assert len(others) > 20
    assert not [outcome for outcome in _outcomes(frame, *others) if isinstance(outcome, Match)]


def test_what_may_be_there_is_not_said_to_be_gone() -> None:
    frame = _frame(_SAMPLES["linux-terminus32-1024x768-2"], 25)
    there, absent = _outcomes(frame, "text:dog. 0123456789", "text:cat. 0123456789")
    assert isinstance(there, Miss)
    assert not there.is_conclusive
    assert isinstance(absent, Miss)
    assert absent.is_conclusive
