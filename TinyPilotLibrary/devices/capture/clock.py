"""Converts times of a streamer's clock to this machine's."""

import sys
import time

# Streamers give whole milliseconds, rounded.
_ROUNDING = 0.002


class StreamerClock:
    """Converts times of a streamer to `time.monotonic()`, never too late.

    uStreamer since 5.50 uses CLOCK_MONOTONIC, before that CLOCK_MONOTONIC_RAW. On the same machine both are known
    exactly. Of a streamer elsewhere it is only known that it sent its answer after the request and before the answer
    arrived; then the earliest possible time is used, so that a frame never seems newer than it is.
    """

    def __init__(self) -> None:
        self._difference = 0.0
        self._raw = False
        self._elsewhere = False
        self.known = False

    def learn(self, asked: float, sent: float, received: float) -> None:
        """Learns from one answer.

        Args:
            asked: When it was requested, by this machine's clock.
            sent: When it was sent, by the streamer's clock.
            received: When it arrived, by this machine's clock.
        """
        self.known = True
        for raw in (False, True):
            if asked - _ROUNDING <= sent + _local_difference(raw=raw) <= received + _ROUNDING:
                self._raw, self._elsewhere = raw, False
                return
        self._elsewhere = True
        self._difference = asked - sent

    def arrived(self, sent: float, received: float) -> None:
        """Corrects for clocks that drift apart: nothing arrives before it was sent.

        Args:
            sent: When it was sent, in seconds of the streamer's clock.
            received: When it arrived, in seconds of `time.monotonic()`.
        """
        if self._elsewhere:
            self._difference = min(self._difference, received - sent)

    def local(self, instant: float) -> float:
        """A time of the streamer's clock as a time of this machine's."""
        if self._elsewhere:
            return instant + self._difference
        return instant + _local_difference(raw=self._raw)


def _local_difference(*, raw: bool) -> float:
    """How far `time.monotonic()` is ahead of the clock that a streamer on this machine may use."""
    # Windows has no such clock, and no uStreamer.
    if sys.platform == "win32" or not raw or not hasattr(time, "CLOCK_MONOTONIC_RAW"):
        return 0.0
    return time.monotonic() - time.clock_gettime(time.CLOCK_MONOTONIC_RAW)
