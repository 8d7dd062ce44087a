"""What is read of a frame after others, against what is read of it alone: a memory may make it faster, never other."""

from collections.abc import Iterator

import cv2
import numpy as np

from benchmarks._measure import Benchmark, Count
from benchmarks._parts import Options
from benchmarks._reading.shown import fitted, jpeg, pixels, png, stretched
from benchmarks.frames.corpus import Sample, load
from TinyPilotLibrary.text.page import Page
from TinyPilotLibrary.text.reader import ScreenReader
from TinyPilotLibrary.vision.frame import Frame

_FRAMES, _OF_SAMPLE = 240, 24
# Of every so many frames one is graphical: OCR reads it, twice.
_GRAPHICAL = 12
_QUALITIES = (0, 50, 80, 95)


def measure(bench: Benchmark, options: Options) -> None:
    """Reads frames in any order with one reader, and each with a reader of its own."""
    reader = ScreenReader()
    frames = list(_sequence(_OF_SAMPLE if options.quick else _FRAMES))
    others = [name for name, frame in bench.track(frames, "frames after others") if _other(reader, frame)]
    bench.table("Frames of which another text is read after others", ("name",), [[name] for name in others])
    bench.figure("frames, one after the other", len(frames))
    bench.floor("frames of which another text is read after others", Count(len(others)), at_most=0)


def _other(reader: ScreenReader, frame: Frame) -> bool:
    return _told(reader.read(frame)) != _told(ScreenReader().read(frame))


def _told(page: Page) -> tuple[object, ...]:
    return page.text, page.columns, page.rows, page.lines


def _sequence(count: int) -> Iterator[tuple[str, Frame]]:
    """Frames of all kinds as captures may show them."""
    random = np.random.default_rng(1)
    cells, graphical = load("cells"), load("graphical")
    for number in range(count):
        samples = cells if number % _GRAPHICAL else graphical
        sample = samples[int(random.integers(len(samples)))]
        yield sample.name, Frame.read(_shown(sample, random))


def _shown(sample: Sample, random: np.random.Generator) -> bytes:
    color = pixels(sample.picture)
    way = int(random.integers(3)) if sample.kind == "cells" else 0
    if way:
        color = stretched(color, cv2.INTER_CUBIC) if way == 1 else fitted(color, cv2.INTER_LINEAR)
    quality = int(random.choice(_QUALITIES))
    return jpeg(color, quality) if quality else png(color)
