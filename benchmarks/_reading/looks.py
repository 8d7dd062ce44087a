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
from TinyPilotLibrary.vision.match import Match, Miss

_PAGE = "the page, by PP-OCR's own model"
_LINE, _WORDS, _ROW = "a line of it", "two words of a line", "a row of several columns"
_FEWEST_CHARACTERS, _FEWEST_WORDS = 4, 4
_NTH, _NTH_OF_SAMPLE = 2, 12
# Of the time that the page takes, in percent.
_MOST = {_LINE: 25, _WORDS: 25, _ROW: 60}


def measure(bench: Benchmark, options: Options) -> None:
    """Looks for every other row of each frame, and for words in the middle of long ones, each on a fresh screen."""
    nth = _NTH_OF_SAMPLE if options.quick else _NTH
    asked: list[tuple[Sample, str, str]] = [
        (sample, kind, text) for sample in load("graphical") for kind, text in _texts(sample, nth)
    ]
    seconds: dict[str, dict[str, list[float]]] = {kind: {_PAGE: [], kind: []} for kind in _MOST}
    pages: dict[str, float] = {}
    missed = 0
    for sample, kind, text in bench.track(asked, "looks"):
        if sample.name not in pages:
            pages[sample.name] = min(_time_of_page(sample) for _ in range(2))
        needed, lines = _time_of_look(sample, text)
        # What is not found is looked for on all of the page: a matter of right and wrong, which others measure.
        missed += not lines
        if lines:
            told = _ROW if lines > 1 else kind
            seconds[told][_PAGE].append(pages[sample.name])
            seconds[told][told].append(needed)
    bench.figure("looks: texts asked for", len(asked))
    bench.figure("looks: of them not found", missed)
    for kind, most in _MOST.items():
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


def _time_of_look(sample: Sample, text: str) -> tuple[float, int]:
    """How long it took, in seconds, and in how many lines of the screen the text is, as the reader has them."""
    frame, reader = _fresh(sample, (Script.LATIN,))
    finder = TextFinder(Locator.parse(f"text:{text}"), None, ReadOptions(reader))
    found: list[Match | Miss] = []
    needed = _timed(lambda: found.append(finder.find(frame)))
    [match] = found
    if isinstance(match, Miss):
        return needed, 0
    return needed, sum(box.overlaps(match.region) for box in reader.text_boxes(frame))


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
