"""`tinypilot find`: templates tried on stored pictures."""

import json
from pathlib import Path

import pytest
from PIL import Image
from typer.testing import CliRunner

from TinyPilotLibrary.cli import app
from TinyPilotLibrary.errors import ConfigurationError, LocatorError, TemplateError
from utest.finding.test_picture_files import needle, piece, save
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
    code, said, _ = told(*arguments)
    return code, said


def told(*arguments: str) -> tuple[int, str, str]:
    """The exit status, and what is said on the standard output and the standard error."""
    result = CliRunner().invoke(app, ["find", *arguments], catch_exceptions=False)
    return result.exit_code, result.stdout, result.stderr


def test_a_broken_needle_is_told_and_the_others_are_looked_for(folder: Path) -> None:
    needles = folder / "needles"
    (needles / "broken.json").write_text(next(needles.glob("*.json")).read_text())
    (needles / "broken.png").write_text("no picture")
    code, said, errors = told("tag:firmware-setup", "--in", "setup.jpg", "--templates", "needles", "--json")
    assert code == 0
    assert json.loads(said)["found"]
    assert errors == "Skipped: The picture of the needle 'broken' cannot be read.\n"


def test_a_text_may_have_to_be_a_whole_row(folder: Path) -> None:
    assert (folder / "setup.jpg").exists()
    code, said = ran("text:Total memory", "text:memory", "--in", "setup.jpg", "--exact", "row", "--json")
    whole, part = (json.loads(line) for line in said.splitlines())
    assert (code, whole["found"], part["found"]) == (1, True, False)
    assert part["reason"] == "only a part of the row 'Total memory'"


def test_a_text_may_have_to_be_in_a_state(folder: Path) -> None:
    assert (folder / "setup.jpg").exists()
    code, said = ran("text:Total memory", "--in", "setup.jpg", "--state", "selected", "--json")
    assert code == 1
    assert json.loads(said)["reason"] == "found, but not selected"


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


def test_a_locator_stands_in_the_table_as_it_was_written(folder: Path) -> None:
    # What looks like markup of the terminal, and the backslash before it, are what was looked for.
    _, said = ran(r"re:Wake on LAN +\[Dis", "text:[bold]", "--in", "setup.jpg")
    assert r"re:Wake on LAN +\[Dis " in said
    assert "text:[bold] " in said


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


def test_many_frames_of_different_sizes_are_in_one_picture_that_can_be_opened(folder: Path) -> None:
    (folder / "wide.png").write_bytes(screens()["desktop"].data)
    names = ["setup.jpg", "setup.jpg", "wide.png"] * 18
    assert ran("title.png", "--in", *names, "--picture", "found.jpg")[0] == 1
    with Image.open("found.jpg") as picture:
        # All of it is larger than a JPEG may be high; the frames stand in columns, scaled down to a size that fits.
        assert max(picture.size) < 20_000
        assert picture.width * picture.height < 60_000_000
        assert picture.width > 1024


def test_the_reason_names_the_size_that_a_template_was_cut_at(folder: Path) -> None:
    with Image.open(folder / "templates" / "title.png") as picture:
        larger = (round(picture.width / 0.625), round(picture.height / 0.625))
        picture.resize(larger, Image.Resampling.BICUBIC).save(folder / "templates" / "large.png")
    code, said = ran("large.png", "--in", "setup.jpg", "--json")
    [item] = map(json.loads, said.splitlines())
    assert (code, item["found"]) == (1, False)
    assert item["reason"].startswith("matches at 0.625 of its size: cut on a screen 640 pixels high")
    assert abs(item["x"] - HERE.left) <= 1
    assert abs(item["y"] - HERE.top) <= 1
    assert (item["width"], item["height"]) == (HERE.width, HERE.height)


def test_a_frame_that_cannot_be_read_is_told_and_the_others_are_searched(folder: Path) -> None:
    (folder / "half.jpg").write_bytes((folder / "setup.jpg").read_bytes()[:2000])
    (folder / "empty.png").write_bytes(b"")
    frames = ("missing.png", "setup.jpg", "half.jpg", "empty.png", "templates/../needles/setup.json", "setup.jpg")
    code, said, errors = told("title.png", "--in", *frames, "--json", "--picture", "found.png")
    assert code == 1
    assert [(item["frame"], item["found"]) for item in map(json.loads, said.splitlines())] == [("setup.jpg", True)] * 2
    missing, half, empty, text = errors.splitlines()
    assert missing == "The frame 'missing.png' cannot be read: No such file or directory."
    for line, name in ((half, "half.jpg"), (empty, "empty.png"), (text, "setup.json")):
        assert line.startswith("The frame '"), line
        assert line.endswith(f"{name}' is not a complete PNG, JPEG or PPM picture.")
    with Image.open("found.png") as picture:
        assert picture.height == 2 * 400 + 8


def test_a_region_that_is_beside_a_frame_is_told_of_that_frame(folder: Path) -> None:
    (folder / "wide.png").write_bytes(screens()["desktop"].data)
    code, said, errors = told("title.png", "--in", "setup.jpg", "wide.png", "--region", "800,0,200,200", "--json")
    assert code == 1
    assert [json.loads(line)["frame"] for line in said.splitlines()] == ["wide.png"]
    assert errors.startswith("setup.jpg: ")
    assert errors.count("\n") == 1


def test_nothing_is_shown_of_frames_of_which_none_can_be_read(folder: Path) -> None:
    assert told("title.png", "--in", "missing.png", "--picture", "found.png")[:2] == (1, "")
    assert not Path("found.png").exists()


def test_the_name_of_the_picture_is_looked_at_before_anything_is_searched(folder: Path) -> None:
    with pytest.raises(ConfigurationError, match=r"'out.gif' must be a .png or .jpg or .jpeg file"):
        ran("titel.png", "--in", "missing.jpg", "--picture", "out.gif")


def test_where_and_how_well_can_be_said(folder: Path) -> None:
    for option, value in (("--region", "0.0,0.0,0.05,0.1"), ("--threshold", "0.9999"), ("--scale", "0.5")):
        assert ran("title.png", "--in", "setup.jpg", option, value)[0] == 1, option


def test_a_template_that_is_not_there_is_told_with_the_nearest_name(folder: Path) -> None:
    with pytest.raises(TemplateError, match=r"Did you mean 'title.png'\?"):
        ran("titel.png", "--in", "setup.jpg")


@pytest.mark.parametrize(
    ("option", "value", "told"),
    [
        ("--threshold", "5", r"The threshold must be above 0\.0 and at most 1\.0, got 5\.0\. For 5%, write 0\.05"),
        ("--threshold", "0", r"The threshold must be above 0\.0 and at most 1\.0, got 0\.0\."),
        ("--threshold", "nan", r"The threshold must be above 0\.0 and at most 1\.0, got nan\."),
        ("--scale", "30", r"The scale must be from 0\.05 to 20\.0, got 30\.0\."),
        ("--scale", "nan", r"The scale must be from 0\.05 to 20\.0, got nan\."),
    ],
)
def test_a_number_out_of_its_range_is_refused_as_in_a_suite(folder: Path, option: str, value: str, told: str) -> None:
    with pytest.raises(LocatorError, match=told):
        ran("title.png", "--in", "setup.jpg", option, value)
