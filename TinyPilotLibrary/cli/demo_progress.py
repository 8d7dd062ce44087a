"""What the console shows while the demonstration's suite runs: every test, and the keyword that it is at."""

import sys
from collections.abc import Sequence
from datetime import timedelta
from typing import Protocol

from rich.console import Console
from rich.markup import escape
from rich.status import Status

_LONGEST_CALL = 60


class _Keyword(Protocol):
    """What is read of a keyword that begins."""

    name: str
    args: Sequence[object]


class _Test(Protocol):
    """What is read of a test."""

    name: str
    passed: bool
    message: str
    elapsed_time: timedelta


class Progress:
    """A listener for Robot Framework: a line for each test, and below them what is going on."""

    ROBOT_LISTENER_API_VERSION = 3

    def __init__(self) -> None:
        # Robot Framework takes over the standard output while keywords run.
        self._console = Console(file=sys.__stdout__, highlight=False)
        self._status = Status("", console=self._console)

    def start_test(self, data: object, result: _Test) -> None:
        """A test begins."""
        self._status.update(escape(result.name))
        self._status.start()

    def start_library_keyword(self, data: object, implementation: object, result: _Keyword) -> None:
        """A keyword begins."""
        call = "  ".join([result.name, *map(str, result.args)])
        self._status.update(f"[dim]{escape(call[:_LONGEST_CALL])}[/dim]")

    def end_test(self, data: object, result: _Test) -> None:
        """A test has ended."""
        self._status.stop()
        word = "[bold green]passed[/]" if result.passed else "[bold red]FAILED[/]"
        self._console.print(f"  {word}  {escape(result.name)}  [dim]{result.elapsed_time.total_seconds():.1f} s[/dim]")
        if not result.passed:
            self._console.print(escape(result.message), style="red")
