"""Steps are written so that Robot Framework reads what was meant."""

import pytest
from robot import running
from robot.utils import unescape

from TinyPilotLibrary.studio.recording.steps import Step
from TinyPilotLibrary.studio.recording.suite_text import Heading, secrets_of, suite_text


def _read(*steps: Step) -> running.TestSuite:
    return running.TestSuite.from_string(suite_text(Heading("virtual:"), steps))


@pytest.mark.parametrize(
    "value",
    [
        "a  b",
        " a",
        "a ",
        "   ",
        "a=b",
        "layout=de",
        "#x",
        "C:\\new",
        "${HOME}",
        "@{x} %{y} &{z}",
        "a\n",
        "\ta",
        "x\\",
        "$",
    ],
)
def test_whatever_was_typed_is_read_as_it_was(value: str) -> None:
    [test] = _read(Step("Type Text", (value,))).tests
    [step] = test.body
    [argument] = step.args
    assert unescape(argument.replace("${EMPTY}", "")) == value
    assert "=" not in argument.replace("\\=", "")
    assert not argument.startswith("#")


def test_a_password_is_a_secret_of_the_environment_and_nowhere_in_the_text() -> None:
    steps = [Step("Type Text", secret=word) for word in ("hunter2", "other", "hunter2")]
    text = suite_text(Heading("virtual:"), steps)
    assert "hunter2" not in text
    suite = running.TestSuite.from_string(text)
    variables = {variable.name: variable.value for variable in suite.resource.variables}
    assert variables["${PASSWORD: Secret}"] == ("%{PASSWORD}",)
    assert [step.args[0] for step in suite.tests[0].body] == ["${PASSWORD}", "${PASSWORD_2}", "${PASSWORD}"]
    assert secrets_of(steps) == {"PASSWORD": "hunter2", "PASSWORD_2": "other"}


def test_the_suite_imports_the_library_with_what_it_needs() -> None:
    heading = Heading("rack-3", layout="de", templates="${CURDIR}/templates")
    suite = running.TestSuite.from_string(suite_text(heading, [Step("Scroll", ("down", "2"), (("button", "left"),))]))
    [library] = suite.resource.imports
    assert library.args == ("url=${URL}", "layout=de", "templates=${CURDIR}/templates")
    assert suite.resource.variables[0].value == ("rack-3",)
    assert suite.tests[0].body[0].args == ("down", "2", "button=left")


def test_what_has_no_steps_yet_is_a_suite_too() -> None:
    assert _read().tests[0].body[0].name == "No Operation"
