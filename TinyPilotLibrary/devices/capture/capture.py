"""What a capture is: the picture of a target, from a streamer or straight from the kernel, without keys."""

from collections.abc import Iterable
from typing import Protocol, runtime_checkable

from TinyPilotLibrary.errors import NotSupported
from TinyPilotLibrary.hid.keystrokes import Keystroke
from TinyPilotLibrary.hid.pointer import PointerEvent
from TinyPilotLibrary.vision.frame import Frame


class Capture(Protocol):
    """A way to the picture of a target."""

    @property
    def name(self) -> str:
        """How the capture is called in messages."""
        ...

    def frame(self) -> Frame:
        """The screen as it is now, by a frame that was not taken before the instant of `not_before`.

        Raises:
            NoVideoSignal: If the target sends no picture.
            VideoFrozen: If frames have stopped although a signal is reported.
            CorruptFrame: If what came is not a whole picture, twice in a row.
            DeviceUnreachable: If the capture does not answer.
        """
        ...

    def next_frame(self, after: Frame, timeout: float) -> Frame:
        """Waits for a picture that differs from `after`; without one in time, the screen as it still is.

        Args:
            after: A frame of this capture.
            timeout: How long to wait, in seconds.

        Raises:
            NoVideoSignal: If the target sends no picture (any more).
            DeviceUnreachable: If the capture does not answer.
        """
        ...

    def not_before(self, instant: float) -> None:
        """From now on, gives no frame that was taken before an instant, for example that of the last input.

        Args:
            instant: Seconds of `time.monotonic()`.
        """
        ...

    def close(self) -> None:
        """Lets the capture go. A second call does nothing."""
        ...


@runtime_checkable
class GivesFramesSince(Protocol):
    """Gives no frame that is older than an instant; a device that is told when its target got input."""

    def not_before(self, instant: float) -> None:
        """From now on, gives no frame that was taken before an instant, in seconds of `time.monotonic()`."""
        ...


class CaptureDevice:
    """A capture as a device: it has a screen only. As `video` part of a stand it goes with the keys of another.

    Args:
        capture: The capture.
    """

    def __init__(self, capture: Capture) -> None:
        self.name = capture.name
        self._capture = capture

    def type(self, keystrokes: Iterable[Keystroke]) -> None:
        """Refuses keys.

        Raises:
            NotSupported: Always.
        """
        raise self._refusal("keyboard")

    def point(self, events: Iterable[PointerEvent]) -> None:
        """Refuses pointer events.

        Raises:
            NotSupported: Always.
        """
        raise self._refusal("pointer")

    def frame(self) -> Frame:
        """The screen as it is now."""
        return self._capture.frame()

    def next_frame(self, after: Frame, timeout: float) -> Frame:
        """Waits for a picture that differs from `after`; without one in time, the screen as it still is."""
        return self._capture.next_frame(after, timeout)

    def not_before(self, instant: float) -> None:
        """From now on, gives no frame that was taken before an instant, in seconds of `time.monotonic()`."""
        self._capture.not_before(instant)

    def release(self) -> None:
        """Does nothing: nothing can be held."""

    def close(self) -> None:
        """Lets the capture go."""
        self._capture.close()

    def _refusal(self, what: str) -> NotSupported:
        return NotSupported(
            f"The capture '{self.name}' gives a picture only: it has no {what}. Open 'gadget:' for both, or join them "
            "in devices.toml: the keys as url, this as video."
        )
