"""Numbered frames of the device, for clients that wait for the next one."""

import secrets
import threading
import time
from collections import deque

from TinyPilotLibrary.devices.capabilities import capability_of
from TinyPilotLibrary.devices.protocol import Device, NotifiesFrames
from TinyPilotLibrary.vision.frame import Frame

_POLL = 0.05
# So that closing is noticed soon.
_LONGEST_SLICE = 0.5
_FPS_WINDOW = 1.0
_FIRST_NUMBERS = 1_000_000_000


class NumberedFrames:
    """Numbers the frames of a device: a picture that differs from the previous one gets the next number.

    Args:
        device: Where frames come from.
        quality: JPEG quality, 1 to 100, if the device supplies no JPEG itself.
    """

    def __init__(self, device: Device, quality: int = 80) -> None:
        self._device = device
        self.quality = quality
        self._lock = threading.Lock()
        # A waiting client may have its number from an earlier companion: it must not stand for another picture here.
        self._first = 1 + secrets.randbelow(_FIRST_NUMBERS)
        self._latest: tuple[int, Frame, bytes] | None = None
        self._times: deque[float] = deque()
        self._closing = threading.Event()

    def now(self) -> tuple[int, bytes]:
        """The number of the current screen, and its JPEG."""
        return self._numbered(self._device.frame())

    def after(self, number: int, timeout: float) -> tuple[int, bytes] | None:
        """Waits for a picture with a different number.

        Args:
            number: The number of the picture that the client has.
            timeout: How long to wait, in seconds.

        Returns:
            Number and JPEG, or None if nothing changed in time.
        """
        deadline = time.monotonic() + timeout
        frame = self._device.frame()
        while (current := self._numbered(frame))[0] == number:
            remaining = deadline - time.monotonic()
            if remaining <= 0 or self._closing.is_set():
                return None
            frame = self._next(frame, min(remaining, _LONGEST_SLICE))
        return current

    def captured_fps(self) -> int:
        """How many different pictures were seen in the last second."""
        with self._lock:
            self._forget_old()
            return len(self._times)

    def close(self) -> None:
        """Ends all waiting."""
        self._closing.set()

    def _next(self, frame: Frame, seconds: float) -> Frame:
        able = capability_of(self._device, NotifiesFrames)
        if able:
            return able.next_frame(frame, seconds)
        self._closing.wait(min(seconds, _POLL))
        return self._device.frame()

    def _numbered(self, frame: Frame) -> tuple[int, bytes]:
        with self._lock:
            if self._latest is None or self._latest[1].identity != frame.identity:
                number = self._latest[0] + 1 if self._latest else self._first
                self._latest = (number, frame, frame.jpeg(self.quality))
                self._times.append(time.monotonic())
                self._forget_old()
            return self._latest[0], self._latest[2]

    def _forget_old(self) -> None:
        while self._times and self._times[0] < time.monotonic() - _FPS_WINDOW:
            self._times.popleft()
