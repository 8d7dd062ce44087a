"""Opens devices by their URL, and checks their options."""

import inspect
from collections.abc import Callable, Iterable, Mapping
from importlib.metadata import EntryPoint
from typing import Any

from TinyPilotLibrary.devices.kinds import kind_of, kinds, load
from TinyPilotLibrary.devices.options import did_you_mean
from TinyPilotLibrary.devices.protocol import Device
from TinyPilotLibrary.devices.urls import split_options
from TinyPilotLibrary.errors import ConfigurationError


def open_device(url: str, options: Mapping[str, object] | None = None) -> Device:
    """Opens a device by its URL.

    Args:
        url: For example `https://tinypilot.local`, `qemu:/run/vm.qmp` or `virtual:`. Options may follow a `?`.
        options: The options of that kind of device.

    Returns:
        The device. Nothing may have been contacted yet.

    Raises:
        ConfigurationError: If the kind of device or an option is unknown, or a package for it is missing.

    ```python
    device = open_device("virtual:")
    ```

    Kinds are found through the entry-point group `tinypilotlibrary.devices`: the name is the scheme, and the object is
    called with the URL (up to the `?`) and the options as keyword arguments.
    """
    address, in_url = split_options(url)
    device: Device = open_kind(kind_of(address), address, {**in_url, **(options or {})})
    return device


def open_kind(kind: EntryPoint, address: str, options: Mapping[str, object]) -> Any:  # noqa: ANN401 - what its group has
    """Opens what a URL names, by its kind.

    Args:
        kind: The kind.
        address: The URL, without what stands behind the `?`.
        options: Its options.

    Returns:
        What the kind's group has: a device, or what switches power.

    Raises:
        ConfigurationError: If an option is not known, or a package is missing.
    """
    factory = load(kind)
    _refuse_unknown(address, options, factory)
    return factory(address, **options)


def check_options(url: str, names: Iterable[str], of_import: frozenset[str] = frozenset()) -> None:
    """Rejects options that a kind of device does not have, without opening anything.

    Args:
        url: The device's URL.
        names: The options' names.
        of_import: The library's own import options, if the options were given at its import: one of these may be
            meant.

    Raises:
        ConfigurationError: If the kind or an option is unknown. The options of a kind that cannot be loaded here are
            not checked.
    """
    address, in_url = split_options(url)
    check_kind(kind_of(address), address, [*in_url, *names], of_import)


def check_kind(kind: EntryPoint, address: str, names: Iterable[str], of_import: frozenset[str] = frozenset()) -> None:
    """Refuses options that a kind does not have, without opening anything; one that cannot be loaded is not checked.

    Args:
        kind: The kind.
        address: The URL, without what stands behind the `?`.
        names: The options' names.
        of_import: What the library itself takes at its import, if that is where they were given.

    Raises:
        ConfigurationError: If an option is not known.
    """
    try:
        factory = load(kind)
    except ConfigurationError:
        # Reported when such a device is opened: a suite may be written on a machine without its packages.
        return
    _refuse_unknown(address, names, factory, of_import)


def check_import_options(names: Iterable[str], of_import: frozenset[str]) -> None:
    """Rejects misspelled options: unknown names similar to an option of the library or of a device.

    Args:
        names: The options given at the import for a device that is not known yet.
        of_import: The library's own import options.

    Raises:
        ConfigurationError: If one of them is misspelled.
    """
    of_devices = {option for kind in kinds().values() for option in options_of(kind)}
    known = of_devices | of_import
    misspelled = [name for name in names if name not in known and did_you_mean([name], known)]
    if misspelled:
        raise ConfigurationError(
            f"Neither the library nor any device here has an option {_alternatives(misspelled)}."
            f"{did_you_mean(misspelled, known)}"
        )


def _refuse_unknown(
    address: str, given: Iterable[str], factory: Callable[..., object], of_import: frozenset[str] = frozenset()
) -> None:
    accepted = _accepted(factory)
    if accepted is None:
        return
    unknown = sorted(set(given) - set(accepted))
    if unknown:
        names = _alternatives(unknown)
        hint = did_you_mean(unknown, [*accepted, *of_import.difference(unknown)])
        listed = ", ".join(accepted) or "none"
        if of_import and of_import.isdisjoint(unknown):
            raise ConfigurationError(
                f"Neither the library nor the device '{address}' has an option {names}.{hint} "
                f"The device's options: {listed}."
            )
        raise ConfigurationError(f"The device '{address}' has no option {names}.{hint} Its options: {listed}.")


def _accepted(factory: Callable[..., object]) -> list[str] | None:
    """The options that a kind of device accepts; None if it accepts any."""
    parameters = inspect.signature(factory).parameters.values()
    if any(parameter.kind is inspect.Parameter.VAR_KEYWORD for parameter in parameters):
        return None
    return sorted(item.name for item in parameters if item.kind is inspect.Parameter.KEYWORD_ONLY)


def options_of(kind: EntryPoint) -> list[str]:
    """The options that a kind has, as far as they can be told here."""
    try:
        return _accepted(load(kind)) or []
    except ConfigurationError:
        return []


def _alternatives(names: Iterable[str]) -> str:
    return " or ".join(map(repr, sorted(names)))
