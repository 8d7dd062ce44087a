"""Text to keystrokes, for the keyboard layout that the target is set to."""

from collections.abc import Mapping
from dataclasses import dataclass

from TinyPilotLibrary.errors import InputError, UntypableText
from TinyPilotLibrary.hid.keystrokes import Keystroke

_SHIFT = frozenset({"ShiftLeft"})

# Each row: the keys from left to right, what they type alone, and with Shift.
_US_ROWS = (
    (
        ["Backquote", *(f"Digit{digit}" for digit in "1234567890"), "Minus", "Equal"],
        "`1234567890-=",
        "~!@#$%^&*()_+",
    ),
    (
        [*(f"Key{key}" for key in "QWERTYUIOP"), "BracketLeft", "BracketRight", "Backslash"],
        "qwertyuiop[]\\",
        "QWERTYUIOP{}|",
    ),
    ([*(f"Key{key}" for key in "ASDFGHJKL"), "Semicolon", "Quote"], "asdfghjkl;'", 'ASDFGHJKL:"'),
    ([*(f"Key{key}" for key in "ZXCVBNM"), "Comma", "Period", "Slash"], "zxcvbnm,./", "ZXCVBNM<>?"),
)
_COMMON = {" ": Keystroke("Space"), "\n": Keystroke("Enter"), "\t": Keystroke("Tab")}


@dataclass(frozen=True)
class Layout:
    """What each character takes on one keyboard layout.

    Args:
        name: The layout's name, for example `us`.
        table: The keystroke of each character.
    """

    name: str
    table: Mapping[str, Keystroke]

    def keystroke(self, character: str) -> Keystroke | None:
        """The keystroke that types a character, or None if there is none."""
        return self.table.get(character)

    def keystrokes(self, text: str) -> list[Keystroke]:
        r"""Turns text into keystrokes.

        Args:
            text: What is to be typed. A line break (also `\r\n`) is Enter, a tab is Tab.

        Returns:
            The keystrokes in order.

        Raises:
            UntypableText: If the layout cannot type some of the characters. The message lists all of them.

        ```python
        US.keystrokes("Hi!")
        ```
        """
        characters = text.replace("\r\n", "\n")
        missing = [character for character in dict.fromkeys(characters) if character not in self.table]
        if missing:
            raise UntypableText(
                f"These characters cannot be typed with the keyboard layout '{self.name}': "
                f"{', '.join(map(_named, missing))}. Nothing was typed."
            )
        return [self.table[character] for character in characters]


def _named(character: str) -> str:
    return f"'{character}'" if character.isprintable() else f"U+{ord(character):04X}"


def _table(rows: tuple[tuple[list[str], str, str], ...]) -> dict[str, Keystroke]:
    table = dict(_COMMON)
    for codes, plain, shifted in rows:
        for code, lower, upper in zip(codes, plain, shifted, strict=True):
            table[lower] = Keystroke(code)
            table[upper] = Keystroke(code, _SHIFT)
    return table


US = Layout("us", _table(_US_ROWS))
_LAYOUTS = {"us": US, "enus": US}


def find_layout(name: str) -> Layout:
    """Gives a keyboard layout by its name.

    Args:
        name: For example `us` or `en-US`; case and dashes do not count.

    Returns:
        The layout.

    Raises:
        InputError: If the layout is not known; the message lists the known ones.

    ```python
    find_layout("en-US").keystrokes("root")
    ```
    """
    layout = _LAYOUTS.get(name.replace("-", "").replace("_", "").lower())
    if layout is None:
        known = ", ".join(sorted({item.name for item in _LAYOUTS.values()}))
        raise InputError(f"The keyboard layout {name!r} is not supported. Supported: {known}.")
    return layout
