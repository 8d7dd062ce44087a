"""The bound that the search rests on: where a window is accepted, no cell of any grid is outside its bounds."""

import numpy as np
import pytest

from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Size, whole
from TinyPilotLibrary.vision.pixels import Pixels
from TinyPilotLibrary.vision.pyramid import STEPS, Pyramid
from TinyPilotLibrary.vision.templates.block_mean_bounds import BlockMeanBounds
from TinyPilotLibrary.vision.templates.cascade import Cascade, Span
from TinyPilotLibrary.vision.templates.template import Template
from TinyPilotLibrary.vision.templates.verdict import Judge
from utest.vision.screens import frame_of

ROOM = Size(97, 71)


def drawn(random: np.random.Generator, size: Size) -> Pixels:
    """Something with flat parts, edges and texture."""
    color = np.full((size.height, size.width, 3), random.integers(0, 256), np.uint8)
    for _ in range(4):
        left, top = int(random.integers(0, size.width - 2)), int(random.integers(0, size.height - 2))
        color[top : top + int(random.integers(2, 20)), left : left + int(random.integers(2, 30))] = random.integers(
            0, 256
        )
    if random.integers(2):
        color[: size.height // 2] = random.integers(0, 256, (size.height // 2, size.width, 1))
    return color


def disturbed(random: np.random.Generator, judge: Judge, limit: float) -> Pixels:
    """A window that is as different as it may be: every pixel moves until a block is at its tolerance."""
    gray = judge.template.gray
    change = random.normal(0, 12, gray.shape) + random.normal(0, 6)
    for _ in range(40):
        window = np.clip(gray + change, 0, 255).astype(np.uint8)
        if float(judge.luma_differences(window).max()) <= limit:
            return window
        change *= 0.85
    return gray


@pytest.mark.parametrize("seed", range(40))
def test_a_window_that_is_accepted_is_among_the_candidates(seed: int) -> None:
    random = np.random.default_rng(seed)
    limit = (1.0, 1.0, 1.5, 0.3)[seed % 4]
    size = Size(int(random.integers(6, 60)), int(random.integers(6, 40)))
    judge = Judge(Template("drawn", drawn(random, size)))
    gray = drawn(random, ROOM)[:, :, 0].copy()
    x, y = int(random.integers(0, ROOM.width - size.width + 1)), int(random.integers(0, ROOM.height - size.height + 1))
    gray[y : y + size.height, x : x + size.width] = disturbed(random, judge, limit)
    listed = Cascade(*judge.block_mean_limits(limit)).candidates(Pyramid(gray), Span.within(whole(ROOM), size))
    if listed is not None:
        assert (x, y) in set(zip(listed[0].tolist(), listed[1].tolist(), strict=True))


@pytest.mark.parametrize("step", STEPS)
def test_every_cell_of_an_accepted_window_is_within_its_bounds(step: int) -> None:
    random = np.random.default_rng(step)
    for _ in range(20):
        size = Size(int(random.integers(12, 50)), int(random.integers(12, 40)))
        judge = Judge(Template("drawn", drawn(random, size)))
        gray = drawn(random, ROOM)[:, :, 0].copy()
        x, y = int(random.integers(0, ROOM.width - size.width)), int(random.integers(0, ROOM.height - size.height))
        gray[y : y + size.height, x : x + size.width] = disturbed(random, judge, 1.0)
        bounds = BlockMeanBounds(*judge.block_mean_limits(1.0), step)
        rows, columns = bounds.shape
        top, left = -(-y // step), -(-x // step)
        cells = Pyramid(gray).grid(step).means[top : top + rows, left : left + columns].ravel()
        low, high = bounds.by_phase
        phase = step * (step * top - y) + step * left - x
        assert (low[:, phase] <= cells).all()
        assert (cells <= high[:, phase]).all()
        assert (bounds.lowest.ravel() <= low[:, phase]).all()
        assert (bounds.highest.ravel() >= high[:, phase]).all()


def test_odd_sizes_lose_nothing_at_the_edges() -> None:
    random = np.random.default_rng(8)
    for width, height in ((97, 71), (64, 48), (99, 50)):
        color = np.repeat(random.integers(0, 256, (height, width, 1), np.uint8), 3, axis=2)
        frame: Frame = frame_of(color)
        for x, y in ((0, 0), (width - 21, height - 17), (0, height - 17), (width - 21, 0)):
            template = Template("corner", color[y : y + 17, x : x + 21].copy())
            listed = Cascade(*Judge(template).block_mean_limits(1.0)).candidates(
                frame.pyramid, Span.within(whole(frame.size), template.size)
            )
            assert listed is not None
            assert (x, y) in set(zip(listed[0].tolist(), listed[1].tolist(), strict=True))
