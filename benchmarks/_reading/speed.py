"""How long reading takes, against decoding the same frames and against the peers' OCR of them."""

import shutil
import statistics
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2

from benchmarks._measure import Benchmark, Count, Ratio, Way, processor_time
from benchmarks._parts import Options
from benchmarks._reading.shown import FULL_HD, ULTRA_HD, jpeg, pixels, png, stretched
from benchmarks.frames.corpus import load
from TinyPilotLibrary.text.cells import CellReader
from TinyPilotLibrary.vision.frame import Frame

_ROUNDS, _ROUNDS_OF_PEER = 40, 5
_SIZES_OF_PEER = ("720x400", "1080p")
_DECODING, _AGAIN, _ANEW = "decoding the frame", "cells, where they were", "cells, found anew"
_PEER = "tesseract"
# What a look takes at most, in times of decoding the frame. Most graphical screens take half of that; of a few much
# repeats as sharply as text does, and the letters of all fonts are looked for: a hundredth of what OCR takes then. How
# soon a processor decodes JPEG against anything else differs: on two of them the slowest was 4.5 and 4.9.
_NOT_CELLS = 6
_WHOLE_SCREEN = {"720x400": 1.5, "1080p": 0.8, "128x48 cells at 1080p": 1.4}


@dataclass(frozen=True)
class Look:
    """A look at a frame.

    Args:
        name: The frame's name.
        decoding: The processor's time that decoding the frame took, in seconds.
        seconds: The processor's time that the look took, in seconds.
        read: Whether text was read.
    """

    name: str
    decoding: float
    seconds: float
    read: bool

    @property
    def cost(self) -> float:
        """How many times as long as decoding the look took."""
        return self.seconds / self.decoding


def measure(bench: Benchmark, options: Options) -> None:
    """Measures how long character screens take, and how soon others are told from them."""
    _not_cells(bench, options)
    _whole_screens(bench)


def _not_cells(bench: Benchmark, options: Options) -> None:
    """Graphical screens: that nothing is read, and how long it takes to see that there is nothing."""
    ours = [sample.picture for sample in load("graphical")]
    looks = [_look(name, frame) for path in ours for name, frame in _graphical_frames(path, (None, FULL_HD))]
    read = sum(look.read for look in looks)
    _times(bench, "graphical frames of the project", looks)
    bench.figure("of them read as text", read)
    bench.floor("graphical frames read as text", Count(read), at_most=0)
    # Four times as many pixels take longer; nothing is promised of them.
    large = [_look(name, frame) for path in ours for name, frame in _graphical_frames(path, (ULTRA_HD,))]
    _times(bench, "graphical frames at 2160p", large, promised=False)
    if options.data is None:
        bench.leave_out("screenshots of other projects", "no pictures were given with --data")
        return
    others = [
        _look(path.stem, Frame.read(path.read_bytes()))
        for path in sorted(options.data.rglob("*.png"))
        if _is_large(path)
    ]
    # There are consoles among them; which ones, nobody has labelled: whoever runs this looks.
    names = [[look.name] for look in others if look.read]
    bench.table("Screenshots of other projects that are read as text", ("name",), names)
    _times(bench, "screenshots of other projects", [look for look in others if not look.read])


def _graphical_frames(path: Path, sizes: tuple[tuple[int, int] | None, ...]) -> Iterator[tuple[str, Frame]]:
    """A picture in some sizes, None for its own, lossless and as JPEG."""
    color = pixels(path)
    for size in sizes:
        shown = color if size is None else stretched(color, cv2.INTER_LINEAR, size)
        name = f"{path.stem}, {'as it is' if size is None else f'at {size[1]}p'}"
        yield f"{name}, lossless", Frame.read(png(shown))
        yield f"{name}, q80", Frame.read(jpeg(shown, 80))


def _times(bench: Benchmark, title: str, looks: list[Look], *, promised: bool = True) -> None:
    """Shows how long it took to see that frames are none of cells; every one of them has to keep the floor."""
    slowest = sorted(looks, key=lambda look: -look.cost)
    rows: list[list[str | int | float | bool]] = [
        [look.name, look.decoding * 1000, look.seconds * 1000, look.cost, look.read] for look in slowest[:8]
    ]
    columns = ("frame", "decoding, ms", "looking, ms", "ratio", "read as text")
    bench.table(f"The slowest, against decoding them: {title}", columns, rows)
    bench.figure(title, len(looks))
    bench.figure(f"{title}: not cells, median", statistics.median(look.seconds for look in looks) * 1000, "ms")
    if promised:
        cost = Ratio(slowest[0].cost, "times decoding it")
        bench.floor(f"{title}: not cells, the slowest", cost, below=_NOT_CELLS)


def _look(name: str, frame: Frame) -> Look:
    """The processor's time of decoding a frame and of one look, each at best of five, and whether text was read."""
    decoding = looking = float("inf")
    read = False
    with processor_time() as now:
        for _ in range(5):
            fresh = Frame.read(frame.data)
            begun = now()
            _ = fresh.gray, fresh.color
            decoded = now()
            read = CellReader().read(fresh) is not None
            decoding, looking = min(decoding, decoded - begun), min(looking, now() - decoded)
    return Look(name, decoding, looking, read)


def _is_large(path: Path) -> bool:
    height, width = pixels(path).shape[:2]
    return height >= 400 and width >= 640


def _whole_screens(bench: Benchmark) -> None:
    """A whole screen, decoding aside, against the peers' OCR of the same frames."""
    by_name = {sample.name: sample for sample in load("cells")}
    pages = ("linux-vga-text-4", "installer-text-location", "memtest-running")
    sizes = {
        "720x400": [pixels(by_name[name].picture) for name in pages],
        "1080p": [stretched(pixels(by_name[name].picture), cv2.INTER_LINEAR) for name in pages],
        "128x48 cells at 1080p": [
            stretched(pixels(by_name[name].picture), cv2.INTER_LINEAR)
            for name in ("linux-terminus16-1024x768-1", "linux-terminus16-1024x768-2")
        ],
    }
    for size, pictures in sizes.items():
        frames = [Frame.read(jpeg(picture, 80)) for picture in pictures]
        for frame in frames:
            _ = frame.gray, frame.color
        _against_decoding(bench, size, frames)
        if size not in _SIZES_OF_PEER:
            continue
        if shutil.which("tesseract"):
            _against_tesseract(bench, size, frames[0])
        else:
            bench.leave_out(f"tesseract, {size}", "it is not installed (apt install tesseract-ocr)")


def _against_decoding(bench: Benchmark, size: str, frames: list[Frame]) -> None:
    reader = CellReader()
    ways = {
        _DECODING: Way(lambda: _decode(frames), len(frames)),
        _ANEW: Way(lambda: [CellReader().read(frame) for frame in frames], len(frames)),
        _AGAIN: Way(lambda: [reader.read(frame) for frame in frames], len(frames)),
    }
    title = f"A whole screen, {size}, processor's time"
    compared = bench.compare(title, ways, baseline=_DECODING, operation="screen", rounds=_ROUNDS, processor=True)
    cost = compared.cost(_AGAIN)
    bench.floor(f"{size}: a whole screen, against decoding it", cost, below=_WHOLE_SCREEN[size])


def _decode(frames: list[Frame]) -> None:
    for frame in frames:
        fresh = Frame.read(frame.data)
        _ = fresh.gray, fresh.color


def _against_tesseract(bench: Benchmark, size: str, frame: Frame) -> None:
    reader = CellReader()
    ways = {_PEER: Way(lambda: _tesseract(frame)), _AGAIN: Way(lambda: _read_all(reader, [frame]))}
    title = f"The same, one of these screens, {size}"
    compared = bench.compare(title, ways, baseline=_PEER, operation="screen", rounds=_ROUNDS_OF_PEER)
    bench.floor(f"{size}: times as fast as tesseract", compared.ratio(_AGAIN), at_least=100)


def _read_all(reader: CellReader, frames: list[Frame]) -> None:
    texts = [screen.text for frame in frames if (screen := reader.read(frame))]
    assert len(texts) == len(frames)


def _tesseract(frame: Frame) -> str:
    """As the peers call it: a process for each picture."""
    command = ["tesseract", "stdin", "stdout", "--psm", "6"]
    return subprocess.run(command, input=frame.data, capture_output=True, check=True).stdout.decode()
