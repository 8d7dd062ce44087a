"""Letters of 8 to 200 pixels: what stands there is found, and a number that differs in one digit is not.

The pages are drawn here, by FreeType, in typefaces that desktops and installers use.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import cv2
import numpy as np
from PIL import Image, ImageDraw, ImageFont

from benchmarks._measure import Benchmark, Cell, Count, Share
from benchmarks._parts import Options
from benchmarks._reading.near_misses import KINDS, near_misses
from benchmarks._reading.shown import jpeg, png
from TinyPilotLibrary.finding.locators import Locator
from TinyPilotLibrary.finding.look import Look
from TinyPilotLibrary.finding.lookup import TemplateCatalog
from TinyPilotLibrary.finding.text_finder import ReadOptions
from TinyPilotLibrary.text.cells import UNSURE
from TinyPilotLibrary.text.page import Line
from TinyPilotLibrary.text.reader import ScreenReader
from TinyPilotLibrary.text.search.text_query import TextQuery
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Region
from TinyPilotLibrary.vision.pixels import Pixels

_FOLDER = Path("/usr/share/fonts")
# Each with the Debian package that has it.
_TYPEFACES = {
    "DejaVu Sans": ("truetype/dejavu/DejaVuSans.ttf", "fonts-dejavu-core"),
    "Liberation Sans": ("truetype/liberation/LiberationSans-Regular.ttf", "fonts-liberation"),
    "Cantarell": ("opentype/cantarell/Cantarell-Regular.otf", "fonts-cantarell"),
    "Roboto": ("truetype/roboto/unhinted/RobotoTTF/Roboto-Regular.ttf", "fonts-roboto-unhinted"),
    "Open Sans": ("truetype/open-sans/OpenSans-Regular.ttf", "fonts-open-sans"),
}
_SIZES = (*range(8, 17), *range(18, 29, 2), *range(32, 65, 4), *range(72, 97, 8), *range(112, 161, 16), 180, 200)
_SIZES_OF_SAMPLE = (8, 11, 14, 20, 32, 44, 60, 96, 200)
_TYPEFACES_OF_SAMPLE = 2
_THEMES = {"light": ((32, 32, 36), (246, 245, 244)), "dark": ((230, 230, 230), (18, 30, 60))}
# Letters so large, in pixels, stand on a screen so large.
_SCREENS = ((24, (1280, 720)), (64, (1920, 1080)), (200, (3840, 2160)))
_MOST_LINES = 8
# From one line to the next, in heights of the letters.
_PITCH = 2.2
_NEAR_MISSES_OF_EACH = 3
_MOST_SHOWN = 40
_FEWEST_ASKED = 20_000


@dataclass(frozen=True)
class Text:
    """A text on a page.

    Args:
        content: The text.
        place: Where it is, in pixels.
    """

    content: str
    place: Region


@dataclass
class Tally:
    """What was asked, and what was answered.

    Args:
        texts: How many texts were asked for that are there.
        found: How many of them were found in their places.
        misread: How many of them were read with other digits than they have, sure.
        asked: How many near misses were asked for, by kind.
        wrong: How many of them were found, by kind.
    """

    texts: int = 0
    found: int = 0
    misread: int = 0
    asked: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)

    def add(self, other: "Tally") -> None:
        """Adds another one to this one."""
        self.texts += other.texts
        self.found += other.found
        self.misread += other.misread
        self.asked += other.asked
        self.wrong += other.wrong

    @property
    def row(self) -> list[Cell]:
        """As it stands in a table."""
        return [self.texts, 100 * self.found / self.texts, self.misread, self.asked.total(), self.wrong.total()]


def measure(bench: Benchmark, options: Options) -> None:
    """Asks for texts of all sizes, and for what differs from them in one digit."""
    sizes, typefaces = _SIZES, dict(_TYPEFACES)
    if options.quick:
        sizes, typefaces = _SIZES_OF_SAMPLE, dict([*typefaces.items()][:_TYPEFACES_OF_SAMPLE])
    for name, (file, package) in [*typefaces.items()]:
        if not (_FOLDER / file).is_file():
            bench.leave_out(name, f"it is not installed (apt install {package})")
            del typefaces[name]
    reader = ScreenReader()
    by_size = {size: Tally() for size in sizes}
    by_way: dict[str, Tally] = {}
    failures: list[list[Cell]] = []
    pages = [(size, name, theme) for size in sizes for name in typefaces for theme in _THEMES]
    for seed, (size, name, theme) in enumerate(bench.track(pages, "letters of 8 to 200 pixels")):
        picture, texts = page(size, _FOLDER / typefaces[name][0], theme, seed)
        for encoding, data in (("PNG", png(picture)), ("JPEG q70", jpeg(picture, 70))):
            tally, failed = _asked(reader, Frame.read(data), texts, seed)
            by_size[size].add(tally)
            for way in (name, theme, encoding):
                by_way.setdefault(way, Tally()).add(tally)
            failures += [[f"{size} px, {name}, {theme}, {encoding}", *row] for row in failed]
    _show(bench, by_size, by_way, failures)


def _show(bench: Benchmark, by_size: dict[int, Tally], by_way: dict[str, Tally], failures: list[list[Cell]]) -> None:
    columns = ("texts", "found, %", "other digits read", "near misses", "of them found")
    bench.table("Letters of 8 to 200 pixels", ("pixels", *columns), [[size, *by_size[size].row] for size in by_size])
    bench.table("The same, by how they are shown", ("shown", *columns), [[way, *by_way[way].row] for way in by_way])
    whole = Tally()
    for tally in by_size.values():
        whole.add(tally)
    kinds: list[list[Cell]] = [[kind, whole.asked[kind], whole.wrong[kind]] for kind in KINDS]
    bench.table("Near misses: one digit is", ("kind", "asked", "found"), kinds)
    # Those that pass for another number first.
    failures.sort(key=lambda row: row[1] == row[2])
    title = f"What failed: the first of {len(failures)}"
    bench.table(title, ("shown", "there", "asked", "read there"), failures[:_MOST_SHOWN])
    if not bench.left_out:
        bench.floor("size: near misses that were asked", Count(whole.asked.total()), at_least=_FEWEST_ASKED)
    bench.floor("size: near misses that were found", Count(whole.wrong.total()), at_most=0)
    bench.floor("size: texts that were found", Share(whole.found, whole.texts), at_least=98)


def page(size: int, typeface: Path, theme: str, seed: int) -> tuple[Pixels, list[Text]]:
    """Draws a page of texts, most of them with numbers.

    Args:
        size: The letters' size, in pixels.
        typeface: The font's file.
        theme: `light` or `dark`.
        seed: Chooses the texts.

    Returns:
        The pixels, and what stands where.
    """
    random = np.random.default_rng(seed)
    width, height = next(screen for most, screen in _SCREENS if size <= most)
    ink, paper = _THEMES[theme]
    picture = Image.new("RGB", (width, height), paper)
    draw, font = ImageDraw.Draw(picture), ImageFont.truetype(str(typeface), size)
    texts: list[Text] = []
    left, top = 40 + float(random.random()), 30 + float(random.random())
    for content in _contents(random):
        if top + 1.5 * size > height or len(texts) == _MOST_LINES:
            break
        right, bottom = draw.textbbox((left, top), content, font)[2:]
        if right >= width - 20:
            continue
        draw.text((left, top), content, ink, font)
        texts.append(Text(content, Region(int(left), int(top), int(right - left), int(bottom - top))))
        top += _PITCH * size
    return np.asarray(cv2.cvtColor(np.asarray(picture, np.uint8), cv2.COLOR_RGB2BGR), np.uint8), texts


def _contents(random: np.random.Generator) -> Iterator[str]:
    """Texts as setups, installers and desktops show them, in any order, without end."""
    while True:
        yield from random.permutation(_some_contents(random)).tolist()


def _some_contents(random: np.random.Generator) -> list[str]:
    def number(least: int, most: int) -> int:
        return int(random.integers(least, most + 1))

    return [
        ".".join(str(number(1, 254)) for _ in range(4)),
        f"Version {number(1, 29)}.{number(0, 29)}.{number(0, 299)}",
        f"{number(2019, 2031)}-{number(1, 12):02}-{number(1, 28):02} {number(0, 23):02}:{number(0, 59):02}",
        f"{number(0, 23)}:{number(0, 59):02}:{number(0, 59):02}",
        f"{number(1, 9999)} MB free of {number(10000, 99999)} MB",
        f"Slot {number(1, 8)}: {number(1000, 9999)}-{number(10, 99)}",
        f"Port {number(80, 65535)}",
        f"CPU {number(0, 5)}.{number(10, 99)} GHz, {number(30, 110)} °C",
        f"{number(0, 100)} % complete",
        f"SN {number(10**9, 10**10 - 1)}",
        f"Build {number(11, 99)}{number(11, 99)}-rc{number(1, 9)}",
        f"Disk {number(1, 4)} ({number(100, 4000)} GB)",
        str(random.choice(["Secure Boot is Enabled", "Save and exit", "Install the base system", "Network settings"])),
        str(random.choice(["Restart now", "Choose a language", "Partition disks", "Press Enter to continue"])),
    ]


def _asked(
    reader: ScreenReader, frame: Frame, texts: Sequence[Text], seed: int
) -> tuple[Tally, list[tuple[str, str, str]]]:
    """Asks a page for its texts and for near misses.

    Returns:
        The tally, and what failed: what stands there, what was asked, and what was read there.
    """
    random = np.random.default_rng(seed)
    tally, failed = Tally(), []
    there = [Line(text.content, text.place, exact=True, place=lambda start, end: Region(0, 0, 1, 1)) for text in texts]
    read = reader.read(frame)
    for text in texts:
        seen = " ".join(line.text for line in read.lines if line.box.overlaps(text.place))
        tally.texts += 1
        tally.misread += UNSURE not in seen and _digits(seen) not in ("", _digits(text.content))
        matches = _look(reader, text.content).find_all(frame)
        if any(match.region.overlaps(text.place) for match in matches):
            tally.found += 1
        else:
            failed.append((text.content, text.content, seen))
        for kind, wrong in near_misses(text.content, _NEAR_MISSES_OF_EACH, random):
            # What stands elsewhere on the page, or is a part of it, is not wrong.
            if any(next(TextQuery(wrong).find(line), None) for line in there):
                continue
            tally.asked[kind] += 1
            if _look(reader, wrong).find_all(frame):
                tally.wrong[kind] += 1
                failed.append((text.content, wrong, seen))
    return tally, failed


def _digits(text: str) -> str:
    return "".join(filter(str.isdigit, text))


def _look(reader: ScreenReader, text: str) -> Look:
    return Look(TemplateCatalog().find([Locator.parse(f"text:{text}")], []), None, 0.8, ReadOptions(reader))
