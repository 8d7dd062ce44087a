"""The house: imports point one way only, between rooms and within them, and each room keeps to its own."""

import ast
import sys
from collections import Counter
from importlib.metadata import entry_points

import pytest

from TinyPilotLibrary.devices.kinds import GROUP, MEDIA_GROUP, POWER_GROUP
from tools.rooms import PACKAGE, House, Module, find_circle

_NAME = "TinyPilotLibrary"
_HOUSE = House()
_MODULES = list(_HOUSE.modules.values())

# By folder, from above to below: a part imports from floors below it, never from its neighbours or from above.
# `__init__` is the door of a folder. Within folders that are not here any order will do that has no circle.
_FLOORS = {
    "": [
        {"__init__"},
        {"cli", "testing"},
        {"library"},
        {"keywords", "listener", "flows"},
        {"studio", "time_limits"},
        {"session"},
        {"watching"},
        {"finding", "evidence"},
        {"text", "devices"},
        {"vision", "hid"},
        {"ranges"},
        {"errors", "fonts", "version"},
    ],
    "watching": [
        {"__init__"},
        {"stepping"},
        {"appearing", "echoing", "glancing", "resting", "signal"},
        {"repeated_press", "watch"},
        {"pointer_cover", "screen", "wait_until"},
    ],
    "finding": [
        {"entries", "look", "menu_rows"},
        {"picture_finder", "text_finder"},
        {"lookup"},
        {"picture_files"},
        {"locators", "choice", "relative_regions"},
    ],
    "evidence": [
        {"reporting"},
        {"collecting", "film_recorder", "live_waits", "report_files"},
        {"film_picture", "report_page", "template_reports", "trace"},
        {"run_results"},
        {"failure_block", "film_block", "film_page"},
        {"film", "log_pictures", "look_pictures", "score_line", "template_table"},
        {"log_html", "run_places", "story"},
        {"journal"},
        {"consoles", "template_use", "ring", "secret_values", "stand_used", "veil"},
        {"events", "whole_files"},
    ],
    "studio": [
        {"person"},
        {"run_studio"},
        {"studio_routes"},
        {
            "pause_routes",
            "pressing",
            "rack_routes",
            "record_routes",
            "session_routes",
            "stored_routes",
            "stored_screens",
            "work_routes",
        },
        {"elsewhere", "rack", "stored_run"},
        {"cutting", "misses", "page_files", "saved_templates", "stored_requests"},
        {"trying"},
        {"desk", "record_requests", "studio_requests"},
        {"fitting", "frozen_frames", "no_device", "pauses", "recording", "session_frames"},
    ],
    "studio.recording": [
        {"recorder"},
        {"hammering"},
        {"suite_text"},
        {"steps"},
        {"actions", "sight", "watched_device"},
        {"inputs", "suites"},
    ],
    "text": [
        {"echo", "reader"},
        {"ocr", "screen_line", "states"},
        {"cell_page", "lines", "search"},
        {"page"},
        {"cells"},
        {"box_rows", "front_window"},
    ],
    "text.cells": [
        {"__init__"},
        {"cell_reader"},
        {"text_screen"},
        {"attributes", "grid_detection", "hue_ink", "rim"},
        {"alignment", "candidates", "glyph_decoding"},
        {"likeness", "rasters"},
        {"cell_slicing", "font_catalog", "modes", "phases", "resampling"},
        {"cell_windows", "font_learning", "glyphs", "grid", "spectrum"},
    ],
    "devices": [
        {"__init__"},
        {"public"},
        {"composite", "gadget", "pikvm"},
        {"capture", "qemu", "redfish", "tinypilot", "virtual", "vnc"},
        {"media", "power"},
        {"part_kinds"},
        {"http", "locks", "registry", "who_can"},
        {"capabilities", "kinds"},
        {"commands", "machine_lock", "transfers"},
        {"claims", "lock_files"},
        {"interruption", "loop_thread", "media_protocol", "options", "protocol", "urls", "usb_suspend"},
    ],
    "devices.http": [
        {"__init__"},
        {"connection"},
        {"connection_pools", "http_session", "retries"},
        {"reachability"},
        {"answer", "endpoint"},
        {"answer_time_limits", "tls"},
    ],
    "devices.virtual": [
        {"__init__"},
        {"virtual_device"},
        {"computer"},
        {"firmware"},
        {"console"},
        {"desktop"},
        {"installer", "setup", "windows"},
        {"setup_pages"},
        {"shell", "stage", "textscreen"},
        {"computer_keyboard", "faults", "picture", "stored_settings"},
    ],
    "vision": [
        {"diagnosis"},
        {"needles"},
        {"templates"},
        {"blank", "drawing", "motion"},
        {"frame"},
        {"boxes", "changes", "runs", "content", "decoding", "match", "picture_header", "pyramid", "raw"},
        {"pixels"},
        {"geometry", "jpeg"},
    ],
    "vision.templates": [
        {"incremental_search"},
        {"template_search"},
        {"correlation", "verdict"},
        {"cascade", "template"},
        {"block_mean_bounds", "chroma", "subpixel"},
    ],
}
# The companion is another house on the same ground.
_COMPANION_MAY = {"companion", "devices", "vision", "hid", "errors", "version"}
# Every package from elsewhere, with the rooms that may import it.
_ONLY_IN = {
    "robot": {"cli", "library", "listener", "keywords", "evidence", "flows", "time_limits"},
    "robotlibcore": {"library"},
    "pytest": {"testing"},
    "cv2": {"vision", "text"},
    "numpy": {"vision", "text", "devices"},
    "PIL": {"vision", "devices"},
    "simplejpeg": {"vision"},
    "onnxruntime": {"text"},
    "tesserocr": {"text"},
    "requests": {"devices"},
    "urllib3": {"devices"},
    "qemu": {"devices"},
    "cryptography": {"devices"},
    "websockets": {"devices"},
    "fastapi": {"companion", "studio"},
    "starlette": {"companion"},
    "pydantic": {"companion", "studio"},
    "uvicorn": {"companion"},
    "tomli": {"session", "flows"},
    "typer": {"cli"},
    "rich": {"cli"},
}
# `tomllib` is there from Python 3.11 on, and imported there alone.
_STANDARD = sys.stdlib_module_names | {"tomllib"}
_PURE = {"collections", "dataclasses", "difflib", "enum", "functools", "itertools", "math", "re", "string", "struct"}
_OUTSIDE_WORLD = {"asyncio", "http", "os", "socket", "ssl", "subprocess", "urllib"}
# Kinds of devices know what all devices share, and nothing of each other.
# The capture is a part of the gadget, and a device of its own.
_SHARED_BY_DEVICES = {
    *("capabilities", "capture", "claims", "commands", "http", "interruption", "kinds", "loop_thread", "machine_lock"),
    *("media", "media_protocol", "part_kinds", "power", "protocol", "options", "transfers", "urls", "usb_suspend"),
}


def _name_of(module: Module) -> str:
    return module.name


def _room(module: Module) -> str:
    return _room_of(module.name)


def _room_of(name: str) -> str:
    parts = name.split(".")
    return parts[1] if len(parts) > 1 else "__init__"


def _packages(module: Module) -> set[str]:
    return {name.split(".")[0] for name in module.imported()} - {_NAME}


def _floor(folder: str, part: str) -> int:
    floor = next((index for index, parts in enumerate(_FLOORS[folder]) if part in parts), None)
    assert floor is not None, f"'{part}' has no floor in '{folder}' yet: give it one in this file."
    return floor


def _allowed(folder: str, part: str, imported: str) -> bool:
    if not folder and part == "companion":
        return imported in _COMPANION_MAY
    if not folder and imported == "companion":
        return part in {"cli", "studio"}
    return _floor(folder, part) < _floor(folder, imported)


def _modules_of(room: str) -> list[Module]:
    found = [module for module in _MODULES if _room(module) == room]
    assert found, f"There is no room '{room}'."
    return found


@pytest.mark.parametrize("folder", _FLOORS)
def test_imports_point_one_way(folder: str) -> None:
    parts = _HOUSE.parts(folder)
    # A door that opens to nothing needs no floor.
    used = {part for part in parts if part != "__init__" or parts[part]}
    assert used, f"There is no folder '{folder}'."
    wrong = [(part, other) for part in used for other in parts[part] if not _allowed(folder, part, other)]
    assert not wrong, f"In '{folder}', imports must not lead from -> to: {wrong}"
    gone = set().union(*_FLOORS[folder]) - used
    assert not gone, f"In '{folder}' there is no {gone} any more: take it out of this file."


@pytest.mark.parametrize("folder", [*_HOUSE.folders, None], ids=lambda folder: "files" if folder is None else folder)
def test_imports_lead_in_no_circle(folder: str | None) -> None:
    # Between the parts of a folder there may be a circle where there is none between files.
    circle = find_circle(_HOUSE.arrows if folder is None else _HOUSE.parts(folder))
    assert not circle, " -> ".join(circle)


def test_packages_from_elsewhere_stay_in_their_room() -> None:
    elsewhere = [(module.name, name) for module in _MODULES for name in _packages(module) - _STANDARD]
    unknown = [(module, name) for module, name in elsewhere if name not in _ONLY_IN]
    assert not unknown, f"What is imported here has no room yet, give it one in this file: {unknown}"
    wrong = [(module, name) for module, name in elsewhere if _room_of(module) not in _ONLY_IN[name]]
    assert not wrong, f"Imports must not lead from -> to: {wrong}"


def test_hid_does_no_input_or_output() -> None:
    for module in _modules_of("hid"):
        assert _packages(module) <= _PURE | {"typing"}, module.name


def test_vision_and_what_is_below_know_no_outside_world() -> None:
    for room in ("vision", "errors", "fonts"):
        for module in _modules_of(room):
            assert not _packages(module) & _OUTSIDE_WORLD, module.name


def test_the_virtual_computer_draws_with_pillow_alone() -> None:
    for module in _modules_of("devices"):
        if _kind_of(module) == "virtual":
            assert _packages(module) - _STANDARD <= {"PIL"}, module.name


def test_kinds_of_devices_know_nothing_of_each_other() -> None:
    for module in _modules_of("devices"):
        kind = _kind_of(module)
        # What switches power may be a device: it is found by its URL alone.
        if kind is None or kind == "power":
            continue
        for name in _HOUSE.arrows[module.name]:
            if name.startswith(f"{_NAME}.devices."):
                assert name.split(".")[2] in {kind, *_SHARED_BY_DEVICES}, f"{module.name} imports {name}"


def _kind_of(module: Module) -> str | None:
    """The folder of its kind of device that a module is in; None for what all kinds share."""
    within = module.path.relative_to(PACKAGE / "devices").parts
    return within[0] if len(within) > 1 else None


def test_every_device_is_found_by_its_url() -> None:
    kinds = {_kind_of(module) for module in _modules_of("devices")} - {None, "http"}
    points = [point for group in (GROUP, POWER_GROUP, MEDIA_GROUP) for point in entry_points(group=group)]
    found = {point.value.split(".")[2].split(":")[0] for point in points}
    assert kinds <= found


@pytest.mark.parametrize("module", _modules_of("keywords"), ids=_name_of)
def test_a_keyword_holds_no_loop_no_pause_and_no_socket(module: Module) -> None:
    loops = [node for node in ast.walk(module.tree) if isinstance(node, ast.For | ast.While)]
    assert not loops, f"{module.name}: a loop in line {loops[0].lineno}"
    assert not _packages(module) & {"time", "threading", *_OUTSIDE_WORLD}


def test_nobody_sleeps_but_the_one_that_waits_and_devices() -> None:
    others = [module for module in _MODULES if _room(module) != "devices" and module.path.stem != "wait_until"]
    slept = [module.name for module in others if "time" in module.imported() and _names_attribute(module, "sleep")]
    assert not slept, f"These sleep, and wait_until.py has the only polling loop: {slept}"


def _names_attribute(module: Module, name: str) -> bool:
    return any(node.attr == name for node in ast.walk(module.tree) if isinstance(node, ast.Attribute))


@pytest.mark.parametrize("module", [*_modules_of("keywords"), *_modules_of("library")], ids=_name_of)
def test_types_of_arguments_are_there_at_run_time(module: Module) -> None:
    # Under TYPE_CHECKING they would silently not be converted.
    assert "TYPE_CHECKING" not in module.text


def test_a_file_name_says_which_file_it_is() -> None:
    # A keyword or a command is called after what it is about, as that itself is.
    named = [module for module in _MODULES if _room(module) not in {"cli", "keywords"}]
    names = Counter(module.path.name for module in named if module.path.stem not in {"__init__", "__main__"})
    assert len(names) > 300
    several = sorted(module.name for module in named if names[module.path.name] > 1)
    assert not several, f"A reader would mix these up: {several}"


def test_no_module_is_two_things() -> None:
    long = {module.name: lines for module in _MODULES if (lines := len(module.text.splitlines())) > 400}
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
