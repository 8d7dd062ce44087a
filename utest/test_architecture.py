"""The house: imports point one way only, and each room keeps to its own."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

import TinyPilotLibrary

_PACKAGE = Path(TinyPilotLibrary.__file__).parent
_NAME = "TinyPilotLibrary"

# From above to below: a room imports from its own floor's own room or from floors below it.
_FLOORS = [
    {"__init__"},
    {"library", "cli"},
    {"keywords"},
    {"evidence"},
    {"watching", "session"},
    {"finding", "screen"},
    {"templates", "stands"},
    {"settings", "waiting", "devices", "locators"},
    {"vision", "hid"},
    {"errors", "fonts", "version"},
]
# The companion is another house on the same ground.
_COMPANION_MAY = {"companion", "devices", "vision", "hid", "errors", "version"}
_ONLY_IN = {
    "robot": {"library", "keywords", "evidence"},
    "robotlibcore": {"library"},
    "cv2": {"vision"},
    "numpy": {"vision"},
    "requests": {"devices"},
    "fastapi": {"companion"},
    "starlette": {"companion"},
    "uvicorn": {"companion"},
    "qemu": {"devices"},
    "typer": {"cli"},
    "rich": {"cli"},
}


def _modules() -> list[Path]:
    return sorted(_PACKAGE.rglob("*.py"))


def _room(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else "__init__"


def _name_of(path: Path) -> str:
    parts = path.relative_to(_PACKAGE.parent).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            yield node.module or ""


def _floor(room: str) -> int:
    return next(index for index, rooms in enumerate(_FLOORS) if room in rooms)


def _allowed(room: str, imported: str) -> bool:
    if room == imported:
        return True
    if room == "companion":
        return imported in _COMPANION_MAY
    if imported == "companion":
        return room == "cli"
    return _floor(room) < _floor(imported)


@pytest.mark.parametrize("path", _modules(), ids=_name_of)
def test_imports_point_one_way(path: Path) -> None:
    room = _room(_name_of(path))
    ours = [_room(name) for name in _imported(path) if name.split(".")[0] == _NAME]
    wrong = [imported for imported in ours if not _allowed(room, imported)]
    assert not wrong, f"{_name_of(path)} must not import from {wrong}"


@pytest.mark.parametrize("path", _modules(), ids=_name_of)
def test_packages_from_elsewhere_stay_in_their_room(path: Path) -> None:
    room = _room(_name_of(path))
    names = {name.split(".")[0] for name in _imported(path)}
    wrong = [name for name in names & _ONLY_IN.keys() if room not in _ONLY_IN[name]]
    assert not wrong, f"{_name_of(path)} must not import {wrong}"


def test_hid_does_no_input_or_output() -> None:
    allowed = {_NAME, "collections", "dataclasses", "difflib", "enum", "functools", "string", "typing"}
    for path in (_PACKAGE / "hid").glob("*.py"):
        names = {name.split(".")[0] for name in _imported(path)}
        assert names <= allowed, f"{_name_of(path)} imports {names - allowed}"


def test_no_module_is_two_things() -> None:
    long = {path.name: lines for path in _modules() if (lines := len(path.read_text("utf-8").splitlines())) > 400}
    assert not long


def test_the_error_tree_is_told_as_it_is() -> None:
    from TinyPilotLibrary import errors  # noqa: PLC0415 - read as text beside what it is

    told = errors.__doc__ or ""
    depths = {line.split()[0]: len(line) - len(line.lstrip()) for line in told.splitlines() if line.startswith("    ")}
    classes = [item for item in vars(errors).values() if isinstance(item, type)]
    assert {item.__name__ for item in classes} == depths.keys()
    for item in classes:
        parents = [base.__name__ for base in item.__bases__ if base in classes]
        assert all(depths[item.__name__] == depths[parent] + 4 for parent in parents), item
