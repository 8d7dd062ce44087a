"""What the virtual computer can be told to do wrong."""

import time
from collections.abc import Callable
from enum import Enum

from TinyPilotLibrary.errors import ConfigurationError


class Fault(Enum):
    """A way to fail, as real devices do.

    - `no signal`: the target sends no picture.
    - `cable unplugged`: keys and pointer cannot be passed on, for the USB cable is not connected.
    - `server restart`: the device's server restarts: no answer meanwhile, and tokens are forgotten.
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
    """The faults that are active, each until its time is over.

    Args:
        clock: Gives the time in seconds.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._until: dict[Fault, float] = {}

    def start(self, name: str, seconds: float) -> None:
        """Begins a fault, or changes how long it lasts; 0 seconds ends it.

        Args:
            name: The fault's name, for example `no signal`; case, dashes and underscores do not count.
            seconds: For how long.

        Raises:
            ConfigurationError: If there is no such fault; the message lists them.
        """
        wanted = name.strip().lower().replace("_", " ").replace("-", " ")
        try:
            fault = Fault(wanted)
        except ValueError:
            known = ", ".join(f"'{fault.value}'" for fault in Fault)
            raise ConfigurationError(f"There is no fault {name!r}. Faults are: {known}.") from None
        self._until[fault] = self._clock() + seconds

    def active(self, fault: Fault) -> bool:
        """Whether a fault is active now."""
        return self._clock() < self._until.get(fault, 0.0)

    def next_change(self) -> float | None:
        """When the next active fault ends, by the clock."""
        return min((until for until in self._until.values() if until > self._clock()), default=None)
