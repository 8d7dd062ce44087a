"""Steps as the text of a suite."""

from collections.abc import Sequence
from dataclasses import dataclass

from TinyPilotLibrary.studio.recording.steps import Step

_SECRET = "PASSWORD"  # noqa: S105 - the name of a variable


@dataclass(frozen=True)
class Heading:
    """What a suite says of itself.

    Args:
        device: The device that it was recorded on: a URL or the name of a stand.
        layout: The keyboard layout of the target; empty for the usual one.
        templates: The folder of templates, as the suite names it; empty if it needs none.
        test: The name of the test.
    """

    device: str
    layout: str = ""
    templates: str = ""
    test: str = "Recorded"


def secrets_of(steps: Sequence[Step]) -> dict[str, str]:
    """What nobody may read, by the names of the variables that stand for it."""
    values = dict.fromkeys(step.secret for step in steps if step.secret)
    return {_SECRET if index == 0 else f"{_SECRET}_{index + 1}": value for index, value in enumerate(values)}


def suite_text(heading: Heading, steps: Sequence[Step]) -> str:
    """The text of a suite.

    Args:
        heading: What it says of itself.
        steps: Its steps.

    Returns:
        The text. What nobody may read is not in it: it comes from variables of the environment.
    """
    names = {value: name for name, value in secrets_of(steps).items()}
    options = [f"layout={heading.layout}"] * bool(heading.layout)
    options += [f"templates={heading.templates}"] * bool(heading.templates)
    lines = [
        "*** Settings ***",
        f"Documentation     Recorded on {escaped(heading.device)}.",
        "",
        "    ".join(["Library           TinyPilotLibrary", "url=${URL}", *options]),
        "",
        "Suite Teardown    Close All Devices",
        "",
        "",
        "*** Variables ***",
        f"${{URL}}    {escaped(heading.device)}",
        *(f"${{{name}: Secret}}    %{{{name}}}" for name in names.values()),
        "",
        "",
        "*** Test Cases ***",
        heading.test,
        *(f"    {_line(step, names)}" for step in steps or [Step("No Operation")]),
    ]
    return "\n".join(lines) + "\n"


def escaped(value: str) -> str:
    r"""A value as it is written in a suite.

    Args:
        value: The value.

    ```python
    assert escaped("a=b\n") == r"a\=b\n"
    ```
    """
    written = value.replace("\\", "\\\\").replace("\n", "\\n").replace("\t", "\\t").replace("\r", "\\r")
    for mark in "$@&%":
        written = written.replace(f"{mark}{{", f"\\{mark}{{")
    # An option of a keyword has a name, and a comment its mark.
    written = written.replace("=", "\\=")
    if written.startswith("#"):
        written = f"\\{written}"
    # Two blanks would end the value, and so would those around it.
    while "  " in written:
        written = written.replace("  ", " \\ ")
    if written.startswith(" "):
        written = f"\\{written}"
    if written.endswith(" "):
        written = f"{written}\\"
    return written or "${EMPTY}"


def _line(step: Step, names: dict[str, str]) -> str:
    values = [f"${{{names[step.secret]}}}"] if step.secret else [escaped(value) for value in step.values]
    return "    ".join([step.keyword, *values, *(f"{name}={escaped(value)}" for name, value in step.options)])
