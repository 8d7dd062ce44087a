"""The faults that the virtual computer can simulate."""

import time
from collections.abc import Callable
from enum import Enum

from TinyPilotLibrary.errors import ConfigurationError


class Fault(Enum):
    """A fault of real devices.

    - `no signal`: the target sends no picture.
    - `cable unplugged`: keys and pointer events are not delivered, because the USB cable is not connected.
    - `server restart`: the device's server restarts: it does not answer meanwhile, and forgets its tokens.
    - `slow`: every picture and every input takes a second longer.
    - `corrupt jpeg`: pictures are cut off in the middle.
    - `resolution change`: the capture delivers another size than the target's.
    """

    NO_SIGNAL = "no signal"
    CABLE_UNPLUGGED = "cable unplugged"
    SERVER_RESTART = "server restart"
    SLOW = "slow"
    CORRUPT_JPEG = "corrupt jpeg"
    RESOLUTION_CHANGE = "resolution change"


class Faults:
    """The active faults, each until its time is over.

    Args:
        clock: Returns the time in seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._until: dict[Fault, float] = {}

    def start(self, name: str, seconds: float) -> None:
        """Starts a fault, or changes its duration; 0 seconds ends it.

        Args:
            name: The fault's name, for example `no signal`; case is ignored, and `-` and `_` are read as spaces.
            seconds: Its duration.

        Raises:
            ConfigurationError: If there is no such fault; the message lists them.
        """
        wanted = name.strip().lower().replace("_", " ").replace("-", " ")
        try:
            fault = Fault(wanted)
        except ValueError:
            known = ", ".join(f"'{fault.value}'" for fault in Fault)
            raise ConfigurationError(f"There is no fault {name!r}. Available: {known}.") from None
        self._until[fault] = self._clock() + seconds

    def active(self, fault: Fault) -> bool:
        """Whether a fault is active now."""
        return self._clock() < self._until.get(fault, 0.0)

    def next_change(self) -> float | None:
        """When the next active fault ends, by the clock."""
        return min((until for until in self._until.values() if until > self._clock()), default=None)
