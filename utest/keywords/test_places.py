"""Several places, regions beside them, needles and scales, as a suite uses them."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from utest.keywords.conftest import Target

Pointed = Callable[[], list[tuple[float, float, int, int, int]]]


@pytest.fixture
def letter(target: Target, tmp_path: Path) -> str:
    """A template that is several times on the screen: an e of `Press F2 to enter Setup`."""
    with Image.open(tmp_path / "press-f2.png") as picture:
        picture.crop((18, 0, 27, 16)).save(tmp_path / "letter.png")
    return "letter.png"


def _pictures(folder: Path) -> list[Path]:
    pictures = folder / "results" / "tinypilot"
    return [*pictures.glob("screen-*"), *pictures.glob("marked-*")]


def test_a_click_on_what_is_there_several_times_is_refused_with_a_picture(
    target: Target, pointed: Pointed, letter: str, tmp_path: Path
) -> None:
    message = target.fails(f"Click    {letter}")
    assert f"'{letter}' is on the screen " in message
    assert " times, and only one place is wanted: 1: " in message
    assert pointed() == []
    plain, marked = _pictures(tmp_path)
    with Image.open(plain) as before, Image.open(marked) as after:
        assert before.size == after.size
        assert before.convert("RGB").tobytes() != after.convert("RGB").tobytes()


def test_what_came_nearest_is_boxed_and_compared_in_the_picture_of_a_failure(target: Target, tmp_path: Path) -> None:
    with Image.open(tmp_path / "press-f2.png") as picture:
        dimmed = picture.convert("RGB").point(lambda value: value // 2)
    dimmed.save(tmp_path / "dimmed.png")
    for step in ("Wait Until Screen Contains    dimmed.png    timeout=0s", "Get Match    dimmed.png"):
        assert "'dimmed.png': best candidate at 0,384,400,16, score 0" in target.fails(step)
        plain, marked = _pictures(tmp_path)
        with Image.open(plain) as before, Image.open(marked) as after:
            assert before.size == (720, 400)
            assert after.size == (720, 400)
            # The box is around it, and nothing of it is hidden.
            place = (0, 384, 400, 400)
            assert after.convert("RGB").crop(place).tobytes() == before.convert("RGB").crop(place).tobytes()
            red, green, _ = after.convert("RGB").getpixel((100, 382))  # type: ignore[misc]
            assert red > 2 * green
        for file in (plain, marked):
            file.unlink()


def test_which_one_is_meant_can_be_said(target: Target, pointed: Pointed, letter: str) -> None:
    target.passes(
        f"${{all}} =    Get Matches    {letter}",
        "${count} =    Get Length    ${all}",
        f"${{first}} =    Get Match    {letter}    nth=1",
        f"${{second}} =    Get Match    {letter}    nth=2",
        "Should Be True    $first.region.left < $second.region.left or $first.region.top < $second.region.top",
        f"Click    {letter}    nth=2",
        f"${{near}} =    Get Match    {letter}    nearest_to=pointer",
        "Should Be Equal    ${near.region}    ${second.region}",
        f"${{other}} =    Get Match    {letter}    nearest_to=${{first}}",
        "Should Be Equal    ${other.region}    ${first.region}",
        f"Move Mouse To    {letter}    nearest_to=0.0,1.0",
        f"Run Keyword And Expect Error    *there is no number 99.    Get Match    {letter}    nth=99",
    )
    assert len(pointed()) == 4


@pytest.mark.parametrize(
    ("step", "told"),
    [
        ("Click    press-f2.png    nth=0", "Places are counted from 1, got nth=0"),
        (
            "Click    press-f2.png    nth=1    nearest_to=pointer",
            "Use either nth= or nearest_to= to choose",
        ),
        (
            "Click    press-f2.png    nth=2    timeout=0s",
            "'press-f2.png' number 2 did not appear within 0 s. It was found once",
        ),
        ("Click    press-f2.png    click_point=ok", "has no click point 'ok'. Its named click points: none."),
        ("Get Match    press-f2.png    scale=0", "The scale must be from 0.05 to 20.0"),
        ("Get Match    tag:grub-menu", "No picture in "),
    ],
)
def test_what_cannot_be_chosen_is_told(target: Target, pointed: Pointed, step: str, told: str) -> None:
    assert told in target.fails(step)
    assert pointed() == []


def test_a_region_may_be_relative_to_a_match(target: Target) -> None:
    target.passes(
        "${found} =    Get Match    press-f2.png",
        "${beside} =    Get Region    right of    ${found}    extent=100",
        "Should Be Equal    ${beside}    ${{(400, 384, 100, 16)}}",
        "Screen Should Not Contain    press-f2.png    region=${beside}",
        "${around} =    Get Region    around    ${found}    extent=4",
        "Screen Should Contain    press-f2.png    region=${around}",
        "${half} =    Get Region    0.5,0.0,0.5,1.0    ${found}",
        "Should Be Equal    ${half}    ${{(200, 384, 200, 16)}}",
    )


def _needle(folder: Path, name: str, **more: object) -> None:
    area = {"type": "match", "xpos": 0, "ypos": 384, "width": 400, "height": 16}
    clicks = {"click_point": {"xpos": 10, "ypos": 8, "id": "start"}}
    (folder / f"{name}.json").write_text(
        json.dumps({"area": [area | clicks], "tags": ["bios-hint", "ENV-BIOS"], **more})
    )


def test_a_needle_that_does_not_fit_into_the_region_is_told_so(target: Target, tmp_path: Path) -> None:
    target.computer.draw().save(tmp_path / "hint.png")
    _needle(tmp_path, "hint")
    told = target.fails("Screen Should Contain    tag:bios-hint    region=0,0,200,200")
    assert "the needle's area of 400x16 pixels is larger than the searched region" in told


def test_needles_are_asked_for_by_tag_and_a_workaround_is_warned_of(
    target: Target, pointed: Pointed, tmp_path: Path
) -> None:
    target.computer.draw().save(tmp_path / "hint-bsc1234567-20260101.png")
    _needle(tmp_path, "hint-bsc1234567-20260101", properties=["workaround"])
    ran = target.passes(
        "${match} =    Wait Until Screen Contains    tag:bios-hint ENV-BIOS",
        "Should Be Equal    ${match.template}    hint-bsc1234567-20260101",
        "Should Be Equal    ${match.workaround}    bsc\\#1234567",
        "Click    tag:bios-hint    click_point=start",
    )
    assert pointed()[-1][:2] == (10.5, 392.5)
    warnings = [str(message.message) for message in ran.result.errors.messages]
    assert len(warnings) == 2
    assert "(known defect: bsc#1234567)" in warnings[0]


def test_a_needle_that_cannot_be_read_is_warned_of_once_and_the_others_do(target: Target, tmp_path: Path) -> None:
    target.computer.draw().save(tmp_path / "hint.png")
    _needle(tmp_path, "hint")
    _needle(tmp_path, "broken")
    (tmp_path / "broken.png").write_text("no picture")
    ran = target.passes(
        "Wait Until Screen Contains    tag:bios-hint",
        "Screen Should Contain    tag:bios-hint",
    )
    warnings = [str(message.message) for message in ran.result.errors.messages]
    assert warnings == ["Skipped: The picture of the needle 'broken' cannot be read."]


def test_a_template_of_another_screen_is_found_with_its_scale(target: Target, tmp_path: Path) -> None:
    with Image.open(tmp_path / "press-f2.png") as picture:
        picture.resize((800, 32), Image.Resampling.BICUBIC).save(tmp_path / "twice.png")
    target.passes(
        "${match} =    Wait Until Screen Contains    twice.png    scale=0.5",
        "Should Be Equal    ${match.region}    ${{(0, 384, 400, 16)}}",
        "Screen Should Not Contain    twice.png",
    )
    reason = "matches at 0.5 of its size: cut on a screen 800 pixels high, which is 400 pixels high now"
    assert reason in target.fails("Screen Should Contain    twice.png")
