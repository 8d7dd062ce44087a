"""Chords as users write them: `Ctrl+Alt+Delete`."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from string import ascii_letters, digits

from TinyPilotLibrary.errors import InputError, UnknownKey
from TinyPilotLibrary.hid.keys import MODIFIERS, key_code
from TinyPilotLibrary.hid.keystrokes import Keystroke
from TinyPilotLibrary.hid.layouts import US, Layout, layouts


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
    def parse(cls, text: str, layout: Layout = US) -> "Chord":
        """Parses a chord as users write it.

        Args:
            text: Keys joined by `+`, for example `Ctrl+Alt+Delete`, `Shift+F10`, `a`, `/` or `Win`. A letter or digit
                is the key labelled with it, in either case; any other single character, the plus sign included (`+`,
                `Ctrl++`), is the key that types it, with Shift or AltGr if needed.
            layout: The keyboard layout that the target is set to.

        Returns:
            The chord.

        Raises:
            UnknownKey: If a key is unknown; the message names the closest ones.

        ```python
        Chord.parse("Ctrl+Alt+Delete").keystroke  # Keystroke("Delete", {"ControlLeft", "AltLeft"})
        ```
        """
        return WrittenChord.parse(text).on(layout)

    def on(self, layout: Layout) -> "Chord":
        """The chord as it was written, on another layout.

        Args:
            layout: The keyboard layout that the target is set to.
        """
        return Chord.parse(self.spelling, layout)

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
        """All codes of the chord in the order in which they are pressed: modifiers first."""
        return (*(name for name in MODIFIERS if name in self.modifiers), *self.keys)

    def __str__(self) -> str:
        return self.spelling


@dataclass(frozen=True)
class WrittenChord:
    """A chord as it was written; the target's keyboard layout decides which keys it stands for.

    Args:
        names: The keys: codes, or single characters of the layout.
        spelling: The chord as it was written.
    """

    names: tuple[str, ...]
    spelling: str

    @classmethod
    def parse(cls, text: str) -> "WrittenChord":
        """Parses a chord as users write it.

        Args:
            text: Keys joined by `+`.

        Returns:
            The chord.

        Raises:
            UnknownKey: If no layout has a key; the message names the closest ones.
        """
        names = tuple(name if len(name) == 1 else _code(name, text) for name in _split(text))
        return cls(names, text.strip())

    def on(self, layout: Layout) -> Chord:
        """The keys that it stands for on a layout.

        Args:
            layout: The keyboard layout that the target is set to.

        Raises:
            UnknownKey: If the layout has no such key.
            InputError: If it has a key twice.
        """
        keys: list[str] = []
        modifiers: set[str] = set()
        for name in self.names:
            for code in self._codes(name, layout):
                if code in MODIFIERS:
                    modifiers.add(code)
                elif code in keys:
                    raise InputError(f"The chord {self.spelling!r} has the key {name!r} twice.")
                else:
                    keys.append(code)
        return Chord(tuple(keys), frozenset(modifiers), self.spelling)

    def _codes(self, name: str, layout: Layout) -> tuple[str, ...]:
        if len(name) > 1:
            return (name,)
        keystroke = layout.keys.get(name.lower()) or layout.keys.get(name)
        if keystroke is None and name in ascii_letters:
            # On layouts of other scripts, systems take these letters as on an American keyboard.
            keystroke = US.keys[name.lower()]
        if keystroke is None and (keystroke := layout.keys.get(name.upper())) is None:
            raise UnknownKey(_not_there(name, layout, self.spelling))
        modifiers = keystroke.modifiers
        if name.isalpha() or (name in digits and len(self.names) > 1):
            # A key is named by its label, whether that takes Shift (digits on a French keyboard) or not.
            modifiers -= {"ShiftLeft"}
        return (*modifiers, keystroke.code)

    def __str__(self) -> str:
        return self.spelling


def check_chords(chords: Sequence[Chord]) -> None:
    """Rejects a chord that was written as separate keys.

    Args:
        chords: The chords in the order in which to press them.

    Raises:
        InputError: If there is none, or a lone modifier is followed by another key, as in `Ctrl`, `Alt`, `Delete`.
            The message shows the chord that was meant.

    ```python
    check_chords([Chord.parse("Ctrl+Alt+Delete"), Chord.parse("F10")])
    ```
    """
    if not chords:
        raise InputError("At least one key is required, for example 'Enter' or 'Ctrl+Alt+Delete'.")
    for index, (chord, following) in enumerate(pairwise(chords)):
        # The same modifier repeated is intended: Shift five times, for example.
        if chord.is_lone_modifier and following.codes != chord.codes:
            rest = chords[index:]
            length = 1 + next((place for place, item in enumerate(rest) if item.keys), len(rest))
            spelled = "+".join(item.spelling for item in rest[:length])
            raise InputError(
                f"{chord.spelling!r} is followed by other keys and would be released before they are pressed. "
                f"Write keys that are held together as one chord: {spelled}."
            )


def _split(text: str) -> list[str]:
    """Splits at plus signs; a plus sign where a key name is expected is the key itself."""
    stripped = text.strip()
    if not stripped:
        raise UnknownKey(f"Got an empty key ({text!r}); write 'Space' for the space bar.")
    names: list[str] = []
    rest = stripped
    while (end := rest.find("+", 1)) > 0:
        names.append(rest[:end].strip())
        rest = rest[end + 1 :].lstrip()
        if not rest:
            raise UnknownKey(f"The chord {text!r} ends with '+' but no key follows. Write 'Ctrl++' for the plus key.")
    return [*names, rest]


def _code(name: str, chord: str) -> str:
    try:
        return key_code(name)
    except UnknownKey as error:
        if name == chord.strip():
            raise
        raise UnknownKey(f"In the chord {chord!r}: {error}") from None


def _not_there(name: str, layout: Layout, chord: str) -> str:
    within = "" if name == chord else f"In the chord {chord!r}: "
    others = [other.name for other in layouts() if name in other.keys or name.upper() in other.keys]
    who = f" Layouts that have it: {', '.join(others[:6])}." if others else ""
    return (
        f"{within}There is no key {name!r} on the keyboard layout '{layout.name}'.{who} On any layout a key can "
        "also be given by its KeyboardEvent.code, such as 'Minus' or 'KeyZ'."
    )
