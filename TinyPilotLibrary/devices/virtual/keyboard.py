"""The virtual computer's keyboard: what is down, the locks, and what each key types."""

from dataclasses import dataclass, field

from TinyPilotLibrary.hid.decoding import Decoder
from TinyPilotLibrary.hid.keys import MODIFIERS
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
    """A key that went down, as a program gets it.

    Args:
        code: Its KeyboardEvent.code; Enter also for the one of the number pad.
        character: What it types with Shift and the locks as they are, or None.
        control: Whether Ctrl is down.
        alt: Whether Alt is down.
    """

    code: str
    character: str | None = None
    control: bool = False
    alt: bool = False


@dataclass
class Keyboard:
    """The state of the keys, changed by key events alone.

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
        """Who has the screen reads the keys by another layout from now on."""
        self._decoder = Decoder(layout)

    def press(self, code: str) -> KeyPress | None:
        """A key goes down. Gives what programs see, or None if there is nothing new."""
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
        # Where the right one is AltGr it makes a character.
        alt = "AltLeft" in self.down or ("AltRight" in self.down and character is None)
        return KeyPress("Enter" if code == "NumpadEnter" else code, character, control, alt)

    def lift(self, code: str) -> None:
        """A key goes up."""
        self.received.append(f"-{code}")
        self.down.discard(code)

    def reset(self) -> None:
        """The target restarted: what is down stays down, the locks go off."""
        self.locks.clear()

    def _character(self, code: str) -> str | None:
        if code in _NUMPAD:
            return _NUMPAD[code]
        self._decoder.caps_lock = "CapsLock" in self.locks
        typed = self._decoder.typed(code, self.down)
        return typed if typed and typed.isprintable() else None
