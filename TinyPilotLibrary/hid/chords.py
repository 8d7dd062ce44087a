"""Chords as people write them: `Ctrl+Alt+Delete`."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from TinyPilotLibrary.errors import InputError, UnknownKey
from TinyPilotLibrary.hid.keys import MODIFIERS, key_code
from TinyPilotLibrary.hid.keystrokes import Keystroke
from TinyPilotLibrary.hid.layouts import US


@dataclass(frozen=True)
class Chord:
    """Keys that are pressed together, such as Ctrl+Alt+Delete.

    Args:
        keys: Codes of the keys that are not modifiers, in the order written.
        modifiers: Codes of the modifiers.
        spelling: The chord as it was written, for messages.
    """

    keys: tuple[str, ...]
    modifiers: frozenset[str]
    spelling: str

    @classmethod
    def parse(cls, text: str) -> "Chord":
        """Reads a chord as people write it.

        Args:
            text: Keys joined by `+`, for example `Ctrl+Alt+Delete`, `Shift+F10`, `a`, `/` or `Win`. A letter names its
                key whatever its case; another single character is the key (with Shift if need be) that types it on a
                US keyboard, the plus sign included (`+`, `Ctrl++`).

        Returns:
            The chord.

        Raises:
            UnknownKey: If a key is not known; the message names the nearest ones.

        ```python
        Chord.parse("Ctrl+Alt+Delete").keystroke  # Keystroke("Delete", {"ControlLeft", "AltLeft"})
        ```
        """
        keys: list[str] = []
        modifiers: set[str] = set()
        for name in _split(text):
            for code in _codes(name, text):
                if code in MODIFIERS:
                    modifiers.add(code)
                elif code in keys:
                    raise InputError(f"The chord {text!r} has the key {name!r} twice.")
                else:
                    keys.append(code)
        return cls(tuple(keys), frozenset(modifiers), text.strip())

    @property
    def is_lone_modifier(self) -> bool:
        """Whether this is a single modifier key with nothing else."""
        return not self.keys and len(self.modifiers) == 1

    @property
    def keystroke(self) -> Keystroke:
        """The chord as one keystroke.

        Raises:
            InputError: If the chord has several keys that are not modifiers: one keystroke cannot hold them.
        """
        if len(self.keys) > 1:
            raise InputError(f"The chord {self.spelling!r} has several keys besides modifiers: {', '.join(self.keys)}.")
        if self.keys:
            return Keystroke(self.keys[0], self.modifiers)
        last = max(self.modifiers, key=MODIFIERS.index)
        return Keystroke(last, self.modifiers - {last})

    @property
    def codes(self) -> tuple[str, ...]:
        """All codes of the chord in the order in which they go down: modifiers first."""
        return (*(name for name in MODIFIERS if name in self.modifiers), *self.keys)

    def __str__(self) -> str:
        return self.spelling


def check_chords(chords: Sequence[Chord]) -> None:
    """Refuses a chord that was written as separate keys.

    Args:
        chords: The chords in the order in which they are to be pressed.

    Raises:
        InputError: If there is none, or a lone modifier is followed by another key, as in `Ctrl`, `Alt`, `Delete`.
            The message shows the chord that was meant.

    ```python
    check_chords([Chord.parse("Ctrl+Alt+Delete"), Chord.parse("F10")])
    ```
    """
    if not chords:
        raise InputError("At least one key is needed, for example 'Enter' or 'Ctrl+Alt+Delete'.")
    for index, (chord, following) in enumerate(pairwise(chords)):
        # The same modifier again is meant: Shift five times, say.
        if chord.is_lone_modifier and following.codes != chord.codes:
            rest = chords[index:]
            length = 1 + next((place for place, item in enumerate(rest) if item.keys), len(rest))
            spelled = "+".join(item.spelling for item in rest[:length])
            raise InputError(
                f"{chord.spelling!r} is followed by other keys, and would be pressed and released before them. "
                f"Keys held together are written as one chord: {spelled}."
            )


def _split(text: str) -> list[str]:
    """Splits at plus signs; one where a key name is expected is the key itself."""
    stripped = text.strip()
    if not stripped:
        raise UnknownKey(f"An empty key was given ({text!r}); write 'Space' for the space bar.")
    names: list[str] = []
    rest = stripped
    while (end := rest.find("+", 1)) > 0:
        names.append(rest[:end].strip())
        rest = rest[end + 1 :].lstrip()
        if not rest:
            raise UnknownKey(f"The chord {text!r} ends with '+' and no key after it. The plus key itself: 'Ctrl++'.")
    return [*names, rest]


def _codes(name: str, chord: str) -> tuple[str, ...]:
    if len(name) == 1 and not name.isalnum() and (keystroke := US.keystroke(name)):
        return (*keystroke.modifiers, keystroke.code)
    try:
        return (key_code(name),)
    except UnknownKey as error:
        if name == chord.strip():
            raise
        raise UnknownKey(f"In the chord {chord!r}: {error}") from None
