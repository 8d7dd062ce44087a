"""Characters that the layout does not have, in the ways that systems take them."""

import pytest

from TinyPilotLibrary.errors import UntypableText
from TinyPilotLibrary.hid.layouts import find_layout
from TinyPilotLibrary.hid.typed_text import TypedCharacter, Unicode, runs_of, typed_text


def _keys(text: str, layout: str, unicode: Unicode) -> list[tuple[str, str]]:
    runs = runs_of(typed_text(text, find_layout(layout), unicode))
    return [("+".join(held), " ".join(map(str, keys))) for held, keys in runs]


def test_windows_takes_a_number_while_alt_is_held_each_for_itself() -> None:
    assert _keys("aßé!", "us", Unicode.ALT_CODES) == [
        ("", "KeyA"),
        ("AltLeft", "Numpad0 Numpad2 Numpad2 Numpad3"),
        ("AltLeft", "Numpad0 Numpad2 Numpad3 Numpad3"),
        ("", "ShiftLeft+Digit1"),
    ]
    # The number is that of the code page that goes with the layout.
    assert _keys("đ", "pl", Unicode.ALT_CODES) == [("AltLeft", "Numpad0 Numpad2 Numpad4 Numpad0")]


def test_gtk_takes_a_number_after_ctrl_shift_u() -> None:
    assert _keys("€", "us", Unicode.CTRL_SHIFT_U) == [("", "ControlLeft+ShiftLeft+KeyU Digit2 Digit0 KeyA KeyC Space")]
    # The letter and the digits are where the layout has them.
    assert _keys("ж", "fr", Unicode.CTRL_SHIFT_U) == [
        ("", "ControlLeft+ShiftLeft+KeyU ShiftLeft+Digit4 ShiftLeft+Digit3 ShiftLeft+Digit6 Space")
    ]


def test_the_compose_key_takes_two_more() -> None:
    assert _keys("ß", "us", Unicode.COMPOSE) == [("", "ContextMenu KeyS KeyS")]


def test_what_the_layout_has_is_typed_as_always() -> None:
    for way in Unicode:
        assert typed_text("é", find_layout("fr"), way) == typed_text("é", find_layout("fr"))


@pytest.mark.parametrize(
    ("text", "layout", "unicode"),
    [
        ("я", "us", Unicode.ALT_CODES),
        ("я", "us", Unicode.COMPOSE),
        ("é", "ru", Unicode.CTRL_SHIFT_U),
        ("\x07", "us", Unicode.CTRL_SHIFT_U),
    ],
)
def test_what_even_so_cannot_be_typed_is_refused(text: str, layout: str, unicode: Unicode) -> None:
    with pytest.raises(UntypableText, match="Nothing was typed"):
        typed_text(text, find_layout(layout), unicode)


def test_the_ways_are_told_where_something_cannot_be_typed() -> None:
    with pytest.raises(UntypableText, match=r"see unicode=\."):
        typed_text("ß", find_layout("us"))
    with pytest.raises(
        UntypableText, match="An accent alone can only be typed if Windows and Linux agree on what it becomes"
    ):
        typed_text("´", find_layout("de"))


def test_characters_keep_their_keys() -> None:
    assert [item.character for item in typed_text("a\r\nb", find_layout("us"))] == ["a", "\n", "b"]
    assert all(isinstance(item, TypedCharacter) for item in typed_text("é^", find_layout("de")))
