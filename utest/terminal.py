"""A terminal of its own for a program: what it shows, and what is typed into it."""

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
from collections.abc import Iterator
from pathlib import Path

import pyte

# The program is the one that Ctrl+C in the terminal is for.
_BEGIN = "import fcntl, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0); "
# What the terminal in which the tests run says of itself.
_OF_ANOTHER = ("TERM", "KITTY", "TMUX", "LC_", "COLORTERM")


class ProgramInTerminal:
    """A program that runs in a terminal.

    Args:
        statement: What runs it, in Python.
        *arguments: Its arguments.
        folder: Where it runs.
        rows: How many lines the terminal has.
        columns: How many columns.
    """

    def __init__(self, statement: str, *arguments: str, folder: Path, rows: int, columns: int) -> None:
        self._size = columns, rows
        self._terminal, other = pty.openpty()
        fcntl.ioctl(other, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))
        told = {name: value for name, value in os.environ.items() if not name.startswith(_OF_ANOTHER)}
        self._process = subprocess.Popen(
            [sys.executable, "-c", _BEGIN + statement, *arguments],
            cwd=folder,
            stdin=other,
            stdout=other,
            stderr=other,
            env={**told, "TERM": "xterm-256color", "COLORTERM": "truecolor", "PYTHONUTF8": "1"},
            start_new_session=True,
        )
        os.close(other)

    def screens(self) -> Iterator[pyte.Screen]:
        """What it shows, after each time that something was written, until the program ends."""
        screen = pyte.Screen(*self._size)
        stream = pyte.ByteStream(screen)
        while True:
            try:
                data = os.read(self._terminal, 65536)
            except OSError:
                # The other end of the terminal is closed.
                data = b""
            if not data:
                os.close(self._terminal)
                self.code = self._process.wait()
                return
            stream.feed(data)
            yield screen

    def type(self, keys: str) -> None:
        """Types something."""
        os.write(self._terminal, keys.encode())


def lines_of(screen: pyte.Screen) -> list[str]:
    """The lines of a terminal."""
    return [line.rstrip() for line in screen.display]
