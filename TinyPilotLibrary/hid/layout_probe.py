"""A few keys that tell layouts apart."""

from collections.abc import Sequence

from TinyPilotLibrary.hid.keystrokes import Keystroke
from TinyPilotLibrary.hid.layouts import Layout
from TinyPilotLibrary.hid.typing_faults import Alike, first_wrong, made_by

_SHIFT = frozenset({"ShiftLeft"})
# The keys that differ most between layouts. One that is an accent on some layout is followed by a letter that combines
# with it: an accent before another accent or Space does not give the same on all systems.
_KEYS = (
    *((Keystroke(code),) for code in ("KeyY", "KeyQ", "KeyZ", "Digit2", "Minus", "Slash")),
    (Keystroke("Equal"), Keystroke("KeyE")),
    (Keystroke("BracketRight", _SHIFT), Keystroke("KeyE")),
    (Keystroke("Quote", _SHIFT), Keystroke("KeyE")),
    (Keystroke("Digit3", _SHIFT),),
)
# The cursor behind what was typed, a bar on graphical screens and a low or full block on others, and the pointer on it
# may be read as these.
_CURSOR, _OF_CURSOR = "|lI1iTLJ[]!\u00a6\u2502\u2581\u2588\N{REPLACEMENT CHARACTER}", 2


def probes(among: Sequence[Layout]) -> list[Sequence[Keystroke]]:
    """What to type to tell layouts apart: first what is deleted safely everywhere, then all, if that is more.

    A login prompt of Linux (agetty) deletes bytes, and each Backspace takes one column from the screen: of `ß` one byte
    would stay, which nobody sees, and belong to the user name. So keys that give anything but ASCII come last.

    Args:
        among: The layouts to consider.
    """
    plain = tuple(key for key in _KEYS if all(_is_plain(made_by(layout, key)) for layout in among))
    chosen = [plain] if len(plain) == len(_KEYS) else [plain, _KEYS] if plain else [_KEYS]
    return [[keystroke for key in keys for keystroke in key] for keys in chosen]


def what_fits(among: Sequence[Layout], probe: Sequence[Keystroke], came: str, alike: Alike) -> list[Layout]:
    """The layouts that would turn the probe into the text on the screen.

    Args:
        among: The layouts to consider.
        probe: What was typed.
        came: What the target shows.
        alike: Whether a character that was read is an expected one.
    """
    return [layout for layout in among if _is_it(made_by(layout, probe).rstrip(), came.rstrip(), alike)]


def _is_plain(made: str) -> bool:
    return made.isascii() and made.isprintable() and bool(made.strip())


def _is_it(text: str, came: str, alike: Alike) -> bool:
    shown, behind = came[: len(text)], came[len(text) :]
    is_cursor = len(behind) <= _OF_CURSOR and all(character in _CURSOR for character in behind)
    return is_cursor and len(shown) == len(text) and first_wrong(text, shown, alike) is None
