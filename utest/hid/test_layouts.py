"""Text to keystrokes, on every layout, and their names."""

import re
import string

import pytest

from TinyPilotLibrary.errors import InputError, UntypableText
from TinyPilotLibrary.hid.keystrokes import Keystroke
from TinyPilotLibrary.hid.layouts import US, find_layout, layouts


def _typed(text: str, layout: str = "us") -> list[str]:
    return [str(keystroke) for keystroke in find_layout(layout).keystrokes(text)]


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
        # A European keyboard has these on a key beside Shift too, an American one has no such key.
        ("<", "ShiftLeft+Comma"),
        (">", "ShiftLeft+Period"),
    ],
)
def test_signs_are_where_the_us_layout_has_them(character: str, keystroke: str) -> None:
    assert _typed(character) == [keystroke]


@pytest.mark.parametrize(
    ("layout", "text", "keys"),
    [
        ("de", "zy", "KeyY KeyZ"),
        ("de", "@", "AltRight+KeyQ"),
        ("de", "<>|", "IntlBackslash ShiftLeft+IntlBackslash AltRight+IntlBackslash"),
        ("de", "#'", "Backslash ShiftLeft+Backslash"),
        # Accents with their letter, and alone with Space.
        ("de", "é", "Equal KeyE"),
        ("de", "È", "ShiftLeft+Equal ShiftLeft+KeyE"),
        ("de", "^`", "Backquote Space ShiftLeft+Equal Space"),
        ("fr", "a1", "KeyQ ShiftLeft+Digit1"),
        ("fr", "âë", "BracketLeft KeyQ ShiftLeft+BracketLeft KeyE"),
        # Where a key bears it, no accent is needed.
        ("fr", "é^", "Digit2 AltRight+Digit9"),
        ("us-intl", "é'", "AltRight+KeyE AltRight+Quote"),
        ("us-intl-windows", "'\"", "Quote Space ShiftLeft+Quote Space"),
        ("br", "~", "AltRight+Quote"),
        ("br-windows", "~", "Quote Space"),
        ("gb", '#~@"', "Backslash ShiftLeft+Backslash ShiftLeft+Quote ShiftLeft+Digit2"),
        ("gb", "\\|", "IntlBackslash ShiftLeft+IntlBackslash"),
        # Windows has it only on one of two keys.
        ("de-ch", "]}|@", "AltRight+BracketRight AltRight+Backslash AltRight+Digit7 AltRight+Digit2"),
        ("es", "[]{}", "AltRight+BracketLeft AltRight+BracketRight AltRight+Quote AltRight+Backslash"),
        ("cz", "@#&{}", "AltRight+KeyV AltRight+KeyX AltRight+KeyC AltRight+KeyB AltRight+KeyN"),
        ("it", "{}", "ShiftLeft+AltRight+BracketLeft ShiftLeft+AltRight+BracketRight"),
        ("br", "/?", "IntlRo ShiftLeft+IntlRo"),
        ("jp", "\\_|~", "IntlRo ShiftLeft+IntlRo ShiftLeft+IntlYen ShiftLeft+Equal"),
        ("ru", "Да", "ShiftLeft+KeyL KeyF"),
        ("gr", "ά", "Semicolon KeyA"),
        ("tr", "ıi", "KeyI Quote"),
    ],
)
def test_characters_are_where_the_layout_has_them(layout: str, text: str, keys: str) -> None:
    assert " ".join(_typed(text, layout)) == keys


@pytest.mark.parametrize(
    ("layout", "text"),
    [
        # Windows makes ´ of this accent and Space, X makes '; and it is no ć that Windows makes of it and c.
        ("de", "´"),
        ("de", "ć"),
        ("fr", "¨"),
        ("es", "ń"),
    ],
)
def test_what_systems_make_differently_of_the_same_keys_is_refused(layout: str, text: str) -> None:
    with pytest.raises(UntypableText, match=re.escape(f"keyboard layout '{layout}': '{text}'. Nothing was typed.")):
        find_layout(layout).keystrokes(text)


def test_a_letter_and_its_mark_are_typed_as_one() -> None:
    assert _typed("e\u0301a\u0308", "de") == _typed("éä", "de")


def test_a_line_break_of_windows_is_one_enter() -> None:
    assert _typed("a\r\nb") == ["KeyA", "Enter", "KeyB"]


def test_all_untypable_characters_are_named_once_each() -> None:
    with pytest.raises(UntypableText) as raised:
        US.keystrokes("Größe: 5 € ß\x07 okay")
    message = str(raised.value)
    assert "layout 'us': 'ö', 'ß', '€', U+0007. Nothing was typed." in message


def test_the_layouts_that_can_type_a_text_are_named_the_easiest_first() -> None:
    with pytest.raises(UntypableText, match=r"Layouts that can type it: de, de-nodeadkeys, .* and \d+ more\."):
        US.keystrokes("Größe")
    with pytest.raises(UntypableText, match=r"Layouts that can type it: ru, ua, bg, rs\."):
        US.keystrokes("Привет, мир!")
    with pytest.raises(
        UntypableText, match=r"No layout can type all of it: type it in parts, each with its own layout=\."
    ):
        US.keystrokes("Привет, Welt")


def test_no_text_is_no_keystroke() -> None:
    assert _typed("") == []


@pytest.mark.parametrize("name", ["us", "US", "en-US", "en_us"])
def test_the_us_layout_has_its_customary_names(name: str) -> None:
    assert find_layout(name) is US


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("de", "de"),
        ("de-DE", "de"),
        ("German", "de"),
        ("deutsch", "de"),
        ("de_CH", "de-ch"),
        ("German (Switzerland)", "de-ch"),
        ("en-GB", "gb"),
        ("United Kingdom", "gb"),
        ("sv-SE", "se"),
        ("Portuguese (Brazil)", "br"),
        ("cs", "cz"),
        ("日本語", "jp"),
    ],
)
def test_a_layout_has_the_names_that_people_know(given: str, meant: str) -> None:
    assert find_layout(given).name == meant


def test_every_layout_is_found_by_its_name_and_title_and_has_all_that_text_needs() -> None:
    for layout in layouts():
        assert find_layout(layout.name) is find_layout(layout.title) is layout
        assert layout.table["\n"] == (Keystroke("Enter"),)
        assert layout.untypable(string.digits + " \t.,-") == []


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("tlhIngan", r"layout 'tlhIngan' is not supported\. Supported: .*us"),
        ("germn", r"layout 'germn' is not supported\. Did you mean 'de'.*\? Supported: us, "),
        ("de-DEE", r"Did you mean .*'de'"),
        (
            "uk",
            r"'uk' is ambiguous: it can be 'gb' \(English \(UK\)\) or 'ua' \(Ukrainian\)\. Give one of these names\.",
        ),
    ],
)
def test_another_layout_is_refused_by_name(given: str, told: str) -> None:
    with pytest.raises(InputError, match=told):
        find_layout(given)


def test_caps_lock_is_where_the_layout_has_it() -> None:
    assert str(find_layout("jp").caps_lock) == "ShiftLeft+CapsLock"
    assert US.caps_lock == Keystroke("CapsLock")
