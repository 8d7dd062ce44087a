"""How fast a guest is sent what its keyboard and pointer do, so that nothing is lost or put into one.

All waiting is done before an event, for those that were sent before it. After the last one nobody waits.
"""

import time
from dataclasses import dataclass

from TinyPilotLibrary.devices.qemu.guest_time import GuestTime, Moment
from TinyPilotLibrary.hid.pointer import PointerEvent

# QEMU keeps sixteen events for a device that its guest does not poll. What one keystroke or click adds must always fit.
_MOST_UNPOLLED = 6
_KEYBOARD, _POINTER = "keyboard", "pointer"


@dataclass(frozen=True)
class _Sent:
    """What was sent last.

    Args:
        by: The device of the guest that has it.
        events: How many events of its queue it takes.
        moment: When QEMU had it.
        pause: How long nothing is sent after it, in seconds.
    """

    by: str
    events: int
    moment: Moment
    pause: float


class Pacing:
    """Pauses between events, and waits before one that must not come together with those before it.

    Args:
        guest_time: Tells when the guest can have polled.
        key_hold: How long a key is pressed, in seconds.
        key_gap: How long nothing is sent after keys, in seconds; 0 not to wait for the guest either.
        click_hold: How long nothing is sent after an event of the pointer, in seconds; 0 not to wait for the guest
            either.
    """

    def __init__(
        self, guest_time: GuestTime, key_hold: float = 0.02, key_gap: float = 0.02, click_hold: float = 0.02
    ) -> None:
        self._guest_time = guest_time
        self._key_hold = key_hold
        self._pauses = {_KEYBOARD: key_gap, _POINTER: click_hold}
        # How many events of each the guest may not have polled yet, without the last.
        self._unpolled = {_KEYBOARD: 0, _POINTER: 0}
        self._last: _Sent | None = None

    def before_keys(self) -> None:
        """Keys are about to go down or up: what the pointer did comes before them, and keys must have room."""
        self._pause()
        self._wait(_POINTER, 0)
        # Keys are not put into one: it is enough that they do not become too many.
        self._wait(_KEYBOARD, _MOST_UNPOLLED)

    def hold(self) -> None:
        """Keys are down. However slow the guest is, they are not held for longer: they would repeat."""
        time.sleep(self._key_hold)

    def keys_sent(self, events: int, taken: float) -> None:
        """Keys have gone down or up.

        Args:
            events: How many, the way down and the way up.
            taken: How long QEMU took for the last of them, in seconds.
        """
        self._sent(_KEYBOARD, events, taken)

    def before_pointing(self, event: PointerEvent, last: PointerEvent) -> None:
        """The pointer is about to do something: keys come before it, and a move is not put into what was not polled.

        Clicks at one place are not waited for: they differ in their buttons, and two of them would not be a double
        click any more on a machine that is slow.

        Args:
            event: What it will do.
            last: What it did before.
        """
        self._pause()
        self._wait(_KEYBOARD, 0)
        moves = (event.x, event.y) != (last.x, last.y)
        self._wait(_POINTER, 0 if moves else _MOST_UNPOLLED)

    def pointer_sent(self, taken: float) -> None:
        """The pointer has done something.

        Args:
            taken: How long QEMU took for it, in seconds.
        """
        self._sent(_POINTER, 1, taken)

    def _sent(self, by: str, events: int, taken: float) -> None:
        if self._pauses[by] > 0:
            self._last = _Sent(by, events, self._guest_time.now(taken), self._pauses[by])

    def _pause(self) -> None:
        """Waits for what is left of the pause after the last event, and looks whether the guest can have polled it."""
        last, self._last = self._last, None
        if last is None:
            return
        time.sleep(max(0.0, last.moment.at + last.pause - time.monotonic()))
        self._unpolled[last.by] += last.events
        if self._guest_time.has_passed(last.moment):
            self._unpolled = dict.fromkeys(self._unpolled, 0)

    def _wait(self, device: str, most: int) -> None:
        """Waits until no more than so many events of a device can be left."""
        while self._unpolled[device] > most:
            # One event is polled at a time.
            self._guest_time.wait()
            self._unpolled[device] -= 1
