"""What the imports of a package say of its rooms: of a small one, and of the library as it is printed."""

import subprocess
import sys
from pathlib import Path

import pytest

from tools.rooms import PACKAGE, House, find_circle, floors

_FILES = {
    "__init__.py": "",
    "top.py": "from house.room import first\nimport house.low\nimport os\n",
    "low.py": "",
    "room/__init__.py": "",
    "room/first.py": "from house.room.second import thing\n",
    "room/second.py": "thing = 1\n",
}


def _house(tmp_path: Path, **more: str) -> House:
    package = tmp_path / "house"
    for name, text in {**_FILES, **{f"room/{name}.py": text for name, text in more.items()}}.items():
        file = package / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    return House(package)


def test_each_file_and_each_folder_points_to_what_it_imports(tmp_path: Path) -> None:
    house = _house(tmp_path)
    assert house.arrows["house.top"] == {"house.room.first", "house.low"}
    assert house.parts("")["top"] == {"room", "low"}
    assert house.parts("room") == {"__init__": set(), "first": {"second"}, "second": set()}
    assert house.folders == ["", "room"]


def test_floors_are_from_above_to_below(tmp_path: Path) -> None:
    assert floors(_house(tmp_path).parts("")) == [["top"], ["__init__", "low", "room"]]
    assert floors({}) == []


@pytest.mark.parametrize(
    "text",
    [
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from house.room.first import thing\n",
        "def late():\n    from house.room import first\n",
        "from importlib import import_module\nmodule = import_module('house.room.first')\n",
    ],
    ids=["for types alone", "in a function", "by name"],
)
def test_an_import_counts_wherever_it_stands(tmp_path: Path, text: str) -> None:
    house = _house(tmp_path, second=text)
    assert find_circle(house.arrows) == ["house.room.first", "house.room.second", "house.room.first"]
    with pytest.raises(ValueError, match="first -> second -> first"):
        floors(house.parts("room"))


def test_a_circle_between_folders_is_seen_though_there_is_none_between_files(tmp_path: Path) -> None:
    house = _house(tmp_path, third="import house.top\n")
    assert find_circle(house.arrows) == []
    assert find_circle(house.parts("")) == ["room", "top", "room"]


def test_a_relative_import_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SyntaxError, match=r"second\.py, line 1: imports are absolute"):
        _ = _house(tmp_path, second="from . import first\n").arrows


@pytest.mark.integration
def test_the_library_is_shown() -> None:
    command = [sys.executable, "-m", "tools.rooms"]
    shown = subprocess.run(command, cwd=PACKAGE.parent, check=True, capture_output=True, text=True).stdout
    assert "\nvision: " in shown
    assert f"{len(House().modules)} files, " in shown
