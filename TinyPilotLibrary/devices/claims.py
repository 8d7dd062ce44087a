"""Who uses a device, and how one that another client may have is claimed: the same words wherever it is."""

import getpass
import platform
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol, runtime_checkable

from TinyPilotLibrary.devices.options import seconds, truth

#: What a client that another one keeps out can do.
WHAT_TO_DO = "Wait for it with wait_for_device=, for example '5 min', or take it over with take_over=True."
_suite: list[str] = []


@dataclass(frozen=True)
class Claim:
    """How a client claims a device that another one may have.

    Args:
        wait: How long to wait for it, in seconds.
        take_over: Whether to take it from the other.
    """

    wait: float = 0.0
    take_over: bool = False

    @property
    def is_made_first(self) -> bool:
        """Whether it is made before the first look, and not with the first input."""
        return self.wait > 0 or self.take_over

    @classmethod
    def of_options(cls, wait_for_device: object, take_over: object) -> "Claim":
        """Reads the options of a device.

        Args:
            wait_for_device: How long to wait for it.
            take_over: Whether to take it from the other.

        Returns:
            The claim.

        Raises:
            ConfigurationError: If one of them is wrong.
        """
        return cls(seconds("wait_for_device", wait_for_device), truth("take_over", take_over))


@dataclass(frozen=True)
class Use:
    """How a device is used now.

    Args:
        holder: Who has the right to use it, for people; None if nobody has.
        version: The software of the device; None if it does not tell.
    """

    holder: str | None = None
    version: str | None = None


@runtime_checkable
class Claimable(Protocol):
    """A device that one client at a time has the right to use."""

    def claim(self) -> None:
        """Takes that right now, and not with the first input.

        Raises:
            DeviceInUse: If another client has it.
        """
        ...

    def use(self) -> Use:
        """Who has it; it is not taken."""
        ...


def name_suite(name: str) -> None:
    """Says which suite is running, for others that want the same device.

    Args:
        name: Its name.
    """
    _suite[:] = [name]


def who_this_is() -> str:
    """User, machine and suite, for people."""
    try:
        user = getpass.getuser()
    except (KeyError, OSError):
        user = "someone"
    suite = f", suite '{_suite[0]}'" if _suite else ""
    return f"{user} on {platform.node() or 'an unnamed machine'}{suite}"


def in_use(who: str, since: datetime, until: str, waiting: int) -> str:
    """The sentences for a client that another one keeps out.

    Args:
        who: The other one.
        since: Since when it has the device.
        until: Until when.
        waiting: How many others wait for it.

    Returns:
        Who has the device, and what to do; what is said of it begins with its name.
    """
    others = f" {waiting} more wait for it." if waiting > 0 else ""
    return f"is in use by {who} since {since:%H:%M:%S}, until {until}.{others} {WHAT_TO_DO}"


def taken_over(by: str) -> str:
    """The sentences for a client that another one has taken the device from, at this moment.

    Args:
        by: The other one.
    """
    return (
        f"{by} took over the device at {datetime.now().astimezone():%H:%M:%S}: nothing more of this client is sent. "
        "Open the device again, with take_over=True if it has to be."
    )
