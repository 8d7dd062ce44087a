"""The pointer's events and gestures."""

import math
from dataclasses import replace
from typing import Any

import pytest

from TinyPilotLibrary.errors import InvalidPointerEvent
from TinyPilotLibrary.hid.pointer import REST, Button, PointerEvent, click, drag, move, press, release, scroll


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"x": -0.01}, "x must be from 0.0 to 1.0"),
        ({"y": 1.01}, "y must be from 0.0 to 1.0"),
        ({"x": math.nan}, "x must be from 0.0 to 1.0"),
        ({"y": math.inf}, "y must be from 0.0 to 1.0"),
        ({"buttons": 32}, "number from 0 to 31"),
        ({"buttons": -1}, "number from 0 to 31"),
        ({"wheel": 2}, "wheel must be -1, 0 or 1"),
        ({"pan": -2}, "pan must be -1, 0 or 1"),
    ],
)
def test_what_is_out_of_range_is_refused(change: dict[str, Any], told: str) -> None:
    with pytest.raises(InvalidPointerEvent, match=told):
        replace(REST, **change)


def test_the_corners_are_on_the_screen() -> None:
    assert [PointerEvent(x, y) for x in (0.0, 1.0) for y in (0.0, 1.0)]


def test_buttons_have_the_bits_of_a_mouse_event() -> None:
    assert [int(button) for button in Button] == [1, 2, 4, 8, 16]


def test_a_double_click_goes_down_and_up_twice_in_one_place() -> None:
    events = click(PointerEvent(0.2, 0.3), Button.RIGHT, count=2)
    assert [event.buttons for event in events] == [2, 0, 2, 0]
    assert {(event.x, event.y) for event in events} == {(0.2, 0.3)}


def test_buttons_that_are_held_stay_so() -> None:
    held = press(REST, Button.LEFT)
    assert [event.buttons for event in click(held, Button.RIGHT)] == [3, 1]
    assert move(held, 0.1, 0.1).buttons == 1
    assert release(held, Button.LEFT).buttons == 0


def test_a_drag_is_one_way_with_the_button_down() -> None:
    events = drag(PointerEvent(0.25, 0.5), 0.75, 0.0, Button.LEFT, steps=5)
    assert [event.buttons for event in events] == [1, 1, 1, 1, 1, 1, 0]
    assert (events[0].x, events[0].y) == (0.25, 0.5)
    assert (events[-1].x, events[-1].y) == (events[-2].x, events[-2].y) == (0.75, 0.0)
    assert [event.x for event in events] == sorted(event.x for event in events)


def test_scrolling_is_one_event_a_step() -> None:
    assert [(event.wheel, event.pan) for event in scroll(REST, down=2, right=-1)] == [(1, 0), (1, 0), (0, -1)]
    assert [event.wheel for event in scroll(REST, down=-2)] == [-1, -1]
    assert scroll(REST) == []


def test_a_turn_of_the_wheel_is_not_repeated_by_what_follows() -> None:
    turned = scroll(REST, down=1)[-1]
    assert move(turned, 0.1, 0.1).wheel == press(turned, Button.LEFT).wheel == release(turned, Button.LEFT).wheel == 0
