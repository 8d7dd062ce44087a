"""A terminal as small as a serial mirror needs it: the screen that its escape sequences draw.

EDK2's `TerminalDxe` repeats the text console on a serial port, in code page 437; GRUB does so when told to, in UTF-8.
"""

import re
from collections.abc import Callable

_SEQUENCE = re.compile(r"\x1b\[([0-9:;?=]*)([A-Za-z])")


class Mirror:
    """The screen that a stream of characters has drawn.

    Args:
        columns: Width in characters.
        rows: Height in characters.
    """

    def __init__(self, columns: int, rows: int) -> None:
        self._columns, self._rows = columns, rows
        self._cells = self._blank()
        self._x = self._y = 0
        self._moves: dict[str, Callable[[list[int]], None]] = {
            "H": self._go,
            "f": self._go,
            "J": self._clear,
            "K": self._clear_to_the_right,
        }
        for final, dx, dy in (("A", 0, -1), ("B", 0, 1), ("C", 1, 0), ("D", -1, 0)):
            self._moves[final] = lambda numbers, dx=dx, dy=dy: self._step(numbers, dx, dy)  # type: ignore[misc]

    @property
    def lines(self) -> tuple[str, ...]:
        """The rows, each of the full width."""
        return tuple("".join(row) for row in self._cells)

    @property
    def cursor(self) -> tuple[int, int]:
        """Column and row of the cursor."""
        return min(self._x, self._columns - 1), self._y

    def feed(self, text: str) -> None:
        """Draws what came over the line."""
        place = 0
        while place < len(text):
            sequence = _SEQUENCE.match(text, place)
            if sequence:
                move = self._moves.get(sequence[2])
                if move:
                    move([_number(part) for part in sequence[1].split(";") if part])
                place = sequence.end()
            else:
                self._put(text[place])
                place += 1

    def _blank(self) -> list[list[str]]:
        return [[" "] * self._columns for _ in range(self._rows)]

    def _go(self, numbers: list[int]) -> None:
        row, column = numbers[:2] if len(numbers) > 1 else (1, 1)
        self._y, self._x = min(row, self._rows) - 1, min(column, self._columns) - 1

    def _clear(self, numbers: list[int]) -> None:
        if numbers == [2] or (self._x, self._y) == (0, 0):
            self._cells = self._blank()
        else:
            self._clear_to_the_right([])
            self._cells[self._y + 1 :] = self._blank()[self._y + 1 :]

    def _clear_to_the_right(self, _: list[int]) -> None:
        self._cells[self._y][self._x :] = [" "] * (self._columns - self._x)

    def _step(self, numbers: list[int], dx: int, dy: int) -> None:
        count = numbers[0] if numbers else 1
        self._x = min(max(self._x + dx * count, 0), self._columns - 1)
        self._y = min(max(self._y + dy * count, 0), self._rows - 1)

    def _put(self, character: str) -> None:
        if character == "\r":
            self._x = 0
        elif character == "\n":
            self._line_feed()
        elif character == "\b":
            self._x = max(self._x - 1, 0)
        elif character >= " ":
            if self._x == self._columns:
                self._x = 0
                self._line_feed()
            self._cells[self._y][self._x] = character
            self._x += 1

    def _line_feed(self) -> None:
        self._y += 1
        if self._y == self._rows:
            self._y -= 1
            self._cells = [*self._cells[1:], [" "] * self._columns]


def _number(digits: str) -> int:
    # For columns from 100 on EDK2 writes two digits, of which the first goes beyond 9: ":0" is 100.
    value = 0
    for digit in digits.strip("?="):
        value = value * 10 + ord(digit) - ord("0")
    return value
