"""Screens of programs that nothing of the reader was made with: characters, texts that are found, and near misses."""

import difflib
import re
from collections.abc import Callable, Iterator
from dataclasses import astuple, dataclass
from operator import add

import numpy as np

from benchmarks._measure import Benchmark, Cell, Count, Share
from benchmarks._parts import Options
from benchmarks._reading.near_misses import near_misses
from benchmarks._reading.shown import jpeg, pixels, png
from benchmarks.frames.corpus import PROGRAMS, Sample, load
from benchmarks.frames.judging import judge
from TinyPilotLibrary.finding.locators import Locator
from TinyPilotLibrary.finding.text_finder import ReadOptions, TextFinder
from TinyPilotLibrary.fonts import installed_grub_font
from TinyPilotLibrary.text.cells import read_cells
from TinyPilotLibrary.text.page import Line, Page
from TinyPilotLibrary.text.reader import ScreenReader
from TinyPilotLibrary.text.search.text_query import TextQuery
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Region
from TinyPilotLibrary.vision.pixels import Pixels

_WAYS: dict[str, Callable[[Pixels], bytes]] = {"PNG": png, "JPEG q70": lambda color: jpeg(color, 70)}
_SAMPLE = 6
# What stands between two texts of a row: lines of boxes, or two blanks or underscores.
_BETWEEN = re.compile(r"[\u2500-\u259f▲▼◄►↑↓]+|\s*\|\s+|\s{2,}|_{2,}")
_FEWEST_CHARACTERS = 4
_NEAR_MISSES_OF_EACH = 2
_MOST_SHOWN = 60
_NOWHERE = Region(0, 0, 1, 1)


@dataclass
class _Tally:
    """What a program's frames gave: characters and those that are right, texts and near misses asked and found."""

    frames: int = 0
    characters: int = 0
    right: int = 0
    wrong: int = 0
    texts: int = 0
    found: int = 0
    asked: int = 0
    passed: int = 0

    def __add__(self, other: "_Tally") -> "_Tally":
        return _Tally(*map(add, astuple(self), astuple(other)))

    @property
    def row(self) -> list[Cell]:
        share = 100 * self.right / max(self.characters, 1)
        texts = 100 * self.found / max(self.texts, 1)
        return [self.frames, self.characters, share, self.wrong, self.texts, texts, self.asked, self.passed]


def measure(bench: Benchmark, options: Options) -> None:
    """Reads each frame, and asks it for all its texts and for what differs from them in one digit."""
    samples = load(folder=PROGRAMS)[:: _SAMPLE if options.quick else 1]
    if not installed_grub_font():
        samples = [sample for sample in samples if sample.font != "unifont"]
        bench.leave_out("frames in GRUB's font", "it is not installed (apt install grub-common)")
    tallies: dict[str, _Tally] = {}
    failures: list[list[Cell]] = []
    for sample in bench.track(samples, "programs"):
        for way, encode in _WAYS.items():
            tally, failed = _asked(sample, Frame.read(encode(pixels(sample.picture))))
            program = _program(sample)
            tallies[program] = tallies.get(program, _Tally()) + tally
            failures += [[f"{sample.name}, {way}", *row] for row in failed]
    columns = ("frames", "characters", "right, %", "wrong", "texts", "found, %", "near misses", "of them found")
    bench.table("Programs, PNG and JPEG q70", ("program", *columns), [[name, *tallies[name].row] for name in tallies])
    # Those that pass for another number first.
    failures.sort(key=lambda row: row[1] == row[2])
    bench.table(f"What failed: the first of {len(failures)}", ("shown", "there", "asked"), failures[:_MOST_SHOWN])
    whole = sum(tallies.values(), _Tally())
    bench.floor("programs: near misses that were found", Count(whole.passed), at_most=0)
    bench.floor("programs: texts that were found", Share(whole.found, whole.texts), at_least=98)
    bench.floor("programs: characters that are right", Share(whole.right, whole.characters), at_least=98)


def _program(sample: Sample) -> str:
    """The program, without its version and what it runs on."""
    return re.split(r" [\d(]|,", sample.source)[0]


def _asked(sample: Sample, frame: Frame) -> tuple[_Tally, list[tuple[str, str]]]:
    """What was read, and what failed: what stands there and what was asked."""
    random = np.random.default_rng(0)
    reader = ScreenReader()
    page = reader.read(frame)
    tally, failed = _Tally(1), []
    tally.characters, tally.right, tally.wrong = _characters(sample, frame, page)
    there = [Line(line, _NOWHERE, exact=True, place=lambda start, end: _NOWHERE) for line in sample.lines]
    for text in _texts(sample):
        tally.texts += 1
        if _is_found(reader, frame, page, text):
            tally.found += 1
        else:
            failed.append((text, text))
        for _, wrong in near_misses(text, _NEAR_MISSES_OF_EACH, random):
            if any(next(TextQuery(wrong).find(line), None) for line in there):
                continue
            tally.asked += 1
            if _is_found(reader, frame, page, wrong):
                tally.passed += 1
                failed.append((text, wrong))
    return tally, failed


def _is_found(reader: ScreenReader, frame: Frame, page: Page, text: str) -> bool:
    return bool(TextFinder(Locator.parse(f"text:{text}"), None, ReadOptions(reader)).on_page(frame, page))


def _texts(sample: Sample) -> Iterator[str]:
    """What a tester would ask for: the parts of rows; no text twice."""
    seen = set()
    for line in sample.lines:
        for text in map(str.strip, _BETWEEN.split(line)):
            if sum(map(str.isalnum, text)) >= _FEWEST_CHARACTERS and text not in seen:
                seen.add(text)
                yield text


def _characters(sample: Sample, frame: Frame, page: Page) -> tuple[int, int, int]:
    """How many characters there are, of them right, and of them read as others, sure."""
    if sample.kind == "cells" and page.reader == "cells":
        verdict = judge(sample, read_cells(frame))
        return verdict.ink, verdict.ink_right, len(verdict.wrong)
    read = "\n".join(line.text for line in page.lines)
    there = "\n".join(" ".join(line.split()) for line in sample.lines if line.strip())
    matcher = difflib.SequenceMatcher(None, there, read, autojunk=False)
    right = sum(not there[place].isspace() for block in matcher.get_matching_blocks() for place in range(*_span(block)))
    return sum(not character.isspace() for character in there), right, 0


def _span(block: difflib.Match) -> tuple[int, int]:
    return block.a, block.a + block.size
