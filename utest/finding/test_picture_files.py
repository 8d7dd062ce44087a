"""Pictures with a JSON beside them: needles, tags, click points, folders of variants."""

import json
from pathlib import Path

import cv2
import numpy as np
import pytest

from TinyPilotLibrary.errors import TemplateError
from TinyPilotLibrary.finding.locators import Locator
from TinyPilotLibrary.finding.look import Look
from TinyPilotLibrary.finding.lookup import ResolvedLocator, TemplateCatalog
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.geometry import Region
from TinyPilotLibrary.vision.match import Match, Miss
from TinyPilotLibrary.vision.templates.template import Template
from utest.vision.screens import captured, cut, featured_regions, frame_of, screens

SETUP = screens()["setup"]


def save(folder: Path, name: str, frame: Frame, description: object = None) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / name
    file.write_bytes(frame.png())
    if description is not None:
        file.with_suffix(".json").write_text(json.dumps(description))
    return file


def piece(frame: Frame, region: Region) -> Frame:
    return frame_of(cut(frame, region).color)


def found(written: str, folder: Path, frame: Frame, scale: float = 1.0) -> Match | Miss:
    return Look(resolved(written, folder, scale), None, 0.8).outcomes(frame)[0]


def resolved(written: str, folder: Path, scale: float = 1.0) -> list[ResolvedLocator]:
    return TemplateCatalog().find([Locator.parse(written)], [folder], scale)


def needle(*tags: str, region: Region, **more: object) -> dict[str, object]:
    names = ("xpos", "ypos", "width", "height")
    area = {"type": "match", **dict(zip(names, map(int, region), strict=True))}
    return {"area": [area], "tags": list(tags), **more}


HERE = featured_regions(SETUP, 90, 32, count=1, seed=4)[0]


def test_a_needle_is_found_by_its_file_and_by_its_tags(tmp_path: Path) -> None:
    save(tmp_path / "needles" / "grub", "menu-2026.png", SETUP, needle("grub-menu", "ENV-BIOS", region=HERE))
    by_file = found("needles/grub/menu-2026.png", tmp_path, captured(SETUP))
    by_tags = found("tag:ENV-BIOS grub-menu", tmp_path, captured(SETUP))
    for match in (by_file, by_tags):
        assert isinstance(match, Match)
        assert match.region == HERE
    assert isinstance(by_tags, Match)
    assert (by_tags.locator, by_tags.template) == ("tag:ENV-BIOS grub-menu", "menu-2026")


@pytest.mark.parametrize(
    ("written", "told"),
    [
        ("tag:grub", "'tag:grub' ('grub') at"),
        ("tag:grub-menu", "'tag:grub-menu' ('grub') at"),
        ("needles", "'needles' ('grub') at"),
        ("needles/grub.png", "'needles/grub.png' at"),
        ("image:needles/grub.png", "'image:needles/grub.png' at"),
    ],
)
def test_a_match_says_which_picture_it_was_unless_its_locator_does(tmp_path: Path, written: str, told: str) -> None:
    save(tmp_path / "needles", "grub.png", SETUP, needle("grub-menu", "grub", region=HERE))
    match = found(written, tmp_path, captured(SETUP))
    assert isinstance(match, Match)
    assert match.template == "grub"
    assert str(match).startswith(told)


def test_all_tags_have_to_be_there_and_the_nearest_are_offered(tmp_path: Path) -> None:
    save(tmp_path, "one.png", SETUP, needle("grub-menu", region=HERE))
    save(tmp_path, "two.png", SETUP, needle("ENV-UEFI", region=HERE))
    (tmp_path / "broken.json").write_text("{")
    with pytest.raises(TemplateError) as raised:
        resolved("tag:grub-menu ENV-UEFI", tmp_path)
    assert "is tagged 'grub-menu' and 'ENV-UEFI'" in str(raised.value)
    assert "1 JSON files cannot be read" in str(raised.value)
    with pytest.raises(TemplateError, match=r"Did you mean 'grub-menu'\?"):
        resolved("tag:grub-menus", tmp_path)


def test_a_picture_may_be_a_symbolic_link_or_what_windows_makes_of_one(tmp_path: Path) -> None:
    save(tmp_path / "shared", "screen.png", SETUP)
    for name in ("linked", "written"):
        (tmp_path / f"{name}.json").write_text(json.dumps(needle(name, region=HERE)))
    (tmp_path / "linked.png").symlink_to("shared/screen.png")
    (tmp_path / "written.png").write_text("shared/screen.png")
    for name in ("linked.png", "tag:linked", "written.png", "tag:written"):
        assert isinstance(found(name, tmp_path, SETUP), Match)


def test_a_template_may_have_tags_and_a_click_point(tmp_path: Path) -> None:
    described = {"tags": ["title"], "click_point": {"xpos": 3, "ypos": 30}}
    save(tmp_path, "title.png", piece(SETUP, HERE), described)
    for written in ("title.png", "tag:title"):
        match = found(written, tmp_path, captured(SETUP))
        assert isinstance(match, Match)
        assert match.region == HERE
        assert match.click_point == (HERE.left + 3, HERE.top + 30)


def test_a_folder_is_any_of_its_pictures(tmp_path: Path) -> None:
    save(
        tmp_path / "title",
        "old.png",
        piece(screens()["desktop"], featured_regions(screens()["desktop"], 90, 32, count=1, seed=77)[0]),
    )
    save(tmp_path / "title", "new.png", piece(SETUP, HERE))
    match = found("title", tmp_path, captured(SETUP))
    assert isinstance(match, Match)
    assert (match.locator, match.template, match.region) == ("title", "new.png", HERE)
    miss = found("title", tmp_path, screens()["shell"])
    assert isinstance(miss, Miss)
    assert "'title'" in str(miss)
    assert "of 2 pictures" in miss.reason
    (tmp_path / "empty").mkdir()
    with pytest.raises(TemplateError, match="contains no picture"):
        resolved("empty", tmp_path)


def test_a_picture_that_cannot_be_used_leaves_the_others_of_its_tag_or_folder(tmp_path: Path) -> None:
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n"
    save(tmp_path / "menu", "good.png", SETUP, needle("menu", region=HERE))
    for name in ("away", "gone"):
        save(tmp_path / "menu", f"{name}.png", SETUP, needle("menu", name, region=HERE)).write_text(pointer)
    catalog = TemplateCatalog()
    for written in ("tag:menu", "menu"):
        assert isinstance(found(written, tmp_path, SETUP), Match)
        left_out = catalog.unreported(catalog.find([Locator.parse(written)], [tmp_path]))
        # Each is told once.
        assert ["'away'" in sentence for sentence in left_out] == ([True, False] if written == "tag:menu" else [])
    with pytest.raises(TemplateError, match=r"'away' cannot be read\. It is only Git LFS's pointer .* 'git lfs pull'"):
        resolved("tag:away", tmp_path)
    (tmp_path / "menu" / "good.png").write_text(pointer)
    with pytest.raises(TemplateError, match=r"None of the 3 pictures of 'menu' can be used\. .*'away'"):
        resolved("menu", tmp_path)


def test_all_places_of_all_variants_are_found_once(tmp_path: Path) -> None:
    mark = piece(SETUP, HERE)
    for name in ("a.png", "b.png"):
        save(tmp_path / "mark", name, mark)
    places = Look(resolved("mark", tmp_path), None, 0.8).find_all(captured(SETUP))
    assert [match.region for match in places].count(HERE) == 1


@pytest.mark.parametrize("factor", [0.75, 1.5])
def test_a_template_of_another_screen_is_found_with_its_scale(tmp_path: Path, factor: float) -> None:
    desktop = screens()["desktop"]
    region = Region(20, 20, 120, 96)
    save(tmp_path, "icon.png", piece(desktop, region))
    whole = Template("screen", desktop.color).scaled(factor)
    seen = captured(frame_of(whole.color), 90)
    match = found("icon.png", tmp_path, seen, factor)
    assert isinstance(match, Match)
    assert match.region == tuple(round(value * factor) for value in region)
    assert isinstance(found("icon.png", tmp_path, seen), Miss)


@pytest.mark.parametrize("factor", [0.75, 1.40625])
@pytest.mark.parametrize("corner", [(301, 101), (302, 103), (303, 102)])
def test_a_scaled_template_is_found_wherever_on_its_screen_it_was_cut(
    tmp_path: Path, factor: float, corner: tuple[int, int]
) -> None:
    way = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    scaled = np.asarray(cv2.resize(SETUP.color, None, fx=factor, fy=factor, interpolation=way), np.uint8)
    region = Region(*corner, 160, 40)
    save(tmp_path, "label.png", piece(SETUP, region))
    match = found("label.png", tmp_path, captured(frame_of(scaled), 80), factor)
    assert isinstance(match, Match)
    assert match.template == "label.png"
    assert match.region[:2] == pytest.approx([factor * side for side in corner], abs=1)
    places = Look(resolved("label.png", tmp_path, factor), None, 0.8).find_all(frame_of(scaled))
    assert len(places) == 1
    assert len(str(found("label.png", tmp_path, screens()["shell"], factor)).splitlines()) == 1


def test_a_changed_description_is_read_again(tmp_path: Path) -> None:
    catalog = TemplateCatalog()
    file = save(tmp_path, "title.png", piece(SETUP, HERE))
    locator = Locator.parse("title.png")
    assert catalog.find([locator], [tmp_path])[0].templates[0].click_point is None
    file.with_suffix(".json").write_text('{"click_point": {"xpos": 1, "ypos": 2}, "tags": ["title"]}')
    assert catalog.find([locator], [tmp_path])[0].templates[0].click_point == (1, 2)
    assert catalog.find([Locator.parse("tag:title")], [tmp_path])


@pytest.mark.parametrize(
    ("text", "told"),
    [("{", "is not valid JSON"), ("[]", "JSON object"), ('{"click_point": "left"}', "is not understood: 'left'")],
)
def test_a_description_that_is_wrong_is_told(tmp_path: Path, text: str, told: str) -> None:
    save(tmp_path, "title.png", piece(SETUP, HERE)).with_suffix(".json").write_text(text)
    with pytest.raises(TemplateError, match=told):
        resolved("title.png", tmp_path)


@pytest.mark.parametrize(
    ("looks", "found"),
    [
        ([(0, 100)], True),
        ([(0, 100), (1, 100), (4.9, 100)], False),
        ([(0, 100), (1, 100), (5, 100)], True),
        ([(0, 2), (1.9, 2)], True),
        ([(0, None)], True),
    ],
)
def test_needles_are_looked_for_everywhere_at_first_each_five_seconds_and_at_last(
    tmp_path: Path, looks: list[tuple[float, float | None]], *, found: bool
) -> None:
    save(tmp_path, "menu.png", SETUP, needle("menu", region=HERE))
    # Far away, and in the middle so that nothing leaves the screen.
    moved = np.roll(SETUP.color, (150, 250), axis=(0, 1))
    look = Look(resolved("menu.png", tmp_path), None, 0.8)
    # It comes with the last look; before it the screen is another one.
    *before, (last, until) = looks
    for time, end in before:
        assert look.find(Frame.read(screens()["shell"].data, captured_at=time), end)[0] is None
    match, _ = look.find(Frame.read(frame_of(moved).data, captured_at=last), until)
    assert (match is not None) == found
