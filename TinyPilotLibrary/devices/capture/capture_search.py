"""Finds the capture of this machine when it is first needed."""

from collections.abc import Callable, Sequence

from TinyPilotLibrary.devices.capture.capture import Capture
from TinyPilotLibrary.errors import DeviceUnreachable, TinyPilotError
from TinyPilotLibrary.vision.frame import Frame

#: Opens one capture, or raises an error that says why there is none.
NearMiss = Callable[[], Capture]


class FoundCapture:
    """The first capture that exists; searched for again until there is one.

    Args:
        candidates: The possible captures, the most likely first.
    """

    def __init__(self, candidates: Sequence[NearMiss]) -> None:
        self.name = "the capture of this machine"
        self._candidates = candidates
        self._found: Capture | None = None
        self._oldest = 0.0

    def frame(self) -> Frame:
        """The current screen.

        Raises:
            DeviceUnreachable: If there is no capture; the message says what was tried.
        """
        return self._capture().frame()

    def next_frame(self, after: Frame, timeout: float) -> Frame:
        """Waits for a picture that differs from `after`; if there is none in time, returns the unchanged screen."""
        return self._capture().next_frame(after, timeout)

    def not_before(self, instant: float) -> None:
        """From now on, returns no frame that was taken before an instant."""
        self._oldest = instant
        if self._found is not None:
            self._found.not_before(instant)

    def close(self) -> None:
        """Closes the capture if one was found."""
        if self._found is not None:
            self._found.close()

    def _capture(self) -> Capture:
        if self._found is None:
            self._found = self._find()
            self._found.not_before(self._oldest)
            self.name = self._found.name
        return self._found

    def _find(self) -> Capture:
        refusals = []
        for candidate in self._candidates:
            try:
                return candidate()
            except TinyPilotError as error:  # noqa: PERF203 - what is not there is told
                refusals.append(f"\n- {error}")
        raise DeviceUnreachable(
            "No capture was found on this machine. Give its address as video=, for example video=http://127.0.0.1:8080 "
            f"or video=v4l2:/dev/video0. Tried:{''.join(refusals)}"
        )
