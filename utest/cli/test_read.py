"""The command `tinypilot read`."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from benchmarks.frames import corpus
from TinyPilotLibrary.cli import app
from utest.text.ocr.pages import page

_TINYPILOT = Path(sys.executable).parent / "tinypilot"
_MENU = corpus.HERE / "grub-text-menu-row.png"


def _read(*arguments: str | Path) -> Result:
    return CliRunner().invoke(app, ["read", *map(str, arguments)], catch_exceptions=False)


@pytest.mark.integration
def test_a_character_screen_is_shown_as_it_stands() -> None:
    [sample] = [sample for sample in corpus.load("cells") if sample.picture == _MENU]
    plain = {**os.environ, "NO_COLOR": "1", "COLUMNS": "200", "PYTHONUTF8": "1"}
    done = subprocess.run(
        [_TINYPILOT, "read", _MENU], env=plain, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.rstrip().splitlines() == "\n".join(row.rstrip() for row in sample.lines).rstrip().splitlines()


def test_with_json_each_frame_is_an_object_on_a_line(tmp_path: Path) -> None:
    graphical = tmp_path / "page.png"
    graphical.write_bytes(page({(40, 40): "Boot Manager", (40, 80): "Version 1.20"}).data)
    done = _read(_MENU, graphical, "--json")
    assert done.exit_code == 0, done.stderr
    cells, ocr = (json.loads(line) for line in done.stdout.splitlines())
    assert cells.keys() == ocr.keys() == {"frame", "reader", "columns", "rows", "text", "lines"}
    assert (cells["frame"], cells["reader"], cells["columns"], cells["rows"]) == (str(_MENU), "cells", 80, 25)
    [selected] = [line for line in cells["lines"] if line["selected"]]
    assert selected["box"] == [9, 80, 702, 16]
    assert [run["ground"] for run in selected["colors"]] == ["#000000", "#a8a8a8", "#000000"]
    assert selected["selected"] == "*Advanced options for Debian GNU/Linux"
    assert (ocr["reader"], ocr["columns"], ocr["rows"]) == ("ocr", 0, 0)
    assert ocr["text"] == "Boot Manager\nVersion 1.20"
    [colors] = ocr["lines"][0]["colors"]
    assert (colors["text"], colors["column"], colors["ground"]) == ("Boot Manager", 0, "#ffffff")
    assert colors["ink"] < "#101010"


def test_a_part_of_a_screen_is_read() -> None:
    assert _read(_MENU, "--region=18,80,342,16").stdout == "*Advanced options for Debian GNU/Linux\n"


def test_without_ocr_the_other_frames_are_read_all_the_same(tmp_path: Path) -> None:
    graphical = tmp_path / "page.png"
    graphical.write_bytes(page({(40, 40): "Boot Manager"}).data)
    done = _read(graphical, _MENU, "--ocr=none")
    assert done.exit_code == 1
    assert "page.png: the screen is not made of character cells, and OCR is switched off (ocr=none)." in done.stderr
    assert "GNU GRUB" in done.stdout


@pytest.mark.parametrize("content", [None, b"no picture"])
def test_what_is_no_picture_is_told(tmp_path: Path, content: bytes | None) -> None:
    file = tmp_path / "frame.png"
    if content:
        file.write_bytes(content)
    done = _read(file, _MENU, "--json")
    assert done.exit_code == 1
    assert done.stderr.count("frame.png") == 1
    # The others are read all the same.
    assert [json.loads(line)["frame"] for line in done.stdout.splitlines()] == [str(_MENU)]


def test_the_address_of_a_device_is_no_frame_and_what_to_do_is_said() -> None:
    told = _read("https://tinypilot.invalid/")
    assert told.exit_code == 1
    assert told.stderr.endswith("To look at a device, save its screen first: tinypilot screenshot DEVICE FILE.\n")
