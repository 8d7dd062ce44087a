"""Finds what switches power by its URL: a kind of its own, or a device that can."""

from collections.abc import Iterable, Mapping
from importlib.metadata import EntryPoint

from TinyPilotLibrary.devices.kinds import POWER_GROUP, kinds
from TinyPilotLibrary.devices.options import did_you_mean
from TinyPilotLibrary.devices.power.control import PowerControl
from TinyPilotLibrary.devices.protocol import Device, HasPower, KnowsPowerState, ShutsDown
from TinyPilotLibrary.devices.registry import check_kind, open_kind, options_of
from TinyPilotLibrary.devices.urls import scheme_of, split_options
from TinyPilotLibrary.devices.who_can import require
from TinyPilotLibrary.errors import ConfigurationError


def open_power(url: str, options: Mapping[str, object], context: Mapping[str, object]) -> PowerControl | Device:
    """Opens what switches power.

    Args:
        url: Its URL, such as `command:`, `wol:00:11:22:33:44:55` or `qemu:/run/vm.qmp`.
        options: Its options.
        context: What is known around it, such as the name of the stand; it is given to kinds that ask for it.

    Returns:
        A way to switch power, or a device that has it. Nothing was contacted yet.

    Raises:
        ConfigurationError: If there is no such kind or option, or one is wrong.
    """
    address, in_url = split_options(url)
    given = {**in_url, **options}
    kind = _kind_for(address, given)
    asked = set(options_of(kind)) if kind.group == POWER_GROUP else set()
    opened: PowerControl | Device = open_kind(
        kind, address, {**{name: value for name, value in context.items() if name in asked}, **given}
    )
    return opened


def open_control(url: str, options: Mapping[str, object], context: Mapping[str, object]) -> PowerControl:
    """Opens what switches power, as one of several; the arguments are those of `open_power`.

    Args:
        url: Its URL.
        options: Its options.
        context: What is known around it.

    Returns:
        A way to switch power. A device is asked for what it can when it is used.

    Raises:
        ConfigurationError: If there is no such kind or option, or one is wrong.
    """
    opened = open_power(url, options, context)
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


def check_power(url: str, names: Iterable[str]) -> None:
    """Refuses options that a way to switch power does not have, without opening anything.

    Args:
        url: Its URL.
        names: The options' names.

    Raises:
        ConfigurationError: If the kind or an option is not known.
    """
    address, in_url = split_options(url)
    given = [*in_url, *names]
    check_kind(_kind_for(address, given), address, given)


def _kind_for(address: str, names: Iterable[str]) -> EntryPoint:
    own, devices = kinds(POWER_GROUP), kinds()
    scheme = scheme_of(address) or ""
    if scheme not in own and scheme not in devices:
        listed = ", ".join(f"{name}:" for name in sorted({*own, *devices}))
        raise ConfigurationError(
            f"{address!r} is no way to switch power.{did_you_mean([scheme], {*own, *devices})} Known: {listed}."
        )
    # http: is an outlet where there is something that only an outlet has; without it is a device, such as a companion.
    if scheme in devices and not set(names) & (set(options_of(own[scheme])) if scheme in own else set()) - set(
        options_of(devices[scheme])
    ):
        return devices[scheme]
    return own[scheme]
