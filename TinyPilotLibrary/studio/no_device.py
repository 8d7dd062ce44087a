"""What stands in the place of a device where there is none to operate."""

from collections.abc import Callable, Iterable

from TinyPilotLibrary.errors import NotSupported
from TinyPilotLibrary.hid.keystrokes import Keystroke
from TinyPilotLibrary.hid.pointer import PointerEvent
from TinyPilotLibrary.vision.frame import Frame


class NoDevice:
    """A device that has a screen at most.

    Args:
        name: Its name.
        why: Why nothing can be operated.
        frame: Returns the screen, or raises why there is none.
    """

    def __init__(self, name: str, why: str, frame: Callable[[], Frame]) -> None:
        self.name = name
        self._why = why
        self.frame = frame

    def type(self, keystrokes: Iterable[Keystroke]) -> None:
        """Refuses keys."""
        raise NotSupported(self._why)

    def point(self, events: Iterable[PointerEvent]) -> None:
        """Refuses pointer events."""
        raise NotSupported(self._why)

    def release(self) -> None:
        """Does nothing: nothing is pressed."""

    def close(self) -> None:
        """Does nothing."""
