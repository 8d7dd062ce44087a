"""What is found in a frame never depends on the frames before it: a memory may make it faster, never other."""

from collections.abc import Iterator
from functools import cache

import cv2
import numpy as np
import pytest

from benchmarks.frames.corpus import load
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.match import Match
from TinyPilotLibrary.vision.needles.needle import Needle
from TinyPilotLibrary.vision.needles.needle_file import read_needle
from TinyPilotLibrary.vision.needles.needle_search import NeedleSearch
from TinyPilotLibrary.vision.pixels import Pixels
from TinyPilotLibrary.vision.templates.incremental_search import IncrementalSearch
from TinyPilotLibrary.vision.templates.template import Template
from utest.vision.screens import captured, cut, featured_regions, frame_of

_SEEDS = range(2)
_LOOKS = 12
_SIZE = (1024, 768)
# Screens of which each differs from the next in some lines, and others.
_NAMES = ("installer-gtk-location", "installer-gtk-language", "page-firmware-light-13px", "page-files-dark-13px")


@cache
def _pictures() -> tuple[Pixels, ...]:
    by_name = {sample.name: sample for sample in load("graphical")}
    return tuple(
        np.asarray(cv2.resize(np.asarray(cv2.imread(str(by_name[name].picture))), _SIZE), np.uint8) for name in _NAMES
    )


@cache
def _templates() -> tuple[Template, ...]:
    frames = [frame_of(picture) for picture in _pictures()]
    return tuple(cut(frame, region) for frame in frames for region in featured_regions(frame, 70, 24, count=3, seed=7))


@cache
def _needles() -> tuple[Needle, ...]:
    needles = []
    for number, picture in enumerate(_pictures()):
        frame = frame_of(picture)
        areas = [
            {"xpos": int(left), "ypos": int(top), "width": int(width), "height": int(height), "type": "match"}
            for left, top, width, height in featured_regions(frame, 80, 30, count=2, seed=number)
        ]
        needles.append(read_needle(f"needle-{number}", {"tags": ["any"], "area": areas}, frame.data))
    return tuple(needles)


def _sequence(seed: int) -> Iterator[Frame]:
    """Frames of one size, one after the other: another screen, one with a changed part, the same as another JPEG."""
    random = np.random.default_rng(seed)
    pixels = _pictures()[0]
    for _ in range(_LOOKS):
        kind = random.integers(4)
        if kind == 0:
            pixels = _pictures()[int(random.integers(len(_NAMES)))]
        elif kind == 1:
            other, pixels = _pictures()[int(random.integers(len(_NAMES)))], pixels.copy()
            top, left = int(random.integers(700)), int(random.integers(900))
            pixels[top : top + 60, left : left + 300] = other[top : top + 60, left : left + 300]
        elif kind == 2:
            pixels = np.roll(pixels, int(random.integers(-9, 9)), axis=int(random.integers(2)))
        quality = int(random.choice([0, 60, 80, 82]))
        yield captured(frame_of(pixels), quality) if quality else frame_of(pixels)


def _told(match: Match | None) -> object:
    return match and (match.template, match.region, match.score, match.click_point)


@pytest.mark.parametrize("seed", _SEEDS)
def test_templates_are_found_in_each_frame_as_if_it_were_the_first(seed: int) -> None:
    search, found = IncrementalSearch(_templates()), 0
    for frame in _sequence(seed):
        told = [_told(match) for match in search.look(frame)]
        assert told == [_told(match) for match in IncrementalSearch(_templates()).look(frame)]
        found += sum(one is not None for one in told)
    assert found > _LOOKS


@pytest.mark.parametrize("seed", _SEEDS)
def test_needles_are_found_in_each_frame_as_if_it_were_the_first(seed: int) -> None:
    search, found = NeedleSearch(_needles()), 0
    for frame in _sequence(seed):
        for far in (False, True, False):
            told = _told(search.look(frame, far=far))
            assert told == _told(NeedleSearch(_needles()).look(frame, far=far))
            found += told is not None
    assert found > _LOOKS
