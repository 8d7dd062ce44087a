"""How long looking for openQA needles takes: comparing every place, os-autoinst's own matcher, and this project."""

import json
import subprocess
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import cv2
import numpy as np

from benchmarks._matching.labelled import Labelled, collected
from benchmarks._measure import Benchmark, Cell, Comparison, Count, processor_time
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import whole
from TinyPilotLibrary.vision.needles.needle import Needle
from TinyPilotLibrary.vision.needles.needle_places import seen_in
from TinyPilotLibrary.vision.needles.needle_search import NeedleSearch
from TinyPilotLibrary.vision.pixels import Pixels

_EVERY, _OURS, _THEIRS = "comparing every place", "this project", "os-autoinst"
_NEEDLES, _TICKS = 50, 20
# Of each tag so many needles at most, each on its own screen and on so many others.
_NEEDLES_OF_TAG, _OTHER_SCREENS = 32, 4
# So often a look is repeated beside os-autoinst's; the shortest counts.
_ROUNDS = 7
# So many of those that seem slowest are measured twice.
_AGAIN = 5
# What os-autoinst calls the search ratio, at the looks of a wait and at its last one.
_RATIOS = {"near their places": 0.02, "on the whole screen": 1.0}
_SCRIPT = Path(__file__).with_name("tinycv.pl")


def needles(bench: Benchmark, folder: Path, screens: int) -> None:
    """Looks for needles as waits do: at first, while a clock ticks, and for each tag beside os-autoinst.

    Args:
        bench: Where the figures go.
        folder: A folder with `x.png` and `x.json` beside each other, at any depth.
        screens: On how many screens they are looked for.
    """
    random = np.random.default_rng(3)
    labelled = collected(bench, folder, random)
    wanted = [item.needle for item in labelled[:_NEEDLES]]
    shown = [Frame.read(item.picture).color for item in labelled[-screens:]]
    for where, far in (("near their places", False), ("on the whole screen", True)):
        first = _compared(
            bench,
            f"{len(wanted)} needles {where}, first look",
            [[_lossless(color)] for color in shown],
            wanted,
            far=far,
        )
        if far:
            bench.floor(
                f"{len(wanted)} needles on the whole screen, against comparing every place",
                first.ratio(_OURS),
                at_least=4,
            )
        ticking = _compared(bench, f"the same, while a clock ticks, {where}", [list(_clock(shown[0]))], wanted, far=far)
        bench.floor(f"a look in a wait with a clock, {where}", ticking.ratio(_OURS), at_least=20)
    with _os_autoinst() as ask:
        if ask is None:
            bench.leave_out("os-autoinst", "its matcher is not installed (Debian package os-autoinst)")
        else:
            _each_tag(bench, labelled, ask)


def _compared(
    bench: Benchmark, title: str, sequences: Sequence[Sequence[bytes]], wanted: Sequence[Needle], *, far: bool
) -> Comparison:
    """Each frame after the first of a sequence, or the first if there is only one; both ways must find the same."""
    samples: dict[str, list[float]] = {_EVERY: [], _OURS: []}
    differing = 0
    with processor_time() as now:
        for sequence in bench.track(sequences, title):
            search = NeedleSearch(wanted)
            for number, data in enumerate(sequence):
                frame, again = _decoded(data), _decoded(data)
                begun = now()
                every = min(
                    (seen_in(frame, needle, whole(frame.size), far=far) for needle in wanted),
                    key=lambda seen: seen.rank,
                )
                between = now()
                found = search.look(again, far=far)
                ended = now()
                differing += (every.needle.name if every.found else None) != (found.template if found else None)
                if number or len(sequence) == 1:
                    samples[_EVERY].append(between - begun)
                    samples[_OURS].append(ended - between)
    bench.floor(f"{title}: looks that find another needle", Count(differing), at_most=0)
    return bench.samples(title, samples, baseline=_EVERY, operation="look")


def _each_tag(bench: Benchmark, labelled: Sequence[Labelled], ask: "_Asked") -> None:
    """All needles of a tag at once, on screens that show one of them and on others."""
    by_tag: dict[str, list[Labelled]] = defaultdict(list)
    for item in labelled:
        for tag in item.tags:
            by_tag[tag].append(item)
    wanted = {tag: of_tag[:_NEEDLES_OF_TAG] for tag, of_tag in by_tag.items()}
    screens = {
        tag: [*of_tag[:_OTHER_SCREENS], *[item for item in labelled if tag not in item.tags][:_OTHER_SCREENS]]
        for tag, of_tag in wanted.items()
    }
    differing = 0

    def compared(tag: str, where: str) -> Comparison:
        nonlocal differing
        samples: dict[str, list[float]] = {_THEIRS: [], _OURS: []}
        for screen in screens[tag]:
            theirs, theirs_found = ask(screen, wanted[tag], _RATIOS[where])
            ours, found = _ours(screen, wanted[tag], far=_RATIOS[where] == 1.0)
            samples[_THEIRS].append(theirs)
            samples[_OURS].append(ours)
            differing += found != theirs_found
        return Comparison(f"{tag}, {where}", "look", _THEIRS, samples)

    measured = {(tag, where): compared(tag, where) for tag in bench.track(sorted(wanted), "tags") for where in _RATIOS}
    # The slowest of so many may be one that was disturbed, so that those which seem slow are measured once more.
    for tag, where in sorted(measured, key=lambda place: measured[place].ratio(_OURS).value)[:_AGAIN]:
        measured[tag, where] = _sooner(measured[tag, where], compared(tag, where))
    rows: list[list[Cell]] = [
        [tag, len(wanted[tag]), *(measured[tag, where].ratio(_OURS).value for where in _RATIOS)]
        for tag in sorted(wanted)
    ]
    bench.table("Needles of a tag, times as fast as os-autoinst", ["tag", "needles", *_RATIOS], rows)
    bench.floor("needles of a tag: other verdicts than os-autoinst's", Count(differing), at_most=0)
    if measured:
        slowest = min(measured.values(), key=lambda comparison: comparison.ratio(_OURS).value)
        bench.floor(f"the slowest tag against os-autoinst ({slowest.title})", slowest.ratio(_OURS), at_least=1.5)


def _sooner(one: Comparison, other: Comparison) -> Comparison:
    """Two measurements as one: of each look the quicker one, of both ways."""
    quicker = {way: list(map(min, some, other.seconds[way])) for way, some in one.seconds.items()}
    return replace(one, seconds=quicker)


def _ours(screen: Labelled, wanted: Sequence[Labelled], *, far: bool) -> tuple[float, bool]:
    """The seconds of a look, and whether something is there."""
    data = _lossless(Frame.read(screen.picture).color)
    taken = []
    with processor_time() as now:
        for _ in range(_ROUNDS):
            frame = _decoded(data)
            search = NeedleSearch([item.needle for item in wanted])
            begun = now()
            found = search.look(frame, far=far)
            taken.append(now() - begun)
    return min(taken), found is not None


class _Asked:
    """os-autoinst's matcher, in a process of its own.

    Args:
        process: The process.
        folder: Where the pictures are given to it.
    """

    def __init__(self, process: "subprocess.Popen[str]", folder: Path) -> None:
        self._process = process
        self._folder = folder

    def __call__(self, screen: Labelled, wanted: Sequence[Labelled], ratio: float) -> tuple[float, bool]:
        """The seconds of a look, and whether something is there."""
        look = {
            "screen": self._picture(screen),
            "needles": [{"picture": self._picture(item), **_described(item.needle)} for item in wanted],
            "ratio": ratio,
            "rounds": _ROUNDS,
        }
        assert self._process.stdin
        assert self._process.stdout
        print(json.dumps(look), file=self._process.stdin, flush=True)
        seconds, found = self._process.stdout.readline().split()
        return float(seconds), found == "1"

    def _picture(self, item: Labelled) -> str:
        path = self._folder / f"{item.name.replace('/', '-')}.png"
        if not path.exists():
            path.write_bytes(item.picture)
        return str(path)


def _described(needle: Needle) -> dict[str, object]:
    areas = [[*map(int, area.region), area.margin, area.level] for area in needle.areas]
    return {"areas": areas, "excluded": [list(map(int, region)) for region in needle.excluded]}


@contextmanager
def _os_autoinst() -> Iterator[_Asked | None]:
    """os-autoinst's matcher; None where it is not installed."""
    try:
        subprocess.run(["perl", _SCRIPT, "--is-installed"], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        yield None
        return
    with (
        TemporaryDirectory(prefix="needles-") as name,
        subprocess.Popen(
            ["perl", _SCRIPT],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={"OMP_NUM_THREADS": "1", "PATH": "/usr/bin:/bin"},
        ) as process,
    ):
        try:
            yield _Asked(process, Path(name))
        finally:
            process.kill()


def _clock(color: Pixels) -> Iterator[bytes]:
    """A screen on which a clock ticks."""
    for tick in range(_TICKS + 1):
        pixels = color.copy()
        right, bottom = pixels.shape[1] - 90, 18
        cv2.rectangle(pixels, (right, 0), (right + 90, bottom + 6), (60, 60, 60), -1)
        cv2.putText(pixels, f"12:{tick:02d}", (right + 6, bottom), cv2.FONT_HERSHEY_SIMPLEX, 0.6, (255, 255, 255), 1)
        yield _lossless(pixels)


def _lossless(color: Pixels) -> bytes:
    return bytes(cv2.imencode(".ppm", color)[1])


def _decoded(data: bytes) -> Frame:
    """A frame whose brightness is known: decoding it is the same for all ways."""
    frame = Frame.read(data)
    _ = frame.gray
    return frame
