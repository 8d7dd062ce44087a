"""The house: imports point one way only, and each room keeps to its own."""

import ast
import sys
from collections.abc import Iterator
from importlib.metadata import entry_points
from pathlib import Path

import pytest

import TinyPilotLibrary
from TinyPilotLibrary.devices.registry import GROUP

_PACKAGE = Path(TinyPilotLibrary.__file__).parent
_NAME = "TinyPilotLibrary"

# From above to below: a room imports from itself and from floors below it, never from its neighbours.
_FLOORS = [
    {"__init__"},
    {"library", "cli"},
    {"keywords", "listener"},
    {"evidence", "session"},
    {"watching"},
    {"finding"},
    {"text", "devices"},
    {"vision", "hid"},
    {"errors", "fonts", "version"},
]
# The companion is another house on the same ground.
_COMPANION_MAY = {"companion", "devices", "vision", "hid", "errors", "version"}
# Every package from elsewhere, with the rooms that may import it.
_ONLY_IN = {
    "robot": {"library", "listener", "keywords", "evidence"},
    "robotlibcore": {"library"},
    "cv2": {"vision", "text"},
    "numpy": {"vision", "text"},
    "PIL": {"vision", "devices"},
    "simplejpeg": {"vision"},
    "onnxruntime": {"text"},
    "tesserocr": {"text"},
    "requests": {"devices"},
    "urllib3": {"devices"},
    "qemu": {"devices"},
    "linuxpy": {"devices"},
    "fastapi": {"companion"},
    "starlette": {"companion"},
    "pydantic": {"companion"},
    "uvicorn": {"companion"},
    "tomli": {"session"},
    "typer": {"cli"},
    "rich": {"cli"},
}
_PURE = {"collections", "dataclasses", "difflib", "enum", "functools", "itertools", "math", "re", "string", "struct"}
_OUTSIDE_WORLD = {"asyncio", "http", "os", "socket", "ssl", "subprocess", "urllib"}
# Kinds of devices know what all devices share, and nothing of each other.
# The capture is a part of the gadget, and a device of its own.
_SHARED_BY_DEVICES = {"capture", "protocol", "options"}
_MODULES = sorted(_PACKAGE.rglob("*.py"))


def _name_of(path: Path) -> str:
    parts = path.relative_to(_PACKAGE.parent).with_suffix("").parts
    return ".".join(part for part in parts if part != "__init__")


def _room(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else "__init__"


def _tree(path: Path) -> ast.AST:
    return ast.parse(path.read_text("utf-8"))


def _imported(path: Path) -> Iterator[str]:
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            yield node.module or ""


def _packages(path: Path) -> set[str]:
    return {name.split(".")[0] for name in _imported(path)} - {_NAME}


def _floor(room: str) -> int:
    floor = next((index for index, rooms in enumerate(_FLOORS) if room in rooms), None)
    assert floor is not None, f"The room '{room}' has no floor yet: give it one in this file."
    return floor


def _allowed(room: str, imported: str) -> bool:
    if room == imported:
        return True
    if room == "companion":
        return imported in _COMPANION_MAY
    if imported == "companion":
        return room == "cli"
    return _floor(room) < _floor(imported)


def _modules_of(room: str) -> list[Path]:
    found = [path for path in _MODULES if _room(_name_of(path)) == room]
    assert found, f"There is no room '{room}'."
    return found


@pytest.mark.parametrize("path", _MODULES, ids=_name_of)
def test_imports_point_one_way(path: Path) -> None:
    room = _room(_name_of(path))
    ours = [_room(name) for name in _imported(path) if name.split(".")[0] == _NAME]
    wrong = [imported for imported in ours if not _allowed(room, imported)]
    assert not wrong, f"{_name_of(path)} must not import from {wrong}"


def test_no_modules_import_each_other_in_a_circle() -> None:
    # Imports for types alone count too: they would hide the circle from Python, and not from a reader.
    left = {_name_of(path): _modules_imported(path) for path in _MODULES}
    while free := {name for name, needed in left.items() if not needed & left.keys()}:
        left = {name: needed for name, needed in left.items() if name not in free}
    assert not left, f"These import each other in a circle, or a circle: {sorted(left)}"


def _modules_imported(path: Path) -> set[str]:
    """The modules of the library that a module imports, by their full names."""
    ours = {_name_of(module) for module in _MODULES}
    names: set[str] = set()
    for node in ast.walk(_tree(path)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            # `from package import module` needs the module, not what the package itself gives.
            within = {f"{node.module}.{alias.name}" for alias in node.names}
            names |= within if within <= ours else {node.module or ""}
    return names & ours - {_name_of(path)}


@pytest.mark.parametrize("path", _MODULES, ids=_name_of)
def test_packages_from_elsewhere_stay_in_their_room(path: Path) -> None:
    room = _room(_name_of(path))
    elsewhere = _packages(path) - set(sys.stdlib_module_names)
    unknown = elsewhere - _ONLY_IN.keys()
    assert not unknown, f"{_name_of(path)} imports {unknown}, which have no room yet: give them one in this file."
    wrong = [name for name in elsewhere if room not in _ONLY_IN[name]]
    assert not wrong, f"{_name_of(path)} must not import {wrong}"


def test_hid_does_no_input_or_output() -> None:
    for path in _modules_of("hid"):
        assert _packages(path) <= _PURE | {"typing"}, _name_of(path)


def test_vision_and_what_is_below_know_no_outside_world() -> None:
    for room in ("vision", "errors", "fonts"):
        for path in _modules_of(room):
            assert not _packages(path) & _OUTSIDE_WORLD, _name_of(path)


def test_the_virtual_computer_draws_with_pillow_alone() -> None:
    for path in (_PACKAGE / "devices" / "virtual").glob("*.py"):
        assert _packages(path) - set(sys.stdlib_module_names) <= {"PIL"}, _name_of(path)


def test_kinds_of_devices_know_nothing_of_each_other() -> None:
    for path in _modules_of("devices"):
        kind = _kind_of(path)
        if kind is None:
            continue
        for name in _imported(path):
            if name.startswith(f"{_NAME}.devices."):
                assert name.split(".")[2] in {kind, *_SHARED_BY_DEVICES}, f"{_name_of(path)} imports {name}"


def _kind_of(path: Path) -> str | None:
    """The folder of its kind of device that a module is in; None for what all kinds share."""
    within = path.relative_to(_PACKAGE / "devices").parts
    return within[0] if len(within) > 1 else None


def test_every_device_is_found_by_its_url() -> None:
    kinds = {_kind_of(path) for path in _modules_of("devices")} - {None}
    found = {point.value.split(".")[2].split(":")[0] for point in entry_points(group=GROUP)}
    assert kinds <= found


@pytest.mark.parametrize("path", _modules_of("keywords"), ids=_name_of)
def test_a_keyword_holds_no_loop_no_pause_and_no_socket(path: Path) -> None:
    loops = [node for node in ast.walk(_tree(path)) if isinstance(node, ast.For | ast.While)]
    assert not loops, f"{_name_of(path)}: a loop in line {loops[0].lineno}"
    assert not _packages(path) & {"time", "threading", *_OUTSIDE_WORLD}


@pytest.mark.parametrize("path", _MODULES, ids=_name_of)
def test_nobody_sleeps_but_the_one_that_waits_and_devices(path: Path) -> None:
    if _room(_name_of(path)) == "devices" or path.stem == "wait_until":
        return
    names = [node.attr for node in ast.walk(_tree(path)) if isinstance(node, ast.Attribute)]
    slept = [name for name in _imported(path) if name == "time"] and "sleep" in names
    assert not slept, f"{_name_of(path)} sleeps: wait_until.py has the only polling loop"


@pytest.mark.parametrize("path", [*_modules_of("keywords"), *_modules_of("library")], ids=_name_of)
def test_types_of_arguments_are_there_at_run_time(path: Path) -> None:
    # Under TYPE_CHECKING they would silently not be converted.
    assert "TYPE_CHECKING" not in path.read_text("utf-8")


def test_no_module_is_two_things() -> None:
    long = {path.name: lines for path in _MODULES if (lines := len(path.read_text("utf-8").splitlines())) > 400}
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


def test_no_error_shows_its_class_in_the_log() -> None:
    from TinyPilotLibrary import errors  # noqa: PLC0415 - its classes are what is looked at

    classes = [item for item in vars(errors).values() if isinstance(item, type)]
    assert all(issubclass(item, errors.TinyPilotError) for item in classes)
    assert errors.TinyPilotError.ROBOT_SUPPRESS_NAME
