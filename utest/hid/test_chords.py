"""Chords as people write them."""

import re

import pytest

from TinyPilotLibrary.errors import InputError, UnknownKey
from TinyPilotLibrary.hid.chords import Chord, check_chords
from TinyPilotLibrary.hid.keystrokes import Keystroke
from TinyPilotLibrary.hid.layouts import find_layout


def _check(*spelled: str) -> None:
    check_chords([Chord.parse(item) for item in spelled])


@pytest.mark.parametrize(
    ("spelled", "code", "modifiers"),
    [
        ("F10", "F10", set()),
        ("a", "KeyA", set()),
        ("A", "KeyA", set()),
        ("Ctrl+Alt+Delete", "Delete", {"ControlLeft", "AltLeft"}),
        ("ctrl + alt + del", "Delete", {"ControlLeft", "AltLeft"}),
        ("Delete+Ctrl", "Delete", {"ControlLeft"}),
        ("RCtrl+AltGr+7", "Digit7", {"ControlRight", "AltRight"}),
        ("Win", "MetaLeft", set()),
        ("Ctrl+Shift", "ShiftLeft", {"ControlLeft"}),
        ("/", "Slash", set()),
        ("!", "Digit1", {"ShiftLeft"}),
        ("Ctrl+?", "Slash", {"ControlLeft", "ShiftLeft"}),
        ("+", "Equal", {"ShiftLeft"}),
        ("Ctrl++", "Equal", {"ControlLeft", "ShiftLeft"}),
        ("Alt+-", "Minus", {"AltLeft"}),
    ],
)
def test_a_chord_is_one_keystroke(spelled: str, code: str, modifiers: set[str]) -> None:
    keystroke = Chord.parse(spelled).keystroke
    assert keystroke == Keystroke(code, frozenset(modifiers))


def test_keys_go_down_modifiers_first() -> None:
    assert Chord.parse("Delete+Alt+Ctrl").codes == ("ControlLeft", "AltLeft", "Delete")


@pytest.mark.parametrize(
    ("spelled", "told"),
    [
        ("", "empty key"),
        ("   ", "write 'Space' for the space bar"),
        ("Ctrl+", "ends with '+' but no key follows. Write 'Ctrl++' for the plus key"),
        ("Ctrl+Entr", "In the chord 'Ctrl+Entr': There is no key 'Entr'. Did you mean 'Enter'"),
        ("Entr", "There is no key 'Entr'. Did you mean 'Enter'"),
        ("Ctrl-C", "no key 'Ctrl-C'"),
        ("ß", "no key 'ß'"),
    ],
)
def test_what_is_no_chord_is_told_why(spelled: str, told: str) -> None:
    with pytest.raises(UnknownKey, match=re.escape(told)):
        Chord.parse(spelled)


def test_a_key_twice_is_refused() -> None:
    with pytest.raises(InputError, match="has the key 'a' twice"):
        Chord.parse("A+a")


def test_several_keys_are_no_keystroke() -> None:
    with pytest.raises(InputError, match=r"several keys besides modifiers: KeyA, KeyB"):
        _ = Chord.parse("a+b").keystroke


@pytest.mark.parametrize(
    ("spelled", "meant"),
    [
        (("Ctrl", "Alt", "Delete"), "Ctrl+Alt+Delete"),
        (("Ctrl", "Alt", "Delete", "F10", "Enter"), "Ctrl+Alt+Delete"),
        (("F2", "Shift", "Tab"), "Shift+Tab"),
        (("Ctrl", "Alt"), "Ctrl+Alt"),
        (("Win", "r"), "Win+r"),
    ],
)
def test_a_modifier_alone_before_other_keys_is_refused_with_the_chord(spelled: tuple[str, ...], meant: str) -> None:
    with pytest.raises(InputError, match=re.escape(f"held together as one chord: {meant}.")):
        _check(*spelled)


@pytest.mark.parametrize(
    "spelled", [("Win",), ("Ctrl+Esc", "Win"), ("Tab", "Shift"), ("Ctrl+Shift", "A"), ("Shift", "Shift", "Shift")]
)
def test_a_modifier_alone_at_the_end_or_again_is_a_key_press(spelled: tuple[str, ...]) -> None:
    _check(*spelled)


def test_no_key_at_all_is_refused() -> None:
    with pytest.raises(InputError, match=r"At least one key is required, for example 'Enter' or 'Ctrl\+Alt\+Delete'"):
        check_chords([])


def test_a_chord_is_told_as_it_was_written() -> None:
    assert str(Chord.parse(" ctrl+Del ")) == "ctrl+Del"


@pytest.mark.parametrize(
    ("layout", "spelled", "keys"),
    [
        # What the key bears, and the key with this code.
        ("de", "Ctrl+Z", "ControlLeft KeyY"),
        ("de", "Ctrl+KeyZ", "ControlLeft KeyZ"),
        ("us", "Ctrl+Z", "ControlLeft KeyZ"),
        ("fr", "Ctrl+a", "ControlLeft KeyQ"),
        ("de", "Ctrl+Ö", "ControlLeft Semicolon"),
        ("de", "Ctrl+/", "ControlLeft ShiftLeft Digit7"),
        ("de", "Ctrl++", "ControlLeft BracketRight"),
        ("de", "Alt+@", "AltLeft AltRight KeyQ"),
        ("de", "Ctrl+^", "ControlLeft Backquote"),
        # A digit alone is typed; in a chord it is its key.
        ("fr", "1", "ShiftLeft Digit1"),
        ("fr", "Ctrl+1", "ControlLeft Digit1"),
        ("cz", "Alt+2", "AltLeft Digit2"),
        # Systems take Latin letters of other scripts' keyboards where an American one has them.
        ("ru", "Ctrl+C", "ControlLeft KeyC"),
        ("il", "c", "KeyC"),
    ],
)
def test_a_chord_names_keys_by_what_they_bear(layout: str, spelled: str, keys: str) -> None:
    assert " ".join(Chord.parse(spelled, find_layout(layout)).codes) == keys


def test_a_key_that_the_layout_does_not_have_is_told_with_the_layouts_that_have_it() -> None:
    with pytest.raises(
        UnknownKey, match=r"In the chord 'Ctrl\+\[': There is no key '\[' on the .* layout 'ru'\. .* us,"
    ):
        Chord.parse("Ctrl+[", find_layout("ru"))
