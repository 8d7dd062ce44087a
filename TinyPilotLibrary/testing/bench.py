"""What the contract needs of a kind of device: how it is opened, and its target as seen from the other side."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import NoReturn, TypeVar

import pytest

from TinyPilotLibrary.devices.capabilities import capability_of, described
from TinyPilotLibrary.devices.protocol import Device, Kind
from TinyPilotLibrary.hid.keystrokes import Keystroke
from TinyPilotLibrary.vision.geometry import Size

T = TypeVar("T")


class Target:
    """What stands behind a device, seen from its own side.

    What your target can tell or be told is overridden. Tests that need what it cannot are skipped, and say so.
    """

    #: A key that changes the screen.
    key = Keystroke("F2")
    #: The size of its screen, in pixels; None for any.
    size: Size | None = None
    #: For how long its screen stays as it is, in seconds, when it has come so far as to take the key.
    rest = 0.0
    #: How exactly it tells where its pointer is, as a fraction of the screen: a pixel of a large one if not set.
    precision = 1 / 4000

    def start_over(self) -> None:
        """Begins anew with a screen that the key changes, and received nothing yet."""

    def received(self) -> list[str]:
        """What its keyboard got since it was mended: `+KeyA` for down, `-KeyA` for up, in order."""
        return _cannot("say which keys it got")

    def down(self) -> set[str]:
        """The codes of the keys that are down."""
        return _cannot("say which keys are down")

    def pointer(self) -> tuple[float, float, int]:
        """Where the pointer is, from 0.0 to 1.0 from the left and from the top, and the buttons that are down."""
        return _cannot("say where its pointer is")

    def refuse_input(self) -> None:
        """Makes all input fail from now on, as a cable that is pulled does."""
        _cannot("be made to refuse input")

    def go_dark(self, device: Device) -> None:
        """Makes the video signal stop.

        Args:
            device: The device, open.
        """
        _cannot("be made to send no picture")

    def mend(self) -> None:
        """Brings it back to how it was at first: it takes input, sends a picture, and nothing is pressed."""


def _cannot(what: str) -> NoReturn:
    pytest.skip(f"The target cannot {what}.")


@dataclass(frozen=True)
class Bench:
    """A kind of device with its target.

    Args:
        target: The target.
        open: Opens the device anew.
        capabilities: The names of what it can do besides: `held-keys`, `interruption`, `power`, `leds`,
            `new-frames`, `faults`.
        buttons: The mouse buttons that it has, as `Button` has them.
    """

    target: Target
    open: Callable[[], Device]
    capabilities: Collection[str] = ()
    buttons: int = 0b11111


def promised(bench: Bench, device: Device, kind: Kind[T]) -> T | None:
    """The device as one with a capability, which it has if, and only if, its bench says so.

    Args:
        bench: The bench.
        device: The device.
        kind: The capability's protocol.
    """
    able = capability_of(device, kind)
    name = described(kind).name
    has = "has" if able is not None else "does not have"
    assert (able is not None) == (name in bench.capabilities), f"The device {has} '{name}'; the bench says otherwise."
    return able
