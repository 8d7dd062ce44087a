"""Whether a miss says what was done to the thing: each kind of change made to crops, and the reason that is given."""

from collections import Counter
from collections.abc import Callable, Iterator

import cv2
import numpy as np

from benchmarks._matching.crops import Crop, fitted
from benchmarks._matching.scenes import corpus, desktops, jpeg
from benchmarks._measure import Benchmark, Cell
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Region, Size
from TinyPilotLibrary.vision.match import Miss
from TinyPilotLibrary.vision.pixels import Pixels, part
from TinyPilotLibrary.vision.templates.template import Template
from utest.vision.looking import outcome_of

# What a reason begins with or contains, by what was done.
_WORDS = {
    "shifted": "outside the region",
    "darker": "but darker",
    "brighter": "but brighter",
    "other colour": "colour differs",
    "tinted": "colour differs",
    "blurred": "blurred",
    "a part differs": "a part differs",
    "scaled": "of its size",
    "covered": "partly covered",
    "absent": "no similar area",
}
_LEAST = Size(40, 14)
# What blue, green and red are multiplied with: as if seen through coloured glass.
_TINTS = np.array([(0.5, 0.5, 1.0), (1.0, 0.6, 0.4), (0.5, 1.0, 0.5), (0.6, 0.8, 1.0)])


def diagnosis(bench: Benchmark, per_screen: int) -> None:
    """Counts how often the reason of a miss is the true one.

    Args:
        bench: Where the figures go.
        per_screen: How many crops of each screen.
    """
    told: dict[str, Counter[str]] = {kind: Counter() for kind in _WORDS}
    for kind, miss in _misses(per_screen):
        phrases = {kind: _WORDS[kind], **_WORDS}
        told[kind][next((word for word, phrase in phrases.items() if phrase in miss.reason), "another")] += 1
    rows: list[list[Cell]] = [
        [kind, counts.total(), 100 * counts[kind] / max(1, counts.total()), _others(counts, kind)]
        for kind, counts in told.items()
    ]
    bench.table("Reasons of misses", ("what was done", "misses", "told, %", "told instead"), rows)


def _others(counts: Counter[str], kind: str) -> str:
    return ", ".join(f"{name} {count}" for name, count in counts.most_common() if name != kind)


def _misses(per_screen: int) -> Iterator[tuple[str, Miss]]:
    scenes = [*corpus()[::6], *desktops(Size(1024, 768))]
    for number, scene in enumerate(scenes):
        random = np.random.default_rng(number)
        elsewhere = Frame.read(jpeg(scenes[(number + len(scenes) // 2) % len(scenes)].color))
        for crop in fitted(scene, per_screen, number):
            if crop.template.size.width < _LEAST.width or crop.template.size.height < _LEAST.height:
                continue
            for kind, frame, template, region in (
                *_changed(crop, random),
                ("shifted", Frame.read(jpeg(scene.color)), crop.template, _other_half(crop)),
                ("scaled", *_scaled(crop, float(random.choice([0.75, 1.25, 1.5]))), None),
                ("absent", elsewhere, crop.template, None),
            ):
                outcome = outcome_of(frame, template, region)
                # What is found all the same needs no reason.
                if isinstance(outcome, Miss):
                    yield kind, outcome


def _changed(crop: Crop, random: np.random.Generator) -> Iterator[tuple[str, Frame, Template, None]]:
    changes: dict[str, Callable[[Pixels], Pixels]] = {
        "darker": lambda inside: np.asarray(inside * 0.65, np.uint8),
        "brighter": lambda inside: np.asarray(inside * 0.7 + 76, np.uint8),
        "other colour": _other_color,
        "tinted": lambda inside: np.asarray(inside * _TINTS[int(random.integers(len(_TINTS)))], np.uint8),
        "blurred": lambda inside: np.asarray(cv2.GaussianBlur(inside, (0, 0), 1.2), np.uint8),
        "a part differs": lambda inside: _spotted(inside, random),
        "covered": _half_covered,
    }
    for kind, change in changes.items():
        color = crop.scene.color.copy()
        inside = part(color, crop.region)
        inside[:] = change(inside.copy())
        yield kind, Frame.read(jpeg(color)), crop.template, None


def _other_color(color: Pixels) -> Pixels:
    """About as bright, and red or blue where it was gray: as far as black and white have room for colours."""
    ycc = cv2.cvtColor(color, cv2.COLOR_BGR2YCrCb).astype(int)
    room = np.minimum(ycc[:, :, :1], 255 - ycc[:, :, :1]).clip(0, 60)
    ycc[:, :, 1:] += room * (1, -1)
    return np.asarray(cv2.cvtColor(ycc.clip(0, 255).astype(np.uint8), cv2.COLOR_YCrCb2BGR), np.uint8)


def _spotted(color: Pixels, random: np.random.Generator) -> Pixels:
    """A place of a character's size holds something else."""
    rows, columns = color.shape[:2]
    x = int(random.integers(2, columns - 12))
    color[3 : rows - 3, x : x + 9] = 255 - color[3 : rows - 3, x : x + 9]
    return color


def _half_covered(color: Pixels) -> Pixels:
    """A window lies over the right half."""
    color[:, color.shape[1] // 2 :] = (160, 160, 160)
    return color


def _other_half(crop: Crop) -> Region:
    """The half of the screen that it is not in."""
    width, height = crop.scene.size
    half = height // 2
    return Region(0, half if crop.region.center.y < half else 0, width, half)


def _scaled(crop: Crop, factor: float) -> tuple[Frame, Template]:
    """The screen has another size now than when the template was cut."""
    size = Size(*(round(length * factor) for length in crop.scene.size))
    return Frame.read(jpeg(crop.scene.scaled(size).color)), crop.template
