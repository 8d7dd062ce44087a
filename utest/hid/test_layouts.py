"""Text to keystrokes on the US layout."""

import string

import pytest

from TinyPilotLibrary.errors import InputError, UntypableText
from TinyPilotLibrary.hid.layouts import US, find_layout


def _typed(text: str) -> list[str]:
    return [str(keystroke) for keystroke in US.keystrokes(text)]


def test_text_is_typed_as_on_a_us_keyboard() -> None:
    assert _typed("Hi!\n") == ["ShiftLeft+KeyH", "KeyI", "ShiftLeft+Digit1", "Enter"]


def test_every_printable_ascii_character_can_be_typed_and_no_two_alike() -> None:
    characters = string.digits + string.ascii_letters + string.punctuation + " \t\n"
    keystrokes = US.keystrokes(characters)
    assert len(set(keystrokes)) == len(characters)
    assert all(keystroke.modifiers <= {"ShiftLeft"} for keystroke in keystrokes)


@pytest.mark.parametrize(
    ("character", "keystroke"),
    [
        ("@", "ShiftLeft+Digit2"),
        ("#", "ShiftLeft+Digit3"),
        ("^", "ShiftLeft+Digit6"),
        ("_", "ShiftLeft+Minus"),
        ("=", "Equal"),
        ("\\", "Backslash"),
        ("|", "ShiftLeft+Backslash"),
        ("~", "ShiftLeft+Backquote"),
        ('"', "ShiftLeft+Quote"),
        (":", "ShiftLeft+Semicolon"),
        ("?", "ShiftLeft+Slash"),
        ("\t", "Tab"),
        (" ", "Space"),
    ],
)
def test_signs_are_where_the_us_layout_has_them(character: str, keystroke: str) -> None:
    assert _typed(character) == [keystroke]


def test_a_line_break_of_windows_is_one_enter() -> None:
    assert _typed("a\r\nb") == ["KeyA", "Enter", "KeyB"]


def test_all_untypable_characters_are_named_once_each() -> None:
    with pytest.raises(UntypableText) as raised:
        US.keystrokes("Größe: 5 € ß\x07 okay")
    message = str(raised.value)
    assert "layout 'us': 'ö', 'ß', '€', U+0007. Nothing was typed." in message


def test_no_text_is_no_keystroke() -> None:
    assert _typed("") == []


@pytest.mark.parametrize("name", ["us", "US", "en-US", "en_us"])
def test_the_us_layout_has_its_customary_names(name: str) -> None:
    assert find_layout(name) is US


def test_another_layout_is_refused_by_name() -> None:
    with pytest.raises(InputError, match=r"layout 'tlhIngan' is not supported\. Supported: .*us"):
        find_layout("tlhIngan")
