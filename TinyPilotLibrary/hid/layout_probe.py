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


def what_fits(among: Sequence[Layout], came: str, alike: Alike) -> list[str]:
    """The names of the layouts that would turn the probe into the text on the screen.

    Args:
        among: The layouts to consider.
        came: What the target shows.
        alike: Whether a character that was read is an expected one.
    """
    made = {layout.name: made_by(layout, PROBE).rstrip() for layout in among}
    return [
        name
        for name, text in made.items()
        if len(text) == len(came.rstrip()) and first_wrong(text, came, alike) is None
    ]
