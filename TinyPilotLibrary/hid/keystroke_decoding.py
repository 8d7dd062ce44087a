"""Keystrokes to text: what a target with a given layout makes of the keys it receives."""

from collections.abc import Iterable

from TinyPilotLibrary.hid.keystrokes import Keystroke
from TinyPilotLibrary.hid.layouts import Layout

_SHIFTS = frozenset({"ShiftLeft", "ShiftRight"})
_OTHER_MODIFIERS = frozenset({"ControlLeft", "ControlRight", "AltLeft", "MetaLeft", "MetaRight"})
_BREAKS = {"Enter": "\n", "NumpadEnter": "\n", "Tab": "\t", "Space": " "}


class Decoder:
    """The target's side of a layout: it remembers a pending accent.

    Args:
        layout: The layout.
        caps_lock: Whether Caps Lock is on.
    """

    def __init__(self, layout: Layout, *, caps_lock: bool = False) -> None:
        self._layout = layout
        self._has_alt_gr = any("AltRight" in key.modifiers for key in layout.bears)
        self._waiting = ""
        self.caps_lock = caps_lock

    @property
    def is_waiting(self) -> bool:
        """Whether an accent is waiting for its letter."""
        return bool(self._waiting)

    def typed(self, code: str, modifiers: Iterable[str]) -> str:
        """The text that a key types.

        Args:
            code: Its KeyboardEvent.code.
            modifiers: Codes of the modifiers that are down.

        Returns:
            The text: empty for an accent that is now waiting and for a key that types nothing; two characters for an
            accent and a character that it does not combine with.
        """
        key = self._keystroke(code, frozenset(modifiers))
        if key is None:
            return ""
        waiting, self._waiting = self._waiting, ""
        accent = self._layout.accents.get(key)
        if accent is not None:
            self._waiting = accent
            return waiting
        character = self._cased(self._layout.bears.get(key) or _BREAKS.get(code, ""))
        return self._layout.composed.get((waiting, character)) or waiting + character

    def _keystroke(self, code: str, down: frozenset[str]) -> Keystroke | None:
        """The key as in a layout's tables; None if it is a shortcut."""
        if down & _OTHER_MODIFIERS or ("AltRight" in down and not self._has_alt_gr):
            return None
        held = {"ShiftLeft"} if down & _SHIFTS else set()
        return Keystroke(code, frozenset(held | (down & {"AltRight"})))

    def _cased(self, character: str) -> str:
        other = character.swapcase()
        return other if self.caps_lock and len(other) == 1 else character


def decode(layout: Layout, keystrokes: Iterable[Keystroke], *, caps_lock: bool = False) -> str:
    """The text that a target makes of keystrokes.

    Args:
        layout: The layout that the target is set to.
        keystrokes: The keystrokes.
        caps_lock: Whether Caps Lock is on there.

    Returns:
        The text.

    ```python
    assert decode(find_layout("us"), find_layout("de").keystrokes("z")) == "y"
    ```
    """
    decoder = Decoder(layout, caps_lock=caps_lock)
    return "".join(decoder.typed(keystroke.code, keystroke.modifiers) for keystroke in keystrokes)
