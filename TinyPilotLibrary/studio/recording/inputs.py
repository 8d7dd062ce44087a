"""What was sent to the target, each with the screen that was seen before it."""

from dataclasses import dataclass

from TinyPilotLibrary.hid.keystrokes import Keystroke
from TinyPilotLibrary.hid.pointer import PointerEvent
from TinyPilotLibrary.vision.frame import Frame


@dataclass(frozen=True)
class Input:
    """One thing that was sent.

    Args:
        at: When, in seconds of a clock.
        frame: The screen that was seen last before it; None if there was none.
    """

    at: float
    frame: Frame | None


@dataclass(frozen=True)
class Keyed(Input):
    """A key.

    Args:
        keystroke: The key, with the modifiers that were held.
        secret: Whether it is a part of what nobody may read.
    """

    keystroke: Keystroke
    secret: bool = False


@dataclass(frozen=True)
class Pointed(Input):
    """A pointer event.

    Args:
        event: The event.
        before: The pointer's event before it.
    """

    event: PointerEvent
    before: PointerEvent


@dataclass(frozen=True)
class Switched(Input):
    """The target's power.

    Args:
        keyword: The keyword that does the same.
        graceful: Whether the operating system was asked.
    """

    keyword: str
    graceful: bool = False
