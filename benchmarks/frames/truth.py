"""What stands on a character screen, from the machine itself: its video memory, its kernel, or its serial mirror."""

import struct
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

#: QMP: a command's name and its arguments.
Command = Callable[..., Any]

_TEXT_MEMORY, _TEXT_BYTES = 0xB8000, 0x8000
_COLUMNS, _ROWS = 80, 25
_START_HIGH, _START_LOW, _CURSOR_HIGH, _CURSOR_LOW, _CURSOR_SHAPE = 0x0C, 0x0D, 0x0E, 0x0F, 0x0A
_CURSOR_OFF = 0x20
# Code page 437 draws these where ASCII has control characters.
_LOW = " ☺☻♥♦♣♠•◘○◙♂♀♪♫☼►◄↕‼¶§▬↨↑↓→←∟↔▲▼"

# What a terminal draws for ASCII while its characters are those for lines.
_LINES = dict(zip("jklmnqtuvwxa+,-.", "┘┐┌└┼─├┤┴┬│▒→←↑↓", strict=True))


@dataclass(frozen=True)
class Truth:
    """The characters of a screen.

    Args:
        lines: The rows of cells, each of its full width.
        attributes: For each row the VGA attribute of each cell (background in the high four bits), as hexadecimal
            digits; empty if not known.
        cursor: Column and row of a cursor that is drawn over its cell.
    """

    lines: tuple[str, ...]
    attributes: tuple[str, ...] = ()
    cursor: tuple[int, int] | None = None


def cp437(data: bytes, keep: str = "") -> str:
    """Text of code page 437, with the pictures that a VGA draws for control characters except those to keep."""
    table = [*_LOW, *(bytes([byte]).decode("cp437") for byte in range(32, 256))]
    table[127] = "⌂"
    for character in keep:
        table[ord(character)] = character
    return "".join(table[byte] for byte in data)


def of_text_memory(command: Command, folder: Path) -> Truth:
    """Reads the VGA's text memory; the machine has to stand still.

    Args:
        command: The machine's QMP.
        folder: Where a file may be written.

    Returns:
        80x25 cells.
    """
    dump = folder / "text-memory"
    command("pmemsave", val=_TEXT_MEMORY, size=_TEXT_BYTES, filename=str(dump))
    memory = dump.read_bytes()
    # Linux scrolls by moving the start, in cells, and its rows go round.
    start = _register(command, _START_HIGH) << 8 | _register(command, _START_LOW)
    cursor = (_register(command, _CURSOR_HIGH) << 8 | _register(command, _CURSOR_LOW)) - start
    shown = bytes(memory[(start * 2 + place) % _TEXT_BYTES] for place in range(_COLUMNS * _ROWS * 2))
    width = _COLUMNS * 2
    rows = [shown[row * width : (row + 1) * width] for row in range(_ROWS)]
    is_shown = not _register(command, _CURSOR_SHAPE) & _CURSOR_OFF and 0 <= cursor < _COLUMNS * _ROWS
    return Truth(
        tuple(cp437(row[::2]) for row in rows),
        tuple(row[1::2].hex() for row in rows),
        (cursor % _COLUMNS, cursor // _COLUMNS) if is_shown else None,
    )


def of_kernel(characters: bytes, attributes: bytes) -> Truth:
    """Reads what Linux has on a console.

    Args:
        characters: `/dev/vcsu1`: four bytes a cell, Unicode.
        attributes: `/dev/vcsa1`: rows, columns, x and y of the cursor, then character and attribute of each cell.

    Returns:
        The console's cells.
    """
    rows, columns, x, y = attributes[:4]
    written = "".join(chr(code) for (code,) in struct.iter_unpack("<I", characters))
    glyphs, colours = attributes[4::2], attributes[5::2]
    # The kernel keeps what was written; where that is a line the letter's glyph, which has its code, is not drawn.
    text = "".join(
        one if ord(one) == glyph else _LINES.get(one, one) for one, glyph in zip(written, glyphs, strict=True)
    )
    return Truth(
        tuple(text[row * columns : (row + 1) * columns] for row in range(rows)),
        tuple(colours[row * columns : (row + 1) * columns].hex() for row in range(rows)),
        (x, y),
    )


def _register(command: Command, index: int) -> int:
    command("human-monitor-command", command_line=f"o/b 0x3d4 {index:#x}")
    answer = command("human-monitor-command", command_line="i/b 0x3d5")
    return int(answer.split("=")[1], 16)
