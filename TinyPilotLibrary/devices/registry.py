"""Finds the kind of device that a URL names, and opens it."""

import inspect
import re
from collections.abc import Callable, Iterable, Mapping
from importlib.metadata import EntryPoint, entry_points
from typing import get_type_hints
from urllib.parse import parse_qsl

from TinyPilotLibrary.devices.protocol import Device
from TinyPilotLibrary.errors import ConfigurationError

GROUP = "tinypilotlibrary.devices"
_SCHEME = re.compile(r"([a-z][a-z0-9+.-]+):", re.IGNORECASE)


def scheme_of(url: str) -> str | None:
    """The scheme of a device URL, or None if the text has none (a stand's name, say)."""
    match = _SCHEME.match(url)
    return match.group(1).lower() if match else None


def open_device(url: str, options: Mapping[str, object] | None = None) -> Device:
    """Opens the device that a URL names.

    Args:
        url: For example `https://tinypilot.local`, `qemu:/run/vm.qmp` or `virtual:`. Options may stand behind a `?`.
        options: The options of that kind of device.

    Returns:
        The device. Nothing may have been contacted yet.

    Raises:
        ConfigurationError: If the kind of device or an option is not known, or a package for it is missing.

    ```python
    device = open_device("virtual:")
    ```

    Kinds are found through the entry-point group `tinypilotlibrary.devices`: the name is the scheme, the object is
    called with the URL (without what stands behind the `?`) and the options as keyword arguments.
    """
    address, _, query = url.partition("?")
    kind = _kind(address)
    try:
        factory: Callable[..., Device] = kind.load()
    except ModuleNotFoundError as error:
        raise ConfigurationError(
            f"Devices of the kind '{kind.name}:' need the Python package '{error.name}', which is not installed. "
            f"Install it with: pip install 'robotframework-tinypilot[{kind.name}]'"
        ) from error
    in_url = _options_in_url(address, query)
    given = {**in_url, **(options or {})}
    _refuse_unknown(address, given, factory)
    return factory(address, **given)


def check_options(url: str, names: Iterable[str]) -> None:
    """Refuses options that a kind of device does not have, without opening anything.

    Args:
        url: The device's URL.
        names: The options' names.

    Raises:
        ConfigurationError: If the kind or an option is not known. The options of a kind whose packages are missing
            here are not checked.
    """
    address, _, query = url.partition("?")
    in_url = _options_in_url(address, query)
    try:
        factory: Callable[..., Device] = _kind(address).load()
    except ModuleNotFoundError:
        return
    _refuse_unknown(address, [*in_url, *names], factory)


def kinds() -> dict[str, EntryPoint]:
    """All kinds of devices by their scheme, also those of other packages."""
    return {point.name: point for point in entry_points(group=GROUP)}


def class_of(kind: EntryPoint) -> type | None:
    """The class of a kind's devices, as the kind itself or the annotation of what it returns tells.

    Args:
        kind: A kind of devices.

    Returns:
        The class; None if it is not told, or the kind cannot be imported here.
    """
    try:
        factory = kind.load()
        told = factory if inspect.isclass(factory) else get_type_hints(factory).get("return")
    # Whatever is wrong with it is told to who opens such a device.
    except Exception:  # noqa: BLE001 - a package of anybody
        return None
    return told if inspect.isclass(told) else None


def _kind(address: str) -> EntryPoint:
    known = kinds()
    kind = known.get(scheme_of(address) or "")
    if kind is None:
        raise ConfigurationError(
            f"The device URL {address!r} is of no known kind. Known: "
            f"{', '.join(f'{name}:' for name in sorted(known))}. "
            "An address needs its scheme: https://tinypilot.local."
        )
    return kind


def _options_in_url(address: str, query: str) -> dict[str, object]:
    options: dict[str, object] = dict(parse_qsl(query, keep_blank_values=True))
    if "api_key" in options:
        raise ConfigurationError(
            f"The URL of the device '{address}' contains an API key, and URLs are written into logs. Give it as the "
            "option api_key=, from a variable, the environment or a file."
        )
    return options


def _refuse_unknown(address: str, given: Iterable[str], factory: Callable[..., Device]) -> None:
    parameters = inspect.signature(factory).parameters.values()
    if any(parameter.kind is inspect.Parameter.VAR_KEYWORD for parameter in parameters):
        return
    accepted = sorted(item.name for item in parameters if item.kind is inspect.Parameter.KEYWORD_ONLY)
    unknown = sorted(set(given) - set(accepted))
    if unknown:
        raise ConfigurationError(
            f"The device '{address}' has no option {', '.join(map(repr, unknown))}. "
            f"Its options: {', '.join(accepted) or 'none'}."
        )
