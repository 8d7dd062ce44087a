"""How fast a guest is sent what its keyboard and pointer do, so that nothing is lost or put into one."""

import time

from TinyPilotLibrary.devices.qemu.guest_time import GuestTime
from TinyPilotLibrary.hid.pointer import PointerEvent

# QEMU keeps sixteen events for a device that its guest does not poll. What one keystroke or click adds must always fit.
_MOST_UNPOLLED = 6


class Pacing:
    """Pauses after what was sent, and waits before what must not come together with it.

    Args:
        guest_time: Tells when the guest can have polled.
        key_hold: How long a key is pressed, in seconds.
        key_gap: How long nothing is pressed between two keys, in seconds; 0 not to wait for the guest either.
        click_hold: How long nothing else is sent after each event of the pointer, in seconds; 0 not to wait for the
            guest either.
    """

    def __init__(
        self, guest_time: GuestTime, key_hold: float = 0.02, key_gap: float = 0.02, click_hold: float = 0.02
    ) -> None:
        self._guest_time = guest_time
        self._key_hold = key_hold
        self._key_gap = key_gap
        self._click_hold = click_hold
        # How many events the guest may not have polled yet.
        self._keys = 0
        self._clicks = 0

    def before_keys(self) -> None:
        """Keys are about to go down: those before them must leave them room."""
        self._keys = self._wait(self._keys, _MOST_UNPOLLED)

    def hold(self) -> None:
        """Keys are down. However slow the guest is, they are not held for longer: they would repeat."""
        time.sleep(self._key_hold)

    def after_keys(self, count: int, taken: float) -> None:
        """Keys were pressed and released.

        Args:
            count: How many.
            taken: How long QEMU took for the last event, in seconds.
        """
        if self._key_gap > 0:
            # Keys are not put into one: it is enough that they do not become too many.
            self._keys = 0 if self._pause(self._key_gap, taken) else self._keys + 2 * count

    def before_pointing(self, event: PointerEvent, last: PointerEvent) -> None:
        """The pointer is about to do something. A move must not be put into what was not polled yet.

        Clicks at one place are not waited for: they differ in their buttons, and two of them would not be a double
        click any more on a machine that is slow.

        Args:
            event: What it will do.
            last: What it did before.
        """
        moves = (event.x, event.y) != (last.x, last.y)
        self._clicks = self._wait(self._clicks, 0 if moves else _MOST_UNPOLLED)

    def after_pointing(self, taken: float) -> None:
        """The pointer has done something.

        Args:
            taken: How long QEMU took for it, in seconds.
        """
        if self._click_hold > 0:
            self._clicks += 0 if self._pause(self._click_hold, taken) else 1

    def _pause(self, seconds: float, taken: float) -> bool:
        """Pauses, and tells whether the guest can have polled meanwhile."""
        moment = self._guest_time.now(taken)
        time.sleep(seconds)
        return self._guest_time.has_passed(moment)

    def _wait(self, unpolled: int, most: int) -> int:
        """Waits until no more than so many events can be left, and gives how many that are."""
        while unpolled > most:
            # One event is polled at a time.
            self._guest_time.wait()
            unpolled -= 1
        return unpolled
