"""A kernel video node as a capture."""

import time

from TinyPilotLibrary.devices.capture.dongles import refuse_blank
from TinyPilotLibrary.devices.capture.v4l2.buffer_reader import Grabbed, NodeReader
from TinyPilotLibrary.errors import CorruptFrame, DeviceError, VideoFrozen
from TinyPilotLibrary.vision.frame import Frame
from TinyPilotLibrary.vision.raw import FORMATS, to_ppm

# An older frame may show an earlier screen; this is the frame interval of the slowest captures.
_FRESH = 0.1


class V4l2Capture:
    """A capture directly from the kernel: DV timings, signal changes, compressed and raw formats.

    It is opened on first use, and released after ten seconds without use.

    Args:
        path: Its node, for example `/dev/video0`.
        wanted_format: Its pixel format as four characters; None for its best one.
        frozen_after: How many seconds without a frame before its source is considered frozen.
        blank_is_no_signal: Whether a picture of a single colour means that nothing is connected.
    """

    def __init__(
        self,
        path: str,
        wanted_format: str | None = None,
        frozen_after: float = 3.0,
        *,
        blank_is_no_signal: bool = False,
    ) -> None:
        self.name = f"v4l2:{path}"
        self._reader = NodeReader(path, wanted_format)
        self._frozen_after = frozen_after
        self._blank_is_no_signal = blank_is_no_signal
        self._oldest = 0.0
        self._last: tuple[Grabbed, Frame] | None = None
        self._closed = False

    def frame(self) -> Frame:
        """The current screen."""
        if self._closed:
            raise DeviceError(f"The capture '{self.name}' was closed.")
        self._reader.look()
        since = max(self._oldest, time.monotonic() - _FRESH)
        try:
            return self._encoded(self._newest(since, 0))
        except CorruptFrame:
            number = self._last[0].sequence if self._last else 0
            return self._encoded(self._newest(since, number))

    def next_frame(self, after: Frame, timeout: float) -> Frame:
        """Waits for a picture that differs from `after`; if there is none in time, returns the unchanged screen."""
        if self._closed:
            raise DeviceError(f"The capture '{self.name}' was closed.")
        deadline = time.monotonic() + timeout
        beyond = after.sequence or 0
        still: Frame | None = None
        while (remaining := deadline - time.monotonic()) > 0:
            grabbed = self._reader.newest(
                max(self._oldest, after.captured_at), beyond, min(remaining, self._frozen_after)
            )
            if grabbed is None:
                if remaining > self._frozen_after:
                    raise self._frozen()
                break
            beyond = grabbed.sequence
            frame = self._encoded(grabbed)
            if frame.identity != after.identity or after.captured_at < self._oldest:
                return frame
            still = after.seen_again(frame.captured_at, frame.sequence)
        return still or self.frame()

    def not_before(self, instant: float) -> None:
        """From now on, returns no frame that was taken before an instant."""
        self._oldest = instant

    def close(self) -> None:
        """Closes the node."""
        if not self._closed:
            self._closed = True
            self._reader.stop()

    def _newest(self, since: float, beyond: int) -> Grabbed:
        grabbed = self._reader.newest(since, beyond, self._frozen_after)
        if grabbed is None:
            raise self._frozen()
        return grabbed

    def _encoded(self, grabbed: Grabbed) -> Frame:
        if self._last is not None and self._last[0].data == grabbed.data and self._last[0].layout == grabbed.layout:
            frame = self._last[1].seen_again(grabbed.captured_at, grabbed.sequence)
        else:
            self._last = None
            data = to_ppm(grabbed.data, grabbed.layout) if grabbed.layout.format in FORMATS else grabbed.data
            frame = Frame.read(data, grabbed.captured_at, grabbed.sequence)
        self._last = (grabbed, frame)
        if self._blank_is_no_signal:
            refuse_blank(frame, self.name)
        return frame

    def _frozen(self) -> VideoFrozen:
        return VideoFrozen(
            f"'{self.name}' has sent no frame for {self._frozen_after:g} s although there is a signal: the frames have "
            "stopped. Has the capture hung?"
        )
