"""What the contract needs of each kind of device: the device, and its target as seen from the other side."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Protocol

from TinyPilotLibrary.devices.protocol import Device
from TinyPilotLibrary.hid.keystrokes import Keystroke
from TinyPilotLibrary.vision.geometry import Size


class Target(Protocol):
    """What stands behind a device, seen from its own side."""

    #: The key that changes the screen.
    key: Keystroke
    size: Size
    #: For how long its screen stays as it is, in seconds, when it has come so far as to take the key.
    rest: float

    def start_over(self) -> None:
        """Begins anew with what shows the key."""

    def received(self) -> list[str]:
        """What its keyboard got: `+KeyA` down, `-KeyA` up."""

    def down(self) -> set[str]:
        """The keys that are down."""

    def pointer(self) -> tuple[float, float, int]:
        """Where the pointer is, and which buttons are down."""

    def refuse_input(self) -> None:
        """Makes all input fail from now on."""

    def go_dark(self, device: Device) -> None:
        """Makes the video signal stop."""

    def mend(self) -> None:
        """Brings it back to how it was at first."""


@dataclass
class Bench:
    """A kind of device with its target.

    Args:
        target: The target.
        open: Opens the device anew.
        abilities: The names of what it can do.
    """

    target: Target
    open: Callable[[], Device]
    abilities: set[str] = field(default_factory=set)
