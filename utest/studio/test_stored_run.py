"""What a run has missed is mended after it: judged with the templates as they are, tried on all that was stored."""

import subprocess
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
import requests
from PIL import Image

from TinyPilotLibrary.companion.server import Serving, running
from TinyPilotLibrary.devices.virtual import VirtualComputer, VirtualDevice
from TinyPilotLibrary.devices.virtual.stored_settings import Speed
from TinyPilotLibrary.errors import ConfigurationError
from TinyPilotLibrary.studio.desk import Desk
from TinyPilotLibrary.studio.stored_run import StoredRun
from TinyPilotLibrary.studio.stored_screens import stored_screens
from TinyPilotLibrary.studio.studio_routes import studio
from utest.studio.conftest import Page, token_of

pytestmark = pytest.mark.integration

_SUITE = """*** Settings ***
Library    TinyPilotLibrary    url={url}    templates={folder}    timeout=0.2s

*** Test Cases ***
First
    Wait Until Screen Contains    disk.png

Second
    Wait Until Screen Contains    disk.png

Another Screen
    Press Keys    F2
    Wait Until Screen Contains    other.png

A Text
    Wait Until Screen Contains    text:Hard disc ... VIRTUAL DISK    region=0.0,0.0,1.0,0.5
"""
_TEXT = "text:Hard disc ... VIRTUAL DISK"
_DISK = [0, 64, 279, 16]


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The output folder of a run whose templates are dead."""
    base = tmp_path_factory.mktemp("night")
    (base / "templates").mkdir()
    device = VirtualDevice(VirtualComputer(speed=Speed(power_on_test=100_000.0)))
    with Image.open(BytesIO(device.frame().data)) as screen:
        row = screen.convert("RGB").crop((0, 64, 279, 80))
    row.paste((170, 170, 170), (236, 3, 270, 12))
    row.save(base / "templates/disk.png")
    row.transpose(Image.Transpose.FLIP_LEFT_RIGHT).save(base / "templates/other.png")
    with running(device) as url:
        (base / "night.robot").write_text(_SUITE.format(url=url, folder=base / "templates"))
        command = [sys.executable, "-m", "robot", "--outputdir", str(base / "out"), str(base / "night.robot")]
        subprocess.run(command, check=False, capture_output=True, timeout=120)
    return base


@pytest.fixture(scope="module")
def page(place: Path) -> Iterator[Page]:
    """The page of the run, without its device."""
    run = StoredRun(place / "out")
    desk = Desk(folders=lambda: [place / "templates"])
    with (
        running(stored_screens(run), Serving(port=0, more=studio(desk, run))) as url,
        requests.Session() as session,
    ):
        token = token_of(url, **{"Sec-Fetch-Site": "same-origin"}).json()["token"]
        session.headers["Authorization"] = f"Bearer {token}"
        yield Page(url, VirtualDevice(), session)


def _first(page: Page) -> Any:  # noqa: ANN401 - JSON
    return page.ask("stored/0").json()


def test_all_misses_are_there_by_template_the_most_frequent_first(page: Page) -> None:
    groups = page.ask("stored").json()["groups"]
    assert [(group["locator"], [miss["test"] for miss in group["misses"]]) for group in groups] == [
        ("disk.png", ["Night.First", "Night.Second"]),
        ("other.png", ["Night.Another Screen"]),
        (_TEXT, ["Night.A Text"]),
    ]


def test_a_miss_is_shown_with_a_new_crop_where_it_came_closest(page: Page) -> None:
    answer = _first(page)
    [miss] = answer["missed"]
    assert miss["region"] == _DISK
    assert miss["score"] < miss["threshold"]
    assert miss["areas"] == [{"kind": "match", "region": _DISK}]
    assert miss["name"] == "disk.png"
    assert miss["replaces"]
    with Image.open(BytesIO(page.ask("stored/0/0/seen").content)) as seen:
        assert seen.size == (279, 16)
    assert page.ask("stored/0/9/seen").status_code == 404
    assert page.ask("stored/99").status_code == 404


def test_a_new_crop_is_tried_on_the_other_screens_and_nothing_is_saved_by_that(page: Page, place: Path) -> None:
    before = {file: file.read_bytes() for file in (place / "templates").rglob("*.png")}
    body = {"frozen": _first(page)["frozen"], "name": "disk.png", "areas": [{"kind": "match", "region": _DISK}]}
    answer = page.ask("stored/try", body).json()
    assert not answer["missed"]
    # The other screen has another last row, and the same disk.
    assert [found["tests"] for found in answer["found"]] == [["Night.Another Screen", "Night.A Text"]]
    assert answer["found"][0]["region"] == _DISK
    note = {**body, "areas": [{"kind": "match", "region": [0, 384, 180, 16]}]}
    nowhere = page.ask("stored/try", note).json()
    assert nowhere["found"] == []
    assert [missed["tests"] for missed in nowhere["missed"]] == [["Night.Another Screen", "Night.A Text"]]
    assert {file: file.read_bytes() for file in (place / "templates").rglob("*.png")} == before


def test_what_was_mended_is_found_by_now(page: Page, place: Path) -> None:
    old = (place / "templates/disk.png").read_bytes()
    body = {"frozen": _first(page)["frozen"], "name": "disk.png", "areas": [{"kind": "match", "region": _DISK}]}
    assert page.ask("save", {**body, "replace": True}).status_code == 200
    assert page.ask("stored/1").json()["missed"] == []
    (place / "templates/disk.png").write_bytes(old)


def test_a_missed_text_is_shown_with_what_was_read_where_it_was_looked_for(page: Page) -> None:
    answer = page.ask("stored/3").json()
    assert answer["region"] == "0.0,0.0,1.0,0.5"
    [miss] = answer["missed"]
    assert [piece for piece in miss["read"][0] if piece[1]] == [
        [False, "Hard dis"],
        [True, "k"],
        [False, " ... VIRTUAL DISK"],
        [False, " 8 GB"],
    ]
    assert miss["region"] == [0, 64, 26 * 9, 16]
    assert not miss["name"]


def test_there_is_nothing_to_operate(page: Page) -> None:
    answer = page.ask("chords", {"chords": ["F2"]})
    assert answer.status_code == 501
    assert "stored screens" in answer.text
    assert page.ask("about").json()["stored"]


def test_what_is_no_run_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError, match="no results of a run"):
        StoredRun(tmp_path)
