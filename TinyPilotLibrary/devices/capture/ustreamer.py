"""Pictures from uStreamer, which TinyPilot and PiKVM run, over HTTP or its Unix socket."""

import time
from collections.abc import Mapping

from TinyPilotLibrary.devices.capture.background_reader import Reading, read_reading
from TinyPilotLibrary.devices.capture.clock import StreamerClock
from TinyPilotLibrary.devices.capture.dongles import refuse_blank
from TinyPilotLibrary.devices.capture.stream import StreamReader
from TinyPilotLibrary.devices.capture.streamer_http import StreamerHttp
from TinyPilotLibrary.devices.http import Answer, Endpoint
from TinyPilotLibrary.errors import CorruptFrame, DeviceError, NoVideoSignal, VideoFrozen
from TinyPilotLibrary.vision.frame import Frame

# A snapshot that arrives sooner was encoded for it: without new frames uStreamer answers after a second or more.
_FRESH = 0.9
# Between two checks for a frame that is new enough; newer versions wait themselves.
_PAUSE = 0.02


class UStreamer:
    """uStreamer as a capture, versions 4.9 to 6.x.

    Args:
        address: Where it listens.
        frozen_after: How old a picture may be before its source is considered frozen, in seconds.
        blank_is_no_signal: Whether a picture of a single colour means that nothing is connected, as with USB dongles,
            which cannot detect whether there is a signal.
        web: What sends the requests, if they need more than the address.
    """

    def __init__(
        self,
        address: Endpoint,
        frozen_after: float = 3.0,
        *,
        blank_is_no_signal: bool = False,
        web: StreamerHttp | None = None,
    ) -> None:
        self.name = address.name
        self._web = web or StreamerHttp(address)
        self._clock = StreamerClock()
        self._reader = StreamReader(self._web, self._clock)
        self._frozen_after = frozen_after
        self._blank_is_no_signal = blank_is_no_signal
        self._oldest = 0.0
        self._given = 0
        self._misses_snapshots = False
        self._closed = False

    def check(self) -> None:
        """Checks that the server is uStreamer.

        Raises:
            DeviceError: If it is not.
        """
        if _source(self._web.get("/state")) is None:
            raise DeviceError(f"'{self.name}' answers, but is not uStreamer.")

    def frame(self) -> Frame:
        """The current screen."""
        deadline = time.monotonic() + self._frozen_after
        while True:
            frame = self._whole()
            if frame.captured_at >= self._oldest:
                return frame
            if time.monotonic() > deadline:
                raise VideoFrozen(
                    f"'{self.name}' has sent no frame for {time.monotonic() - frame.captured_at:.1f} s, and none since "
                    "the last input. Its source reports a signal, but the frames have stopped."
                )
            time.sleep(_PAUSE)

    def next_frame(self, after: Frame, timeout: float) -> Frame:
        """Waits for a picture that differs from `after`; if there is none in time, returns the unchanged screen."""
        deadline = time.monotonic() + timeout
        still: Frame | None = None
        was_broken = False
        while (remaining := deadline - time.monotonic()) > 0:
            try:
                frame = self._news(remaining)
            except CorruptFrame:
                if was_broken:
                    raise
                was_broken = True
                continue
            if frame.captured_at < self._oldest or frame.captured_at <= after.captured_at:
                continue
            if frame.identity != after.identity or after.captured_at < self._oldest:
                return frame
            still = after.seen_again(frame.captured_at, frame.sequence)
        return still or self.frame()

    def not_before(self, instant: float) -> None:
        """From now on, returns no frame that was taken before an instant."""
        self._oldest = instant

    def close(self) -> None:
        """Stops reading and closes the connections."""
        if not self._closed:
            self._closed = True
            self._reader.stop()
            self._web.close()

    def _news(self, timeout: float) -> Frame:
        """The stream's newest frame that was not returned yet; a snapshot if the stream is silent or has ended."""
        try:
            news = self._reader.newest(self._given, min(timeout, self._frozen_after))
        except DeviceError:
            # A snapshot shows whether the streamer is still there.
            time.sleep(_PAUSE)
            news = None
        if news is None:
            return self.frame()
        self._given, reading = news
        return self._judged(reading, self._clock.local(reading.seen))

    def _whole(self) -> Frame:
        try:
            return self._taken()
        except CorruptFrame:
            return self._taken()

    def _taken(self) -> Frame:
        if self._closed:
            raise DeviceError(f"The capture '{self.name}' was closed.")
        # Without a signal, newer versions delay a snapshot for seconds; they report their state at once.
        if (_source(self._web.get("/state")) or {}).get("online") is False:
            raise self._no_signal()
        answer = self._answered_snapshot()
        if answer.status != 200:
            raise DeviceError(f"'{self.name}' answered /snapshot with status {answer.status}.")
        reading = read_reading(answer.headers, answer.body, self.name)
        self._clock.learn(answer.asked, reading.sent, answer.received)
        return self._judged(reading, self._seen(reading, answer))

    def _answered_snapshot(self) -> Answer:
        for timeout in (self._frozen_after / 2, self._frozen_after):
            if self._misses_snapshots:
                self._reader.keep_on()
            answer = self._web.get_within("/snapshot", timeout)
            if answer is not None:
                return answer
            # uStreamer 6.46 and newer answer with the next frame that they encode. If that is ready too soon they miss
            # it, and stop encoding until somebody watches; so from now on somebody does.
            self._misses_snapshots = True
        if (_source(self._web.get("/state")) or {}).get("online") is False:
            raise self._no_signal()
        raise VideoFrozen(
            f"'{self.name}' reports a signal, but has sent no frame for {self._frozen_after * 1.5:g} s: the frames "
            "have stopped. Is the cable loose, or has the capture hung?"
        )

    def _seen(self, reading: Reading, answer: Answer) -> float:
        """Until when the screen is known to have looked like this, by this machine's clock."""
        seen = self._clock.local(reading.seen)
        if not reading.tells_same and answer.received - answer.asked < _FRESH:
            # It waited for a frame that was encoded after the request; if that was identical, it does not say so.
            return max(seen, answer.asked - reading.margin)
        return seen

    def _judged(self, reading: Reading, taken: float) -> Frame:
        """The frame of a reading, if it can be trusted."""
        if not reading.online:
            raise self._no_signal()
        age = self._clock.local(reading.sent) - taken
        if age > self._frozen_after:
            raise VideoFrozen(
                f"'{self.name}' reports a signal, but its last frame is {age:.1f} s old: the frames have stopped. "
                "Is the cable loose, or has the capture hung?"
            )
        frame = Frame.read(reading.data, taken, round(reading.grabbed * 1e6))
        if reading.size is not None and reading.size != frame.size:
            raise CorruptFrame(
                f"'{self.name}' sent a picture of {frame.size} but announced one of {reading.size}.", reading.data
            )
        if self._blank_is_no_signal:
            refuse_blank(frame, self.name)
        return frame

    def _no_signal(self) -> NoVideoSignal:
        return NoVideoSignal(f"'{self.name}' gets no video signal from the target. Is it on and its cable plugged in?")


def _source(answer: Answer) -> Mapping[str, object] | None:
    """What a streamer's state says about its source; None if nothing."""
    state = answer.json() if answer.status == 200 else None
    for key in ("result", "source"):
        state = state.get(key) if isinstance(state, Mapping) else None
    return state if isinstance(state, Mapping) else None
