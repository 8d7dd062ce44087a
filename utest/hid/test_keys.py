"""Key names: codes, customary names, and the nearest one where there is none."""

import re

import pytest

from TinyPilotLibrary.errors import InputError, UnknownKey
from TinyPilotLibrary.hid.keys import MODIFIERS, USAGES, key_code
from TinyPilotLibrary.hid.keystrokes import Keystroke

# Usage IDs of the USB HID usage tables, section 10, as read there.
_USAGES = {
    "KeyA": 0x04,
    "KeyZ": 0x1D,
    "Digit1": 0x1E,
    "Digit9": 0x26,
    "Digit0": 0x27,
    "Enter": 0x28,
    "Space": 0x2C,
    "Minus": 0x2D,
    "Backslash": 0x31,
    "IntlHash": 0x32,
    "Semicolon": 0x33,
    "Slash": 0x38,
    "CapsLock": 0x39,
    "F1": 0x3A,
    "F12": 0x45,
    "PrintScreen": 0x46,
    "Pause": 0x48,
    "Insert": 0x49,
    "Home": 0x4A,
    "PageUp": 0x4B,
    "Delete": 0x4C,
    "End": 0x4D,
    "PageDown": 0x4E,
    "ArrowRight": 0x4F,
    "ArrowUp": 0x52,
    "NumLock": 0x53,
    "NumpadEnter": 0x58,
    "Numpad1": 0x59,
    "Numpad0": 0x62,
    "NumpadDecimal": 0x63,
    "IntlBackslash": 0x64,
    "ContextMenu": 0x65,
    "Power": 0x66,
    "NumpadEqual": 0x67,
    "F13": 0x68,
    "F24": 0x73,
    "IntlRo": 0x87,
    "IntlYen": 0x89,
    "ControlLeft": 0xE0,
    "MetaLeft": 0xE3,
    "ControlRight": 0xE4,
    "MetaRight": 0xE7,
}


@pytest.mark.parametrize(("code", "usage"), _USAGES.items())
def test_a_code_has_its_usage_id(code: str, usage: int) -> None:
    assert USAGES[code] == usage


@pytest.mark.parametrize("code", [code for code in USAGES if not code.startswith("OS")])
def test_every_code_names_itself_whatever_its_case(code: str) -> None:
    assert key_code(code) == key_code(code.lower()) == key_code(code.upper()) == code


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Ctrl", "ControlLeft"),
        ("Esc", "Escape"),
        ("PgUp", "PageUp"),
        ("page down", "PageDown"),
        ("Page_Up", "PageUp"),
        ("Win", "MetaLeft"),
        ("Super", "MetaLeft"),
        ("Cmd", "MetaLeft"),
        ("OSLeft", "MetaLeft"),
        ("AltGr", "AltRight"),
        ("Del", "Delete"),
        ("Return", "Enter"),
        ("Down", "ArrowDown"),
        ("Menu", "ContextMenu"),
        ("PrtSc", "PrintScreen"),
        ("Break", "Pause"),
        ("a", "KeyA"),
        ("7", "Digit7"),
        ("f10", "F10"),
    ],
)
def test_a_customary_name_is_its_code(name: str, code: str) -> None:
    assert key_code(name) == code


@pytest.mark.parametrize(
    ("name", "meant"),
    [("Entr", "Enter"), ("Delte", "Delete"), ("Escpae", "Escape"), ("PageUpp", "PageUp"), ("ArowDown", "ArrowDown")],
)
def test_an_unknown_key_gets_the_nearest_ones(name: str, meant: str) -> None:
    with pytest.raises(UnknownKey, match=rf"no key '{name}'\. Did you mean .*'{meant}'"):
        key_code(name)


def test_a_name_that_resembles_nothing_is_told_what_keys_are() -> None:
    with pytest.raises(UnknownKey, match=r"no key '§§'\. Give a KeyboardEvent.code such as 'F10'"):
        key_code("§§")


def test_a_keystroke_takes_no_unknown_code_and_no_false_modifier() -> None:
    with pytest.raises(UnknownKey, match="'Ctrl'"):
        Keystroke("Ctrl")
    with pytest.raises(UnknownKey, match=re.escape("'KeyA' is not a modifier. Modifiers are: ControlLeft")):
        Keystroke("Delete", frozenset({"KeyA"}))


def test_an_older_browsers_code_is_the_same_keystroke() -> None:
    assert Keystroke("OSLeft") == Keystroke("MetaLeft")


def test_a_modifier_as_the_key_is_held_too() -> None:
    keystroke = Keystroke("MetaLeft", frozenset({"ShiftLeft"}))
    assert keystroke.is_modifier
    assert keystroke.held == {"MetaLeft", "ShiftLeft"}
    assert not Keystroke("KeyA").is_modifier


def test_there_are_eight_modifiers_in_the_order_of_a_report() -> None:
    assert [USAGES[code] for code in MODIFIERS] == list(range(0xE0, 0xE8))


def test_what_is_refused_is_input_that_was_not_sent() -> None:
    assert issubclass(UnknownKey, InputError)
