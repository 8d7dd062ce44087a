"""`tinypilot find`: templates tried on stored pictures."""

import json
from pathlib import Path

import pytest
from PIL import Image
from typer.testing import CliRunner

from TinyPilotLibrary.cli import app
from TinyPilotLibrary.errors import ConfigurationError, TemplateError
from utest.test_pictures import needle, piece, save
from utest.vision.screens import captured, featured_regions, screens

SETUP, SHELL = screens()["setup"], screens()["shell"]
HERE = featured_regions(SETUP, 90, 32, count=1, seed=4)[0]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    save(tmp_path / "templates", "title.png", piece(SETUP, HERE))
    save(tmp_path / "needles", "setup.png", SETUP, needle("firmware-setup", region=HERE))
    for name, frame in (("setup.jpg", SETUP), ("shell.jpg", SHELL)):
        (tmp_path / name).write_bytes(captured(frame).data)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def ran(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(app, ["find", *arguments], catch_exceptions=False)
    return result.exit_code, result.stdout


def test_every_locator_is_looked_for_in_every_frame_and_json_has_one_object_a_line(folder: Path) -> None:
    locators = ("title.png", "tag:firmware-setup")
    code, said = ran(
        *locators, "--in", "setup.jpg", "shell.jpg", "--templates", "templates", "--templates", "needles", "--json"
    )
    findings = [json.loads(line) for line in said.splitlines()]
    assert code == 1
    assert [(item["frame"], item["locator"], item["found"]) for item in findings] == [
        ("setup.jpg", "title.png", True),
        ("setup.jpg", "tag:firmware-setup", True),
        ("shell.jpg", "title.png", False),
        ("shell.jpg", "tag:firmware-setup", False),
    ]
    for item in findings:
        assert list(item) == ["frame", "locator", "found", "score", "x", "y", "width", "height", "reason"]
        if item["found"]:
            assert (item["x"], item["y"], item["width"], item["height"], item["reason"]) == (*HERE, None)
            assert item["score"] > 0.8
        else:
            assert item["reason"]


def test_it_ends_with_0_when_all_was_found_and_shows_a_table(folder: Path) -> None:
    code, said = ran("title.png", "--in", "setup.jpg")
    assert code == 0
    head, row = said.splitlines()
    assert head.split() == ["Frame", "Locator", "Found", "Score", "Place", "Reason"]
    assert row.split()[:3] == ["setup.jpg", "title.png", "yes"]
    assert row.split()[4] == ",".join(str(int(value)) for value in HERE)


def test_frames_may_be_given_one_by_one_and_before_the_locators(folder: Path) -> None:
    code, said = ran("--in", "setup.jpg", "--in", "shell.jpg", "--json", "title.png")
    assert code == 1
    assert [json.loads(line)["found"] for line in said.splitlines()] == [True, False]


def test_texts_are_looked_for_too(folder: Path) -> None:
    code, said = ran("text:Setup Utility", "text:Nothing of the kind", "--in", "setup.jpg", "--json")
    assert code == 1
    assert [json.loads(line)["found"] for line in said.splitlines()] == [True, False]


def test_the_picture_shows_all_frames_with_boxes(folder: Path) -> None:
    ran("title.png", "--in", "setup.jpg", "shell.jpg", "--picture", "out/found.png")
    with Image.open("out/found.png") as picture, Image.open("setup.jpg") as before:
        assert picture.width == 720
        assert picture.height > 2 * 400
        left, top = int(HERE.left), int(HERE.top)
        red, green, blue = picture.convert("RGB").getpixel((left + 30, top - 2))  # type: ignore[misc]
        assert green > max(red, blue)
        inside = (left, top, left + 90, top + 32)
        assert picture.convert("RGB").crop(inside).tobytes() == before.convert("RGB").crop(inside).tobytes()


def test_where_and_how_well_can_be_said(folder: Path) -> None:
    for option, value in (("--region", "0.0,0.0,0.05,0.1"), ("--threshold", "0.9999"), ("--scale", "0.5")):
        assert ran("title.png", "--in", "setup.jpg", option, value)[0] == 1, option


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["title.png", "--in", "missing.png"], "The frame 'missing.png' cannot be read"),
        (["title.png", "--in", "templates/../needles/setup.json"], "is no whole picture"),
        (["title.png", "--in", "setup.jpg", "--picture", "out.gif"], "must be a .png or .jpg"),
        (["titel.png", "--in", "setup.jpg"], "Did you mean 'title.png'?"),
    ],
)
def test_what_is_wrong_is_told(folder: Path, arguments: list[str], told: str) -> None:
    with pytest.raises((ConfigurationError, TemplateError)) as raised:
        ran(*arguments)
    assert told in str(raised.value)
