"""Switching the target of an open device, and waiting until that is done."""

from collections.abc import Iterator
from contextlib import contextmanager

from TinyPilotLibrary.devices.power import TellsMeanwhile
from TinyPilotLibrary.devices.protocol import HasPower, KnowsPowerState, PowerState, ShutsDown
from TinyPilotLibrary.devices.who_can import require
from TinyPilotLibrary.errors import DeviceError, DeviceUnreachable
from TinyPilotLibrary.evidence.events import Ending, WaitBegan, WaitGoesOn
from TinyPilotLibrary.ranges import checked_timeout
from TinyPilotLibrary.session.open_device import OpenDevice
from TinyPilotLibrary.watching.wait_until import Clock, wait_until


class Switching:
    """Switches the target of a device. What its screen showed before does not count afterwards.

    Args:
        item: The device.
        clock: The time.
        interval: The pause between two questions for the state, in seconds.
    """

    def __init__(self, item: OpenDevice, clock: Clock, interval: float) -> None:
        self._item = item
        self._clock = clock
        self._interval = interval

    def on(self) -> None:
        """Switches it on."""
        power = require(self._item.device, HasPower)
        with self._new_screen("power on"), self._telling(power, "the target to be on"):
            power.power_on()

    def off(self) -> None:
        """Cuts its power."""
        power = require(self._item.device, HasPower)
        with self._new_screen("power off"), self._telling(power, "the target to be off"):
            power.power_off()

    def reset(self) -> None:
        """Resets it."""
        power = require(self._item.device, HasPower)
        with self._new_screen("reset"), self._telling(power, "the target to be reset"):
            power.reset()

    def shut_down(self, timeout: float, *, force: bool) -> bool:
        """Asks its operating system to shut down, and waits until it is off.

        Args:
            timeout: How long to wait, in seconds.
            force: Whether its power is cut if it is still on then.

        Returns:
            Whether it was off in time, and nothing was forced.

        Raises:
            NotSupported: If it cannot be asked, or nobody can tell whether it is off.
            DeviceError: If it is still on, and nothing is forced.
        """
        checked_timeout(timeout)
        able, _ = require(self._item.device, ShutsDown), require(self._item.device, KnowsPowerState)
        power = require(self._item.device, HasPower) if force else None
        with self._new_screen("shut down"):
            able.shut_down()
            if self._becomes(PowerState.OFF, timeout):
                return True
            if power is None:
                raise DeviceError(
                    f"The target of '{self._item.alias}' was asked to shut down, and is still on after {timeout:g} s. "
                    "Does its operating system ask something, or take no notice of the power button? force=True then "
                    "cuts its power."
                )
            with self._telling(power, "the target to be off"):
                power.power_off()
        return False

    def state(self) -> PowerState:
        """Whether it is on."""
        return require(self._item.device, KnowsPowerState).power_state()

    def wait_until(self, wanted: PowerState, timeout: float) -> None:
        """Waits until it is on, or off.

        Args:
            wanted: The state.
            timeout: How long to wait, in seconds.

        Raises:
            DeviceError: If it is not so in time.
        """
        checked_timeout(timeout)
        if not self._becomes(wanted, timeout):
            other = PowerState.OFF if wanted is PowerState.ON else PowerState.ON
            raise DeviceError(f"The target of '{self._item.alias}' is still {other.value} after {timeout:g} s.")
        self._item.screen.forget()

    def _becomes(self, wanted: PowerState, timeout: float) -> bool:
        """Waits for a state; what tells it may be out of reach for a while, but not at the end."""
        unreachable: DeviceUnreachable | None = None

        def look(_: float) -> bool | None:
            nonlocal unreachable
            try:
                state = self.state()
            except DeviceUnreachable as error:
                unreachable = error
                self._tell(str(error))
                return None
            unreachable = None
            if state is wanted:
                return True
            self._tell(f"still {state.value}")
            return None

        wait = WaitBegan(self._item.alias, f"the target to be {wanted.value}", timeout, is_watched=False)
        with self._item.journal.waiting(wait) as end:
            found = wait_until(look, timeout=timeout, interval=self._interval, clock=self._clock)
            end(Ending.TIMEOUT if found is None else Ending.FOUND)
        if found is None and unreachable is not None:
            raise unreachable
        return found is not None

    @contextmanager
    def _telling(self, power: HasPower, awaited: str) -> Iterator[None]:
        """What takes its time to switch tells so meanwhile."""
        if not isinstance(power, TellsMeanwhile):
            yield
            return
        power.tell_meanwhile(self._tell)
        with self._item.journal.waiting(WaitBegan(self._item.alias, awaited, is_watched=False)) as end:
            yield
            end(Ending.FOUND)

    def _tell(self, told: str) -> None:
        self._item.journal.write(WaitGoesOn(self._item.alias, told))

    @contextmanager
    def _new_screen(self, told: str) -> Iterator[None]:
        with self._item.sending(told):
            try:
                yield
            finally:
                self._item.screen.forget()
