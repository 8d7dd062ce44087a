"""A few keys that tell layouts apart."""

from collections.abc import Sequence

from TinyPilotLibrary.hid.keystrokes import Keystroke
from TinyPilotLibrary.hid.layouts import Layout
from TinyPilotLibrary.hid.typing_faults import Alike, first_wrong, made_by

_SHIFT = frozenset({"ShiftLeft"})
#: The keys that differ most between layouts. A key that is an accent on some layout is followed by a letter that
#: combines with it: an accent before another accent or Space does not give the same on all systems.
PROBE = (
    *map(Keystroke, ("KeyY", "KeyQ", "KeyZ", "Digit2", "Minus", "Slash")),
    *(Keystroke("Equal"), Keystroke("KeyE")),
    *(Keystroke("BracketRight", _SHIFT), Keystroke("KeyE")),
    *(Keystroke("Quote", _SHIFT), Keystroke("KeyE")),
    Keystroke("Digit3", _SHIFT),
)
# The cursor behind what was typed, a bar on graphical screens, may be read as one of these.
_CURSOR = "|lI1LJ[]!\u2502"


def what_fits(among: Sequence[Layout], came: str, alike: Alike) -> list[str]:
    """The names of the layouts that would turn the probe into the text on the screen.

    Args:
        among: The layouts to consider.
        came: What the target shows.
        alike: Whether a character that was read is an expected one.
    """
    made = {layout.name: made_by(layout, PROBE).rstrip() for layout in among}
    return [name for name, text in made.items() if _is_it(text, came.rstrip(), alike)]


def _is_it(text: str, came: str, alike: Alike) -> bool:
    if len(came) == len(text) + 1 and came[-1] in _CURSOR:
        came = came[:-1]
    return len(text) == len(came) and first_wrong(text, came, alike) is None
