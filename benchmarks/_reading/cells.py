"""Character screens: right, unsure and wrong cells, as sent and as captures show them."""

from collections.abc import Callable
from dataclasses import dataclass

import cv2

from benchmarks._measure import Benchmark, Share
from benchmarks._parts import Options
from benchmarks._reading.shown import fitted, jpeg, pixels, png, stretched
from benchmarks.frames.corpus import Sample, load
from benchmarks.frames.judging import Verdict, judge
from TinyPilotLibrary.fonts import installed_grub_font
from TinyPilotLibrary.text.cells import read_cells
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.pixels import Pixels

# Test patterns: all 128 pairs of colours, all characters of a font, and a font of 8x8 pixels.
_PATTERNS = ("vga8", "characters", "-768-3", "-text-3", "x600-3", "x768-3", "x768-7")
# Of a quick look, each so manieth frame.
_SAMPLE = 8


@dataclass(frozen=True)
class Shown:
    """A way in which a screen comes.

    Args:
        name: Its name.
        show: Turns a screen's pixels into an encoded frame.
        least: The least share of characters that must be right.
    """

    name: str
    show: Callable[[Pixels], bytes]
    least: float


_WAYS = (
    Shown("as sent", png, 0.999),
    Shown("JPEG q80", lambda color: jpeg(color, 80), 0.999),
    Shown("JPEG q50", lambda color: jpeg(color, 50), 0.99),
    Shown("1080p stretched", lambda color: png(stretched(color, cv2.INTER_LINEAR)), 0.999),
    Shown("stretched, q80", lambda color: jpeg(stretched(color, cv2.INTER_LINEAR), 80), 0.999),
    Shown("stretched, cubic, q80", lambda color: jpeg(stretched(color, cv2.INTER_CUBIC), 80), 0.999),
    Shown("fitted, q80", lambda color: jpeg(fitted(color, cv2.INTER_LINEAR), 80), 0.999),
    Shown("fitted, cubic, q80", lambda color: jpeg(fitted(color, cv2.INTER_CUBIC), 80), 0.999),
    Shown("fitted, q50", lambda color: jpeg(fitted(color, cv2.INTER_LINEAR), 50), 0.99),
)


def measure(bench: Benchmark, options: Options) -> None:
    """Measures how much of character screens is read rightly."""
    samples = load("cells")[:: _SAMPLE if options.quick else 1]
    if not installed_grub_font():
        samples = [sample for sample in samples if sample.font != "unifont"]
        bench.leave_out("frames in GRUB's font", "it is not installed (apt install grub-common)")
    patterns = [sample for sample in samples if any(part in sample.name for part in _PATTERNS)]
    screens = [sample for sample in samples if sample not in patterns]
    _accuracy(bench, "Screens of firmware, boot loaders, consoles and the installer", screens, promised=True)
    _accuracy(bench, "Test patterns: all pairs of colours, all characters, a font of 8x8", patterns, promised=False)


def _accuracy(bench: Benchmark, title: str, samples: list[Sample], *, promised: bool) -> None:
    rows: list[list[str | int | float | bool]] = []
    whole = Verdict()
    for way in bench.track(_WAYS, title):
        verdict, not_found = Verdict(), 0
        for sample in samples:
            screen = read_cells(Frame.read(way.show(pixels(sample.picture))))
            not_found += screen is None
            verdict.add(judge(sample, screen))
        whole.add(verdict)
        share, of_ink = verdict.right / verdict.cells, verdict.ink_right / verdict.ink
        rows.append(
            [way.name, verdict.cells, f"{share:.3%}", f"{of_ink:.3%}", verdict.unsure, len(verdict.wrong), not_found]
        )
        if promised:
            bench.floor(
                f"{way.name}: characters that are right",
                Share(verdict.ink_right, verdict.ink),
                at_least=way.least * 100,
            )
    columns = ("frames", "cells", "right", "not blank", "unsure", "wrong", "lost")
    bench.table(f"{title} ({len(samples)} frames)", columns, rows)
    if promised:
        bench.floor("cells that are guessed wrong", Share(len(whole.wrong), whole.cells), at_most=0.02)
