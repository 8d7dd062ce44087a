"""The picture from uStreamer, which TinyPilot and PiKVM run, over HTTP or its Unix socket."""

import time
from collections.abc import Mapping

from TinyPilotLibrary.devices.capture.background_reader import Reading, read_reading
from TinyPilotLibrary.devices.capture.clock import StreamerClock
from TinyPilotLibrary.devices.capture.dongles import refuse_blank
from TinyPilotLibrary.devices.capture.stream import StreamReader
from TinyPilotLibrary.devices.capture.web import Web
from TinyPilotLibrary.devices.http import Answer, Endpoint
from TinyPilotLibrary.errors import CorruptFrame, DeviceError, NoVideoSignal, VideoFrozen
from TinyPilotLibrary.vision.frame import Frame

# A snapshot that came sooner was encoded for it: without new frames uStreamer answers after one second or more.
_FRESH = 0.9
# Between two looks for a frame that is new enough; new uStreamers wait themselves.
_PAUSE = 0.02


class UStreamer:
    """A uStreamer as a capture, versions 4.9 to 6.x.

    Args:
        address: Where it listens.
        frozen_after: How old a picture may be before its source counts as frozen, in seconds.
        blank_is_no_signal: Whether a picture of one colour means that nothing is connected, as with USB dongles, which
            cannot tell whether there is a signal.
    """

    def __init__(self, address: Endpoint, frozen_after: float = 3.0, *, blank_is_no_signal: bool = False) -> None:
        self.name = address.name
        self._web = Web(address)
        self._clock = StreamerClock()
        self._reader = StreamReader(self._web, self._clock)
        self._frozen_after = frozen_after
        self._blank_is_no_signal = blank_is_no_signal
        self._oldest = 0.0
        self._given = 0
        self._misses_snapshots = False
        self._closed = False

    def check(self) -> None:
        """Looks whether there is a uStreamer.

        Raises:
            DeviceError: If there is none.
        """
        if _source(self._web.get("/state")) is None:
            raise DeviceError(f"'{self.name}' answers, but is no uStreamer.")

    def frame(self) -> Frame:
        """The screen as it is now."""
        deadline = time.monotonic() + self._frozen_after
        while True:
            frame = self._whole()
            if frame.captured_at >= self._oldest:
                return frame
            if time.monotonic() > deadline:
                raise VideoFrozen(
                    f"'{self.name}' has given no frame for {time.monotonic() - frame.captured_at:.1f} s: none since "
                    "the last input. Its source reports a signal, but its frames have stopped."
                )
            time.sleep(_PAUSE)

    def next_frame(self, after: Frame, timeout: float) -> Frame:
        """Waits for a picture that differs from `after`; without one in time, the screen as it still is."""
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
        """From now on, gives no frame that was taken before an instant."""
        self._oldest = instant

    def close(self) -> None:
        """Ends reading and closes the connections."""
        if not self._closed:
            self._closed = True
            self._reader.stop()
            self._web.close()

    def _news(self, timeout: float) -> Frame:
        """The stream's newest frame that was not given yet; a snapshot, if the stream says nothing or has ended."""
        try:
            news = self._reader.newest(self._given, min(timeout, self._frozen_after))
        except DeviceError:
            # Whether the streamer is still there, a snapshot tells.
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
        # Without a signal new uStreamers hold a snapshot back for seconds; their state they tell at once.
        if (_source(self._web.get("/state")) or {}).get("online") is False:
            raise self._no_signal()
        answer = self._answered_snapshot()
        if answer.status != 200:
            raise DeviceError(f"'{self.name}' answered /snapshot with the status {answer.status}.")
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
            # to, and encode no more until somebody looks; so from now on somebody does.
            self._misses_snapshots = True
        if (_source(self._web.get("/state")) or {}).get("online") is False:
            raise self._no_signal()
        raise VideoFrozen(
            f"'{self.name}' reports a signal, but gives no frame for {self._frozen_after * 1.5:g} s: the frames have "
            "stopped. Is the cable loose, or has the capture hung up?"
        )

    def _seen(self, reading: Reading, answer: Answer) -> float:
        """Until when the screen is known to have looked like this, by this machine's clock."""
        seen = self._clock.local(reading.seen)
        if not reading.tells_same and answer.received - answer.asked < _FRESH:
            # It waited for a frame that was encoded after it was asked; if that was the same, it is not told.
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
                "Is the cable loose, or has the capture hung up?"
            )
        frame = Frame.read(reading.data, taken, round(reading.grabbed * 1e6))
        if reading.size is not None and reading.size != frame.size:
            raise CorruptFrame(
                f"'{self.name}' sent a picture of {frame.size} and says that it is one of {reading.size}.", reading.data
            )
        if self._blank_is_no_signal:
            refuse_blank(frame, self.name)
        return frame

    def _no_signal(self) -> NoVideoSignal:
        return NoVideoSignal(f"'{self.name}' gets no video signal from the target. Is it on, and its cable in?")


def _source(answer: Answer) -> Mapping[str, object] | None:
    """What a streamer's state says of its source; None if it says nothing."""
    state = answer.json() if answer.status == 200 else None
    for key in ("result", "source"):
        state = state.get(key) if isinstance(state, Mapping) else None
    return state if isinstance(state, Mapping) else None
