"""Reads a streamer's MJPEG stream in a thread, so that waits see each new frame at once and never an old one."""

import threading
import time

from TinyPilotLibrary.devices.capture.background_reader import Reading, read_reading
from TinyPilotLibrary.devices.capture.clock import StreamerClock
from TinyPilotLibrary.devices.capture.multipart import MultipartParser
from TinyPilotLibrary.devices.capture.streamer_http import StreamerHttp
from TinyPilotLibrary.devices.http import Stream
from TinyPilotLibrary.errors import TinyPilotError

_PATH = "/stream?extra_headers=1"
# A streamer encodes only while somebody watches; an unused reader lets it rest.
_IDLE = 5.0
# Anything younger was encoded for somebody who watches.
_FRESH = 0.9


class StreamReader:
    """Keeps the newest picture of a stream; reads as long as it is used.

    Args:
        web: The streamer.
        clock: What is known of the streamer's clock; updated while reading.
    """

    def __init__(self, web: StreamerHttp, clock: StreamerClock) -> None:
        self._web = web
        self._clock = clock
        self._news = threading.Condition()
        self._thread: threading.Thread | None = None
        self._stream: Stream | None = None
        self._latest: tuple[int, Reading] | None = None
        self._failure: TinyPilotError | None = None
        self._count = 0
        self._wanted = 0.0
        self._stopping = False

    def newest(self, seen: int, timeout: float) -> tuple[int, Reading] | None:
        """Waits for a picture that was not returned yet, and returns the newest.

        Args:
            seen: The number of the last one returned; 0 if none was.
            timeout: How long to wait, in seconds.

        Returns:
            Its number and the picture; None if there was none in time.

        Raises:
            DeviceError: If the stream broke; the next call reopens it.
        """
        with self._news:
            self.keep_on()
            self._news.wait_for(lambda: self._failure or (self._latest and self._latest[0] > seen), timeout)
            if self._failure:
                failure, self._failure = self._failure, None
                raise failure
            return self._latest if self._latest and self._latest[0] > seen else None

    def keep_on(self) -> None:
        """Keeps reading, or starts to: meanwhile the streamer encodes each frame."""
        with self._news:
            self._wanted = time.monotonic()
            if self._thread is None and not self._stopping:
                self._thread = threading.Thread(target=self._run, name="mjpeg", daemon=True)
                self._thread.start()

    def stop(self) -> None:
        """Stops reading for good."""
        with self._news:
            self._stopping = True
            thread = self._thread
            if self._stream is not None:
                self._stream.stop()
        if thread is not None:
            thread.join()

    def _run(self) -> None:
        failure: TinyPilotError | None = None
        try:
            self._read()
        except TinyPilotError as error:
            failure = error
        with self._news:
            # One that was not wanted any more may have been followed by another meanwhile.
            if self._thread is threading.current_thread():
                self._thread = None
                self._latest = None
                self._failure = None if self._stopping else failure
                self._news.notify_all()

    def _read(self) -> None:
        asked = time.monotonic()
        stream = self._web.stream(_PATH)
        with self._news:
            self._stream = stream
        try:
            parser = MultipartParser()
            first = True
            while not self._is_over():
                for part in parser.feed(stream.read()):
                    reading = read_reading(part.headers, part.body, self._web.name)
                    if not self._clock.known:
                        self._clock.learn(asked, reading.sent, time.monotonic())
                    self._clock.arrived(reading.sent, time.monotonic())
                    # The first picture may be left over from when somebody last looked; so may be its 'offline'.
                    if not first or (reading.online and reading.age < _FRESH):
                        self._publish(reading)
                    first = False
        finally:
            with self._news:
                self._stream = None
            stream.close()

    def _publish(self, reading: Reading) -> None:
        with self._news:
            self._count += 1
            self._latest = (self._count, reading)
            self._news.notify_all()

    def _is_over(self) -> bool:
        with self._news:
            over = self._stopping or time.monotonic() - self._wanted > _IDLE
            if over and not self._stopping:
                self._thread = None
                self._latest = None
            return over
