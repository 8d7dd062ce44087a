"""How soon a text is found on a graphical screen that was never read, against reading all of it."""

import time
from collections.abc import Callable, Sequence

from benchmarks._measure import Benchmark, Share
from benchmarks._parts import Options
from benchmarks._reading.shown import warm_up
from benchmarks.frames.corpus import Sample, load
from TinyPilotLibrary.finding.locators import Locator
from TinyPilotLibrary.finding.text_finder import ReadOptions, TextFinder
from TinyPilotLibrary.text.ocr import Script
from TinyPilotLibrary.text.reader import ScreenReader
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.match import Match, Miss

_PAGE, _AS_READ = "the page, by PP-OCR's own model", "the page"
_LINE, _WORDS, _ROW = "a line of it", "two words of a line", "a row of several columns"
_FEWEST_CHARACTERS, _FEWEST_WORDS = 4, 4
_NTH, _NTH_OF_SAMPLE = 2, 12
# Of the time that the page takes, in percent: by PP-OCR's own model, and as it is read today.
_MOST = {_LINE: (25, 45), _WORDS: (25, 45), _ROW: (50, 85)}
_FOUND = 90


def measure(bench: Benchmark, options: Options) -> None:
    """Looks for every other row of each frame, and for words in the middle of long ones, each on a fresh screen."""
    nth = _NTH_OF_SAMPLE if options.quick else _NTH
    asked: list[tuple[Sample, str, str]] = [
        (sample, kind, text) for sample in load("graphical") for kind, text in _texts(sample, nth)
    ]
    seconds: dict[str, dict[str, list[float]]] = {kind: {_PAGE: [], _AS_READ: [], kind: []} for kind in _MOST}
    pages: dict[str, tuple[float, float]] = {}
    missed = 0
    for sample, kind, text in bench.track(asked, "looks"):
        if sample.name not in pages:
            # Other scripts are read by PP-OCR's own model.
            pages[sample.name] = (
                min(_time_of_page(sample, (Script.LATIN, Script.GREEK)) for _ in range(2)),
                min(_time_of_page(sample, (Script.LATIN,)) for _ in range(2)),
            )
        needed, lines = _time_of_look(sample, text)
        # What is not found was looked for on all of the page.
        missed += not lines
        if lines:
            told = _ROW if lines > 1 else kind
            for way, time_of in ((_PAGE, pages[sample.name][0]), (_AS_READ, pages[sample.name][1]), (told, needed)):
                seconds[told][way].append(time_of)
    bench.figure("looks: texts asked for", len(asked))
    bench.floor("looks: texts that were found", Share(len(asked) - missed, len(asked)), at_least=_FOUND)
    for kind, most in _MOST.items():
        looked = bench.samples(f"Looking for {kind}", seconds[kind], baseline=_PAGE, operation="look")
        for way, limit in zip((_PAGE, _AS_READ), most, strict=True):
            bench.floor(f"looks: {kind}, against {way}", looked.cost(kind, of=way).percent(way), below=limit)


def _texts(sample: Sample, nth: int) -> list[tuple[str, str]]:
    lines = [" ".join(line.split()) for line in sample.lines]
    lines = [line for line in lines if sum(map(str.isalnum, line)) >= _FEWEST_CHARACTERS][::nth]
    words = [line.split() for line in lines]
    parts = [" ".join(line[1:3]) for line in words if len(line) >= _FEWEST_WORDS]
    long = [part for part in parts if len(part) >= _FEWEST_CHARACTERS]
    return [*((_LINE, line) for line in lines), *((_WORDS, part) for part in long)]


def _time_of_page(sample: Sample, languages: Sequence[Script]) -> float:
    frame, reader = _fresh(sample, languages)
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
    reader.read(Frame.read(warm_up()))
    frame = Frame.read(sample.picture.read_bytes())
    _ = frame.gray, frame.color
    return frame, reader


def _timed(call: Callable[[], object]) -> float:
    begun = time.perf_counter()
    call()
    return time.perf_counter() - begun
