"""Runs a function inside a test of Robot Framework, so that it can call keywords as a suite does."""

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

from robot.api import TestSuite
from robot.libraries.BuiltIn import BuiltIn

_waiting: list[Callable[[], object]] = []


def run_what_waits() -> None:
    """The keyword that the test consists of."""
    _waiting.pop()()


def do_nothing(key: str) -> None:
    """A keyword that is empty: what it takes is what Robot Framework takes for any keyword."""


def in_robot(function: Callable[[], object], library: str, arguments: list[str], output: Path) -> None:
    """Runs a function in a test that has imported a library.

    Args:
        function: What is run. It calls keywords with `call_keyword`.
        library: The library's name.
        arguments: The options of its import.
        output: The file for output.xml, which is written as in any run.

    Raises:
        RuntimeError: If the test failed.
    """
    _waiting.append(function)
    suite = TestSuite("Benchmark")
    suite.resource.imports.library(library, args=arguments)
    suite.resource.imports.library(__name__)
    suite.tests.create("Measuring").body.create_keyword("Run What Waits")
    console = io.StringIO()
    result = suite.run(output=str(output), stdout=console, stderr=console)
    if result.return_code:
        raise RuntimeError(f"{result.suite.tests[0].message}\n{console.getvalue()}")


def call_keyword(name: str, *arguments: str) -> Any:  # noqa: ANN401 - whatever the keyword returns
    """Calls a keyword through Robot Framework: its name is looked up, arguments are converted, output is written."""
    return BuiltIn().run_keyword(name, *arguments)
