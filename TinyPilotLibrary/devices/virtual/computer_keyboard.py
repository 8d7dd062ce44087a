"""The virtual computer's keyboard: pressed keys, locks, and the characters that keys type."""

from dataclasses import dataclass, field

from TinyPilotLibrary.hid.keys import MODIFIERS
from TinyPilotLibrary.hid.keystroke_decoding import Decoder
from TinyPilotLibrary.hid.layouts import US, Layout

_NUMPAD = {f"Numpad{digit}": str(digit) for digit in range(10)} | {
    "NumpadAdd": "+",
    "NumpadSubtract": "-",
    "NumpadMultiply": "*",
    "NumpadDivide": "/",
    "NumpadDecimal": ".",
}
_LOCKS = ("NumLock", "CapsLock", "ScrollLock")


@dataclass(frozen=True)
class KeyPress:
    """A key press, as programs receive it.

    Args:
        code: Its KeyboardEvent.code; Enter also for that of the number pad.
        character: The character that it types with the current Shift and locks, or None.
        control: Whether Ctrl is down.
        alt: Whether Alt is down.
    """

    code: str
    character: str | None = None
    control: bool = False
    alt: bool = False


@dataclass
class Keyboard:
    """The state of the keys, changed by key events only.

    Args:
        down: Codes of the keys that are down.
        locks: Codes of the locks that are on.
        received: Every event so far, `+KeyA` down and `-KeyA` up, for tests.
    """

    down: set[str] = field(default_factory=set)
    locks: set[str] = field(default_factory=set)
    received: list[str] = field(default_factory=list)
    _decoder: Decoder = field(default_factory=lambda: Decoder(US), repr=False)

    def set_layout(self, layout: Layout) -> None:
        """Sets the layout for the following keys."""
        self._decoder = Decoder(layout)

    def press(self, code: str) -> KeyPress | None:
        """Presses a key. Returns what programs see, or None if the key was down already."""
        self.received.append(f"+{code}")
        if code in self.down:
            return None
        self.down.add(code)
        if code in _LOCKS:
            self.locks ^= {code}
        if code in MODIFIERS:
            return KeyPress(code)
        control = bool(self.down & {"ControlLeft", "ControlRight"})
        character = self._character(code)
        # If the right Alt is AltGr, it selects a character.
        alt = "AltLeft" in self.down or ("AltRight" in self.down and character is None)
        return KeyPress("Enter" if code == "NumpadEnter" else code, character, control, alt)

    def lift(self, code: str) -> None:
        """Releases a key."""
        self.received.append(f"-{code}")
        self.down.discard(code)

    def reset(self) -> None:
        """Handles a restart: pressed keys stay pressed, the locks are switched off."""
        self.locks.clear()

    def _character(self, code: str) -> str | None:
        if code in _NUMPAD:
            return _NUMPAD[code]
        self._decoder.caps_lock = "CapsLock" in self.locks
        typed = self._decoder.typed(code, self.down)
        return typed if typed and typed.isprintable() else None
