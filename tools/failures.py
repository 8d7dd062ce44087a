"""What failed in a run of suites, told in a few lines: the end of a CI log is often all that is at hand."""

from collections.abc import Iterator
from pathlib import Path

from robot.api import ExecutionResult
from robot.result import TestCase, TestSuite

# Of a message's beginning and of its end, in characters: what went wrong may be in either.
_SHOWN = 400


def failures(output: Path) -> Iterator[str]:
    """Tells each test that failed, and why.

    Args:
        output: The output.xml of the run.

    Yields:
        Name, suite and message; of a long one its beginning and its end.
    """
    for test in _tests(ExecutionResult(output).suite):
        if test.failed:
            yield f"{test.full_name}\n    " + _shortened(test.message).replace("\n", "\n    ")


def skipped(output: Path) -> int:
    """How many tests were skipped.

    Args:
        output: The output.xml of the run.
    """
    return int(ExecutionResult(output).statistics.total.skipped)


def _shortened(message: str) -> str:
    if len(message) <= 2 * _SHOWN:
        return message
    return f"{message[:_SHOWN]} […] {message[-_SHOWN:]}"


def _tests(suite: TestSuite) -> Iterator[TestCase]:
    yield from suite.tests
    for inner in suite.suites:
        yield from _tests(inner)
