"""The device of docs/devices.md, in a package of its own: it is found by its URL and keeps the contract."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.integration

if sys.version_info >= (3, 11):
    import tomllib
else:
    import tomli as tomllib

_TEXT = (Path(__file__).parents[2] / "docs" / "devices.md").read_text("utf-8")
_FILES = dict(re.findall(r"^`linekvm/([\w.]+)`:\n\n```\w+\n(.*?)```", _TEXT, re.MULTILINE | re.DOTALL))


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """The example's files, with what an installer leaves beside them."""
    for name, text in _FILES.items():
        (tmp_path / name).write_text(text, "utf-8")
    project = tomllib.loads(_FILES["pyproject.toml"])["project"]
    info = tmp_path / f"{project['name']}-{project['version']}.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {project['name']}\nVersion: {project['version']}\n")
    [(group, kinds)] = project["entry-points"].items()
    lines = [f"{scheme} = {place}" for scheme, place in kinds.items()]
    (info / "entry_points.txt").write_text("\n".join([f"[{group}]", *lines, ""]))
    return tmp_path


def _run(package: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    # What is installed for the tests of this project is of no use to those of the package.
    environment = {**os.environ, "PYTHONPATH": str(package), "PYTEST_DISABLE_PLUGIN_AUTOLOAD": "1"}
    return subprocess.run(
        [sys.executable, *arguments], cwd=package, env=environment, capture_output=True, text=True, check=False
    )


def test_it_keeps_the_contract(package: Path) -> None:
    done = _run(package, "-m", "pytest", "-W", "error", "-p", "no:cacheprovider")
    assert done.returncode == 0, done.stdout
    passed = re.search(r" (\d+) passed in ", done.stdout)
    assert passed, done.stdout
    assert int(passed[1]) > 30


def test_the_contract_finds_what_stays_pressed(package: Path) -> None:
    forgetful = _FILES["linekvm.py"].replace("                self.key_up(reversed(codes))\n", "")
    (package / "linekvm.py").write_text(forgetful, "utf-8")
    done = _run(package, "-m", "pytest", "-p", "no:cacheprovider", "-k", "modifiers_are_down")
    assert "['+ShiftRight', '+KeyA']" not in done.stdout
    assert re.search(r"E +AssertionError: assert \[.*'\+KeyA'.*\] == \['\+KeyA', '-KeyA'\]", done.stdout), done.stdout


def test_what_is_wrong_with_its_options_is_told_as_for_any_device(package: Path) -> None:
    opening = "from TinyPilotLibrary.devices import open_device; open_device('linekvm:10.0.0.7:4000', {'time': 2})"
    done = _run(package, "-c", opening)
    assert "The device 'linekvm:10.0.0.7:4000' has no option 'time'." in done.stderr
    assert "timeout" in done.stderr
