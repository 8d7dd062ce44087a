"""How soon a text is found on a graphical screen that was never read, against reading all of it."""

import time
from collections.abc import Callable, Sequence

from benchmarks._measure import Benchmark
from benchmarks._parts import Options
from benchmarks._reading.shown import blank
from benchmarks.frames.corpus import Sample, load
from TinyPilotLibrary.finding.locators import Locator
from TinyPilotLibrary.finding.text_finder import ReadOptions, TextFinder
from TinyPilotLibrary.text.ocr import Script
from TinyPilotLibrary.text.reader import ScreenReader
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.match import Match

_PAGE, _LINE, _WORDS = "the page, by PP-OCR's own model", "a line of it", "two words of a line"
_FEWEST_CHARACTERS, _FEWEST_WORDS = 4, 4
_NTH, _NTH_OF_SAMPLE = 2, 12
# Of the time that the page takes, in percent: a text that is a whole line, and one that is a part.
_MOST, _MOST_OF_PART = 25, 60


def measure(bench: Benchmark, options: Options) -> None:
    """Looks for every other line of each frame, and for words in the middle of long ones, each on a fresh screen."""
    nth = _NTH_OF_SAMPLE if options.quick else _NTH
    asked: list[tuple[Sample, str, str]] = [
        (sample, kind, text) for sample in load("graphical") for kind, text in _texts(sample, nth)
    ]
    seconds: dict[str, dict[str, list[float]]] = {kind: {_PAGE: [], kind: []} for kind in (_LINE, _WORDS)}
    pages: dict[str, float] = {}
    missed = 0
    for sample, kind, text in bench.track(asked, "looks"):
        if sample.name not in pages:
            pages[sample.name] = min(_time_of_page(sample) for _ in range(2))
        needed, is_found = _time_of_look(sample, text)
        # What is not found is looked for on all of the page: a matter of right and wrong, which others measure.
        missed += not is_found
        if is_found:
            seconds[kind][_PAGE].append(pages[sample.name])
            seconds[kind][kind].append(needed)
    bench.figure("looks: texts asked for", len(asked))
    bench.figure("looks: of them not found", missed)
    for kind, most in ((_LINE, _MOST), (_WORDS, _MOST_OF_PART)):
        looked = bench.samples(f"Looking for {kind}", seconds[kind], baseline=_PAGE, operation="look")
        bench.floor(f"looks: {kind}, against the page", looked.cost(kind).percent(_PAGE), below=most)


def _texts(sample: Sample, nth: int) -> list[tuple[str, str]]:
    lines = [" ".join(line.split()) for line in sample.lines]
    lines = [line for line in lines if sum(map(str.isalnum, line)) >= _FEWEST_CHARACTERS][::nth]
    words = [line.split() for line in lines]
    parts = [" ".join(line[1:3]) for line in words if len(line) >= _FEWEST_WORDS]
    long = [part for part in parts if len(part) >= _FEWEST_CHARACTERS]
    return [*((_LINE, line) for line in lines), *((_WORDS, part) for part in long)]


def _time_of_page(sample: Sample) -> float:
    # Other scripts are read by PP-OCR's own model.
    frame, reader = _fresh(sample, (Script.LATIN, Script.GREEK))
    return _timed(lambda: reader.read(frame))


def _time_of_look(sample: Sample, text: str) -> tuple[float, bool]:
    frame, reader = _fresh(sample, (Script.LATIN,))
    finder = TextFinder(Locator.parse(f"text:{text}"), None, ReadOptions(reader))
    found: list[bool] = []
    needed = _timed(lambda: found.append(isinstance(finder.find(frame), Match)))
    return needed, found[0]


def _fresh(sample: Sample, languages: Sequence[Script]) -> tuple[Frame, ScreenReader]:
    """A frame that is decoded, and a reader whose model is loaded, as it is once in a run."""
    reader = ScreenReader(languages=languages)
    reader.read(Frame.read(blank()))
    frame = Frame.read(sample.picture.read_bytes())
    _ = frame.gray, frame.color
    return frame, reader


def _timed(call: Callable[[], object]) -> float:
    begun = time.perf_counter()
    call()
    return time.perf_counter() - begun
