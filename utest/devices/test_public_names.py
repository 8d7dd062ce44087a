"""What others may build on: the names that docs/python.md lists, and no others."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

import TinyPilotLibrary
from TinyPilotLibrary import devices, errors, testing

_TEXT = (Path(__file__).parents[2] / "docs" / "python.md").read_text("utf-8")


def _told(module: str) -> set[str]:
    """The names in the first column of the tables of a module's section."""
    [section] = re.findall(rf"^## `{re.escape(module)}`\n(.*?)(?=^## |\Z)", _TEXT, re.MULTILINE | re.DOTALL)
    cells = re.findall(r"^\| (`.*?) \|", section, re.MULTILINE)
    return {name for cell in cells for name in re.findall(r"`(\w+)`", cell)}


@pytest.mark.parametrize("module", [TinyPilotLibrary, devices, testing])
def test_the_public_names_are_those_of_the_documentation(module: object) -> None:
    assert isinstance(module, type(sys))
    assert set(module.__all__) == _told(module.__name__)
    assert set(module.__all__) <= set(dir(module)) | {"Reporter", "TinyPilotLibrary"}
    for name in module.__all__:
        assert getattr(module, name).__doc__, name


def test_every_error_is_public() -> None:
    told = _told("TinyPilotLibrary.devices") | _told("TinyPilotLibrary.errors")
    assert {name for name, item in vars(errors).items() if isinstance(item, type)} <= told


def test_what_is_not_public_is_not_there() -> None:
    with pytest.raises(AttributeError, match=r"TinyPilotLibrary\.devices' has no attribute 'CompositeDevice'"):
        getattr(devices, "CompositeDevice")  # noqa: B009 - a type checker knows that it is not there


@pytest.mark.integration
def test_one_module_of_the_folder_loads_no_others() -> None:
    code = "import sys, TinyPilotLibrary.devices.options as o; print('cv2' in sys.modules, 'PIL' in sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "False"]


@pytest.mark.integration
def test_the_contract_says_what_it_needs() -> None:
    code = "import sys; sys.modules['pytest'] = None; import TinyPilotLibrary.testing"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "pip install 'robotframework-tinypilot[testing]'" in done.stderr
