"""The fonts of consoles, each on the screens that it is used on: known to the reader, and given to it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks._measure import Benchmark, Cell, Count, Share
from benchmarks._parts import Options
from benchmarks._reading.consoles import Console, placed
from benchmarks._reading.shown import jpeg, png
from benchmarks.frames.judging import Verdict
from TinyPilotLibrary.fonts import Font, installed_grub_font, load_font, parse_font
from TinyPilotLibrary.text.cells import CellReader
from TinyPilotLibrary.vision.frame import Frame

_INSTALLED = Path("/usr/share/consolefonts")
_LINUX, _BSD = "console-setup-linux", "fonts-spleen"
# Of Debian's fonts those with the characters of Latin, Greek and Cyrillic; the others have the same shapes.
_FILES = {_LINUX: "Uni2-*.psf.gz", _BSD: "spleen-*.psfu.gz"}
# What hardly any console is set to has to be given.
_RARE = ("Fixed13", "Fixed14", "Fixed15", "Fixed18", "TerminusBoldVGA", "VGA28", "VGA32")
_SCREENS = (
    (640, 400), (640, 480), (800, 600), (1024, 768), (1280, 720), (1280, 800), (1280, 1024), (1366, 768), (1600, 900),
    (1920, 1080), (2560, 1440), (3840, 2160),
)  # fmt: skip
# With fewer or more columns, or with fewer rows, nobody works.
_COLUMNS, _ROWS = (60, 240), 16
_VGA, _WIDTH_OF_VGA = (720, 400), 9
_BORDER_OF_GRUB = 10
_LEAST, _MOST_WRONG = 99.9, 0.02
_FONTS_OF_SAMPLE, _SCREENS_OF_SAMPLE = 4, 3


@dataclass(frozen=True)
class Used:
    """A font as consoles use it.

    Args:
        name: Its name.
        font: Its glyphs.
        used_by: Where its console stands on a screen, by what draws it: `linux`, `vga`, `bsd`, `edk2`, `grub`.
        is_known: Whether the reader has to know it without being given it.
    """

    name: str
    font: Font
    used_by: str
    is_known: bool

    def screens(self) -> Iterator[tuple[tuple[int, int], Console, int, int]]:
        """The screens that it is used on: each one's size, the console, and where its left and upper edge are."""
        if self.used_by == "vga":
            console = Console.of(self.font, 80, _VGA[1] // self.font.height, _WIDTH_OF_VGA)
            yield _VGA, console, 0, 0
            return
        border = _BORDER_OF_GRUB if self.used_by == "grub" else 0
        for width, height in _SCREENS:
            columns, rows = (width - 2 * border) // self.font.width, (height - 2 * border) // self.font.height
            if not _COLUMNS[0] <= columns <= _COLUMNS[1] or rows < _ROWS:
                continue
            console = Console.of(self.font, columns, rows)
            left, top = width - columns * self.font.width, height - rows * self.font.height
            # Linux begins in the corner; EDK2 and the BSDs centre what does not fill the screen.
            is_centred = self.used_by in {"edk2", "bsd"}
            yield (width, height), console, *((left // 2, top // 2) if is_centred else (border, border))


@dataclass
class Tally:
    """What was read in one font.

    Args:
        screens: On how many screens.
        known: What was read with the fonts that the reader knows.
        given: What was read by a reader that was given the font.
        lost: How many frames were not read at all with the fonts that the reader knows.
    """

    screens: int = 0
    known: Verdict = field(default_factory=Verdict)
    given: Verdict = field(default_factory=Verdict)
    lost: int = 0


def measure(bench: Benchmark, options: Options) -> None:
    """Reads a page in every font on every screen."""
    fonts = [*_shipped(), *_grub(bench), *_of_package(bench, _LINUX), *_of_package(bench, _BSD)]
    if options.quick:
        fonts = fonts[::_FONTS_OF_SAMPLE]
    tallies = [(used, _read(used, options)) for used in bench.track(fonts, "fonts of consoles")]
    columns = ("font", "cell", "known", "screens", "right, %", "wrong", "lost", "given: right, %", "wrong")
    bench.table(f"Fonts of consoles ({len(fonts)})", columns, [_row(used, tally) for used, tally in tallies])
    known, unknown, given = Verdict(), Verdict(), Verdict()
    failing = 0
    for used, tally in tallies:
        given.add(tally.given)
        (known if used.is_known else unknown).add(tally.known)
        failing += used.is_known and _share(tally.known).value < _LEAST
    bench.floor("fonts that are known: characters that are right", _share(known), at_least=_LEAST)
    bench.floor(f"fonts that are known, with less than {_LEAST} %", Count(failing), at_most=0)
    bench.floor("fonts that are given: characters that are right", _share(given), at_least=_LEAST)
    for name, verdict in (("known", known), ("not known", unknown), ("given", given)):
        if verdict.cells:
            wrong = Share(len(verdict.wrong), verdict.cells)
            bench.floor(f"fonts that are {name}: cells that are guessed wrong", wrong, at_most=_MOST_WRONG)


def _row(used: Used, tally: Tally) -> list[Cell]:
    name, cell = f"{used.name}, {used.used_by}", f"{used.font.width}x{used.font.height}"
    known: list[Cell] = [_share(tally.known).value, len(tally.known.wrong), tally.lost]
    return [
        name,
        cell,
        "yes" if used.is_known else "no",
        tally.screens,
        *known,
        _share(tally.given).value,
        len(tally.given.wrong),
    ]


def _share(verdict: Verdict) -> Share:
    return Share(verdict.ink_right, max(1, verdict.ink))


def _shipped() -> Iterator[Used]:
    """The fonts that come with the library."""
    for name in ("vga16", "bios16", "vga8"):
        yield Used(name, load_font(name), "vga", is_known=True)
    for name in ("vga16", "linux16", "fixed16", "tall16", "tall16bold", "tall28", "tall32", "vga8"):
        yield Used(name, load_font(name), "linux", is_known=True)
    yield Used("edk2-19", load_font("edk2-19"), "edk2", is_known=True)


def _grub(bench: Benchmark) -> Iterator[Used]:
    font = installed_grub_font()
    if font is None:
        bench.leave_out("GRUB's font", "it is not installed (apt install grub-common)")
    else:
        yield Used("unifont", font, "grub", is_known=True)


def _of_package(bench: Benchmark, package: str) -> Iterator[Used]:
    """The fonts that a Debian package has."""
    files = sorted(_INSTALLED.glob(_FILES[package]))
    if not files:
        bench.leave_out(f"fonts of {package}", f"they are not installed (apt install {package})")
    for file in files:
        name = file.name.partition(".")[0]
        used_by = "bsd" if package == _BSD else "linux"
        yield Used(
            name, parse_font(file.read_bytes()), used_by, is_known=not name.removeprefix("Uni2-").startswith(_RARE)
        )


def _read(used: Used, options: Options) -> Tally:
    tally = Tally()
    for number, (size, console, left, top) in enumerate(used.screens()):
        if options.quick and number % _SCREENS_OF_SAMPLE:
            continue
        tally.screens += 1
        shown = placed(console.pixels, left, top, size)
        for data in (png(shown), jpeg(shown, 80)):
            frame = Frame.read(data)
            known, given = (reader.read(frame) for reader in (CellReader(), CellReader([used.font])))
            tally.lost += known is None
            tally.known.add(console.judge(known, left, top, 1, size))
            tally.given.add(console.judge(given, left, top, 1, size))
    return tally
