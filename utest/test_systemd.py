"""The units of the documents: they call the command as it is, and give no more rights than are needed."""

import shlex
from pathlib import Path

import pytest
from typer.testing import CliRunner

from TinyPilotLibrary.cli import app

_FOLDER = Path(__file__).parents[1] / "docs" / "systemd"


def _unit(name: str) -> dict[str, list[str]]:
    """Each setting with its values, continued lines joined."""
    settings: dict[str, list[str]] = {}
    for line in (_FOLDER / name).read_text("utf-8").replace("\\\n", "").splitlines():
        setting, equals, value = line.partition("=")
        if equals and not line.startswith("#"):
            settings.setdefault(setting, []).append(value)
    return settings


@pytest.mark.parametrize("name", ["tinypilot-gadget.service", "tinypilot-companion.service"])
def test_the_command_has_the_options_that_the_unit_gives(name: str) -> None:
    unit = _unit(name)
    for line in unit["ExecStart"] + unit.get("ExecStop", []):
        program, *arguments = shlex.split(line)
        assert program.endswith("/bin/tinypilot")
        words = [word for word in arguments if word in {"gadget", "up", "down", "serve"}]
        shown = CliRunner().invoke(app, [*words, "--help"], env={"COLUMNS": "200"})
        assert shown.exit_code == 0, shown.output
        missing = [word for word in arguments if word.startswith("--") and word not in shown.output]
        assert not missing


def test_the_companion_may_use_its_nodes_and_nothing_else() -> None:
    unit = _unit("tinypilot-companion.service")
    assert unit["User"] == ["tinypilotlibrary"]
    assert unit["DevicePolicy"] == ["closed"]
    assert unit["DeviceAllow"] == ["/dev/hidg0 rw", "/dev/hidg1 rw"]
    assert unit["CapabilityBoundingSet"] == [""]
    assert unit["NoNewPrivileges"] == ["yes"]


def test_the_nodes_are_given_to_the_companions_group() -> None:
    [command] = _unit("tinypilot-gadget.service")["ExecStart"]
    [group] = _unit("tinypilot-companion.service")["Group"]
    assert command.endswith(f"gadget up --group {group}")
    assert _unit("tinypilot-gadget.service")["CapabilityBoundingSet"] == ["CAP_CHOWN"]
