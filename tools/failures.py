"""What failed in a run of suites, told in a few lines: the end of a CI log is often all that is at hand."""

from collections.abc import Iterator
from pathlib import Path

from robot.api import ExecutionResult
from robot.result import TestCase, TestSuite

_LONGEST = 500


def failures(output: Path) -> Iterator[str]:
    """Tells each test that failed, and why.

    Args:
        output: The output.xml of the run.

    Yields:
        Name, suite and the beginning of the message.
    """
    for test in _tests(ExecutionResult(output).suite):
        if test.failed:
            message = test.message if len(test.message) <= _LONGEST else f"{test.message[:_LONGEST]} […]"
            yield f"{test.full_name}\n    " + message.replace("\n", "\n    ")


def skipped(output: Path) -> int:
    """How many tests were skipped.

    Args:
        output: The output.xml of the run.
    """
    return int(ExecutionResult(output).statistics.total.skipped)


def _tests(suite: TestSuite) -> Iterator[TestCase]:
    yield from suite.tests
    for inner in suite.suites:
        yield from _tests(inner)
