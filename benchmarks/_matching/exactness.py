"""What is found against comparing every place: same verdict, same place, same score, for thousands of pairs."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

import cv2
import numpy as np

from benchmarks._matching.crops import Crop, cut, fitted, of_size
from benchmarks._matching.scenes import FULL_HD, ULTRA_HD, Scene, corpus, desktops, jpeg, lossless, noisy
from benchmarks._measure import Benchmark, Cell, Count
from TinyPilotLibrary.errors import TemplateError
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Region, Size
from TinyPilotLibrary.vision.pixels import Pixels
from TinyPilotLibrary.vision.templates.template import Template
from utest.vision.looking import match_of
from utest.vision.templates.exhaustive import best_place

_SIZES = (Size(100, 40), Size(20, 12), Size(8, 8), Size(5, 5), Size(4, 30), Size(300, 20), Size(320, 200))
_PATTERN = Size(176, 100)


@dataclass(frozen=True, eq=False)
class Pair:
    """A template and a frame.

    Args:
        kind: What they are.
        template: The template.
        frame: The frame.
    """

    kind: str
    template: Template
    frame: Frame


def exactness(bench: Benchmark, share: float) -> None:
    """Compares with the exhaustive search.

    Args:
        bench: Where the figures go.
        share: Of each set of pairs so much is taken, above 0 to 1.
    """
    pairs: Counter[str] = Counter()
    found: Counter[str] = Counter()
    differing: Counter[str] = Counter()
    everything = list(_groups(share))
    for group in bench.track(everything, "against every place"):
        for pair in group():
            pairs[pair.kind] += 1
            match = match_of(pair.frame, pair.template)
            wanted = best_place(pair.frame, pair.template)
            found[pair.kind] += wanted is not None
            if match is not None and wanted is not None:
                near = abs(match.region.left - wanted.x) <= 1 and abs(match.region.top - wanted.y) <= 1
                differing[pair.kind] += not near or abs(match.score - wanted.score) > 0.01
            else:
                differing[pair.kind] += (match is None) != (wanted is None)
    rows: list[list[Cell]] = [[kind, count, found[kind], differing[kind]] for kind, count in sorted(pairs.items())]
    bench.table("Against comparing every place", ("pairs", "number", "present", "different"), rows)
    if share == 1:
        bench.floor("pairs compared with every place", Count(pairs.total()), at_least=3000)
    bench.floor("pairs of which verdict, place or score differ", Count(differing.total()), at_most=0)


def _groups(share: float) -> Iterator[Callable[[], Iterator[Pair]]]:
    """The pairs by screen, so that only one screen's frames are held at a time."""
    scenes = [*corpus(), *desktops(Size(1024, 768))]
    scenes = scenes[:: max(1, round(1 / share))]
    for number, scene in enumerate(scenes):
        other = scenes[(number + len(scenes) // 3) % len(scenes)]
        yield partial(_of_screen, scene, other, number)
    for size, count in ((FULL_HD, 12), (ULTRA_HD, 4)):
        for number, scene in enumerate([*corpus()[:: len(corpus()) // count], *desktops(size)]):
            if share == 1 or number % 4 == 0:
                yield partial(_of_large_screen, scene, size, number)
    yield partial(_of_patterns, share)


def _of_screen(scene: Scene, other: Scene, seed: int) -> Iterator[Pair]:
    random = np.random.default_rng(seed)
    crops = fitted(scene, 3, seed)
    crops += [crop for size in _SIZES for crop in _fitting(scene, size, seed)]
    shots = {
        "quality 50": Frame.read(jpeg(scene.color, 50)),
        "quality 80": Frame.read(jpeg(scene.color, 80)),
        "quality 95, noise": Frame.read(jpeg(noisy(scene.color, 2, seed), 95)),
    }
    elsewhere = Frame.read(jpeg(other.color))
    for crop in crops:
        kind = list(shots)[int(random.integers(3))]
        yield Pair(f"present, {kind}", crop.template, shots[kind])
        change, name = _CHANGES[int(random.integers(len(_CHANGES)))]
        changed = scene.color.copy()
        left, top, width, height = (int(value) for value in crop.region)
        changed[top : top + height, left : left + width] = change(crop.template.color.copy())
        yield Pair(f"near miss, {name}", crop.template, Frame.read(jpeg(changed)))
        yield Pair("another screen", crop.template, elsewhere)


def _of_large_screen(plain: Scene, size: Size, seed: int) -> Iterator[Pair]:
    scene = plain.scaled(size)
    shot, clean = Frame.read(jpeg(scene.color, 80)), lossless(scene.color)
    for crop in [
        *fitted(scene, 2, seed),
        *of_size(scene, Size(100, 40), 3, seed),
        *of_size(scene, Size(600, 300), 1, seed),
    ]:
        yield Pair(f"{scene.size.height} lines, JPEG", crop.template, shot)
        yield Pair(f"{scene.size.height} lines, lossless", crop.template, clean)


def _of_patterns(share: float) -> Iterator[Pair]:
    for name, color in patterns().items():
        scene = Scene(name, color)
        frames = (Frame.read(jpeg(color, 85)), lossless((color * 0.75).astype(np.uint8)))
        for size in (Size(40, 20), Size(9, 7), Size(24, 60))[: 3 if share == 1 else 1]:
            for place in ((12, 10), (70, 30)):
                try:
                    crop = cut(scene, Region(*place, *size))
                except TemplateError:
                    continue
                for frame in frames:
                    yield Pair("patterns", crop.template, frame)


def patterns() -> dict[str, Pixels]:
    """Screens that are alike nearly everywhere."""
    rows, columns = np.mgrid[0 : _PATTERN.height, 0 : _PATTERN.width]
    random = np.random.default_rng(9)
    glyph = np.kron(random.integers(0, 2, (8, 5)), np.ones((2, 2))) * 170 + 30
    grays = {
        "stripes": 60 + 120 * (columns // 5 % 2),
        "rows": 50 + 130 * (rows // 4 % 2),
        "checker": 40 + 150 * ((columns // 3 + rows // 3) % 2),
        "dither": 80 + 60 * ((columns + rows) % 2),
        "gradient": columns * 255 // _PATTERN.width,
        "edge": np.where(rows < 40, 30, 200),
        "dots": np.where((rows % 12 < 3) & (columns % 12 < 3), 210, 80),
        "faint": 100 + 6 * (columns // 20 % 2),
        "one glyph": np.tile(glyph, (8, 20))[: _PATTERN.height, : _PATTERN.width],
        "noise": random.integers(0, 256, rows.shape),
    }
    return {name: np.repeat(gray.astype(np.uint8)[:, :, None], 3, axis=2) for name, gray in grays.items()}


def _fitting(scene: Scene, size: Size, seed: int) -> list[Crop]:
    if size.width > scene.size.width or size.height > scene.size.height:
        return []
    return of_size(scene, size, 1, seed)


def _dimmed(color: Pixels) -> Pixels:
    return (color * 0.8).astype(np.uint8)


def _hue_turned(color: Pixels) -> Pixels:
    return np.ascontiguousarray(color[:, :, ::-1])


def _spotted(color: Pixels) -> Pixels:
    middle = color[color.shape[0] // 3 :, color.shape[1] // 2 :]
    middle[:5, :4] = 255 - middle[:5, :4]
    return color


def _shifted(color: Pixels) -> Pixels:
    return np.roll(color, 1, axis=1)


def _blurred(color: Pixels) -> Pixels:
    return np.asarray(cv2.GaussianBlur(color, (0, 0), 0.7), np.uint8)


def _gone(color: Pixels) -> Pixels:
    return np.full_like(color, color[0, 0])


_CHANGES: list[tuple[Callable[[Pixels], Pixels], str]] = [
    (_dimmed, "dimmed"),
    (_hue_turned, "red and blue swapped"),
    (_spotted, "a stroke changed"),
    (_shifted, "shifted"),
    (_blurred, "blurred"),
    (_gone, "gone"),
]
