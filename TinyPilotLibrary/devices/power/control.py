"""One way to switch power: an outlet, a BMC, a command."""

from collections.abc import Callable
from dataclasses import dataclass

from TinyPilotLibrary.devices.protocol import PowerState


def _nothing() -> None:
    """There is nothing to close."""


@dataclass(frozen=True)
class PowerControl:
    """One way to switch power, with an action for each thing that it can do and None for what it cannot.

    An action returns when the order was taken. Whether it was followed is seen by the state. Errors are those of
    devices: `DeviceError`, `DeviceUnreachable`, `NotAuthorized`.

    Args:
        name: How it is called in messages; without passwords.
        on: Switches on.
        off: Cuts the power.
        reset: Resets a target that is on, as its reset button does.
        shutdown: Asks the operating system to shut down, as the power button does.
        state: Tells whether it is on.
        close: Lets it go.

    ```python
    PowerControl("relay 3", on=lambda: relay.set(3, True), off=lambda: relay.set(3, False))
    ```
    """

    name: str
    on: Callable[[], None] | None = None
    off: Callable[[], None] | None = None
    reset: Callable[[], None] | None = None
    shutdown: Callable[[], None] | None = None
    state: Callable[[], PowerState] | None = None
    close: Callable[[], None] = _nothing
