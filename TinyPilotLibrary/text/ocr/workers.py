"""Threads that read, so that who waits for them can leave on time.

A reading that is not awaited any more is called off; one that has begun ends after its line, and is there for the next
look.
"""

import os
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as OutOfTime
from functools import cached_property
from threading import Lock

from TinyPilotLibrary.text.lines.ink import has_ink, ink_of
from TinyPilotLibrary.text.ocr.engine import OcrEngine
from TinyPilotLibrary.text.ocr.line_scaling import on_ink
from TinyPilotLibrary.text.page import Recognised
from TinyPilotLibrary.vision.pixels import Pixels

_MOST_THREADS = 4


class Reading:
    """One line that is being read.

    Args:
        future: Its result, once it is there.
    """

    def __init__(self, future: "Future[Recognised]") -> None:
        self._future = future

    @property
    def done(self) -> bool:
        """Whether it has been read."""
        return self._future.done()

    @property
    def usable(self) -> bool:
        """Whether it has been read or still will be: it was not called off and did not fail."""
        return not self._future.cancelled() and not (self._future.done() and self._future.exception())

    def result(self, timeout: float | None) -> Recognised | None:
        """What was read; None if it is not there in time.

        Args:
            timeout: For how long to wait, in seconds; None for as long as it takes.

        Raises:
            ConfigurationError: If the engine cannot be used.
        """
        try:
            return self._future.result(None if timeout is None else max(0.0, timeout))
        except OutOfTime:
            return None

    def call_off(self) -> None:
        """Nobody waits for it any more; it is not begun if it has not been."""
        self._future.cancel()


class Workers:
    """Threads that read lines with one engine.

    Args:
        make: Makes the engine; called by the first thread that reads, for loading a model takes its time.
    """

    def __init__(self, make: Callable[[], OcrEngine | None]) -> None:
        self._make = make
        self._made: OcrEngine | None = None
        self._making = Lock()

    def read(self, line: Pixels) -> Reading:
        """Has a line read.

        Args:
            line: Its brightness.
        """
        return Reading(self._threads.submit(self._read, line))

    def _read(self, line: Pixels) -> Recognised:
        with self._making:
            engine = self._made = self._made or self._make()
        if engine is None or not has_ink(line):
            return Recognised("", (), 0.0)
        return on_ink(engine.read(line), ink_of(line))

    @cached_property
    def _threads(self) -> ThreadPoolExecutor:
        return ThreadPoolExecutor(min(_MOST_THREADS, os.cpu_count() or 1), "ocr")
