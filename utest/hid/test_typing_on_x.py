"""Every layout against libxkbcommon: what is typed is what a Linux desktop makes of the keys."""

import os
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from TinyPilotLibrary.hid.keystroke_decoding import decode
from TinyPilotLibrary.hid.layouts import Layout, find_layout
from TinyPilotLibrary.hid.typed_text import TypedCharacter, Unicode, runs_of, typed_text, untypable
from tools.layouts import WANTED, Wanted
from tools.xkb import Keymap, XkbMissing

# `python3 tasks.py random-texts` asks for 10,000.
_TEXTS = int(os.environ.get("TINYPILOT_RANDOM_TEXTS", "20"))
_LAYOUTS = pytest.mark.parametrize("wanted", WANTED, ids=lambda wanted: wanted.name)
_RANDOM = settings(
    max_examples=_TEXTS,
    deadline=None,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)


@cache
def _keymap(wanted: Wanted, options: str = "") -> Keymap:
    try:
        return Keymap(*wanted.source, options)
    except XkbMissing as missing:
        pytest.skip(str(missing))


def _desktop(wanted: Wanted, text: str, layout: Layout) -> tuple[str, bool]:
    """What a desktop makes of a text, and whether an accent still waits."""
    typing = _keymap(wanted).typing().strike(layout.keystrokes(text))
    return typing.text, typing.is_pending


@_LAYOUTS
def test_every_character_of_a_layout_comes_out_as_typed(wanted: Wanted) -> None:
    layout = find_layout(wanted.name)
    assert len(layout.table) > 90
    wrong = {
        character: got
        for character in layout.table
        if (got := _desktop(wanted, character, layout)) != (character, False)
    }
    assert not wrong


@_LAYOUTS
def test_what_a_key_bears_is_typed_without_an_accent(wanted: Wanted) -> None:
    layout = find_layout(wanted.name)
    assert not [character for character in layout.bears.values() if len(layout.table[character]) > 1]
    assert not [keys for keys in layout.table.values() if len(keys) > 1 and keys[0] not in layout.accents]


@_LAYOUTS
def test_random_texts_come_out_as_typed_whatever_accent_they_end_with(wanted: Wanted) -> None:
    layout = find_layout(wanted.name)
    characters = st.text(st.sampled_from(sorted(layout.table)), max_size=30)
    by_accent = sorted(character for character, keys in layout.table.items() if len(keys) > 1) or sorted(layout.table)

    @_RANDOM
    @given(characters, st.sampled_from(by_accent), characters)
    def come_out(begin: str, last: str, following: str) -> None:
        first = layout.keystrokes(begin + last)
        typing = _keymap(wanted).typing().strike(first)
        assert (typing.text, typing.is_pending) == (begin + last, False)
        # The next text, as of another keyword, is not changed by how this one ended.
        assert typing.strike(layout.keystrokes(following)).text == begin + last + following
        assert decode(layout, first) == begin + last

    come_out()


@_LAYOUTS
def test_the_compose_key_makes_what_the_layout_lacks(wanted: Wanted) -> None:
    layout = find_layout(wanted.name)
    keymap = _keymap(wanted, "compose:menu")
    lacking = [character for character in "¡¢£§©®°±²µ¿ÀÁÂÄÅÆÇÉÑÖØÜßáâäåæçéñöøüĀčőŞ€™" if character not in layout.table]
    typed = [item for character in lacking for item in _with(character, layout, Unicode.COMPOSE)]
    # Layouts of other scripts have no letters for it.
    assert typed or not lacking or "a" not in layout.table
    for item in typed:
        assert keymap.typing().strike(item.keystrokes).text == item.character


def _with(character: str, layout: Layout, unicode: Unicode) -> list[TypedCharacter]:
    return [] if untypable(character, layout, unicode) else typed_text(character, layout, unicode)


def test_a_desktop_is_no_echo() -> None:
    """The check itself: German keys on an American desktop are something else."""
    us = next(wanted for wanted in WANTED if wanted.name == "us")
    keys = [keystroke for _, keys in runs_of(typed_text("zy-", find_layout("de"))) for keystroke in keys]
    assert _keymap(us).typing().strike(keys).text == "yz/"
