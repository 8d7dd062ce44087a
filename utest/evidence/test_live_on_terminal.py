"""A long wait on a terminal: one line below the test, rewritten in place, and gone afterwards."""

import fcntl
import os
import pty
import struct
import subprocess
import sys
import termios
from dataclasses import dataclass
from pathlib import Path

import pyte

_SUITE = """\
*** Settings ***
Library    TinyPilotLibrary    url=virtual:?setup_prompt=10m

*** Test Cases ***
Before
    No Operation

Waits
    Press Keys    Down
    Run Keyword And Ignore Error    Wait Until Screen Contains    text:Pres F2    timeout=3.2s
"""
_ROWS, _COLUMNS = 8, 80


@dataclass
class _Run:
    """Robot Framework in a terminal of its own, of so few lines that it scrolls."""

    process: "subprocess.Popen[bytes]"
    terminal: int

    def screens(self) -> list[list[str]]:
        """What the terminal showed, after each time that something was written."""
        screen = pyte.Screen(_COLUMNS, _ROWS)
        stream = pyte.ByteStream(screen)
        shown: list[list[str]] = []
        while True:
            try:
                data = os.read(self.terminal, 65536)
            except OSError:
                # The other end of the terminal is closed.
                data = b""
            if not data:
                os.close(self.terminal)
                assert self.process.wait() == 0
                return shown
            stream.feed(data)
            shown.append([line.rstrip() for line in screen.display])


def _begun(folder: Path, *options: str) -> _Run:
    suite = folder / "suite.robot"
    suite.write_text(_SUITE, "utf-8")
    terminal, other = pty.openpty()
    fcntl.ioctl(other, termios.TIOCSWINSZ, struct.pack("HHHH", _ROWS, _COLUMNS, 0, 0))
    files = ["--output", "NONE", "--log", "NONE", "--report", "NONE"]
    command = [sys.executable, "-m", "robot", *options, *files, str(suite)]
    environment = {**os.environ, "TERM": "xterm"}
    process = subprocess.Popen(
        command, cwd=folder, stdin=other, stdout=other, stderr=other, env=environment, close_fds=True
    )
    os.close(other)
    return _Run(process, terminal)


def test_a_wait_is_one_line_that_goes(tmp_path: Path) -> None:
    (tmp_path / "quiet").mkdir()
    verbose, quiet = _begun(tmp_path), _begun(tmp_path / "quiet", "--console", "quiet")

    screens = verbose.screens()
    during = [screen for screen in screens if any("Waiting for" in line for line in screen)]
    assert during
    for screen in during:
        [at] = [index for index, line in enumerate(screen) if "Waiting for" in line]
        assert screen[at].startswith("Waiting for 'text:Pres F2', ")
        assert "of 3.2 s: read there: " in screen[at]
        # Below what Robot Framework has written, of which nothing is lost.
        assert screen[at - 1].startswith("Waits")
        assert screen[at - 3].startswith("Before")
    last = "\n".join(screens[-1])
    assert "Waiting for" not in last
    assert "2 tests, 2 passed, 0 failed" in last

    assert quiet.screens() == []
