"""The keywords that look and wait, as a suite uses them."""

from pathlib import Path

import pytest
from PIL import Image

from utest.keywords.conftest import Target


def test_a_match_says_what_was_found_and_where(target: Target) -> None:
    target.passes(
        "${match} =    Get Match    nowhere.png    press-f2.png",
        "Should Be Equal    ${match.locator}    press-f2.png",
        "Should Be Equal    ${match.region}    ${{(0, 384, 400, 16)}}",
        "Should Be Equal    ${match.click_point}    ${{(200, 392)}}",
        "Should Be True    0.8 <= ${match.score} <= 1.0",
        "${count} =    Get Match Count    press-f2.png    nowhere.png",
        "Should Be Equal    ${count}    ${1}",
        "${none} =    Get Matches    nowhere.png",
        "Should Be Empty    ${none}",
    )


def test_size_and_colours_are_those_of_the_screen(target: Target) -> None:
    target.passes(
        "${width}    ${height} =    Get Screen Size",
        "Should Be Equal    ${{($width, $height)}}    ${{(720, 400)}}",
        "${size} =    Get Screen Size",
        "Should Be Equal    ${size.width}    ${720}",
        "${color} =    Get Pixel Color    0.9,0.9",
        "Should Be Equal    ${color}    \\#000000",
        "${same} =    Get Pixel Color    point:700,390",
        "Should Be Equal    ${same}    \\#000000",
    )


@pytest.mark.parametrize(
    "step",
    [
        "Get Match    nowhere.png",
        "Screen Should Contain    nowhere.png",
        "Wait Until Screen Contains    nowhere.png    timeout=0",
    ],
)
def test_what_is_not_there_fails_with_what_was_looked_for(target: Target, step: str) -> None:
    message = target.fails(step)
    assert message.startswith("'nowhere.png' ")
    assert "'nowhere.png': " in message.splitlines()[1]


def test_what_must_not_be_there_fails_with_its_place(target: Target) -> None:
    target.passes("Screen Should Not Contain    nowhere.png")
    message = target.fails("Screen Should Not Contain    nowhere.png    press-f2.png")
    assert message.startswith("The screen contains 'press-f2.png' at 0,384,400,16 with score ")


@pytest.mark.parametrize(
    "unless", ["press-f2.png", "${{['nowhere.png', 'press-f2.png']}}", "['nowhere.png', 'press-f2.png']"]
)
def test_a_forbidden_screen_ends_a_long_wait_at_once(target: Target, unless: str) -> None:
    message = target.fails(f"Wait Until Screen Contains    nowhere.png    unless={unless}    timeout=1 h")
    assert message.startswith("While waiting for 'nowhere.png', 'press-f2.png' at ")


def test_the_timeout_is_stretched_by_the_factor(target: Target) -> None:
    step = "Wait Until Screen Contains    nowhere.png    timeout=40ms"
    assert "did not appear within 0.1 s" in target.fails(step, options="timeout_factor=2.5")


@pytest.mark.parametrize(
    ("step", "told"),
    [
        ("Screen Should Contain    stup.png", "There is no template 'stup.png'"),
        ("Screen Should Contain    point:0.5,0.5", "'point:0.5,0.5' is a position and cannot be searched for"),
        ("Screen Should Contain", "At least one locator is required"),
        ("Get Pixel Color    nowhere", "Expected a point 'x,y', for example '0.5,0.5' (fractions)"),
        (
            "Screen Should Contain    nowhere.png    region=0,0,900,10",
            "is not wholly on the screen, which is 720x400 pixels",
        ),
        ("Wait Until Screen Contains    nowhere.png    unless=[a.png]", "Not a list: [a.png]. Write it as ["),
        (
            "Wait Until Screen Contains    nowhere.png    unless=re:Panic(",
            "'re:Panic(' is not a valid regular",
        ),
        ("Wait Until Screen Is Still    region=0,0,100", "Expected a region 'left,top,width,height'"),
        ("Take Screenshot    mask=['0,0,10']", "Expected a region 'left,top,width,height'"),
        (
            "Wait Until Screen Is Still    for_=0s",
            "The argument 'for_' must be greater than 0, got 0 s.",
        ),
        (
            "Wait Until Screen Is Still    for_=2s",
            "timeout of 1 s is too short to see the screen still for 2 s. Use a",
        ),
        ("Wait Until Screen Contains    nowhere.png    timeout=soon", "'soon' that cannot be converted to timedelta"),
        ("Wait Until No Video Signal    timeout=0s", "The target still sends a video signal after 0 s."),
    ],
)
def test_what_cannot_be_is_told(target: Target, step: str, told: str) -> None:
    assert told in target.fails(step)


@pytest.mark.integration
def test_what_comes_goes_and_rests_is_waited_for(target: Target) -> None:
    target.passes(
        "Press Keys    F2",
        "Wait Until Screen Changes",
        "Wait Until Screen Does Not Contain    press-f2.png",
        "Wait Until Screen Contains    entering.png",
        "Wait Until Screen Is Still    for_=100ms",
        "Power Off",
        "Wait Until No Video Signal",
        "Power On",
        "Wait Until Video Signal",
        "Reset Target",
        "Wait Until Screen Contains    press-f2.png",
    )


def test_a_screenshot_can_be_masked_and_be_a_template(target: Target, tmp_path: Path) -> None:
    target.passes(
        "${file} =    Take Screenshot    masked    mask=0.0,0.5,1.0,0.5",
        "Take Screenshot    twice    mask=${{['0,0,10,10', '0.0,0.5,1.0,0.5']}}",
        "${whole} =    Take Screenshot",
        "Screen Should Contain    ${whole}",
        "Run Keyword And Expect Error    *masked.png*    Screen Should Contain    ${file}",
    )
    with Image.open(tmp_path / "results" / "tinypilot" / "masked.png") as picture:
        assert picture.convert("L").crop((0, 200, 720, 400)).getextrema() == (0, 0)
        assert picture.convert("L").crop((0, 0, 720, 200)).getextrema() != (0, 0)
