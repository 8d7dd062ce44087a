"""Graphical screens: how many words are right, by engine and by what is done to the picture first; costs."""

import functools
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import count

import cv2
import numpy as np
from rapidocr import RapidOCR
from tesserocr import PSM, PyTessBaseAPI

from benchmarks._machine import has_vnni
from benchmarks._measure import Benchmark, Ratio, Share, Way
from benchmarks._parts import Options
from benchmarks._reading.shown import warm_up
from benchmarks.frames.corpus import Sample, load
from TinyPilotLibrary.text.lines.line_detection import find_lines, with_margin
from TinyPilotLibrary.text.ocr import OcrChoice, OcrEngine, Script, choose_engine
from TinyPilotLibrary.text.ocr.tesseract import language_data
from TinyPilotLibrary.text.page import Line, Recognised, in_rows, piece_of
from TinyPilotLibrary.text.reader import ScreenReader
from TinyPilotLibrary.text.search.text_query import TextQuery
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Region
from TinyPilotLibrary.vision.pixels import Pixels, part

Texts = Callable[[Frame], list[str]]

_SURE = 0.5
# The peers' ways take seconds a page: these pages show it.
_FOR_PEERS = (
    "page-firmware-dark-11px",
    "page-settings-light-13px",
    "installer-gtk-location",
    "installer-gtk-keyboard-dark",
)
_OWN_MODEL = "all of it, by PP-OCR's own model"
_COSTS = "page-settings-light-13px"
_ROUNDS, _ROUNDS_OF_UNCHANGED = 12, 60
# What reading a page takes, in percent of PP-OCR's own model: with VNNI, and where products of 8 bits take longer.
_PAGE, _PAGE_WITHOUT_VNNI = 60, 75
# What reading an unchanged frame takes, in percent of decoding it.
_UNCHANGED = 2


@dataclass(frozen=True)
class _Score:
    right: int
    all: int
    lines: float
    seconds: float

    @property
    def words(self) -> float:
        return self.right / self.all


def measure(bench: Benchmark, options: Options) -> None:
    """Words that are right, and what unchanged and changed frames cost."""
    default, tesseract = (_engine(choice) for choice in (OcrChoice.RAPIDOCR, OcrChoice.TESSERACT))
    samples = load("graphical")
    if options.quick:
        samples = [sample for sample in samples if sample.name in _FOR_PEERS]
    some = [sample for sample in samples if sample.name in _FOR_PEERS]
    ways: dict[str, tuple[Texts, Sequence[Sample]]] = {
        "rapidocr, line by line": (functools.partial(_line_by_line, default.read), samples),
        "tesseract, line by line": (functools.partial(_line_by_line, tesseract.read), samples),
        "rapidocr, line by line, some": (functools.partial(_line_by_line, default.read), some),
        "rapidocr, the page as it is": (_whole_by_rapidocr(), some),
        "tesseract, line by line, some": (functools.partial(_line_by_line, tesseract.read), some),
        "tesseract, the page as it is": (_whole_by_tesseract(), some),
    }
    scores = {name: _score(pages, read) for name, (read, pages) in ways.items()}
    bench.table(
        "Graphical screens: words that are right, lines that a text: locator finds, seconds a page",
        ("way", "pages", "words", "lines", "seconds"),
        [
            [name, len(ways[name][1]), round(score.words, 4), round(score.lines, 4), round(score.seconds, 3)]
            for name, score in scores.items()
        ],
    )
    mine, other = scores["rapidocr, line by line"], scores["tesseract, line by line"]
    bench.floor("OCR: words right by the default engine", Share(mine.right, mine.all), at_least=97)
    better = Ratio(mine.words / other.words, "times those of the other")
    bench.floor("OCR: words right by the default engine, against the other", better, at_least=1)
    for engine in ("rapidocr", "tesseract"):
        gain = scores[f"{engine}, line by line, some"].words - scores[f"{engine}, the page as it is"].words
        bench.figure(f"OCR: words gained by the preprocessing, {engine}", 100 * gain, "%")
    _costs(bench)


def _costs(bench: Benchmark) -> None:
    [sample] = [sample for sample in load("graphical") if sample.name == _COSTS]
    pixels = cv2.imread(str(sample.picture))
    assert pixels is not None
    reader = ScreenReader()
    same = Frame.read(sample.picture.read_bytes())
    reader.read(same)
    changing = _changing(np.asarray(pixels, np.uint8))
    after_change = ScreenReader()
    after_change.read(next(changing))
    next_frame: list[Frame] = []

    def prepare() -> None:
        next_frame[:] = [next(changing)]
        _ = next_frame[0].gray, next_frame[0].color

    def anew() -> None:
        fresh[0].read(next_frame[0])

    fresh: list[ScreenReader] = []

    def prepare_anew(languages: Sequence[Script]) -> None:
        prepare()
        fresh[:] = [ScreenReader(languages=languages)]
        # The model is loaded once, not for every page.
        fresh[0].read(Frame.read(warm_up()))

    # Other scripts are read by PP-OCR's own model.
    by_its_own = functools.partial(prepare_anew, (Script.LATIN, Script.GREEK))
    comparison = bench.compare(
        "Reading a graphical screen, decoding aside",
        {
            _OWN_MODEL: Way(anew, before=by_its_own),
            "all of it": Way(anew, before=functools.partial(prepare_anew, (Script.LATIN,))),
            "one line has changed": Way(lambda: after_change.read(next_frame[0]), before=prepare),
        },
        baseline=_OWN_MODEL,
        operation="frame",
        rounds=_ROUNDS,
    )
    share = comparison.cost("all of it").percent("reading it by PP-OCR's own model")
    with_vnni = has_vnni()
    bench.figure("OCR: the processor has VNNI", with_vnni)
    bench.floor("OCR: all of a page", share, below=_PAGE if with_vnni else _PAGE_WITHOUT_VNNI)
    share = comparison.cost("one line has changed").percent("reading all of it by PP-OCR's own model")
    bench.floor("OCR: one changed line", share, below=15)
    unchanged = bench.compare(
        "An unchanged graphical screen, processor's time",
        {
            "decoding the frame": Way(lambda: _decode(same.data)),
            "nothing has changed": Way(lambda: reader.read(same.seen_again())),
        },
        baseline="decoding the frame",
        operation="frame",
        rounds=_ROUNDS_OF_UNCHANGED,
        processor=True,
    )
    share = unchanged.cost("nothing has changed").percent("decoding it")
    bench.floor("OCR: an unchanged frame", share, below=_UNCHANGED)


def _decode(data: bytes) -> None:
    frame = Frame.read(data)
    _ = frame.gray, frame.color


def _changing(pixels: Pixels) -> Iterator[Frame]:
    """The page, of which one line is another in each frame."""
    for number in count(1000):
        changed = pixels.copy()
        changed[4:24, 4:200] = changed[2, 2]
        cv2.putText(changed, f"12:34:{number}", (8, 20), cv2.FONT_HERSHEY_SIMPLEX, 0.5, (0, 0, 0), 1, cv2.LINE_AA)
        yield Frame.read(bytes(cv2.imencode(".png", changed)[1]))


def _engine(choice: OcrChoice) -> OcrEngine:
    engine = choose_engine(choice)
    assert engine is not None
    return engine


def _line_by_line(read: Callable[[Pixels], Recognised], frame: Frame) -> list[str]:
    gray = frame.gray
    pieces = []
    lines = find_lines(gray)
    for box in (with_margin(gray, box, lines) for box in lines):
        found = read(part(gray, box))
        if found.text.strip() and found.confidence >= _SURE:
            pieces.append(piece_of(box, found))
    return [line.text for line in in_rows(pieces)]


def _whole_by_rapidocr() -> Texts:
    engine = RapidOCR(params={"Global.log_level": "error"})
    return lambda frame: list(getattr(engine(frame.color), "txts", None) or ())


def _whole_by_tesseract() -> Texts:
    api = PyTessBaseAPI(path=str(language_data()), lang="eng", psm=PSM.AUTO)

    def read(frame: Frame) -> list[str]:
        height, width = frame.gray.shape[:2]
        api.SetImageBytes(frame.gray.tobytes(), width, height, 1, width)
        return str(api.GetUTF8Text()).splitlines()

    return read


def _score(samples: Sequence[Sample], read: Texts) -> _Score:
    right = words = lines = found = 0
    seconds = 0.0
    for sample in samples:
        frame = Frame.read(sample.picture.read_bytes())
        _ = frame.gray, frame.color
        begun = time.perf_counter()
        texts = read(frame)
        seconds += time.perf_counter() - begun
        wanted, got = Counter(" ".join(sample.lines).split()), Counter(" ".join(texts).split())
        words += wanted.total()
        right += (wanted & got).total()
        lines += len(sample.lines)
        found += sum(_is_found(line, texts) for line in sample.lines)
    return _Score(right, words, found / lines, seconds / len(samples))


def _is_found(line: str, texts: list[str]) -> bool:
    """Whether a text: locator finds a line in what was read."""
    nowhere = Region(0, 0, 1, 1)
    rows = [Line(text, nowhere, exact=False, place=lambda start, end: nowhere) for text in texts]
    return any(next(TextQuery(line).find(row), None) is not None for row in rows)
