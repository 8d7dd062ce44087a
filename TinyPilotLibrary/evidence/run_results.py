"""The results of a run, as reports tell them: which tests failed of what cause, with which pictures."""

import json
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from html import unescape
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from robot.api import ExecutionResult
from robot.errors import DataError
from robot.result import Keyword, Result, ResultVisitor, TestCase, TestSuite

from TinyPilotLibrary.errors import ConfigurationError

_LIBRARY = "TinyPilotLibrary"
_BLOCK = re.compile(
    r'<div class="tp" data-device="([^"]*)" data-cause="([^"]*)"(?: data-frame="([^"]*)")?'
    r'(?: data-region="([^"]*)")?(?: data-texts="([^"]*)")?'
)
# Pictures that are in the log itself have their file told beside them.
_EMBEDDED = re.compile(r'src="data:[^"]*" data-file=("[^"]+")')
_SCREEN = re.compile(r'<img src="([^"]+)" width="480"')
_PART = re.compile(r'<img class="tp-part" src="([^"]+)" alt="(wanted: [^"]*|on the screen|difference)"')
_FILM = re.compile(r'href="([^"]*/film-[^"]+\.html)"')
_NUMBERS = re.compile(r"\d+(?:\.\d+)?")
_SLOWEST = 10


@dataclass(frozen=True)
class Shown:
    """What is shown of a failure.

    Args:
        device: The alias of the device.
        cause: What it comes from, in a few words.
        screen: The picture of the screen; None if there is none.
        parts: What was wanted, what is there and the difference, with their names.
        frame: The screen without marks; None if there is none.
        region: Where was looked, as it was written; empty for the whole screen.
        texts: The locators of the texts that were missed.
    """

    device: str
    cause: str
    screen: Path | None
    parts: Sequence[tuple[str, Path]] = ()
    frame: Path | None = None
    region: str = ""
    texts: Sequence[str] = ()


@dataclass(frozen=True)
class EndedTest:
    """How a test ended.

    Args:
        name: Its name with those of its suites.
        status: `PASS`, `FAIL` or `SKIP`.
        message: Why it failed.
        began: When it began.
        seconds: How long it took.
        shown: What is shown of its failures, the first one first.
        film: The page of its film; None if there is none.
    """

    name: str
    status: str
    message: str
    began: datetime
    seconds: float
    shown: Sequence[Shown] = ()
    film: Path | None = None

    @property
    def failed(self) -> bool:
        """Whether it failed."""
        return self.status == "FAIL"

    @property
    def cause(self) -> str:
        """What its failure comes from, without what differs from test to test."""
        if self.shown:
            return self.shown[0].cause
        lines = [line for line in self.message.split("\n") if line.strip()]
        # Whose setup failed says less than why.
        first = next((line for line in lines if not line.endswith("setup failed:")), "no message")
        return _NUMBERS.sub("#", first)

    @property
    def device(self) -> str:
        """The alias of the device at which it failed; empty if that is not known."""
        return self.shown[0].device if self.shown else ""


@dataclass(frozen=True)
class SlowWait:
    """A wait that took long.

    Args:
        test: The test.
        keyword: The keyword with its arguments.
        seconds: How long it took.
    """

    test: str
    keyword: str
    seconds: float


@dataclass(frozen=True)
class Group:
    """Failures of one cause.

    Args:
        cause: The cause.
        device: The alias of the device, if it is the same for all.
        tests: The tests, in the order in which they failed.
    """

    cause: str
    device: str
    tests: Sequence[EndedTest]

    def __str__(self) -> str:
        where = f" on {self.device}" if self.device else ""
        since = f" since {self.tests[0].began:%H:%M}" if len(self.tests) > 1 else f" at {self.tests[0].began:%H:%M}"
        return f"{len(self.tests)} x {self.cause}{where}{since}"


@dataclass(frozen=True)
class RunResults:
    """The results of a run.

    Args:
        name: The name of the outermost suite.
        began: When it began.
        seconds: How long it took.
        tests: The tests, in order.
        waits: The waits that took longest.
    """

    name: str
    began: datetime
    seconds: float
    tests: Sequence[EndedTest]
    waits: Sequence[SlowWait] = field(default=())

    @classmethod
    def read(cls, place: Path) -> "RunResults":
        """Reads the results of a run.

        Args:
            place: Its output folder, or its output.xml.

        Raises:
            ConfigurationError: If there are no results.
        """
        output, result = results_of(place)
        reader = _Reader(output.parent)
        result.visit(reader)
        suite = result.suite
        waits = sorted(reader.waits, key=lambda wait: -wait.seconds)[:_SLOWEST]
        return cls(suite.name, _begin(suite), suite.elapsed_time.total_seconds(), reader.tests, waits)

    @property
    def failed(self) -> list[EndedTest]:
        """The tests that failed."""
        return [test for test in self.tests if test.failed]

    def groups(self) -> list[Group]:
        """The failures by their cause, the most frequent first."""
        by_cause: dict[tuple[str, str], list[EndedTest]] = {}
        for test in self.failed:
            by_cause.setdefault((test.cause, test.device), []).append(test)
        groups = [
            Group(cause, device, sorted(tests, key=lambda test: test.began))
            for (cause, device), tests in by_cause.items()
        ]
        return sorted(groups, key=lambda group: (-len(group.tests), group.tests[0].began))

    @property
    def summary(self) -> str:
        """How many tests passed, failed and were skipped."""
        counts = [
            (sum(test.status == status for test in self.tests), told)
            for status, told in (("PASS", "passed"), ("FAIL", "failed"), ("SKIP", "skipped"))
        ]
        told = ", ".join(f"{count} {word}" for count, word in counts if count or word != "skipped")
        return f"{len(self.tests)} test{'' if len(self.tests) == 1 else 's'}: {told}"


def results_of(place: Path) -> tuple[Path, Result]:
    """The results of a run as Robot Framework reads them, and their file.

    Args:
        place: The output folder of the run, or its output.xml.

    Raises:
        ConfigurationError: If there are no results.
    """
    output = place / "output.xml" if place.is_dir() else place
    try:
        return output, ExecutionResult(output)
    except DataError as error:
        raise ConfigurationError(f"There are no results of a run in '{output}': {error}") from error


class _Reader(ResultVisitor):  # type: ignore[misc, unused-ignore]
    """Reads what is shown of each test.

    Args:
        folder: The folder of the results; links are relative to it.
    """

    def __init__(self, folder: Path) -> None:
        self.tests: list[EndedTest] = []
        self.waits: list[SlowWait] = []
        self._folder = folder
        self._test = ""
        self._shown: list[Shown] = []
        self._film: Path | None = None
        # What is shown of the setups of suites: tests fail of those without beginning.
        self._setups: list[list[Shown]] = []
        self._in_test = False

    def start_suite(self, suite: TestSuite) -> None:
        self._setups.append([])

    def end_suite(self, suite: TestSuite) -> None:
        own = self._setups.pop()
        if own and suite.teardown and suite.teardown.failed:
            self.tests = [
                replace(test, shown=[*test.shown, *own]) if test.name.startswith(suite.full_name) else test
                for test in self.tests
            ]

    def start_test(self, test: TestCase) -> None:
        self._in_test, self._test, self._shown, self._film = True, test.full_name, [], None

    def end_test(self, test: TestCase) -> None:
        self._in_test = False
        for item in test.body:
            if item.type == item.MESSAGE:
                self._read(str(item.message))
        above = [shown for shown_above in self._setups for shown in shown_above]
        shown = self._shown or (above if test.failed else [])
        self.tests.append(
            EndedTest(
                test.full_name,
                test.status,
                test.message,
                _begin(test),
                test.elapsed_time.total_seconds(),
                tuple(shown) if test.failed else (),
                self._film,
            )
        )

    def start_keyword(self, keyword: Keyword) -> None:
        if keyword.owner != _LIBRARY:
            return
        if keyword.name.startswith("Wait Until") or "Until Screen" in keyword.name:
            told = "    ".join([keyword.name, *map(str, keyword.args)])
            self.waits.append(SlowWait(self._test, told, keyword.elapsed_time.total_seconds()))
        for message in keyword.messages:
            if message.html:
                self._read(str(message.message))

    def _read(self, message: str) -> None:
        html = _EMBEDDED.sub(r"src=\1", message)
        block = _BLOCK.search(html)
        if block is not None:
            screen = _SCREEN.search(html)
            # Each part is there twice: beside the others, and over another one.
            parts = [(unescape(name), self._file(link)) for link, name in _PART.findall(html)]
            shown = Shown(
                unescape(block[1]),
                unescape(block[2]),
                self._file(screen[1]) if screen else None,
                tuple(parts),
                self._file(block[3]) if block[3] else None,
                unescape(block[4] or ""),
                tuple(json.loads(unescape(block[5]))) if block[5] else (),
            )
            (self._shown if self._in_test else self._setups[-1]).append(shown)
        film = _FILM.search(html)
        if film is not None:
            self._film = self._file(film[1])

    def _file(self, link: str) -> Path:
        return self._folder / unquote(unescape(link))


@dataclass(frozen=True)
class History:
    """How a test ended in several runs.

    Args:
        statuses: When each run began, and how the test ended in it; the oldest first.
    """

    statuses: Sequence[tuple[datetime, str]]

    @property
    def told(self) -> str:
        """Since when it fails, or that it is flaky; empty if it passed every time."""
        ended = [status for _, status in self.statuses if status in {"PASS", "FAIL"}]
        changes = sum(earlier != later for earlier, later in pairwise(ended))
        if "FAIL" not in ended:
            return ""
        if changes > 1:
            return f"flaky: failed {ended.count('FAIL')} of {len(ended)} times"
        if ended[-1] == "PASS":
            return "passes again"
        first = next(began for began, status in self.statuses if status == "FAIL")
        return f"fails since {first:%Y-%m-%d %H:%M}" if len(ended) > 1 else ""


def histories(runs: Iterable[RunResults]) -> dict[str, History]:
    """How each test ended in several runs.

    Args:
        runs: The runs, in any order.

    Returns:
        The history of each test, by its name.
    """
    ended: dict[str, list[tuple[datetime, str]]] = {}
    for run in sorted(runs, key=lambda run: run.began):
        for test in run.tests:
            ended.setdefault(test.name, []).append((run.began, test.status))
    return {name: History(tuple(statuses)) for name, statuses in ended.items()}


def _begin(item: Any) -> datetime:  # noqa: ANN401 - a suite or a test
    return item.start_time or datetime.fromtimestamp(0)  # noqa: DTZ006 - Robot Framework's times have no zone
