"""The mouse's keywords, as a suite uses them and as the target gets them."""

from collections.abc import Callable

import pytest

from utest.keywords.conftest import Target

Pointed = Callable[[], list[tuple[float, float, int, int, int]]]

# The middle of press-f2.png, as a pixel's middle.
_X, _Y = 200.5, 392.5


def _places(pointed: Pointed) -> list[tuple[float, float, int]]:
    return [event[:3] for event in pointed()]


@pytest.mark.parametrize(
    ("target_and_offset", "x", "y"),
    [
        ("point:0.25,0.5", 180.0, 200.0),
        ("point:100,50", 100.5, 50.5),
        ("press-f2.png", _X, _Y),
        ("press-f2.png    offset=10,-20", _X + 10, _Y - 20),
        ("press-f2.png    offset=0.25,-0.5", _X + 180, _Y - 200),
        ("point:0.5,0.5    offset=-30,0", 330.0, 200.0),
    ],
)
def test_the_pointer_moves_to_points_and_pictures(
    target: Target, pointed: Pointed, target_and_offset: str, x: float, y: float
) -> None:
    target.passes(f"Move Mouse To    {target_and_offset}")
    assert _places(pointed) == [(x, y, 0)]


def test_the_pointer_is_parked_before_a_look_and_a_click_goes_where_it_was(target: Target, pointed: Pointed) -> None:
    target.passes(
        "Screen Should Contain    text:Press F2",
        "Move Mouse To    point:100,50",
        "Screen Should Contain    text:Press F2",
        "Get Screen Text",
        "Click",
        options="park_pointer=True",
    )
    parked, place = (719.3, 264.0, 0), (100.5, 50.5)
    assert _places(pointed) == [parked, (*place, 0), parked, (*place, 1), (*place, 0)]


def test_a_pointer_with_a_held_button_is_not_parked(target: Target, pointed: Pointed) -> None:
    target.passes(
        "Move Mouse To    point:100,50",
        "Press Mouse Button",
        "Screen Should Contain    text:Press F2",
        "Release Mouse Button",
        options="park_pointer=True",
    )
    assert {place[:2] for place in _places(pointed)} == {(100.5, 50.5)}


def test_the_pointer_stays_where_it_is_if_nothing_else_is_wanted(target: Target, pointed: Pointed) -> None:
    target.passes("Move Mouse To    point:100,50", "Screen Should Contain    text:Press F2")
    assert _places(pointed) == [(100.5, 50.5, 0)]


@pytest.mark.parametrize(
    ("point", "is_told"), [("point:60,386", True), ("point:60,300", False)], ids=["on the row", "elsewhere"]
)
def test_a_text_that_was_missed_is_told_if_the_pointer_may_hide_it(
    target: Target, point: str, *, is_told: bool
) -> None:
    told = target.fails(f"Move Mouse To    {point}", "Wait Until Screen Contains    text:German    timeout=0s")
    sentence = "The mouse pointer is at 60,386 and may hide 'text:German': move it away, or import the library with"
    assert (sentence in told) is is_told
    assert ("mouse pointer" in told) is is_told


def test_nothing_is_told_of_a_pointer_that_no_keyword_has_moved_or_where_it_hides_no_text(target: Target) -> None:
    assert "mouse pointer" not in target.fails("Screen Should Contain    text:German")
    assert "mouse pointer" not in target.fails("Move Mouse To    point:60,386", "Screen Should Contain    nowhere.png")
    near = target.fails("Move Mouse To    point:60,386", "Screen Should Contain    text:VirtualBIAS 1.0")
    assert "mouse pointer" not in near


@pytest.mark.parametrize(
    ("step", "buttons"),
    [
        ("Click    point:0.5,0.5", [0, 1, 0]),
        ("Click    point:0.5,0.5    button=middle    count=2", [0, 4, 0, 4, 0]),
        ("Double Click    point:0.5,0.5", [0, 1, 0, 1, 0]),
        ("Right Click    point:0.5,0.5", [0, 2, 0]),
        ("Click    button=RIGHT", [2, 0]),
    ],
)
def test_clicks_go_down_and_up_in_one_place(target: Target, pointed: Pointed, step: str, buttons: list[int]) -> None:
    target.passes(step)
    assert _places(pointed) == [(360.0, 200.0, button) for button in buttons]


def test_without_a_target_a_click_goes_where_the_pointer_is(target: Target, pointed: Pointed) -> None:
    target.passes("Move Mouse To    point:0.25,0.25", "Click", "Click    offset=20,10")
    assert _places(pointed)[1:] == [(180, 100, 1), (180, 100, 0), (200, 110, 0), (200, 110, 1), (200, 110, 0)]


def test_a_match_is_a_target_and_a_region(target: Target, pointed: Pointed) -> None:
    target.passes(
        "${found} =    Get Match    press-f2.png", "Click    ${found}", "Get Match    press-f2.png    region=${found}"
    )
    assert _places(pointed)[-1] == (_X, _Y, 0)


def test_a_drag_goes_from_one_place_to_the_other_with_the_button_down(target: Target, pointed: Pointed) -> None:
    target.passes(
        "Drag    point:0.0,0.0    point:0.5,0.5    steps=2", "Drag    press-f2.png    press-f2.png    end_offset=0,-40"
    )
    assert _places(pointed)[:5] == [(0, 0, 0), (0, 0, 1), (180, 100, 1), (360, 200, 1), (360, 200, 0)]
    assert _places(pointed)[-1] == (_X, _Y - 40, 0)


def test_the_wheel_turns_where_the_pointer_is_sent(target: Target, pointed: Pointed) -> None:
    target.passes("Scroll    down    2    target=point:0.5,0.5", "Scroll    left")
    assert pointed() == [(360, 200, 0, 0, 0), (360, 200, 0, 1, 0), (360, 200, 0, 1, 0), (360, 200, 0, 0, -1)]


def test_a_button_stays_down_over_moves(target: Target, pointed: Pointed) -> None:
    target.passes(
        "Press Mouse Button", "Press Mouse Button    right", "Move Mouse To    point:0.0,0.0", "Release Mouse Button"
    )
    assert [event[2] for event in pointed()] == [1, 3, 3, 2, 0]


@pytest.mark.parametrize(
    ("step", "told"),
    [
        ("Click    nowhere.png    timeout=0s", "'nowhere.png' did not appear within 0 s"),
        ("Drag    point:0.1,0.1    nowhere.png    timeout=0s", "'nowhere.png' did not appear within 0 s"),
        ("Click    point:1.5,0.5", "x 1.5 is not on the screen, whose fractions go from 0.0 to 1.0."),
        ("Click    point:720,0", "x 720 is not on the screen, which is 720x400 pixels"),
        ("Click    press-f2.png    offset=0,100", "is not on the screen"),
        ("Click    count=0", "The count must be at least 1, got 0."),
        ("Click    button=thumb", "MouseButton does not have member 'thumb'. Available: 'BACK'"),
        ("Drag    point:0.1,0.1    point:0.2,0.2    steps=0", "The number of steps must be at least 1, got 0."),
        (
            "Scroll    sideways",
            "Direction does not have member 'sideways'. Available: 'DOWN', 'LEFT', 'RIGHT' and 'UP'",
        ),
        ("Scroll    down    -1", "The number of steps must be at least 1, got -1."),
        ("Click    press-f2.png    region=here", "Expected a region 'left,top,width,height'"),
        ("Click    press-f2.png    offset=here", "Expected a point 'x,y'"),
        ("Click    press-f2.png    offset=1,2,3", "Expected a point 'x,y'"),
        ("Click    press-f2.png    region=0,0,100", "Expected a region 'left,top,width,height'"),
        ("Click    press-f2.png    threshold=2", "The threshold must be above 0.0 and at most 1.0, got 2.0."),
    ],
)
def test_what_cannot_be_done_moves_and_clicks_nothing(target: Target, pointed: Pointed, step: str, told: str) -> None:
    assert told in target.fails(step)
    assert pointed() == []
