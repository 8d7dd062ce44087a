"""The wheel, installed into an empty environment, works from anywhere."""

import os
import subprocess
import sys
import venv
import zipfile
from pathlib import Path

import pytest

_ROOT = Path(__file__).parents[2]

_SUITE = """\
*** Settings ***
Library     TinyPilotLibrary    url=virtual:    timeout=20s
Library     Collections
Resource    TinyPilotLibrary/resources/firmware.resource

*** Test Cases ***
The Installed Library Sees And Types
    Wait Until Video Signal
    Press Keys    F2
    Wait Until Screen Changes
    ${library} =    Get Library Instance    TinyPilotLibrary
    ${module} =    Evaluate    sys.modules[$library.__class__.__module__].__file__    modules=sys
    Should Contain    ${module}    site-packages

The Resource Came With It
    Keyword Should Exist    Enter Firmware Setup
"""


def _run(*command: str | Path, cwd: Path) -> str:
    clean = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "VIRTUAL_ENV"}}
    done = subprocess.run(command, cwd=cwd, env=clean, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel that is given, or one that is built from the source distribution as an index would get it."""
    if given := os.environ.get("TINYPILOT_WHEEL"):
        return Path(given)
    folder = tmp_path_factory.mktemp("dist")
    _run(sys.executable, "-m", "build", "--outdir", folder, cwd=_ROOT)
    [built] = folder.glob("*.whl")
    return built


def test_the_wheel_has_what_users_need(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    assert {
        "TinyPilotLibrary/py.typed",
        "TinyPilotLibrary/demo/demo.robot",
        "TinyPilotLibrary/resources/firmware.resource",
        "TinyPilotLibrary/fonts/vga16.psf.gz",
    } <= names
    assert not [name for name in names if name.startswith(("utest", "atest", "benchmarks"))]


def test_a_suite_runs_with_the_installed_wheel(wheel: Path, tmp_path: Path) -> None:
    environment = tmp_path / "environment"
    venv.create(environment, with_pip=True)
    programs = environment / ("Scripts" if os.name == "nt" else "bin")
    # Libdoc needs the newest Robot Framework.
    older = os.environ.get("TINYPILOT_ROBOT")
    packages = [f"{wheel}[companion]", f"robotframework=={older}.*"] if older else [f"{wheel}[companion,docs]"]
    _run(programs / "python", "-m", "pip", "install", "--quiet", *packages, cwd=tmp_path)
    work = tmp_path / "work"
    work.mkdir()
    (work / "suite.robot").write_text(_SUITE, "utf-8")
    _run(programs / "robot", "--outputdir", "results", "suite.robot", cwd=work)
    said = _run(programs / "tinypilot", "demo", cwd=work)
    assert str(work / "results" / "demo" / "log.html") in said
    assert said.count("passed") == 3
    if not older:
        _run(programs / "libdoc", "TinyPilotLibrary", "keywords.html", cwd=work)
        assert "Press Keys" in (work / "keywords.html").read_text("utf-8")
    assert (work / "results" / "demo" / "tinypilot" / "the-rectangle.png").is_file()
