"""The stored screens of a run in the place of a device."""

from collections.abc import Iterable

from TinyPilotLibrary.errors import NotSupported, NoVideoSignal
from TinyPilotLibrary.hid.keystrokes import Keystroke
from TinyPilotLibrary.hid.pointer import PointerEvent
from TinyPilotLibrary.studio.stored_run import StoredRun, stored_frame
from TinyPilotLibrary.vision.frame import Frame

_NO_DEVICE = "These are the stored screens of a run: there is no device to operate."


class StoredScreens:
    """Shows the first screen at which a run missed something.

    Args:
        run: The run.
    """

    def __init__(self, run: StoredRun) -> None:
        self.name = f"run {run.summary}"
        self._file = next((miss.file for miss in run.misses), next(iter(run.files), None))
        self._frame: Frame | None = None

    def type(self, keystrokes: Iterable[Keystroke]) -> None:
        """Refuses keys."""
        raise NotSupported(_NO_DEVICE)

    def point(self, events: Iterable[PointerEvent]) -> None:
        """Refuses pointer events."""
        raise NotSupported(_NO_DEVICE)

    def frame(self) -> Frame:
        """The screen."""
        if self._file is None:
            raise NoVideoSignal("The run has stored no screen.")
        if self._frame is None:
            self._frame = stored_frame(self._file)
        return self._frame

    def release(self) -> None:
        """Does nothing: nothing is pressed."""

    def close(self) -> None:
        """Does nothing."""
