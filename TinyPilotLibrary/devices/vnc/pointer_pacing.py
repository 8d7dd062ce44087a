"""The pace of pointer events for targets that do not report whether they have polled them.

QEMU's USB pointer merges a move into the event before it if that was not polled and the buttons are the same
(hw/input/hid.c): a press or release then happens elsewhere.
"""

import math
import time

from TinyPilotLibrary.devices.usb_suspend import REST, WAKING


class PointerPacing:
    """Pauses between pointer events.

    Args:
        hold: The pause after each event, in seconds; 0 to send them one after the other.
    """

    def __init__(self, hold: float) -> None:
        self._hold = hold
        self._last = -math.inf
        self._awake_at = -math.inf

    def before(self, *, moves: bool) -> None:
        """Waits before an event until those before it can have been polled.

        Args:
            moves: Whether it moves the pointer: nothing else is merged.
        """
        until = max(self._last + self._hold, self._awake_at) if moves else self._last + self._hold
        if self._hold and (left := until - time.monotonic()) > 0:
            time.sleep(left)

    def sent(self) -> None:
        """Notes that an event was sent."""
        now = time.monotonic()
        if now - self._last > REST:
            self._awake_at = now + WAKING
        self._last = now
