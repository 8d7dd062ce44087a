"""Text to keys, character by character, including characters that the layout lacks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from TinyPilotLibrary.errors import UntypableText
from TinyPilotLibrary.hid.keystrokes import Keystroke
from TinyPilotLibrary.hid.layout_data import COMPOSE_KEY
from TinyPilotLibrary.hid.layouts import Layout, untypable_sentence

_COMPOSE_KEY = "".join(COMPOSE_KEY)
_COMPOSED = {_COMPOSE_KEY[at]: _COMPOSE_KEY[at + 1 : at + 3] for at in range(0, len(_COMPOSE_KEY), 3)}
_HELD_FOR_UNICODE = frozenset({"ControlLeft", "ShiftLeft"})


class Unicode(Enum):
    """How to type characters that the keyboard layout lacks.

    `none`: not at all; they are an error. `alt-codes`: Alt and the character's number on the number pad, for Windows.
    `ctrl-shift-u`: Ctrl+Shift+U and the character's number, for GTK and IBus. `compose`: the Compose key and two
    others, for X and Wayland; the Menu key must be the target's Compose key.
    """

    NONE = "none"
    ALT_CODES = "alt-codes"
    CTRL_SHIFT_U = "ctrl-shift-u"
    COMPOSE = "compose"


@dataclass(frozen=True)
class TypedCharacter:
    """A character and its keys.

    Args:
        character: The character.
        keystrokes: The keystrokes, in order.
        held: Codes of the keys that stay down during all of them.
    """

    character: str
    keystrokes: tuple[Keystroke, ...]
    held: tuple[str, ...] = ()


def typed_text(text: str, layout: Layout, unicode: Unicode = Unicode.NONE) -> list[TypedCharacter]:
    r"""The keys that type a text.

    Args:
        text: The text. A line break (also `\r\n`) is Enter, a tab is Tab.
        layout: The keyboard layout that the target is set to.
        unicode: How to type characters that the layout lacks.

    Returns:
        The characters in order.

    Raises:
        UntypableText: If some characters cannot be typed. The message lists all of them; nothing was typed.

    ```python
    typed_text("a", US)  # [TypedCharacter("a", (Keystroke("KeyA"),))]
    ```
    """
    missing = untypable(text, layout, unicode)
    if missing:
        raise UntypableText(untypable_sentence(layout, missing, text) + _hint(missing, layout, unicode))
    return [typed for character in layout.characters(text) if (typed := _typed(character, layout, unicode))]


def untypable(text: str, layout: Layout, unicode: Unicode = Unicode.NONE) -> list[str]:
    """The characters of a text that cannot be typed, each once.

    Args:
        text: The text.
        layout: The keyboard layout that the target is set to.
        unicode: How to type characters that the layout lacks.
    """
    return [character for character in layout.untypable(text) if _typed(character, layout, unicode) is None]


def text_of(typed: Iterable[TypedCharacter]) -> str:
    """The text of typed characters."""
    return "".join(item.character for item in typed)


def runs_of(typed: Iterable[TypedCharacter]) -> list[tuple[tuple[str, ...], list[Keystroke]]]:
    """Groups typed characters in as few runs as possible: the keys held during a run, and its keystrokes.

    Args:
        typed: The characters. Each one that needs held keys is a run of its own.
    """
    runs: list[tuple[tuple[str, ...], list[Keystroke]]] = []
    for item in typed:
        if runs and not item.held and not runs[-1][0]:
            runs[-1][1].extend(item.keystrokes)
        else:
            runs.append((item.held, list(item.keystrokes)))
    return runs


def _typed(character: str, layout: Layout, unicode: Unicode) -> TypedCharacter | None:
    known = layout.table.get(character)
    if known is not None:
        return TypedCharacter(character, known)
    if unicode is Unicode.ALT_CODES:
        return _by_alt_code(character, layout)
    if unicode is Unicode.CTRL_SHIFT_U:
        return _by_number(character, layout)
    if unicode is Unicode.COMPOSE:
        return _by_compose_key(character, layout)
    return None


def _by_alt_code(character: str, layout: Layout) -> TypedCharacter | None:
    try:
        code = character.encode(layout.code_page)
    except UnicodeEncodeError:
        return None
    if len(code) > 1:
        return None
    # With a leading zero Windows uses the layout's code page, without it an older one.
    keys = tuple(Keystroke(f"Numpad{digit}") for digit in f"0{code[0]:03}")
    return TypedCharacter(character, keys, ("AltLeft",))


def _by_number(character: str, layout: Layout) -> TypedCharacter | None:
    letter = layout.keys.get("u")
    digits = [layout.table.get(digit) for digit in f"{ord(character):x}"]
    if letter is None or letter.modifiers or not character.isprintable() or None in digits:
        return None
    begin = Keystroke(letter.code, _HELD_FOR_UNICODE)
    # Space ends it and is not typed; so would Enter, but that could press a button.
    return TypedCharacter(character, (begin, *_joined(digits), Keystroke("Space")))


def _by_compose_key(character: str, layout: Layout) -> TypedCharacter | None:
    keys = [layout.table.get(key) for key in _COMPOSED.get(character, "")]
    # A dead key would end the sequence.
    if not keys or any(key is None or len(key) > 1 for key in keys):
        return None
    return TypedCharacter(character, (Keystroke("ContextMenu"), *_joined(keys)))


def _joined(keys: Sequence[tuple[Keystroke, ...] | None]) -> list[Keystroke]:
    return [keystroke for several in keys for keystroke in several or ()]


def _hint(missing: list[str], layout: Layout, unicode: Unicode) -> str:
    if any(character in layout.accents.values() for character in missing):
        return " An accent alone can only be typed if Windows and Linux agree on what it becomes."
    if unicode is Unicode.NONE:
        return " Windows, GTK and X can take other characters too, each in its own way: see unicode=."
    return ""
