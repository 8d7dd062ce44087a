"""The first steps of the guide, taken as a new user takes them: every command and file as they stand there."""

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from robot.api import ExecutionResult

from TinyPilotLibrary.devices.registry import open_device
from TinyPilotLibrary.text.reader import ScreenReader
from TinyPilotLibrary.watching.wait_until import Clock, wait_until

pytestmark = pytest.mark.integration

_GUIDE = Path(__file__).parents[1] / "docs" / "guide.md"
_PROGRAMS = Path(sys.executable).parent
_URL = "http://127.0.0.1:8000"


def _first_suite() -> str:
    [section] = re.findall(r"^## The first suite\n(.*?)(?=^## )", _GUIDE.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    return str(section)


def _commands() -> list[str]:
    blocks = re.findall(r"```console\n(.*?)```", _first_suite(), re.DOTALL)
    return [line.removeprefix("$ ") for block in blocks for line in block.splitlines() if line.startswith("$ ")]


@pytest.fixture
def served(tmp_path: Path) -> Iterator[str]:
    """What the first command serves, at a port that is free here, once it waits: a person is not there sooner."""
    command = [*shlex.split(_commands()[0]), "--port=0"]
    with subprocess.Popen(command, cwd=tmp_path, env=_environment(), stdout=subprocess.PIPE, text=True) as serving:
        try:
            assert serving.stdout
            url = serving.stdout.readline().split()[0]
            device, reader = open_device(url), ScreenReader()
            waits = lambda _: "Test done" in reader.read(device.frame()).text or None  # noqa: E731 - one use
            assert wait_until(waits, timeout=30, interval=0.2, clock=Clock())
            device.close()
            yield url
        finally:
            serving.kill()


def _environment() -> dict[str, str]:
    return {**os.environ, "PATH": os.pathsep.join([str(_PROGRAMS), os.environ["PATH"]]), "NO_COLOR": "1"}


def test_the_first_steps_lead_to_a_suite_that_passes(served: str, tmp_path: Path) -> None:
    [suite] = re.findall(r"```robotframework\n(.*?)```", _first_suite(), re.DOTALL)
    (tmp_path / "suite.robot").write_text(suite, "utf-8")
    commands = _commands()[1:]
    assert [command.split()[0] for command in commands] == [
        "tinypilot", "tinypilot", "mkdir", "python3", "tinypilot", "robot",
    ]  # fmt: skip
    for command in commands:
        words = [served if word == _URL else word for word in shlex.split(command)]
        done = subprocess.run(words, cwd=tmp_path, env=_environment(), capture_output=True, text=True, check=False)
        assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
    assert (tmp_path / "log.html").is_file()
    assert ExecutionResult(tmp_path / "output.xml").statistics.total.passed == 1
