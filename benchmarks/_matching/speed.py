"""How long looking takes: the peers' ways and this project's, on the same frames, one right after the other."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import TypeVar

import numpy as np

from benchmarks._matching import peers
from benchmarks._matching.crops import Crop, of_size, things
from benchmarks._matching.scenes import FULL_HD, ULTRA_HD, Scene, corpus, desktops, jpeg
from benchmarks._measure import Benchmark, Count, processor_time
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Region, Size
from TinyPilotLibrary.vision.match import Match
from TinyPilotLibrary.vision.pixels import Pixels, part
from TinyPilotLibrary.vision.templates.correlation import Correlator
from TinyPilotLibrary.vision.templates.incremental_search import IncrementalSearch
from TinyPilotLibrary.vision.templates.template import Template
from TinyPilotLibrary.vision.templates.template_search import template_search
from TinyPilotLibrary.vision.templates.verdict import DEFAULT_THRESHOLD
from utest.vision.looking import match_of

T = TypeVar("T")

OURS, COLOR, GRAY = "this project", "colour, whole frame", "gray, whole frame"
DECODING, LOOK = "decoding the frame", "looking"
# At most, in percent of decoding the frame.
_LAST_PLACE = {FULL_HD: 8.0, ULTRA_HD: 2.5}
# At least how many times as fast as the peers' ways, gray and colour: one template, which is there or not.
_ONE = {FULL_HD: (7.0, 30.0), ULTRA_HD: (13.0, 50.0)}
# One that is there, of which the colours are decoded, too. What colour costs the peers differs by the processor.
_ONE_PRESENT = {FULL_HD: (5.0, 20.0), ULTRA_HD: (10.0, 30.0)}
_SIZE = Size(100, 40)
# Places whose correlations differ by no more than this are alike: the peers correlate in colour, this project in gray.
_ALIKE = 0.02


@dataclass(frozen=True)
class Stock:
    """Screens of one size, as JPEG, and templates cut from them.

    Args:
        size: The size.
        frames: The encoded screens by name.
        crops: The templates.
    """

    size: Size
    frames: dict[str, bytes]
    crops: list[Crop]

    @classmethod
    def of(cls, size: Size, count: int) -> "Stock":
        """Screens of every program, and desktops, at a size; every template cut from the lossless screen."""
        scenes = [*(scene.scaled(size) for scene in corpus()[::6]), *desktops(size)]
        per_scene = -(-count // len(scenes)) + 1
        crops = [crop for number, scene in enumerate(scenes) for crop in of_size(scene, _SIZE, per_scene, number)]
        # In turn from all screens.
        shuffled = np.random.default_rng(5).permutation(len(crops))[:count]
        return cls(size, {scene.name: jpeg(scene.color) for scene in scenes}, [crops[index] for index in shuffled])

    def elsewhere(self, crop: Crop) -> bytes:
        """A screen that a template was not cut from."""
        names = list(self.frames)
        return self.frames[names[(names.index(crop.scene.name) + len(names) // 2) % len(names)]]


def preparation(bench: Benchmark, stock: Stock) -> None:
    """What is done once for each template, when it is loaded."""
    taken = []
    for crop in stock.crops:
        begun = time.perf_counter()
        template_search(crop.template, DEFAULT_THRESHOLD).prepare()
        taken.append(time.perf_counter() - begun)
    bench.samples("Preparing a 100x40 template, once", {"prepare": taken}, baseline="prepare", operation="template")


def one_template(bench: Benchmark, stock: Stock, looks: int) -> None:
    """One 100x40 template, JPEG decoding included: present in half of the frames. The processor's time."""
    seconds: dict[str, list[float]] = {COLOR: [], GRAY: [], OURS: []}
    present: list[bool] = []
    elsewhere = 0
    for number, crop in enumerate(bench.track(stock.crops[:looks], f"one template at {stock.size}")):
        here = number % 2 == 0
        data = stock.frames[crop.scene.name] if here else stock.elsewhere(crop)
        found: dict[str, peers.Place | Match | None] = {}
        ways: dict[str, Callable[[], peers.Place | Match | None]] = {
            COLOR: partial(peers.full_color, data, crop.template),
            GRAY: partial(peers.full_gray, data, crop.template),
            OURS: partial(_look, data, crop.template),
        }
        names = list(ways)
        with processor_time() as now:
            for name in names[number % 3 :] + names[: number % 3]:
                begun = now()
                found[name] = ways[name]()
                seconds[name].append(now() - begun)
        present.append(here)
        elsewhere += here and not _all_found_it(Frame.read(data), found, crop.template)
    title = f"One 100x40 template, {stock.size}, decoding included, processor's time"
    both = bench.samples(title, seconds, baseline=COLOR, operation="look")
    only = {name: [value for value, here in zip(some, present, strict=True) if here] for name, some in seconds.items()}
    there = bench.samples(f"{title}, present", only, baseline=COLOR, operation="look")
    for over, samples, (gray, colour) in (("", both, _ONE[stock.size]), (", present", there, _ONE_PRESENT[stock.size])):
        bench.floor(f"{stock.size}{over}: against colour", samples.ratio(OURS), at_least=colour)
        bench.floor(f"{stock.size}{over}: against gray", samples.ratio(OURS, to=GRAY), at_least=gray)
    bench.floor(f"{stock.size}: templates for which the ways differ", Count(elsewhere), at_most=0)


def many_templates(bench: Benchmark, stock: Stock, rounds: int) -> None:
    """One, twenty and a hundred templates in one go."""
    random = np.random.default_rng(3)
    names = list(stock.frames)
    seconds: dict[str, list[float]] = {"one template": [], "twenty": [], "a hundred": []}
    for number in bench.track(range(rounds), f"many templates at {stock.size}"):
        data = stock.frames[names[number % len(names)]]
        chosen = [stock.crops[index].template for index in random.permutation(len(stock.crops))[:100]]
        own = [crop.template for crop in stock.crops if crop.scene.name == names[number % len(names)]]
        sets = {"one template": (own or chosen)[:1], "twenty": chosen[:20], "a hundred": chosen}
        for name, templates in sets.items():
            begun = time.perf_counter()
            IncrementalSearch(templates).look(Frame.read(data))
            seconds[name].append(time.perf_counter() - begun)
    samples = bench.samples(f"Many templates, {stock.size}", seconds, baseline="one template", operation="look")
    bench.floor(f"{stock.size}: twenty templates against one", samples.cost("twenty"), at_most=4)
    bench.floor(f"{stock.size}: a hundred templates against one", samples.cost("a hundred"), at_most=16)


def again(bench: Benchmark, stock: Stock, rounds: int) -> None:
    """The same frame again, and a frame of which one line of text changed; twenty templates."""
    first: dict[str, list[float]] = {"first look": [], "unchanged": []}
    second: dict[str, list[float]] = {"whole frame": [], "what changed": []}
    differing = 0
    scenes = list({crop.scene.name: crop.scene for crop in stock.crops}.values())
    for number in bench.track(range(rounds), f"again at {stock.size}"):
        scene = scenes[number % len(scenes)]
        templates = _twenty(stock, scene)
        before, after = stock.frames[scene.name], jpeg(_with_a_line_changed(scene, number))
        search = IncrementalSearch(templates)
        for template in templates:
            template_search(template, DEFAULT_THRESHOLD).prepare()
        _timed(first["first look"], partial(search.look, Frame.read(before)))
        _timed(first["unchanged"], partial(search.look, Frame.read(before)))
        known, anew = Frame.read(after), Frame.read(after)
        if number % 2:
            incremental = _timed(second["what changed"], partial(search.look, known))
        whole = _timed(second["whole frame"], partial(IncrementalSearch(templates).look, anew))
        if not number % 2:
            incremental = _timed(second["what changed"], partial(search.look, known))
        differing += sum(one != other for one, other in zip(incremental, whole, strict=True))
    title = f"Twenty templates, {stock.size}, decoding included"
    same = bench.samples(f"{title}: the same frame again", first, baseline="first look", operation="look")
    share = same.cost("unchanged").percent("the first look")
    bench.floor(f"{stock.size}: an unchanged frame costs", share, below=1)
    changed = bench.samples(f"{title}: one line changed", second, baseline="whole frame", operation="look")
    share = changed.cost("what changed").percent("the full search")
    bench.floor(f"{stock.size}: one line changed costs", share, below=35)
    bench.floor(f"{stock.size}: verdicts that differ after one line changed", Count(differing), at_most=0)


def last_place(bench: Benchmark, stock: Stock) -> None:
    """A template that is still where it was, in a frame that changed elsewhere: against decoding that frame.

    The processor's time: so short a look is over before another process takes its turn, or waits for all of that.
    """
    seconds: dict[str, list[float]] = {DECODING: [], LOOK: []}
    for crop in bench.track(stock.crops, "at the last place"):
        scene = crop.scene
        search = IncrementalSearch([crop.template])
        (match,) = search.look(Frame.read(stock.frames[scene.name]))
        changed = scene.color.copy()
        changed[-24:-8, 8:200] = 255 - changed[-24:-8, 8:200]
        if match is None or match.region.top + match.region.height > scene.size.height - 24:
            continue
        data = jpeg(changed)
        with processor_time() as now:
            begun = now()
            frame = Frame.read(data)
            _ = frame.gray, frame.color
            decoded = now()
            _ = frame.pyramid.quarter
            looking = now()
            (again,) = search.look(frame)
            over = now()
        seconds[DECODING].append(decoded - begun)
        seconds[LOOK].append(over - looking)
        assert again == match
    title = f"At the last place, {stock.size}, processor's time"
    samples = bench.samples(title, seconds, baseline=DECODING, operation="frame")
    share = samples.cost(LOOK).percent("decoding the frame")
    bench.floor(f"{stock.size}: at the last place", share, below=_LAST_PLACE[stock.size])


def _look(data: bytes, template: Template) -> Match | None:
    return match_of(Frame.read(data), template)


def _frame(stock: Stock, crop: Crop) -> Frame:
    return Frame.read(stock.frames[crop.scene.name])


def _twenty(stock: Stock, scene: Scene) -> list[Template]:
    """Templates of a screen, and of others to make up twenty."""
    own = [crop.template for crop in stock.crops if crop.scene is scene]
    return [*own, *(crop.template for crop in stock.crops if crop.scene is not scene)][:20]


def _timed(seconds: list[float], run: Callable[[], T]) -> T:
    begun = time.perf_counter()
    result = run()
    seconds.append(time.perf_counter() - begun)
    return result


def _with_a_line_changed(scene: Scene, seed: int) -> Pixels:
    """One line of text is that of another place of the same screen."""
    lines = [box for box in things(scene) if box.width > 3 * box.height]
    random = np.random.default_rng(seed)
    one, other = (lines[int(random.integers(len(lines)))] for _ in range(2))
    color = scene.color.copy()
    width, height = int(min(one.width, other.width)), int(min(one.height, other.height))
    part(color, one)[:] = color[int(one.top), max(0, int(one.left) - 1)]
    part(color, Region(one.left, one.top, width, height))[:] = part(
        scene.color, Region(other.left, other.top, width, height)
    )
    return color


def _all_found_it(frame: Frame, found: dict[str, peers.Place | Match | None], template: Template) -> bool:
    """Whether all ways found the same place, or places that are alike: letters stand on a screen more than once."""
    ours = found[OURS]
    if not isinstance(ours, Match):
        return False
    left, top = int(ours.region.left), int(ours.region.top)
    here = Correlator(template).at(frame.gray, left, top)
    for name in (COLOR, GRAY):
        place = found[name]
        assert isinstance(place, tuple)
        x, y, correlation = place
        if (abs(x - left) > 1 or abs(y - top) > 1) and correlation > here + _ALIKE:
            return False
    return True
