"""Captures: the target's picture, from a streamer or directly from the kernel, without keys."""

from collections.abc import Iterable
from typing import Protocol, runtime_checkable

from TinyPilotLibrary.errors import NotSupported
from TinyPilotLibrary.hid.keystrokes import Keystroke
from TinyPilotLibrary.hid.pointer import PointerEvent
from TinyPilotLibrary.vision.frame import Frame


class Capture(Protocol):
    """A source of the target's picture."""

    @property
    def name(self) -> str:
        """The name of the capture in messages."""
        ...

    def frame(self) -> Frame:
        """The current screen: a frame that was not taken before the instant of `not_before`.

        Raises:
            NoVideoSignal: If the target sends no picture.
            VideoFrozen: If the frames have stopped although a signal is reported.
            CorruptFrame: If the picture was incomplete twice in a row.
            DeviceUnreachable: If the capture does not answer.
        """
        ...

    def next_frame(self, after: Frame, timeout: float) -> Frame:
        """Waits for a picture that differs from `after`; if there is none in time, returns the unchanged screen.

        Args:
            after: A frame of this capture.
            timeout: How long to wait, in seconds.

        Raises:
            NoVideoSignal: If the target sends no picture, or stops doing so.
            DeviceUnreachable: If the capture does not answer.
        """
        ...

    def not_before(self, instant: float) -> None:
        """From now on, returns no frame that was taken before an instant, for example that of the last input.

        Args:
            instant: Seconds of `time.monotonic()`.
        """
        ...

    def close(self) -> None:
        """Closes the capture. A second call does nothing."""
        ...


@runtime_checkable
class GivesFramesSince(Protocol):
    """Returns no frame older than an instant: a device that can be told when its target received input."""

    def not_before(self, instant: float) -> None:
        """From now on, returns no frame that was taken before an instant, in seconds of `time.monotonic()`."""
        ...


class CaptureDevice:
    """A capture as a device that only has a screen; as the `video` part of a stand it complements a device with keys.

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
        """The current screen."""
        return self._capture.frame()

    def next_frame(self, after: Frame, timeout: float) -> Frame:
        """Waits for a picture that differs from `after`; if there is none in time, returns the unchanged screen."""
        return self._capture.next_frame(after, timeout)

    def not_before(self, instant: float) -> None:
        """From now on, returns no frame that was taken before an instant, in seconds of `time.monotonic()`."""
        self._capture.not_before(instant)

    def release(self) -> None:
        """Does nothing, since nothing can be held."""

    def close(self) -> None:
        """Closes the capture."""
        self._capture.close()

    def _refusal(self, what: str) -> NotSupported:
        return NotSupported(
            f"The capture '{self.name}' only provides a picture: it has no {what}. Open 'gadget:' for both, or combine "
            "them in devices.toml: the device with the keys as url, this one as video."
        )
