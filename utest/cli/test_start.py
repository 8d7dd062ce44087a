"""Nothing is imported before it is needed: help is there at once, and so is a package that only wants a device."""

import re
import subprocess
import sys
from pathlib import Path

import pytest
import typer.main
from typer.testing import CliRunner

from TinyPilotLibrary.cli import app
from TinyPilotLibrary.cli.on_demand import CommandsOnDemand

pytestmark = pytest.mark.integration

_HEAVY = {"robot", "robotlibcore", "cv2", "numpy", "PIL", "requests", "urllib3", "fastapi", "uvicorn", "onnxruntime"}
_COMMAND = """
from TinyPilotLibrary.cli import main
sys.argv = ["tinypilot", *{arguments}]
try:
    main()
except SystemExit as ended:
    assert ended.code in (0, 2), ended.code
"""


def _imported_by(statement: str) -> set[str]:
    code = f"import sys\n{statement}\nprint('modules:', *sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.rpartition("modules:")[2].split())


@pytest.mark.parametrize("arguments", [["--help"], [], ["--version"], ["prss"]])
def test_the_command_tells_what_it_can_without_what_only_some_commands_need(arguments: list[str]) -> None:
    imported = _imported_by(_COMMAND.format(arguments=arguments))
    assert "typer" in imported
    assert not imported & _HEAVY
    assert not {name for name in imported if name.startswith("TinyPilotLibrary.devices")}


def test_the_package_alone_imports_neither_robot_framework_nor_opencv_nor_the_command() -> None:
    imported = _imported_by("import TinyPilotLibrary\nassert TinyPilotLibrary.__version__")
    assert not imported & {*_HEAVY, "typer", "rich"}


def test_a_device_is_had_without_robot_framework() -> None:
    imported = _imported_by("from TinyPilotLibrary.devices.registry import open_device\nopen_device('virtual:')")
    assert not imported & {"robot", "robotlibcore", "typer", "rich"}


def test_a_device_is_pressed_without_robot_framework() -> None:
    assert "robot" not in _imported_by(_COMMAND.format(arguments=["press", "virtual:", "F2"]))


def test_the_library_is_found_in_its_package() -> None:
    assert "robot" in _imported_by("from TinyPilotLibrary import TinyPilotLibrary\nassert callable(TinyPilotLibrary)")


def test_every_command_is_documented() -> None:
    text = (Path(__file__).parents[2] / "docs" / "command.md").read_text("utf-8")
    told = {name for row in re.findall(r"^\| (`.*?) \|", text, re.MULTILINE) for name in re.findall(r"`(\w+)`", row)}
    assert told == set(CommandsOnDemand().commands)


def test_the_list_of_commands_says_what_the_commands_say(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "200")
    listed = CommandsOnDemand().commands
    for name, command in listed.items():
        shown = CliRunner().invoke(app, [name, "--help"])
        assert shown.exit_code == 0, shown.output
        assert f"\n {command.help}" in shown.output, f"'{name}' begins with another sentence."
    assert list(typer.main.get_group(app).commands) == list(listed)
