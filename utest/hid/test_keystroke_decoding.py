"""What a target makes of keystrokes, by the layout that it is set to."""

import pytest

from TinyPilotLibrary.hid.keystroke_decoding import decode
from TinyPilotLibrary.hid.layouts import Layout, find_layout, layouts


@pytest.mark.parametrize("layout", list(layouts()), ids=lambda layout: layout.name)
def test_a_target_with_the_same_layout_gets_the_text(layout: Layout) -> None:
    for character in layout.table:
        assert decode(layout, layout.keystrokes(character)) == character


@pytest.mark.parametrize(
    ("typed", "target", "text", "arrives"),
    [
        ("de", "us", "zy ß-", "yz -/"),
        ("us", "de", "zy -/", "yz ß-"),
        ("us", "fr", "Aqua 1", "Qauq &"),
        # An American target knows no AltGr: it takes such a key for a shortcut.
        ("de", "us", "a@b", "ab"),
        # An accent that is typed for a character waits, and the next letter takes it.
        ("us", "us-intl", "'e", "é"),
        ("us", "us-intl", "'x", "´x"),
    ],
)
def test_another_layout_makes_other_text_of_the_same_keys(typed: str, target: str, text: str, arrives: str) -> None:
    assert decode(find_layout(target), find_layout(typed).keystrokes(text)) == arrives


def test_caps_lock_exchanges_capital_and_small_letters_alone() -> None:
    de = find_layout("de")
    assert decode(de, de.keystrokes("Straße 1ö!"), caps_lock=True) == "sTRAßE 1Ö!"
