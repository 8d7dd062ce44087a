"""What a studio works with beside the device."""

from dataclasses import dataclass

from TinyPilotLibrary.hid.layouts import US


@dataclass(frozen=True)
class Desk:
    """What a studio works with beside the device.

    Args:
        layout: The keyboard layout of the target.
    """

    layout: str = US.name
