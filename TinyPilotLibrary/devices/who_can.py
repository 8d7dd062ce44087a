"""Requires a capability; if a device lacks it, the error names the kinds of devices that have it."""

from collections.abc import Iterable, Iterator
from typing import TypeVar

from TinyPilotLibrary.devices.capabilities import capability_of, described
from TinyPilotLibrary.devices.kinds import class_of, kinds
from TinyPilotLibrary.devices.protocol import Device, Kind, TellsWhoCan
from TinyPilotLibrary.errors import NotSupported

T = TypeVar("T")


def require(device: Device, kind: Kind[T]) -> T:
    """The device as one with a capability.

    Args:
        device: Any device.
        kind: The capability's protocol, for example `HasPower`.

    Returns:
        An object with the capability's methods.

    Raises:
        NotSupported: If the device lacks it. The message names the devices that have it.
    """
    able = capability_of(device, kind)
    if able is None:
        raise NotSupported(f"{described(kind).what} is not possible with '{device.name}'. {_who_can(kind)}")
    return able


def _who_can(kind: type) -> str:
    """Which devices have a capability, in a sentence."""
    classes = {name: class_of(point) for name, point in sorted(kinds().items())}
    able = [name for name, device_class in classes.items() if device_class and issubclass(device_class, kind)]
    others = [*([f"{_listed(_schemes(able))} devices"] if able else []), *dict.fromkeys(_conditions(classes, kind))]
    unknown = [name for name, device_class in classes.items() if device_class is None]
    silent = f" Unknown here: {_listed(_schemes(unknown))}." if unknown else ""
    return (f"Supported by {_listed(others, ',')}." if others else "No kind of device here supports it.") + silent


def _conditions(classes: dict[str, type | None], kind: type) -> Iterator[str]:
    for device_class in classes.values():
        if isinstance(device_class, TellsWhoCan) and (condition := device_class.can_if(kind)):
            yield condition
    part = described(kind).part
    if part:
        yield f"a stand with a '{part}' part"


def _schemes(names: Iterable[str]) -> list[str]:
    return [f"'{name}:'" for name in names]


def _listed(items: list[str], comma: str = "") -> str:
    """`a, b and c`, or with a comma `a, b, and c`."""
    return f"{comma} and ".join(filter(None, (", ".join(items[:-1]), items[-1])))
