"""What all unit tests share."""

import io
import os
import sys
from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from robot.api import ExecutionResult
from robot.result import Result
from robot.run import run
from robot.version import VERSION

# Its Libdoc knows no Markdown before; what keywords do is the same.
_FIRST_WITH_MARKDOWN = (7, 5)
_KNOWS_MARKDOWN = tuple(map(int, VERSION.split(".")[:2])) >= _FIRST_WITH_MARKDOWN
# Signals, Unix sockets, the memory of a process, and what runs on the KVM device itself.
_NOT_OF_WINDOWS = [
    "companion/test_ending.py",
    "devices/capture/*",
    "devices/gadget/*",
    "fuzzing/*",
    "*/test_*_on_terminal.py",
    "test_systemd.py",
]
collect_ignore_glob = [
    *([] if _KNOWS_MARKDOWN else ["test_libdoc.py"]),
    *(_NOT_OF_WINDOWS if sys.platform == "win32" else []),
]


@dataclass(frozen=True)
class Ran:
    """A suite that was run: its result, what came on the console, and the folder with output.xml and log.html."""

    result: Result
    console: str
    folder: Path

    @property
    def message(self) -> str:
        """The message of the first test."""
        return str(self.result.suite.tests[0].message)


RunSuite = Callable[..., Ran]


@pytest.fixture
def run_suite(tmp_path: Path) -> RunSuite:
    """Runs the text of a suite with Robot Framework, in `tmp_path`, and gives its result."""

    def runner(text: str, **options: Any) -> Ran:  # noqa: ANN401 - Robot Framework's own options
        suite = tmp_path / "suite.robot"
        suite.write_text(text, "utf-8")
        folder = tmp_path / "results"
        console = io.StringIO()
        run(str(suite), outputdir=str(folder), stdout=console, stderr=console, consolecolors="off", **options)
        return Ran(ExecutionResult(folder / "output.xml"), console.getvalue(), folder)

    return runner


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """In CI everything is installed: a test that was skipped there shows nothing and fails."""
    report = yield
    if report.skipped and os.environ.get("CI") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"Skipped, which CI does not allow: {report.longrepr}"
    return report
