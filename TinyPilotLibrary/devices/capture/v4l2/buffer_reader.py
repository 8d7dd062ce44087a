"""A thread that empties a capture's buffers, so that it always holds the newest frame."""

import os
import threading
import time
from dataclasses import dataclass

from TinyPilotLibrary.devices.capture.v4l2.video_node import Filled, Timings, VideoNode
from TinyPilotLibrary.errors import NoVideoSignal, TinyPilotError
from TinyPilotLibrary.vision.raw import Layout

# An unused capture is released for other programs.
_IDLE = 10.0
# How often to check for a lost signal if the device reports no changes, and how often if it does.
_LOOK = 0.25


@dataclass(frozen=True)
class Grabbed:
    """The newest picture as it is in memory.

    Args:
        sequence: The number of pictures before it.
        data: The picture.
        layout: The layout of its pixels.
        captured_at: When it was taken, in seconds of `time.monotonic()`.
    """

    sequence: int
    data: bytes
    layout: Layout
    captured_at: float


class NodeReader:
    """Captures from a node as long as it is used, and follows its signal.

    Args:
        path: The node.
        wanted_format: Its pixel format; None for the best.
    """

    def __init__(self, path: str, wanted_format: str | None) -> None:
        self._path = path
        self._wanted_format = wanted_format
        self._news = threading.Condition()
        self._thread: threading.Thread | None = None
        self._node: VideoNode | None = None
        self._held: tuple[int, Filled, Layout, float] | None = None
        self._failure: TinyPilotError | None = None
        self._count = 0
        self._wanted = 0.0
        self._stopping = False
        self._wake: tuple[int, int] = (-1, -1)

    def newest(self, since: float, beyond: int, timeout: float) -> Grabbed | None:
        """Waits for a frame that is new enough, and returns the newest.

        Args:
            since: The earliest time at which it may have been taken, in seconds of `time.monotonic()`.
            beyond: The number that its number must exceed.
            timeout: How long to wait, in seconds.

        Returns:
            The frame, or None if there was none in time.

        Raises:
            NoVideoSignal: If there is no signal.
            DeviceUnreachable: If the device is missing.
        """
        with self._news:
            self._wanted = time.monotonic()
            deadline = self._wanted + timeout
            # A thread that was about to stop because it was unused is followed by another.
            while self._thread is None or not self._is_told(since, beyond):
                if self._thread is None:
                    self._start()
                if not self._news.wait_for(
                    lambda: self._thread is None or self._is_told(since, beyond), deadline - time.monotonic()
                ):
                    return None
                if self._failure is not None:
                    break
            if self._failure is not None:
                raise self._failure.with_traceback(None)
            return self._copy()

    def look(self) -> None:
        """Checks whether there is a signal now.

        Raises:
            NoVideoSignal: If there is none.
        """
        with self._news:
            if self._node is not None:
                self._node.signal()

    def stop(self) -> None:
        """Stops capturing."""
        with self._news:
            self._stopping = True
            thread = self._thread
            if thread is not None:
                os.write(self._wake[1], b"!")
        if thread is not None:
            thread.join()

    def _start(self) -> None:
        self._failure = None
        self._held = None
        # A device that is missing or in use is reported to the caller.
        self._node = VideoNode(self._path, self._wanted_format)
        self._wake = os.pipe()
        self._thread = threading.Thread(target=self._run, args=(self._node, *self._wake), name="v4l2", daemon=True)
        self._thread.start()

    def _is_told(self, since: float, beyond: int) -> bool:
        if self._failure is not None:
            return True
        return self._held is not None and self._held[3] >= since and self._held[0] > beyond

    def _copy(self) -> Grabbed | None:
        if self._held is None or self._node is None:
            return None
        sequence, filled, layout, captured_at = self._held
        return Grabbed(sequence, self._node.data(filled), layout, captured_at)

    def _run(self, node: VideoNode, wake: int, waker: int) -> None:
        failure: TinyPilotError | None = None
        try:
            while not self._is_over():
                self._follow(node, wake)
        except TinyPilotError as error:
            failure = error
        finally:
            with self._news:
                self._thread = None
                self._node = None
                self._held = None
                # A waiting caller is told; the next one reopens the device.
                self._failure = failure
                self._news.notify_all()
                node.close()
                os.close(wake)
                os.close(waker)

    def _follow(self, node: VideoNode, wake: int) -> None:
        """Captures until the signal changes or nobody uses it any more; without a signal, waits for one."""
        try:
            timings, layout = node.start()
        except NoVideoSignal as lost:
            with self._news:
                self._failure = lost
                self._news.notify_all()
            node.pause(wake, _LOOK)
            return
        with self._news:
            self._failure = None
        try:
            while not self._is_over():
                ready, changed = node.poll(wake, _LOOK)
                if changed or (not ready and not self._still_has(node, timings)):
                    return
                if ready:
                    self._take(node, timings, layout)
        finally:
            with self._news:
                # The buffers belong to the old signal.
                self._held = None
                node.stop()

    def _take(self, node: VideoNode, timings: Timings | None, layout: Layout) -> None:
        filled = node.take()
        if filled is None:
            return
        if not filled.is_whole or not filled.length:
            node.give_back(filled.index)
            return
        captured_at = time.monotonic() if filled.stamp is None else filled.stamp
        if not filled.is_begin and timings is not None and timings.rate:
            # A frame stamped at its end began one frame earlier.
            captured_at -= 1 / timings.rate
        with self._news:
            self._count += 1
            former, self._held = self._held, (self._count, filled, layout, captured_at)
            if former is not None:
                node.give_back(former[1].index)
            self._news.notify_all()

    def _still_has(self, node: VideoNode, timings: Timings | None) -> bool:
        try:
            return node.signal() == timings
        except NoVideoSignal:
            return False

    def _is_over(self) -> bool:
        with self._news:
            return self._stopping or time.monotonic() - self._wanted > _IDLE
