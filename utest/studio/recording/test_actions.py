"""What was sent is told as what a person did."""

from collections.abc import Iterable, Iterator

import pytest

from TinyPilotLibrary.hid.chords import Chord
from TinyPilotLibrary.hid.keystrokes import Keystroke
from TinyPilotLibrary.hid.layouts import US, find_layout
from TinyPilotLibrary.hid.pointer import REST, Button, PointerEvent
from TinyPilotLibrary.studio.recording.actions import (
    Clicked,
    Dragged,
    Power,
    Pressed,
    Scrolled,
    Typed,
    actions,
    chord_of,
)
from TinyPilotLibrary.studio.recording.inputs import Input, Keyed, Pointed, Switched


def _keys(*keystrokes: Keystroke, every: float = 0.2, secret: bool = False, at: float = 0.0) -> list[Input]:
    return [Keyed(at + index * every, None, key, secret) for index, key in enumerate(keystrokes)]


def _chords(*chords: str) -> list[Keystroke]:
    return [Chord.parse(chord).keystroke for chord in chords]


def _pointer(events: Iterable[tuple[float, float, float, int]]) -> Iterator[Input]:
    before = REST
    for at, x, y, buttons in events:
        event = PointerEvent(x, y, buttons)
        yield Pointed(at, None, event, before)
        before = event


def test_what_is_typed_is_one_text_with_the_key_that_ends_it() -> None:
    [typed] = actions(_keys(*US.keystrokes("Hello, you\n")), US)
    assert isinstance(typed, Typed)
    assert (typed.text, typed.secret) == ("Hello, you\n", False)
    assert typed.ended > typed.at


def test_it_is_the_text_that_the_target_sees_on_its_layout() -> None:
    german = find_layout("de")
    [typed] = actions(_keys(*german.keystrokes("zß@ô")), german)
    assert isinstance(typed, Typed)
    assert typed.text == "zß@ô"


def test_what_was_corrected_was_never_typed() -> None:
    keys = [*US.keystrokes("tesst"), *_chords("Backspace", "Backspace"), *US.keystrokes("ter\n")]
    [typed] = actions(_keys(*keys), US)
    assert isinstance(typed, Typed)
    assert typed.text == "tester\n"


def test_keys_that_type_nothing_are_chords_as_suites_have_them() -> None:
    keys = _chords("F2", "Up", "Enter", "Space", "Tab", "Backspace", "Ctrl+Alt+Delete", "Alt+F4", "Ctrl+C", "Win")
    done = actions(_keys(*keys), US)
    assert [action.chord for action in done if isinstance(action, Pressed)] == [
        *("F2", "Up", "Enter", "Space", "Tab", "Backspace", "Ctrl+Alt+Delete", "Alt+F4", "Ctrl+C", "Win")
    ]


@pytest.mark.parametrize("chord", ["Ctrl+Alt+Delete", "Shift+F10", "AltGr+Q", "ControlRight+C", "NumpadAdd", "Esc"])
def test_a_chord_as_it_is_written_means_the_same_keys(chord: str) -> None:
    keystroke = Chord.parse(chord).keystroke
    assert Chord.parse(chord_of(keystroke)).keystroke == keystroke


def test_a_password_is_apart_from_what_is_typed_around_it() -> None:
    inputs = [*_keys(*US.keystrokes("me")), *_keys(*US.keystrokes(" x\n"), secret=True, at=0.5)]
    done = actions(inputs, US)
    assert [(action.text, action.secret) for action in done if isinstance(action, Typed)] == [
        ("me", False),
        (" x\n", True),
    ]


def test_who_pauses_begins_a_new_text() -> None:
    done = actions(_keys(*US.keystrokes("ab"), every=5.0), US)
    assert [action.text for action in done if isinstance(action, Typed)] == ["a", "b"]


def test_caps_lock_is_in_the_text_and_no_key() -> None:
    keys = [*_chords("CapsLock"), *US.keystrokes("ab"), *_chords("CapsLock"), *US.keystrokes("c")]
    [typed] = actions(_keys(*keys), US)
    assert isinstance(typed, Typed)
    assert typed.text == "ABc"
    [typed] = actions(_keys(*US.keystrokes("ab")), US, caps_lock=True)
    assert isinstance(typed, Typed)
    assert typed.text == "AB"


def test_clicks_are_told_by_place_button_and_count() -> None:
    events = [(0.0, 0.2, 0.3, 0), (1.0, 0.2, 0.3, 1), (1.1, 0.202, 0.3, 0), (1.3, 0.2, 0.3, 1), (1.4, 0.2, 0.3, 0)]
    [click] = actions(_pointer([*events, (5.0, 0.9, 0.9, 0)]), US)
    assert isinstance(click, Clicked)
    assert (click.x, click.y, click.button, click.count) == (0.2, 0.3, Button.LEFT, 2)
    [click] = actions(_pointer([(0.0, 0.5, 0.5, 2), (0.1, 0.5, 0.5, 0)]), US)
    assert isinstance(click, Clicked)
    assert (click.button, click.count) == (Button.RIGHT, 1)


def test_two_clicks_long_after_each_other_are_two() -> None:
    done = actions(_pointer([(at, 0.5, 0.5, buttons) for at in (0.0, 2.0) for buttons in (1, 0)]), US)
    assert [action.count for action in done if isinstance(action, Clicked)] == [1, 1]


def test_a_way_with_a_button_held_is_told_with_its_points() -> None:
    events = [(0.0, 0.2, 0.2, 1), (0.1, 0.4, 0.2, 1), (0.2, 0.4, 0.6, 1), (0.3, 0.4, 0.6, 0)]
    [drag] = actions(_pointer(events), US)
    assert isinstance(drag, Dragged)
    assert list(drag.path) == [(0.2, 0.2), (0.4, 0.2), (0.4, 0.6), (0.4, 0.6)]


def test_turns_of_the_wheel_in_one_way_are_one() -> None:
    wheel = PointerEvent(0.5, 0.5, wheel=1)
    inputs = [Pointed(at, None, wheel, REST) for at in (0.0, 0.1, 0.2)]
    [scroll] = actions(inputs, US)
    assert isinstance(scroll, Scrolled)
    assert (scroll.direction, scroll.steps) == ("down", 3)


def test_what_is_typed_and_what_is_clicked_stay_in_order() -> None:
    click = [Pointed(1.0, None, PointerEvent(0.5, 0.5, 1), REST), Pointed(1.1, None, REST, PointerEvent(0.5, 0.5, 1))]
    inputs = [
        *_keys(*US.keystrokes("a")),
        *click,
        *_keys(*US.keystrokes("b"), at=1.2),
        Switched(2.0, None, "Power Off"),
    ]
    assert [type(action) for action in actions(inputs, US)] == [Typed, Clicked, Typed, Power]
