"""The kinds of devices, of this package and of others: found by entry points, loaded when one is needed."""

import inspect
import re
from collections.abc import Callable
from importlib.metadata import Distribution, EntryPoint, entry_points
from typing import Any, get_type_hints

from TinyPilotLibrary.devices.options import did_you_mean
from TinyPilotLibrary.devices.urls import as_address, is_address, scheme_of
from TinyPilotLibrary.errors import ConfigurationError

GROUP = "tinypilotlibrary.devices"
#: What switches power and is no device; called as kinds of devices are, it gives a `PowerControl`.
POWER_GROUP = "tinypilotlibrary.power"
#: What inserts media and is no device; called in the same way, it gives something that has the capability.
MEDIA_GROUP = "tinypilotlibrary.media"
_REQUIREMENT_OF_EXTRA = re.compile(r"([\w.-]+).*;.*\bextra\s*==\s*['\"]([\w.-]+)['\"]")


def kinds(group: str = GROUP) -> dict[str, EntryPoint]:
    """All kinds of devices, or of another group, by their scheme."""
    return {point.name: point for point in entry_points(group=group)}


def kind_of(address: str) -> EntryPoint:
    """The kind of device of a URL.

    Raises:
        ConfigurationError: If the scheme is unknown. The message lists the known ones.
    """
    known = kinds()
    scheme = scheme_of(address) or ""
    if scheme in known:
        return known[scheme]
    listed = ", ".join(f"{name}:" for name in sorted(known))
    meant = f" {as_address(address)}" if is_address(address) else did_you_mean([scheme], known)
    raise ConfigurationError(f"The device URL {address!r} has an unknown scheme.{meant} Known: {listed}.")


def load(kind: EntryPoint) -> Callable[..., Any]:
    """The factory of a kind of devices, or of what else its group has.

    Args:
        kind: The kind.

    Returns:
        The function or class that opens such a device.

    Raises:
        ConfigurationError: If it cannot be imported. The message says what to install.
    """
    try:
        factory: Callable[..., Any] = kind.load()
    except ModuleNotFoundError as error:
        raise ConfigurationError(_what_to_install(kind, error.name or kind.module)) from error
    # Whatever a package of somebody else does wrong.
    except Exception as error:
        raise ConfigurationError(
            f"'{kind.name}:' devices cannot be used: importing {kind.module} of the package '{_package(kind)}' fails "
            f"with {type(error).__name__}: {error}"
        ) from error
    return factory


def class_of(kind: EntryPoint) -> type | None:
    """The class of a kind's devices: the factory itself, or the class that its annotation says it returns.

    Args:
        kind: A kind of devices.

    Returns:
        The class; None if it is not annotated, or the kind cannot be imported here.
    """
    try:
        factory = load(kind)
        told = factory if inspect.isclass(factory) else get_type_hints(factory).get("return")
    # Opening such a device reports what is wrong with it; annotations may name anything.
    except (ConfigurationError, NameError, TypeError, AttributeError):
        return None
    return told if inspect.isclass(told) else None


def _what_to_install(kind: EntryPoint, module: str) -> str:
    package = _package(kind)
    if _root(module) == _root(kind.module):
        return (
            f"The module '{module}' of the package '{package}', which provides '{kind.name}:' devices, is missing. "
            f"Reinstall it with: pip install --force-reinstall '{package}'"
        )
    extra = _extra_with(kind.dist, kind.name, module) if kind.dist else None
    wanted = f"{package}[{extra}]" if extra else package
    return (
        f"'{kind.name}:' devices require the Python package '{module}', which is not installed. "
        f"Install it with: pip install '{wanted}'"
    )


def _extra_with(package: Distribution, scheme: str, module: str) -> str | None:
    """The extra of a package that installs a module: the one named like the kind, or one that requires such a name."""
    extras = package.metadata.get_all("Provides-Extra") or []
    if scheme in extras:
        return scheme
    found = (_REQUIREMENT_OF_EXTRA.match(line) for line in package.requires or [])
    return next((match[2] for match in found if match and _root(match[1]) == _root(module)), None)


def _package(kind: EntryPoint) -> str:
    return kind.dist.name if kind.dist else _root(kind.module)


def _root(name: str) -> str:
    """The first part of the name of a module or a package: `qemu` of `qemu.qmp`."""
    return re.split(r"[-_.]", name.lower())[0]
