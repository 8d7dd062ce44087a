"""What the benchmark of reading draws and asks is what it takes for true."""

import numpy as np
import pytest

from benchmarks._reading.consoles import Console, placed
from benchmarks._reading.near_misses import KINDS, near_misses
from benchmarks._reading.shown import png
from TinyPilotLibrary.fonts import load_font
from TinyPilotLibrary.text.cells import read_cells
from TinyPilotLibrary.vision.frame import Frame

_CONSOLE = Console.of(load_font("vga16"), 80, 30)
_FRAME = (640, 480)


def test_a_near_miss_differs_in_one_digit() -> None:
    text = "192.168.117.71"
    made = list(near_misses(text, 3, np.random.default_rng(1)))
    assert {kind for kind, _ in made} == set(KINDS)
    assert len({wrong for _, wrong in made} | {text}) == len(made) + 1
    for kind, wrong in made:
        assert len(wrong) == len(text) + {"lost": -1, "doubled": 1}.get(kind, 0)
        if kind == "swapped":
            assert sorted(wrong) == sorted(text)
        if kind == "other":
            assert sum(one != other for one, other in zip(text, wrong, strict=True)) == 1


def test_a_text_without_digits_has_no_near_misses() -> None:
    assert not list(near_misses("Secure Boot is Enabled", 3, np.random.default_rng(1)))


def test_what_is_drawn_is_read_and_judged_as_right() -> None:
    frame = Frame.read(png(placed(_CONSOLE.pixels, 0, 0, _FRAME)))
    verdict = _CONSOLE.judge(read_cells(frame), 0, 0, 1, _FRAME)
    assert (verdict.right, verdict.unsure, verdict.wrong) == (80 * 30, 0, [])
    assert verdict.ink == verdict.ink_right > 500


def test_what_differs_is_wrong_and_what_is_not_read_is_unsure() -> None:
    lines = list(_CONSOLE.lines)
    lines[0] = lines[0].replace("8", "3")
    expected = Console(_CONSOLE.font, _CONSOLE.cell, tuple(lines))
    screen = read_cells(Frame.read(png(placed(_CONSOLE.pixels, 0, 0, _FRAME))))
    [(row, _, true, read)] = expected.judge(screen, 0, 0, 1, _FRAME).wrong
    assert (row, true, read) == (0, "3", "8")
    assert expected.judge(None, 0, 0, 1, _FRAME).unsure == 80 * 30


@pytest.mark.parametrize(("left", "top", "cells"), [(3, 0, 79 * 30), (-3, -5, 79 * 29), (8, 16, 79 * 29)])
def test_cells_that_are_cut_off_are_not_judged(left: int, top: int, cells: int) -> None:
    assert _CONSOLE.judge(None, left, top, 1, _FRAME).cells == cells


def test_a_reading_of_other_cells_counts_for_nothing() -> None:
    screen = read_cells(Frame.read(png(placed(_CONSOLE.pixels, 0, 0, _FRAME))))
    assert _CONSOLE.judge(screen, 0, 0, 1.1, _FRAME).right == 0
