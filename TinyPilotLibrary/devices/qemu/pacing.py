"""The pace of keyboard and pointer events, slow enough that a guest loses or merges none.

All waiting is done before an event, for the events before it. There is no wait after the last one.
"""

import time
from dataclasses import dataclass

from TinyPilotLibrary.devices.qemu.guest_time import GuestTime, Moment
from TinyPilotLibrary.hid.pointer import PointerEvent

# QEMU queues sixteen events per device. There must always be room for one keystroke or click.
_MOST_UNPOLLED = 6
# What whoever used the machine before may have left: a press and its release.
_LEFT = 2
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
        # How many events of each device the guest may not have polled yet, excluding the last one.
        self._unpolled = {by: _LEFT if pause > 0 else 0 for by, pause in self._pauses.items()}
        self._last: _Sent | None = None

    def before_keys(self) -> None:
        """Waits before keys go down or up: for pointer events, and for room in the keyboard's queue."""
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
            events: How many.
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

    def _sent(self, by: str, events: int, taken: float) -> None:
        if self._pauses[by] > 0:
            sent = _Sent(by, events, self._guest_time.now(taken), self._pauses[by])
            self._account()
            self._last = sent

    def _pause(self) -> None:
        """Waits for the rest of the pause after the last event."""
        if self._last:
            time.sleep(max(0.0, self._last.moment.at + self._last.pause - time.monotonic()))
            self._account()

    def _account(self) -> None:
        """Counts what the guest may not have polled, with the last event and with what it has polled since."""
        last, self._last = self._last, None
        if last:
            self._unpolled[last.by] += last.events
            self._polled(self._guest_time.polled(last.moment))

    def _wait(self, device: str, most: int) -> None:
        """Waits until at most `most` events of a device can be left."""
        while self._unpolled[device] > most:
            # One event of each device is polled at a time.
            self._guest_time.wait()
            self._polled(1)

    def _polled(self, events: int) -> None:
        """Notes that the guest has had time to poll events of each device."""
        self._unpolled = {device: max(0, left - events) for device, left in self._unpolled.items()}
