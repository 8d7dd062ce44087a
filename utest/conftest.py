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
# A unit test starts no program but what tells at once of this machine: of its work tree, or where a library is.
_STARTS = {"subprocess.Popen", "os.fork", "os.forkpty", "os.posix_spawn"}
_TELL_AT_ONCE = {"git", "uname", "ldconfig", "gcc", "ld"}
_started: list[str] = []


def _note_start(event: str, arguments: tuple[Any, ...]) -> None:
    if event in _STARTS:
        # On Windows there may be the whole command alone.
        program = Path(str(arguments[0] or arguments[1]).split()[0]).stem if arguments else event
        if program not in _TELL_AT_ONCE:
            _started.append(program)


sys.addaudithook(_note_start)


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
# What the step of the unit tests selects.
_UNIT_TESTS = "not integration"


@pytest.fixture
def run_suite(tmp_path: Path) -> RunSuite:
    """Runs the text of a suite with Robot Framework, in `tmp_path`, and gives its result."""

    def runner(text: str, **options: Any) -> Ran:  # noqa: ANN401 - Robot Framework's own options
        suite = tmp_path / "suite.robot"
        suite.write_text(text, "utf-8")
        folder = tmp_path / "results"
        console = io.StringIO()
        options = {"report": None, **options}
        run(str(suite), outputdir=str(folder), stdout=console, stderr=console, consolecolors="off", **options)
        return Ran(ExecutionResult(folder / "output.xml"), console.getvalue(), folder)

    return runner


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    """Forgets what was started while tests were collected."""
    _started.clear()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Fails what is reported as skipped in CI, where everything is installed, and unit tests that start programs."""
    report = yield
    if report.skipped and os.environ.get("CI") and not hasattr(report, "wasxfail"):
        report.outcome = "failed"
        report.longrepr = f"Skipped, which CI does not allow: {report.longrepr}"
    if report.when == "teardown":
        programs = ", ".join(dict.fromkeys(_started))
        _started.clear()
        # Elsewhere, as in the lab machine and with the wheel, tests are run that are of neither step.
        if programs and item.config.getoption("markexpr") == _UNIT_TESTS:
            report.outcome = "failed"
            report.longrepr = f"It started {programs}, as unit tests do not: mark it with @pytest.mark.integration."
    return report
