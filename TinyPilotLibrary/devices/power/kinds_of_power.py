"""Finds what switches power by its URL: a kind of its own, or a device that can."""

from collections.abc import Mapping

from TinyPilotLibrary.devices.kinds import POWER_GROUP
from TinyPilotLibrary.devices.part_kinds import PartKinds
from TinyPilotLibrary.devices.power.control import PowerControl
from TinyPilotLibrary.devices.protocol import Device, HasPower, KnowsPowerState, ShutsDown
from TinyPilotLibrary.devices.who_can import require

#: The kinds of power. What is opened is a way to switch it, or a device that has it.
POWER_KINDS = PartKinds(POWER_GROUP, "way to switch power")


def open_control(url: str, options: Mapping[str, object], context: Mapping[str, object]) -> PowerControl:
    """Opens what switches power, as one of several.

    Args:
        url: Its URL.
        options: Its options.
        context: What is known around it.

    Returns:
        A way to switch power. A device is asked for what it can when it is used.

    Raises:
        ConfigurationError: If there is no such kind or option, or one is wrong.
    """
    opened = POWER_KINDS.open(url, options, context)
    return opened if isinstance(opened, PowerControl) else control_of(opened)


def control_of(device: Device) -> PowerControl:
    """A device as a way to switch power; what it cannot do it says when it is asked to."""
    return PowerControl(
        device.name,
        on=lambda: require(device, HasPower).power_on(),
        off=lambda: require(device, HasPower).power_off(),
        reset=lambda: require(device, HasPower).reset(),
        shutdown=lambda: require(device, ShutsDown).shut_down(),
        state=lambda: require(device, KnowsPowerState).power_state(),
        close=device.close,
    )
