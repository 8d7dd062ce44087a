"""Character screens: right, unsure and wrong cells, as sent and as captures show them; times against the peers' OCR."""

import os
import shutil
import statistics
import subprocess
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np

import TinyPilotLibrary
from benchmarks._measure import Benchmark, Way
from benchmarks.frames.corpus import Sample, load
from benchmarks.frames.judging import Verdict, judge
from TinyPilotLibrary.fonts import installed_grub_font
from TinyPilotLibrary.text.cells import CellReader, read_cells
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.pixels import Pixels

_FULL_HD, _ULTRA_HD = (1920, 1080), (3840, 2160)
# A folder with screenshots of other projects, which are no part of this one.
_MORE_SCREENS = "TINYPILOT_LABELLED_PICTURES"
# Test patterns: all 128 pairs of colours, all characters of a font, and a font of 8x8 pixels.
_PATTERNS = ("vga8", "characters", "-768-3", "-text-3", "x600-3", "x768-3", "x768-7")
_ROUNDS, _ROUNDS_OF_PEER = 40, 5
_SIZES_OF_PEER = ("720x400", "1080p")
_AGAIN, _ANEW, _PEER = "cells, where they were", "cells, found anew", "tesseract"


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


@dataclass(frozen=True)
class Look:
    """A look at a frame.

    Args:
        name: The frame's name.
        seconds: The processor's time that it took.
        read: Whether text was read.
    """

    name: str
    seconds: float
    read: bool


def _jpeg(pixels: Pixels, quality: int) -> bytes:
    return bytes(cv2.imencode(".jpg", pixels, [cv2.IMWRITE_JPEG_QUALITY, quality])[1])


def _png(pixels: Pixels) -> bytes:
    return bytes(cv2.imencode(".png", pixels, [cv2.IMWRITE_PNG_COMPRESSION, 1])[1])


def _stretched(pixels: Pixels, interpolation: int, size: tuple[int, int] = _FULL_HD) -> Pixels:
    return np.asarray(cv2.resize(pixels, size, interpolation=interpolation), np.uint8)


def _fitted(pixels: Pixels, interpolation: int) -> Pixels:
    """Between black bars; a text mode of 720x400 as monitors show it, 4:3."""
    height, width = pixels.shape[:2]
    shape = 4 / 3 if (width, height) == (720, 400) else width / height
    size = round(_FULL_HD[1] * shape), _FULL_HD[1]
    screen = np.zeros((_FULL_HD[1], _FULL_HD[0], 3), np.uint8)
    left = (_FULL_HD[0] - size[0]) // 2
    screen[:, left : left + size[0]] = cv2.resize(pixels, size, interpolation=interpolation)
    return screen


_WAYS = (
    Shown("as sent", _png, 0.999),
    Shown("JPEG q80", lambda pixels: _jpeg(pixels, 80), 0.999),
    Shown("JPEG q50", lambda pixels: _jpeg(pixels, 50), 0.99),
    Shown("1080p stretched", lambda pixels: _png(_stretched(pixels, cv2.INTER_LINEAR)), 0.999),
    Shown("stretched, q80", lambda pixels: _jpeg(_stretched(pixels, cv2.INTER_LINEAR), 80), 0.999),
    Shown("stretched, cubic, q80", lambda pixels: _jpeg(_stretched(pixels, cv2.INTER_CUBIC), 80), 0.999),
    Shown("fitted, q80", lambda pixels: _jpeg(_fitted(pixels, cv2.INTER_LINEAR), 80), 0.999),
    Shown("fitted, cubic, q80", lambda pixels: _jpeg(_fitted(pixels, cv2.INTER_CUBIC), 80), 0.999),
    Shown("fitted, q50", lambda pixels: _jpeg(_fitted(pixels, cv2.INTER_LINEAR), 50), 0.99),
)


def measure(bench: Benchmark) -> None:
    """Measures how well and how fast character screens are read."""
    samples = [sample for sample in load("cells") if sample.font != "unifont" or installed_grub_font()]
    patterns = [sample for sample in samples if any(part in sample.name for part in _PATTERNS)]
    screens = [sample for sample in samples if sample not in patterns]
    _accuracy(bench, "Screens of firmware, boot loaders, consoles and the installer", screens, promised=True)
    _accuracy(bench, "Test patterns: all pairs of colours, all characters, a font of 8x8", patterns, promised=False)
    _not_cells(bench)
    _speed(bench)


def _accuracy(bench: Benchmark, title: str, samples: list[Sample], *, promised: bool) -> None:
    rows: list[list[str | int | float | bool]] = []
    whole = Verdict()
    for way in bench.track(_WAYS, title):
        verdict, not_found = Verdict(), 0
        for sample in samples:
            screen = read_cells(Frame.read(way.show(_pixels(sample.picture))))
            not_found += screen is None
            verdict.add(judge(sample, screen))
        whole.add(verdict)
        share, of_ink = verdict.right / verdict.cells, verdict.ink_right / verdict.ink
        rows.append(
            [way.name, verdict.cells, f"{share:.3%}", f"{of_ink:.3%}", verdict.unsure, len(verdict.wrong), not_found]
        )
        if promised:
            bench.floor(f"{way.name}: characters that are right", of_ink * 100, "%", at_least=way.least * 100)
    columns = ("frames", "cells", "right", "not blank", "unsure", "wrong", "lost")
    bench.table(f"{title} ({len(samples)} frames)", columns, rows)
    if promised:
        wrong = len(whole.wrong) / whole.cells * 5000
        bench.floor("wrong guesses in 5,000 cells", wrong, at_most=1)


def _not_cells(bench: Benchmark) -> None:
    """Graphical screens: that nothing is read, and how long it takes to see that there is nothing."""
    ours = [sample.picture for sample in load("graphical")]
    ours += sorted((Path(TinyPilotLibrary.__file__).parent / "demo" / "templates").glob("desktop.png"))
    looks = [_look(name, frame) for path in ours for name, frame in _graphical_frames(path, (None, _FULL_HD))]
    read = sum(look.read for look in looks)
    _times(bench, "graphical frames of the project", looks)
    bench.figure("of them read as text", read)
    bench.floor("graphical frames read as text", read, at_most=0)
    # Four times as many pixels take longer; nothing is promised of them.
    large = [_look(name, frame) for path in ours for name, frame in _graphical_frames(path, (_ULTRA_HD,))]
    _times(bench, "graphical frames at 2160p", large, promised=False)
    folder = os.environ.get(_MORE_SCREENS)
    more = [path for path in sorted(Path(folder).rglob("*.png")) if _is_large(path)] if folder else []
    if more:
        others = [_look(path.stem, Frame.read(path.read_bytes())) for path in more]
        # There are consoles among them; which ones, nobody has labelled: whoever runs this looks.
        names = [[look.name] for look in others if look.read]
        bench.table("Screenshots of other projects that are read as text", ("name",), names)
        _times(bench, "screenshots of other projects", [look for look in others if not look.read])


def _graphical_frames(path: Path, sizes: tuple[tuple[int, int] | None, ...]) -> Iterator[tuple[str, Frame]]:
    """A picture in some sizes, None for its own, lossless and as JPEG."""
    pixels = _pixels(path)
    for size in sizes:
        shown = pixels if size is None else _stretched(pixels, cv2.INTER_LINEAR, size)
        name = f"{path.stem}, {'as it is' if size is None else f'at {size[1]}p'}"
        yield f"{name}, lossless", Frame.read(_png(shown))
        yield f"{name}, q80", Frame.read(_jpeg(shown, 80))


def _times(bench: Benchmark, title: str, looks: list[Look], *, promised: bool = True) -> None:
    """Shows how long it took to see that frames are none of cells; every one of them has to keep the floor."""
    slowest = sorted(looks, key=lambda look: -look.seconds)
    rows: list[list[str | int | float | bool]] = [[look.name, look.seconds * 1000, look.read] for look in slowest[:8]]
    bench.table(f"The slowest: {title}", ("frame", "ms", "read as text"), rows)
    bench.figure(title, len(looks))
    bench.figure(f"{title}: not cells, median", statistics.median(look.seconds for look in looks) * 1000, "ms")
    bench.figure(f"{title}: not cells, the slowest", slowest[0].seconds * 1000, "ms")
    if promised:
        bench.floor(f"{title}: not cells, the slowest", slowest[0].seconds * 1000, "ms", below=2)


def _look(name: str, frame: Frame) -> Look:
    """How long one look takes by the clock, at best of five, and whether text was read; decoding aside.

    The processor's time would count OpenCV's other threads too, which wait for the next picture in a loop.
    """
    _ = frame.gray, frame.color
    best, read = float("inf"), False
    for _ in range(5):
        begun = time.perf_counter()
        read = CellReader().read(frame) is not None
        best = min(best, time.perf_counter() - begun)
    return Look(name, best, read)


def _is_large(path: Path) -> bool:
    pixels = _pixels(path)
    return pixels.shape[0] >= 400 and pixels.shape[1] >= 640


def _speed(bench: Benchmark) -> None:
    """A whole screen, decoding aside, against the peers' OCR of the same frames."""
    by_name = {sample.name: sample for sample in load("cells")}
    pages = ("linux-vga-text-4", "installer-text-location", "memtest-running")
    sizes = {
        "720x400": [_pixels(by_name[name].picture) for name in pages],
        "1080p": [_stretched(_pixels(by_name[name].picture), cv2.INTER_LINEAR) for name in pages],
        "128x48 cells at 1080p": [
            _stretched(_pixels(by_name[name].picture), cv2.INTER_LINEAR)
            for name in ("linux-terminus16-1024x768-1", "linux-terminus16-1024x768-2")
        ],
    }
    for size, pictures in sizes.items():
        frames = [Frame.read(_jpeg(picture, 80)) for picture in pictures]
        for frame in frames:
            _ = frame.gray, frame.color
        _timed_alone(bench, size, frames)
        if shutil.which("tesseract") and size in _SIZES_OF_PEER:
            _against_tesseract(bench, size, frames[0])


def _timed_alone(bench: Benchmark, size: str, frames: list[Frame]) -> None:
    """In time of the processor, all threads together: what else the machine does changes it less."""
    reader = CellReader()
    seconds: dict[str, list[float]] = {_ANEW: [], _AGAIN: []}
    for _ in range(_ROUNDS):
        for way, some in seconds.items():
            begun = time.process_time()
            for frame in frames:
                _ = (CellReader() if way == _ANEW else reader).read(frame)
            some.append((time.process_time() - begun) / len(frames))
    title = f"A whole screen, {size}, processor time"
    median = bench.samples(title, seconds, baseline=_ANEW, operation="screen").spread(_AGAIN).median * 1000
    bench.floor(f"{size}: a whole screen", median, "ms", below=3 if size == "720x400" else 6)


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


def _pixels(path: Path) -> Pixels:
    return np.asarray(cv2.imread(str(path)), np.uint8)
