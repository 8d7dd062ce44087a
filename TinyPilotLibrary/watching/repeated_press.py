"""A key that is pressed again and again while something is waited for."""

from collections.abc import Callable

from TinyPilotLibrary.errors import CertificateRefused, DeviceUnreachable, InputNotDelivered
from TinyPilotLibrary.finding.choice import times
from TinyPilotLibrary.watching.wait_until import Clock


class RepeatedPress:
    """Presses a key every so often, as long as it is certain what became of the last press.

    Args:
        press: Presses the key.
        every: How long to wait after each press, in seconds.
        clock: The time.
    """

    def __init__(self, press: Callable[[], None], every: float, clock: Clock) -> None:
        self._press = press
        self._every = every
        self._clock = clock
        self._due = clock.now()
        self._presses = 0
        self._refused: InputNotDelivered | None = None
        self._doubts: list[DeviceUnreachable] = []
        self._is_in_doubt = False

    def press_if_due(self) -> None:
        """Presses the key, if it is time to; called after the screen was looked at.

        Raises:
            CertificateRefused: If another server answers in the place of the device.
        """
        if self._is_in_doubt:
            # The device can be reached again. A press that may have arrived gets its time before the next one.
            self._is_in_doubt, self._due = False, self._clock.now() + self._every
        if self._clock.now() < self._due:
            return
        try:
            self._press()
            self._presses += 1
            self._refused = None
        except CertificateRefused:
            raise
        except DeviceUnreachable as error:
            self._presses += 1
            self._doubts.append(error)
            self._is_in_doubt = True
        except InputNotDelivered as error:
            # A target that is just restarting takes no keys yet.
            self._refused = error
        # Counted from when the key was taken, so that presses never pile up.
        self._due = self._clock.now() + self._every

    def told(self, key: str) -> str:
        """How often it was pressed, for a message.

        Args:
            key: What the key is called.
        """
        if self._refused:
            return f"The last press was not delivered: {self._refused}"
        pressed = f"{key} was pressed {times(self._presses)}."
        if not self._doubts:
            return pressed
        return f"{pressed} Of {len(self._doubts)} of them it is not known whether they arrived: {self._doubts[-1]}"
