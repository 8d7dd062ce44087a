"""Locators are tried, and templates are cut, by the code that keywords use; files go into the folder alone."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from TinyPilotLibrary.finding.locators import Locator
from TinyPilotLibrary.finding.look import Look
from TinyPilotLibrary.finding.lookup import TemplateCatalog
from TinyPilotLibrary.hid.pointer import PointerEvent
from TinyPilotLibrary.library import TinyPilotLibrary
from TinyPilotLibrary.vision.geometry import Point
from utest.studio.conftest import Page

_DISK = [0, 64, 279, 16]
_EMPTY = [400, 200, 60, 40]
_F2 = [54, 384, 18, 16]


@pytest.fixture
def frozen(page: Page) -> int:
    number: int = page.ask("freeze", {}).json()["number"]
    return number


Clicked = Callable[[Path, str, str], list[int]]


@pytest.fixture
def clicked(page: Page, monkeypatch: pytest.MonkeyPatch) -> Clicked:
    """The pixel of the screen that the keyword `Click` clicks."""
    events: list[PointerEvent] = []
    monkeypatch.setattr(page.device.computer, "point", events.append)

    def click(folder: Path, locator: str, offset: str) -> list[int]:
        library = TinyPilotLibrary(templates=folder)
        library.open_device(page.url)
        try:
            library.click(Locator.parse(locator), offset=Point.parse(offset))
        finally:
            library.close_all_devices()
        [pressed] = [event for event in events if event.buttons]
        return [int(pressed.x * 720), int(pressed.y * 400)]

    return click


def _save(page: Page, frozen: int, name: str, *areas: tuple[str, list[int]], **rest: object) -> Any:  # noqa: ANN401 - JSON
    drawn = [{"kind": kind, "region": region} for kind, region in areas]
    return page.ask("save", {"frozen": frozen, "name": name, "areas": drawn, **rest})


def test_every_place_of_a_text_is_told_with_what_was_read(page: Page) -> None:
    found = page.ask("try", {"locator": "re:F1?2"}).json()["found"]
    assert [each["text"] for each in found] == ["F2", "F12"]
    assert all(each["region"][1] == 384 and each["score"] == 1.0 for each in found)


def test_a_text_is_tried_as_a_whole_row(page: Page) -> None:
    answer = page.ask("try", {"locator": "text:F12", "exact": "row"}).json()
    assert not answer["found"]
    assert answer["missed"][0]["reason"].startswith("only a part of the row 'Press F2")


def test_a_text_is_tried_in_a_state(page: Page) -> None:
    assert page.ask("try", {"locator": "text:F12", "state": "enabled"}).json()["found"]
    answer = page.ask("try", {"locator": "text:F12", "state": "disabled"}).json()
    assert answer["missed"][0]["reason"] == "found, but enabled"


def test_a_template_is_judged_as_by_keywords(page: Page, frozen: int, folder: Path) -> None:
    assert _save(page, frozen, "disk.png", ("match", _DISK)).json()["found"]["region"] == _DISK
    [place] = page.ask("try", {"locator": "disk.png"}).json()["found"]
    match, _ = Look(TemplateCatalog().find([Locator.parse("disk.png")], [folder]), None, 0.8).find(page.device.frame())
    assert match
    assert place["score"] == round(match.score, 4)
    assert place["region"] == list(match.region)


@pytest.mark.parametrize(
    ("locator", "offset"),
    [
        ("text:F12", ""),
        ("text:F12", "-30,5"),
        ("clicked.png", "0,0"),
        ("clicked.png", "0.1,-0.05"),
        ("point:200,99", "7,0.5"),
    ],
)
def test_a_click_goes_where_it_is_told_to_go(
    page: Page, frozen: int, folder: Path, clicked: Clicked, locator: str, offset: str
) -> None:
    _save(page, frozen, "clicked.png", ("match", _DISK), ("click", [250, 66, 9, 9]), replace=True)
    [place] = page.ask("try", {"locator": locator, "offset": offset}).json()["found"]
    assert place["click"] == clicked(folder, locator, offset or "0,0")


def test_a_click_that_would_leave_the_screen_is_told_to_go_nowhere(page: Page) -> None:
    [first, second] = page.ask("try", {"locator": "re:F1?2", "offset": "-100,0"}).json()["found"]
    assert first["click"] is None
    assert "is not on the screen" in first["no_click"]
    assert second["click"]
    assert "a point 'x,y'" in page.ask("try", {"locator": "text:F12", "offset": "left"}).text


def test_several_places_are_counted_as_keywords_count_them(page: Page, frozen: int) -> None:
    # The pictures of a folder are looked for in the order of their names.
    lower, upper = _DISK, [0, 48, 189, 16]
    for name, row in (("rows/a.png", lower), ("rows/b.png", upper)):
        assert _save(page, frozen, name, ("match", row)).ok
    found = page.ask("try", {"locator": "rows"}).json()["found"]
    assert [each["region"] for each in found] == [upper, lower]


def test_what_is_not_there_is_told_with_its_nearest_place_and_why(page: Page, frozen: int, folder: Path) -> None:
    _save(page, frozen, "other.png", ("match", _DISK))
    with Image.open(folder / "other.png") as picture:
        changed = picture.convert("RGB")
    changed.paste((170, 170, 170), (100, 4, 140, 12))
    changed.save(folder / "other.png")
    answer = page.ask("try", {"locator": "other.png"}).json()
    assert not answer["found"]
    [miss] = answer["missed"]
    assert miss["region"] == _DISK
    assert miss["score"] < miss["threshold"] == 0.8
    assert miss["reason"]


@pytest.mark.parametrize("locator", ["none.png", "re:(", "tag:none", "text:"])
def test_a_locator_that_cannot_be_tried_is_refused_in_words(page: Page, locator: str) -> None:
    answer = page.ask("try", {"locator": locator})
    assert answer.status_code == 400
    assert answer.text


def test_a_frozen_frame_is_given_without_loss(page: Page, frozen: int) -> None:
    picture = page.ask(f"frozen/{frozen}")
    with Image.open(io.BytesIO(picture.content)) as shown:
        assert shown.format == "PNG"
        assert shown.size == (720, 400)
    assert page.ask("frozen/999").status_code == 404


def test_an_area_is_told_to_be_flat_or_too_small_or_not_unique_or_unique(page: Page, frozen: int) -> None:
    def judged(region: list[int]) -> Any:  # noqa: ANN401 - JSON
        return page.ask("area", {"frozen": frozen, "region": region}).json()

    assert "flat" in judged(_EMPTY)["unusable"]
    assert "at least 4x4" in judged([0, 0, 3, 3])["unusable"]
    # What is dimmed is another state: a template stands for one.
    assert judged(_DISK) == {"unusable": "", "twins": 0, "nearest": None, "dimmed": False, "tinted": False}
    # The dots behind "Keyboard" and behind "Hard disk".
    dots = judged([90, 50, 20, 14])
    assert dots["twins"] >= 1
    assert dots["nearest"]["score"] >= 0.8
    assert page.ask("area", {"frozen": frozen, "region": [700, 0, 30, 10]}).status_code == 400


def test_an_area_is_fitted_to_whole_characters_and_an_empty_one_stays(page: Page, frozen: int) -> None:
    def fitted(region: list[int]) -> Any:  # noqa: ANN401 - JSON
        return page.ask("fit", {"frozen": frozen, "region": region}).json()["region"]

    # From within its first letter to far behind its last one, and into the row below.
    assert fitted([3, 66, 320, 20]) == [0, 64, 31 * 9, 16]
    assert fitted(_EMPTY) == _EMPTY


def test_the_text_of_an_area_is_told_as_a_locator(page: Page, frozen: int) -> None:
    answer = page.ask("text", {"frozen": frozen, "region": _DISK}).json()
    assert answer == {"locator": "text:Hard disk ... VIRTUAL DISK 8 GB", "places": 1, "error": ""}
    assert page.ask("text", {"frozen": frozen, "region": _EMPTY}).json()["locator"] == ""


def test_one_plain_area_is_a_picture_and_more_are_a_needle(page: Page, frozen: int, folder: Path) -> None:
    saved = _save(page, frozen, "boot/plain.png", ("match", _DISK)).json()
    assert Path(saved["file"]) == folder / "boot/plain.png"
    with Image.open(folder / "boot/plain.png") as picture:
        assert picture.size == (279, 16)
    assert not (folder / "boot/plain.json").exists()
    with Image.open(folder / ".reference/boot/plain.png") as whole:
        assert whole.size == (720, 400)
    areas = ("match", _DISK), ("exclude", [100, 64, 20, 16]), ("match", _F2), ("click", [10, 70, 1, 1])
    saved = _save(page, frozen, "needle.png", *areas, tags=["post"]).json()
    assert saved["found"]["click"] == [10, 70]
    said = json.loads((folder / "needle.json").read_text())
    assert [area["type"] for area in said["area"]] == ["match", "exclude", "match"]
    assert page.ask("try", {"locator": "tag:post"}).json()["found"][0]["template"] == "needle"


def test_nothing_is_overwritten_unless_told_and_tags_are_kept(page: Page, frozen: int, folder: Path) -> None:
    _save(page, frozen, "kept.png", ("match", _DISK), tags=["old"])
    before = (folder / "kept.png").read_bytes()
    answer = _save(page, frozen, "kept.png", ("match", _F2))
    assert answer.status_code == 409
    assert (folder / "kept.png").read_bytes() == before
    assert _save(page, frozen, "kept.png", ("match", _F2), replace=True).status_code == 200
    assert json.loads((folder / "kept.json").read_text()) == {"tags": ["old"]}


@pytest.mark.parametrize(
    "name",
    ["../out.png", "/etc/out.png", "a/../../out.png", ".hidden.png", "out.jpg", "out", "", "link/out.png", "a\\b.png"],
)
def test_nothing_is_saved_outside_the_folder(page: Page, frozen: int, folder: Path, tmp_path: Path, name: str) -> None:
    link = folder / "link"
    if not link.is_symlink():
        link.symlink_to(tmp_path)
    files = set(folder.rglob("*"))
    assert _save(page, frozen, name, ("match", _DISK)).status_code == 400
    assert set(folder.rglob("*")) == files
    assert not list(tmp_path.iterdir())
    link.unlink()


def test_what_is_no_template_is_not_saved(page: Page, frozen: int, folder: Path) -> None:
    assert _save(page, frozen, "none.png", ("exclude", _DISK)).status_code == 400
    assert _save(page, frozen, "none.png", ("match", [700, 0, 30, 10])).status_code == 400
    assert _save(page, frozen, "none.png", ("match", _EMPTY)).status_code == 400
    assert not (folder / "none.png").exists()
