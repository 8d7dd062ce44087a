"""The pace of keyboard and pointer events, slow enough that a guest loses or merges none.

All waiting is done before an event, for the events before it. There is no wait after the last one.
"""

import math
import time
from dataclasses import dataclass

from TinyPilotLibrary.devices.qemu.guest_time import INTERVAL, GuestTime, Moment
from TinyPilotLibrary.devices.usb_suspend import REST, WAKING
from TinyPilotLibrary.hid.pointer import PointerEvent

# QEMU queues sixteen events per device. There must always be room for one keystroke or click.
_MOST_UNPOLLED = 6
# What an earlier client may have left: a double click.
_LEFT = 4
# How many reports could be polled while a guest, which idles meanwhile, wakes up a device that it has suspended.
_WAKING_REPORTS = WAKING / INTERVAL
_KEYBOARD, _POINTER = "keyboard", "pointer"


@dataclass(frozen=True)
class _Sent:
    """The event that was sent last.

    Args:
        by: The guest's device that received it.
        events: How many events it takes in the queue.
        moment: When QEMU received it.
        pause: The pause after it, in seconds.
    """

    by: str
    events: int
    moment: Moment
    pause: float


class Pacing:
    """Pauses between events, and waits before an event that must not be merged with earlier ones.

    Args:
        guest_time: Determines when the guest has had time to poll.
        key_hold: How long a key is held down, in seconds.
        key_gap: The pause after keys, in seconds; 0 disables waiting for the guest, too.
        click_hold: The pause after a pointer event, in seconds; 0 disables waiting for the guest, too.
    """

    def __init__(
        self, guest_time: GuestTime, key_hold: float = 0.02, key_gap: float = 0.02, click_hold: float = 0.02
    ) -> None:
        self._guest_time = guest_time
        self._key_hold = key_hold
        self._pauses = {_KEYBOARD: key_gap, _POINTER: click_hold}
        self._connection = 0
        # How many events of each device the guest may not have polled yet, excluding the last one.
        self._unpolled = {_KEYBOARD: 0.0, _POINTER: 0.0}
        # How many it could have polled in the time that it may still take to wake the device up.
        self._waking = {_KEYBOARD: 0.0, _POINTER: 0.0}
        self._times = {_KEYBOARD: -math.inf, _POINTER: -math.inf}
        self._last: _Sent | None = None

    def before_keys(self) -> None:
        """Waits before keys go down or up: for pointer events, and for room in the keyboard's queue."""
        self._begin()
        self._pause()
        self._wait(_POINTER, 0)
        # Keys are not merged: it is enough that their queue does not overflow.
        self._wait(_KEYBOARD, _MOST_UNPOLLED)

    def hold(self) -> None:
        """Holds keys down. Not longer on a slow guest, where they would repeat."""
        time.sleep(self._key_hold)

    def keys_sent(self, events: int, taken: float) -> None:
        """Notes that keys have gone down or up.

        Args:
            events: How many places they take in the keyboard's queue.
            taken: How long QEMU took to answer the last one, in seconds.
        """
        self._sent(_KEYBOARD, events, taken)

    def before_pointing(self, event: PointerEvent, last: PointerEvent) -> None:
        """Waits before a pointer event: for keys, and before a move until no earlier event is left to merge it with.

        There is no wait between clicks at one place: they differ in their buttons, and a double click on a slow machine
        would become two single clicks.

        Args:
            event: The next event.
            last: The event before it.
        """
        self._begin()
        self._pause()
        self._wait(_KEYBOARD, 0)
        moves = (event.x, event.y) != (last.x, last.y)
        self._wait(_POINTER, 0 if moves else _MOST_UNPOLLED)

    def pointer_sent(self, taken: float) -> None:
        """Notes that a pointer event was sent.

        Args:
            taken: How long QEMU took to answer, in seconds.
        """
        self._sent(_POINTER, 1, taken)

    def _begin(self) -> None:
        """Waits at the first event of a connection for what an earlier client may have left."""
        if self._connection != self._guest_time.connection or not self._connection:
            self._last = None
            if any(pause > 0 for pause in self._pauses.values()):
                self._guest_time.wait(_LEFT)
            self._connection = self._guest_time.connection

    def _sent(self, by: str, events: int, taken: float) -> None:
        if self._pauses[by] <= 0:
            return
        moment = self._guest_time.now(taken)
        before, self._last = self._last, _Sent(by, events, moment, self._pauses[by])
        if before:
            self._account(before, until=moment.at)
        if moment.at - self._times[by] > REST:
            self._waking[by] = _WAKING_REPORTS
        self._times[by] = moment.at

    def _pause(self) -> None:
        """Waits for the rest of the pause after the last event."""
        last, self._last = self._last, None
        if last:
            time.sleep(max(0.0, last.moment.at + last.pause - time.monotonic()))
            self._account(last)

    def _account(self, last: _Sent, until: float | None = None) -> None:
        """Counts what the guest may not have polled, with the last event and with what it has polled since."""
        self._unpolled[last.by] += last.events
        polled = self._guest_time.polled(last.moment, until)
        self._polled(_POINTER, polled.certainly, polled.likely)
        # Nothing of a keyboard's queue is merged.
        self._polled(_KEYBOARD, polled.likely, polled.likely)

    def _wait(self, device: str, most: int) -> None:
        """Waits until at most `most` events of a device can be left."""
        if self._unpolled[device] <= most:
            return
        time_to_wake = self._waking[device]
        if time_to_wake:
            self._guest_time.wait_for_time(time_to_wake)
            self._all_polled(time_to_wake)
        left = self._unpolled[device] - most
        if left > 0:
            self._guest_time.wait(left)
            self._all_polled(left)

    def _all_polled(self, reports: float) -> None:
        for device in self._pauses:
            self._polled(device, reports, reports)

    def _polled(self, device: str, reports: float, time_for: float) -> None:
        """Notes that the guest has had time to poll reports of a device, of so many that it was awake for."""
        waking = self._waking[device]
        self._waking[device] = max(0.0, waking - time_for)
        if time_for > waking:
            awake = (time_for - waking) / time_for
            self._unpolled[device] = max(0.0, self._unpolled[device] - reports * awake)
