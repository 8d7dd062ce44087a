"""Text to keystrokes, for the keyboard layout that the target is set to.

A character is typed with a key that has it. If there is none, it is typed with an accent and its letter or, if X,
Windows and the Linux console agree on the result, with an accent and Space.
"""

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from TinyPilotLibrary.errors import InputError, UntypableText
from TinyPilotLibrary.hid.keystrokes import Keystroke
from TinyPilotLibrary.hid.layout_data import COMPOSED, KEYS, LAYOUTS, LayoutData

#: Marks an accent of a dead key in the data.
_DEAD = "◌"
_LEVELS = tuple(map(frozenset, ((), ("ShiftLeft",), ("AltRight",), ("ShiftLeft", "AltRight"))))
# Many keyboards lack these; some have them with other characters.
_EXTRA_KEYS = frozenset({"IntlBackslash", "IntlRo", "IntlYen"})
_COMMON = {" ": Keystroke("Space"), "\n": Keystroke("Enter"), "\t": Keystroke("Tab")}
# Followed by Space, an acute accent gives ' on X and the accent on Windows; these give the same everywhere.
_ALONE = {accent: accent for accent in "`^~"}
# On layouts derived from the American one, Windows too gives these two.
_ALONE_INTERNATIONAL = {**_ALONE, "´": "'", "¨": '"'}
# The combining marks that Unicode puts after a letter.
_MARKS = dict(
    zip(
        "\u0300\u0301\u0302\u0303\u0304\u0306\u0307\u0308\u030a\u030b\u030c\u0327\u0328",
        "`´^~¯˘˙¨˚˝ˇ¸˛",
        strict=True,
    )
)
_MOST_NAMED = 6
_NOBODY = "No layout can type all of it: type it in parts, each with its own layout=."


@dataclass(frozen=True)
class Layout:
    """One keyboard layout: the keystrokes of each character, and the character of each key.

    Args:
        name: The layout's name, for example `us`.
        title: Its name in English.
        table: The keystrokes of each character, in order.
        keys: The keystroke of each character that has a key; for an accent, the keystroke of its dead key.
        bears: The character that each keystroke types.
        accents: The accent of each keystroke of a dead key.
        composed: The character that an accent and a letter make.
        code_page: The character set of its language in Windows.
        caps_lock: The keystroke that switches Caps Lock.
    """

    name: str
    title: str
    table: Mapping[str, tuple[Keystroke, ...]]
    keys: Mapping[str, Keystroke]
    bears: Mapping[Keystroke, str]
    accents: Mapping[Keystroke, str]
    composed: Mapping[tuple[str, str], str]
    code_page: str
    caps_lock: Keystroke

    def characters(self, text: str) -> list[str]:
        r"""The characters to type for a text: `\r\n` counts as one, and so do a letter and its combining mark.

        Args:
            text: The text.
        """
        characters: list[str] = []
        for character in text.replace("\r\n", "\n"):
            joined = characters and self.composed.get((_MARKS.get(character, ""), characters[-1]))
            if joined and character not in self.table:
                characters[-1] = joined
            else:
                characters.append(character)
        return characters

    def untypable(self, text: str) -> list[str]:
        """The characters of a text that cannot be typed, each once."""
        return [character for character in dict.fromkeys(self.characters(text)) if character not in self.table]

    def effort(self, text: str) -> int:
        """How hard a text is to type: the number of accents and AltGr combinations."""
        keystrokes = self.keystrokes(text)
        return len(keystrokes) + sum("AltRight" in keystroke.modifiers for keystroke in keystrokes)

    def keystrokes(self, text: str) -> list[Keystroke]:
        r"""Turns text into keystrokes.

        Args:
            text: The text to type. A line break (also `\r\n`) is Enter, a tab is Tab.

        Returns:
            The keystrokes in order.

        Raises:
            UntypableText: If the layout cannot type some of the characters. The message lists all of them, and the
                layouts that can type the text.

        ```python
        US.keystrokes("Hi!")
        ```
        """
        missing = self.untypable(text)
        if missing:
            raise UntypableText(untypable_sentence(self, missing, text))
        return [keystroke for character in self.characters(text) for keystroke in self.table[character]]


def untypable_sentence(layout: Layout, missing: list[str], text: str) -> str:
    """Says which characters of a text cannot be typed, and which layouts can type them.

    Args:
        layout: The layout.
        missing: The characters.
        text: The whole text.
    """
    named = ", ".join(f"'{item}'" if item.isprintable() else f"U+{ord(item):04X}" for item in missing)
    able = [other.name for other in sorted(_able(text), key=lambda other: other.effort(text))]
    more = f" and {len(able) - _MOST_NAMED} more" if len(able) > _MOST_NAMED else ""
    can = f"Layouts that can type it: {', '.join(able[:_MOST_NAMED])}{more}." if able else _NOBODY
    return (
        f"These characters cannot be typed with the keyboard layout '{layout.name}': {named}. Nothing was typed. {can}"
    )


def _able(text: str) -> Iterator[Layout]:
    return (layout for layout in layouts() if not layout.untypable(text))


def find_layout(name: str) -> Layout:
    """Finds a keyboard layout by its name.

    Args:
        name: For example `de`, `de-DE` or `German`; case, spaces and dashes are ignored.

    Returns:
        The layout.

    Raises:
        InputError: If there is no such layout, or several have that name. The message lists the closest ones, and all.

    ```python
    find_layout("en-US").keystrokes("root")
    ```
    """
    found = _names().get(_folded(name), [])
    if len(found) == 1:
        return _layout(found[0])
    if found:
        meant = " or ".join(f"'{item}' ({LAYOUTS[item].title})" for item in found)
        raise InputError(f"The keyboard layout {name!r} is ambiguous: it can be {meant}. Give one of these names.")
    near = difflib.get_close_matches(_folded(name), _names(), n=3, cutoff=0.7)
    meant = " or ".join(f"'{item}'" for item in dict.fromkeys(item for known in near for item in _names()[known]))
    guess = f"Did you mean {meant}? " if meant else ""
    raise InputError(f"The keyboard layout {name!r} is not supported. {guess}Supported: {', '.join(LAYOUTS)}.")


def layouts() -> Iterator[Layout]:
    """All layouts."""
    return map(_layout, LAYOUTS)


def _folded(name: str) -> str:
    return "".join(character for character in name.casefold() if character not in "-_ ,()")


@cache
def _names() -> dict[str, list[str]]:
    """The layouts by all their names."""
    found: dict[str, list[str]] = {}
    for name, data in LAYOUTS.items():
        for called in {_folded(known) for known in (name, data.title, *data.names.split())}:
            found.setdefault(called, []).append(name)
    return found


@cache
def _layout(name: str) -> Layout:
    data = LAYOUTS[name]
    first = {item[0]: item[1:] for item in data.first.split()}
    borne = sorted(_borne(data), key=lambda item: _cost(item[0], item[1], first))
    bears = {key: character for character, key in borne if not character.startswith(_DEAD)}
    accents = {key: character.removeprefix(_DEAD) for character, key in borne if character.startswith(_DEAD)}
    # The first way to a character is the best.
    keys = {character: key for key, character in reversed(bears.items())}
    waiting = {accent: key for key, accent in reversed(accents.items())}
    composed = {
        (accent, letter): made
        for accent, pairs in COMPOSED.get(data.code_page, {}).items()
        for letter, made in zip(pairs[::2], pairs[1::2], strict=True)
    }
    alone = _ALONE_INTERNATIONAL if name.startswith("us-") else _ALONE
    composed |= {(accent, " "): made for accent, made in alone.items()}
    single = {**keys, **_COMMON}
    by_accent = {
        made: (waiting[accent], single[letter])
        for (accent, letter), made in composed.items()
        if accent in waiting and letter in single
    }
    table = {**by_accent, **{character: (key,) for character, key in single.items()}}
    caps_lock = Keystroke("CapsLock", _LEVELS[1] if data.caps_lock else _LEVELS[0])
    return Layout(name, data.title, table, {**waiting, **keys}, bears, accents, composed, data.code_page, caps_lock)


def _borne(data: LayoutData) -> Iterator[tuple[str, Keystroke]]:
    """All characters of keys, each with its key; accents of dead keys are preceded by the mark."""
    for level, modifiers in zip(data.levels, _LEVELS, strict=False):
        rest = iter(level)
        for code, borne in zip(KEYS, rest, strict=False):
            character = borne + next(rest) if borne == _DEAD else borne
            if character != " ":
                yield character, Keystroke(code, modifiers)


def _cost(character: str, keystroke: Keystroke, first: Mapping[str, str]) -> tuple[bool, bool, bool, int]:
    """Ranks the ways to type a character, the best first: without AltGr, and with keys that all keyboards have."""
    return (
        first.get(character, keystroke.code) != keystroke.code,
        "AltRight" in keystroke.modifiers,
        keystroke.code in _EXTRA_KEYS,
        len(keystroke.modifiers),
    )


US = _layout("us")
