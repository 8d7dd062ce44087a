"""Consoles that are drawn here, glyph by glyph, so that every character of them is known wherever a capture puts it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import cv2
import numpy as np
from numpy.typing import NDArray

from benchmarks.frames.judging import Verdict
from TinyPilotLibrary.fonts import Font
from TinyPilotLibrary.text.cells import UNSURE, TextScreen
from TinyPilotLibrary.vision.pixels import Pixels

Edges = NDArray[np.floating[Any]]
_BOXES = "─│┌┐└┘├┤┬┴┼═║╔╗╚╝╠╣░▒▓▄▀"
_LETTERS = "äöüÄÖÜßéèàçñåæø"
_ASCII = "".join(map(chr, range(33, 127)))
_WORDS = (
    "Loading initial ramdisk ...", "login: root", "Password:", "[  OK  ] Reached target Multi-User System.",
    "eth0: link up, 1000 Mbps", "sda: 976773168 512-byte logical blocks", "Press F2 to enter SETUP, F12 for boot menu",
    "GNU GRUB  version 2.06", "Advanced options for Debian GNU/Linux", "wd0 at wdc0 channel 0: <QEMU HARDDISK>",
    "UEFI v2.70 (EDK II, 0x00010000)", "FS0: Alias(s):HD0a0b::BLK1: PciRoot(0x0)/Pci(0x1F,0x2)/Sata(0x0,0xFFFF,0x0)",
)  # fmt: skip
_DIALOG = (
    "┌──────────┤ Partition disks ├──────────┐",
    "│ sda1  ext4   476.9 GB  /              │",
    "│ sda2  swap     8.0 GB                 │",
    "└───────────────────────────────────────┘",
)
_MENU = (" *Debian GNU/Linux, with Linux 6.1.0-18", "  Memory test (memtest86+ 6.10)", "", " UEFI Firmware Settings ")
_COLOURED = len(_MENU)
# Colours of a VGA as blue, green and red: ink and ground.
_GRAY, _WHITE, _BLUE, _BLACK = (168, 168, 168), (255, 255, 255), (168, 0, 0), (0, 0, 0)
# The lines that a VGA goes on with in the ninth column of a cell.
_FIRST_LINE, _LAST_LINE = 0xC0, 0xDF
_WIDTH_OF_VGA = 9
# How many cells one whose width was taken wrong may be off at the end of a row.
_OFF = 0.5


@dataclass(frozen=True, eq=False)
class Console:
    """A console's text, and how it is drawn.

    Args:
        font: The font.
        cell: Width and height of a cell, in pixels.
        lines: The rows, in full width.
    """

    font: Font
    cell: tuple[int, int]
    lines: tuple[str, ...]

    @classmethod
    def of(cls, font: Font, columns: int, rows: int, width: int = 0, seed: int = 0) -> "Console":
        """A page of what consoles show: messages, a box, and all characters that are asked of a font.

        Args:
            font: The font.
            columns: Cells in a row.
            rows: Rows.
            width: The width of a cell, in pixels; that of the font if not given.
            seed: Chooses the text.
        """
        random = np.random.default_rng(seed)
        characters = "".join(one for one in _ASCII + _LETTERS + _BOXES if one in font.index)
        each = columns // 2 - 2
        chart = [f" {' '.join(characters[start : start + each])}" for start in range(0, len(characters), each)]
        lines = [*chart, "", *(_DIALOG if _DIALOG[0][0] in font.index else ())]
        while len(lines) < rows:
            stamp = f"[{random.integers(0, 10**5):5}.{random.integers(0, 10**6):06}] "
            line = stamp[: int(random.integers(2)) * len(stamp)] + _WORDS[int(random.integers(len(_WORDS)))]
            lines.append("" if random.integers(4) == 0 else line)
        return cls(
            font, (width or font.width, font.height), tuple(line[:columns].ljust(columns) for line in lines[:rows])
        )

    @cached_property
    def pixels(self) -> Pixels:
        """The console as it is sent: gray on black, two rows in white on blue, one inverse."""
        (width, height), (columns, rows) = self.cell, (len(self.lines[0]), len(self.lines))
        ink = np.zeros((rows, height, columns, width), bool)
        glyphs = {character: self._glyph(character) for character in set("".join(self.lines))}
        for row, line in enumerate(self.lines):
            for column, character in enumerate(line):
                ink[row, :, column] = glyphs[character]
        fore = np.array([_GRAY] * rows, np.uint8)
        back = np.array([_BLACK] * rows, np.uint8)
        fore[rows // 2 : rows // 2 + 2], back[rows // 2 : rows // 2 + 2] = _WHITE, _BLUE
        fore[rows // 2 + 3], back[rows // 2 + 3] = _BLACK, _GRAY
        colors = np.where(ink[..., None], fore[:, None, None, None], back[:, None, None, None])
        return np.asarray(colors.reshape(rows * height, columns * width, 3), np.uint8)

    def _glyph(self, character: str) -> NDArray[np.bool_]:
        width, height = self.font.width, self.font.height
        if character == " ":
            return np.zeros((height, self.cell[0]), bool)
        rows = np.frombuffer(self.font.glyph(character), np.uint8).reshape(height, -1)
        bits = np.unpackbits(rows, axis=1)[:, :width].astype(bool)
        cell = np.zeros((height, self.cell[0]), bool)
        cell[:, :width] = bits
        if self.cell[0] == _WIDTH_OF_VGA and _FIRST_LINE <= _code(character) <= _LAST_LINE:
            cell[:, width:] = bits[:, -1:]
        return cell

    def judge(
        self, screen: TextScreen | None, left: float, top: float, scale: float, frame: tuple[int, int]
    ) -> Verdict:
        """Compares what was read with what stands there; cells that are not wholly in the frame are left out.

        Args:
            screen: What was read; nothing means that all of it is unsure.
            left: Where the console's left edge is in the frame, in pixels.
            top: Where its upper edge is.
            scale: How many of the frame's pixels are one of the console's.
            frame: The frame's width and height.
        """
        width, height = self.cell[0] * scale, self.cell[1] * scale
        across, down = left + np.arange(len(self.lines[0])) * width, top + np.arange(len(self.lines)) * height
        columns = np.flatnonzero((across >= -1 / 2) & (across + width <= frame[0] + 1 / 2))
        rows = np.flatnonzero((down >= -1 / 2) & (down + height <= frame[1] + 1 / 2))
        true = _characters(self.lines)[np.ix_(rows, columns)]
        read = self._read_there(screen, across[columns], down[rows], (width, height))
        right = self._looks(true) == self._looks(read)
        ink, unsure = true != ord(" "), (read == ord(UNSURE)) & ~right
        wrong = [
            (int(rows[row]), int(columns[column]), chr(true[row, column]), chr(read[row, column]))
            for row, column in np.argwhere(~right & ~unsure)
        ]
        return Verdict(int(right.sum()), int(unsure.sum()), int(ink.sum()), int((right & ink).sum()), wrong)

    def _read_there(
        self, screen: TextScreen | None, across: Edges, down: Edges, size: tuple[float, float]
    ) -> NDArray[np.uint32]:
        """What was read in each of some cells; nothing sure where the reader's cells are others."""
        nothing = np.full((len(down), len(across)), ord(UNSURE), np.uint32)
        if screen is None:
            return nothing
        grid = screen.grid
        whole, last = grid.box(0, 0, grid.columns), grid.box(grid.rows - 1, 0)
        width, height = whole.width / grid.columns, (last.top + last.height - whole.top) / grid.rows
        if abs(width - size[0]) * len(across) > _OFF * size[0] or abs(height - size[1]) * len(down) > _OFF * size[1]:
            return nothing
        columns = np.round((across - whole.left) / width).astype(int)
        rows = np.round((down - whole.top) / height).astype(int)
        inside_x, inside_y = (columns >= 0) & (columns < grid.columns), (rows >= 0) & (rows < grid.rows)
        read = _characters(screen.rows)
        nothing[np.ix_(inside_y, inside_x)] = read[np.ix_(rows[inside_y], columns[inside_x])]
        return nothing

    def _looks(self, codes: NDArray[np.uint32]) -> NDArray[np.int64]:
        """A number for how each character looks: what the font draws alike is the same."""
        index = self.font.index
        looks = {int(code): index.get(chr(code), -int(code)) for code in np.unique(codes)}
        glyphs = {
            look: self.font.glyphs.index(self.font.glyphs[look]) if look >= 0 else look for look in looks.values()
        }
        known = np.array(sorted(looks))
        return np.array([glyphs[looks[code]] for code in known])[np.searchsorted(known, codes)]


def placed(console: Pixels, left: int, top: int, frame: tuple[int, int], ground: Sequence[int] = (0, 0, 0)) -> Pixels:
    """A console somewhere on a frame of one colour; what stands over its edges is cut off.

    Args:
        console: The console's pixels.
        left: Where its left edge is, in pixels; below zero outside the frame.
        top: Where its upper edge is.
        frame: The frame's width and height.
        ground: Its colour: blue, green and red.
    """
    shown = np.full((frame[1], frame[0], 3), ground, np.uint8)
    height, width = console.shape[:2]
    right, bottom = min(frame[0], left + width), min(frame[1], top + height)
    shown[max(0, top) : bottom, max(0, left) : right] = console[
        max(0, -top) : bottom - top, max(0, -left) : right - left
    ]
    return shown


def scaled(console: Pixels, scale: float, interpolation: int) -> Pixels:
    """A console as a capture or a monitor scales it."""
    if scale == 1:
        return console
    height, width = (round(length * scale) for length in console.shape[:2])
    return np.asarray(cv2.resize(console, (width, height), interpolation=interpolation), np.uint8)


def _code(character: str) -> int:
    encoded = character.encode("cp437", "replace")
    return encoded[0]


def _characters(lines: tuple[str, ...]) -> NDArray[np.uint32]:
    return np.frombuffer("".join(lines).encode("utf-32-le"), np.uint32).reshape(len(lines), -1)
