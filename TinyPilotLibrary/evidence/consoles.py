"""Where a run shows what goes on: a line of a terminal that is rewritten in place, or lines of an output."""

import os
import sys
import unicodedata
from typing import Protocol, TextIO

from robot.libraries.BuiltIn import BuiltIn
from robot.output import LOGGER

# Down a line in the same column, which makes room at the bottom; up again; remember this place.
_ANEW = "\r\x1b[2K"
_ROOM_BELOW, _BELOW, _BACK = "\x1bD\x1bM\x1b7", f"\x1bD{_ANEW}", "\x1b8"
_USUAL_COLUMNS = 80


class Console(Protocol):
    """Shows one line after the other while something lasts."""

    #: When the first line is due, and each other one, in seconds.
    first: float
    every: float

    def show(self, line: str) -> None:
        """Shows a line."""

    def end(self) -> None:
        """It is over."""


class Terminal:
    """A line that is rewritten in place.

    Args:
        stream: The terminal.
        below: Whether it is the line below the cursor, which stays where Robot Framework has left it.
    """

    first, every = 2.0, 1.0

    def __init__(self, stream: TextIO, *, below: bool = True) -> None:
        self._stream = stream
        self._below = below

    def show(self, line: str) -> None:
        """Shows a line in the place of the one before.

        Args:
            line: The line; what is longer than the terminal is wide is cut off.
        """
        self._write(cut(line, self._columns - 1))

    def end(self) -> None:
        """Takes the line away."""
        self._write("")

    @property
    def _columns(self) -> int:
        # Some terminals do not say how wide they are.
        return os.get_terminal_size(self._stream.fileno()).columns or _USUAL_COLUMNS

    def _write(self, line: str) -> None:
        # Whatever was written in between, a newline at the bottom even: each time stands for itself.
        _print(self._stream, f"{_ROOM_BELOW}{_BELOW}{line}{_BACK}" if self._below else f"{_ANEW}{line}")


class Lines:
    """A line from time to time, for outputs that are read later.

    Args:
        stream: The output.
        is_at_begin: Whether a line begins there. Robot Framework has written the name of the test, and no end of its
            line.
    """

    first = every = 30.0

    def __init__(self, stream: TextIO, *, is_at_begin: bool = False) -> None:
        self._stream = stream
        self._is_at_begin = is_at_begin

    def show(self, line: str) -> None:
        """Writes a line.

        Args:
            line: The line.
        """
        _print(self._stream, line + "\n" if self._is_at_begin else f"\n{line}\n")
        self._is_at_begin = True

    def end(self) -> None:
        """Leaves the lines as they are."""


def console_of_run() -> Console | None:
    """The console of the running suite; None if there is none, or nothing is wanted on it (`--quiet`, `--console`)."""
    stream = sys.__stdout__
    if stream is None or not BuiltIn().robot_running or not _tells_what_goes_on():
        return None
    return Terminal(stream) if _can_rewrite(stream) else Lines(stream)


def console_of_command() -> Console | None:
    """The console of the running command; its results are elsewhere, on the standard output."""
    stream = sys.stderr
    if stream is None:
        return None
    return Terminal(stream, below=False) if _can_rewrite(stream) else Lines(stream, is_at_begin=True)


def _can_rewrite(stream: TextIO) -> bool:
    # On Windows only newer terminals know how to rewrite a line.
    knows_places = os.environ.get("TERM") != "dumb" and (sys.platform != "win32" or "WT_SESSION" in os.environ)
    return stream.isatty() and knows_places


def cut(line: str, columns: int) -> str:
    """A line that takes no more than so many columns of a terminal, without what a terminal would act on.

    Args:
        line: The line.
        columns: So many columns there are.
    """
    plain = [character if character.isprintable() else " " for character in line]
    taken = 0
    for index, character in enumerate(plain):
        taken += 2 if unicodedata.east_asian_width(character) in "WF" else 1
        if taken > columns:
            return "".join(plain[: max(0, index - 1)]) + "\u2026"
    return "".join(plain)


def _tells_what_goes_on() -> bool:
    # There is no public way to ask. Where this one ends some day, nothing is shown.
    loggers = [getattr(item, "listener", item) for item in getattr(LOGGER, "start_loggers", ())]
    return any(type(item).__name__.startswith(("Verbose", "Dotted")) for item in loggers)


def _print(stream: TextIO, text: str) -> None:
    encoding = stream.encoding or "ascii"
    stream.write(text.encode(encoding, "replace").decode(encoding))
    stream.flush()
