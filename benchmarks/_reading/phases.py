"""Where the first cell of a console stands in the frame: each place within a cell, on grids of all kinds."""

from collections.abc import Iterator
from dataclasses import dataclass

import cv2
import numpy as np

from benchmarks._measure import Benchmark, Cell, Count, Share
from benchmarks._parts import Options
from benchmarks._reading.consoles import Console, placed, scaled
from benchmarks._reading.shown import jpeg, ppm
from benchmarks.frames.judging import Verdict
from TinyPilotLibrary.fonts import load_font
from TinyPilotLibrary.text.cells import read_cells
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.pixels import Pixels

_LEAST = 99.9
_MOST_WRONG = 0.02
# Of all shifts so manieth is shown as JPEG too.
_NTH_AS_JPEG = 7
_GRIDS_OF_SAMPLE, _SHIFTS_OF_SAMPLE = 4, 13


@dataclass(frozen=True)
class Placed:
    """A console in a frame.

    Args:
        font: The font, of those that come with the library.
        columns: Cells in a row.
        rows: Rows.
        frame: The frame's width and height.
        width: The width of a cell, in the console's pixels; that of the font if not given.
        scale: How many of the frame's pixels are one of the console's.
        interpolation: How it is scaled.
        is_centred: Whether it stands in the middle of the frame, not in its corner.
        limited: How often the brightness was squeezed into 16 to 235.
    """

    font: str
    columns: int
    rows: int
    frame: tuple[int, int]
    width: int = 0
    scale: float = 1
    interpolation: int = cv2.INTER_CUBIC
    is_centred: bool = False
    limited: int = 0

    @property
    def name(self) -> str:
        """What it is called in a table."""
        width, height = self.frame
        parts = [f"{self.columns}x{self.rows} {self.font} in {width}x{height}"]
        parts += [f"{self.scale:g}-fold"] if self.scale != 1 else []
        parts += [f"limited {self.limited}x"] if self.limited else []
        return ", ".join(parts)

    def shifts(self, cell: tuple[int, int]) -> list[tuple[int, int]]:
        """Each place within a cell, in both directions from where it stands; of scaled ones a pixel of the console."""
        across, down = (
            [round(step * self.scale) for step in range(-(length // 2), length - length // 2)] for length in cell
        )
        return [(right, below) for below in down for right in across]


_PLACED = (
    # Text modes and framebuffer consoles, which fill the screen from its corner.
    Placed("vga16", 80, 25, (720, 400), width=9),
    Placed("bios16", 80, 25, (640, 400)),
    Placed("linux16", 80, 30, (640, 480)),
    Placed("vga8", 80, 60, (640, 480)),
    Placed("linux16", 100, 37, (800, 600)),
    Placed("tall16", 128, 48, (1024, 768)),
    Placed("tall28", 73, 27, (1024, 768)),
    Placed("fixed16", 160, 50, (1280, 800)),
    Placed("linux16", 160, 64, (1280, 1024)),
    Placed("tall32", 80, 32, (1280, 1024)),
    Placed("vga16", 170, 48, (1366, 768)),
    Placed("tall16bold", 240, 67, (1920, 1080)),
    Placed("tall32", 120, 33, (1920, 1080)),
    # EDK2 centres its modes.
    Placed("edk2-19", 80, 25, (640, 480), is_centred=True),
    Placed("edk2-19", 80, 25, (800, 600), is_centred=True),
    Placed("edk2-19", 100, 31, (800, 600), is_centred=True),
    Placed("edk2-19", 80, 25, (1024, 768), is_centred=True),
    Placed("edk2-19", 100, 31, (1024, 768), is_centred=True),
    Placed("edk2-19", 128, 40, (1024, 768), is_centred=True),
    Placed("edk2-19", 80, 50, (1280, 1024), is_centred=True),
    Placed("edk2-19", 100, 31, (1280, 1024), is_centred=True),
    Placed("edk2-19", 160, 53, (1280, 1024), is_centred=True),
    Placed("edk2-19", 100, 31, (1920, 1080), is_centred=True),
    Placed("edk2-19", 240, 56, (1920, 1080), is_centred=True),
    # A text mode as it is in a larger frame.
    Placed("vga16", 80, 25, (1024, 768), width=9, is_centred=True),
    Placed("vga16", 80, 25, (1920, 1080), width=9),
    # Scaled by firmware, by a monitor's controller, or by a capture that cuts off the edges.
    Placed("edk2-19", 80, 25, (1280, 1024), scale=2, interpolation=cv2.INTER_NEAREST, is_centred=True),
    Placed("edk2-19", 90, 26, (1280, 800), scale=1.5, is_centred=True),
    Placed("edk2-19", 90, 26, (1920, 1080), scale=2.03, is_centred=True),
    Placed("linux16", 100, 37, (1280, 1024), scale=1.6),
    Placed("vga16", 80, 25, (1920, 1080), width=9, scale=2.5, is_centred=True),
    Placed("edk2-19", 100, 31, (3840, 2160), scale=3, is_centred=True),
    Placed("linux16", 128, 48, (1024, 768), scale=1.02, is_centred=True),
    Placed("linux16", 128, 48, (1024, 768), scale=1.05, is_centred=True),
    Placed("linux16", 128, 48, (1024, 768), limited=1),
    Placed("vga16", 80, 25, (720, 400), width=9, limited=2),
)


def measure(bench: Benchmark, options: Options) -> None:
    """Reads every shift of every console."""
    consoles = _PLACED[::_GRIDS_OF_SAMPLE] if options.quick else _PLACED
    rows: list[list[Cell]] = []
    whole, failing = Verdict(), 0
    for console in bench.track(consoles, "all shifts of consoles"):
        lossless, lossy = Verdict(), Verdict()
        shifts = lost = 0
        for frame, verdict in _read(console, options):
            shifts += 1
            lost += verdict.right == 0
            (lossy if frame.format == "JPEG" else lossless).add(verdict)
        both = Verdict()
        both.add(lossless)
        both.add(lossy)
        whole.add(both)
        share = Share(both.ink_right, both.ink)
        failing += share.value < _LEAST
        shares = [100 * part.ink_right / max(1, part.ink) for part in (lossless, lossy)]
        rows.append([console.name, shifts, *shares, both.unsure, len(both.wrong), lost])
    columns = ("console", "frames", "right, %", "JPEG q80, %", "unsure", "wrong", "lost")
    bench.table(f"Consoles wherever they stand ({len(consoles)} grids)", columns, rows)
    bench.floor("phase: characters that are right", Share(whole.ink_right, whole.ink), at_least=_LEAST)
    bench.floor(f"phase: grids with less than {_LEAST} %", Count(failing), at_most=0)
    bench.floor("phase: cells that are guessed wrong", Share(len(whole.wrong), whole.cells), at_most=_MOST_WRONG)


def _read(console: Placed, options: Options) -> Iterator[tuple[Frame, Verdict]]:
    """A console in all its places, each lossless, some as JPEG too."""
    drawn = Console.of(load_font(console.font), console.columns, console.rows, console.width)
    pixels = _limited(scaled(drawn.pixels, console.scale, console.interpolation), console.limited)
    left, top = (
        (length - size) // 2 if console.is_centred else 0
        for length, size in zip(console.frame, pixels.shape[1::-1], strict=True)
    )
    shifts = console.shifts(drawn.cell)
    if options.quick:
        shifts = [(0, 0), *shifts[:: len(shifts) // _SHIFTS_OF_SAMPLE]]
    black = _limited(np.zeros((1, 1, 3), np.uint8), console.limited)[0, 0]
    for number, (right, below) in enumerate(shifts):
        x, y = left + right, top + below
        shown = placed(pixels, x, y, console.frame, black)
        for data in (ppm(shown), *([jpeg(shown, 80)] if number % _NTH_AS_JPEG == 0 else [])):
            frame = Frame.read(data)
            yield frame, drawn.judge(read_cells(frame), x, y, console.scale, console.frame)


def _limited(pixels: Pixels, times: int) -> Pixels:
    """Levels as a capture gives them that takes the full range for the limited one."""
    for _ in range(times):
        pixels = np.round(16 + pixels * (219 / 255)).astype(np.uint8)
    return pixels
