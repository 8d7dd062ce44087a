"""One way to switch power: an outlet, a BMC, a command."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

from TinyPilotLibrary.devices.protocol import PowerState


@runtime_checkable
class TellsMeanwhile(Protocol):
    """Tells how it goes on while it waits."""

    def tell_meanwhile(self, tell: Callable[[str], None]) -> None:
        """Has it told from now on.

        Args:
            tell: Is told how it is, for people: twice a second, in the thread that waits.
        """
        ...


def _nothing() -> None:
    """Does nothing: there is nothing to close."""


@dataclass(frozen=True)
class PowerControl:
    """One way to switch power: a function for each supported action, and None for the others.

    An action returns when the command was accepted; the state shows whether it was carried out. Errors are those of
    devices: `DeviceError`, `DeviceUnreachable`, `NotAuthorized`.

    Args:
        name: Its name in messages, without passwords.
        on: Switches on.
        off: Cuts the power.
        reset: Resets a target that is on, like its reset button.
        shutdown: Asks the operating system to shut down, like the power button.
        state: Returns whether it is on.
        close: Releases its resources.

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
